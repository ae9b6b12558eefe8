#!/usr/bin/python3
"""Migrates there, or back, and prints what the connection has afterwards: a migration leaves no setting behind."""
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
import django
from django.core.management import call_command
from django.db import connection

django.setup()
NAMES = "search_path TimeZone DateStyle check_function_bodies row_security standard_conforming_strings default_tablespace".split()


def settings():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(name) FROM unnest(%s) AS name", [NAMES])
        return cursor.fetchall()


with connection.cursor() as cursor:
    cursor.execute("SET search_path = fdw_owner, public; SET row_security = on; SET check_function_bodies = on")
before = settings()
call_command("migrate", "shop", *sys.argv[1:], verbosity=0)
assert settings() == before, (before, settings())
