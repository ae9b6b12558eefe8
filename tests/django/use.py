#!/usr/bin/python3
"""Uses the models: the view, the trigger, the foreign key, which looks at rows when the transaction ends and takes invoices along."""
import os

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
import django

django.setup()
from django.db import IntegrityError, transaction
from shop.models import Customer, Invoice, Turnover

ada = Customer.objects.create(name="Ada")
invoice = Invoice.objects.create(customer=ada, total=3)
invoice.refresh_from_db()
assert invoice.changed, "the trigger"
assert Turnover.objects.get(customer=ada).turnover == 3, "the view"
with transaction.atomic():
    Invoice.objects.create(id=99, customer_id=99, total=1)
    Customer.objects.create(id=99, name="late")
try:
    Invoice.objects.create(customer_id=1000, total=1)
    raise SystemExit("no foreign key")
except IntegrityError:
    pass
Customer.objects.all().delete()
assert not Invoice.objects.exists(), "the cascade"
