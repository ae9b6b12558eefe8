# A small project: the connection is libpq's own, PGHOST and its like; DATABASE tells the database, and perhaps the role.
import os

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["DATABASE"],
        "USER": os.environ.get("ROLE", os.environ["PGUSER"]),
        "HOST": os.environ["PGHOST"],
        "PORT": os.environ["PGPORT"],
    }
}
INSTALLED_APPS = ["shop"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = "a test has none"
TIME_ZONE = "Europe/Vienna"
USE_TZ = True
