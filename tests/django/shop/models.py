from django.db import models


class Customer(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        db_table = "customer"


class Invoice(models.Model):
    # The foreign key is the database's own, with an action that Django does not know.
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False)
    total = models.DecimalField(max_digits=10, decimal_places=2)
    changed = models.DateTimeField(null=True)

    class Meta:
        db_table = "invoice"


class Turnover(models.Model):
    customer = models.OneToOneField(Customer, on_delete=models.DO_NOTHING, primary_key=True)
    turnover = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        managed = False
        db_table = "turnover"
