/* Where a migration of Django is to stand: its app, its name, and what comes before it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct django_name {
	char *folder;	 /* in which its file is; NULL: standard output */
	char *app;	 /* the app's label; NULL: not known */
	char *name;	 /* of the migration: its file's without .py; NULL where there is no file */
	unsigned number; /* with which the name begins, of that many digits; 0 digits: it has none */
	size_t digits;
};

/*
 * From the path of its file, such as shop/migrations/0007_customer.py, in which stands the app's label too; app, where it is not
 * NULL, tells another one. An error where no migration is called so. To be cleared in any case.
 */
bool django_name_init(struct django_name *, const char *path, const char *app, GError **);
void django_name_clear(struct django_name *);

/*
 * The name of a part, from 0, of a change that needs several migrations, and its path: 0007_customer, 0008_customer_2. Free it. An
 * error where another one has its number.
 */
char *django_name_part(const struct django_name *, unsigned part);
char *django_name_path(const struct django_name *, unsigned part);
bool django_name_is_free(const struct django_name *, unsigned part, GError **);

/*
 * What it depends on: label and name by turns, char *, to be freed with g_ptr_array_unref. These are the texts APP.NAME, or NAME in
 * the same app, of given; where that is NULL, the migration of its folder that has the greatest number below its own, if there is
 * one. An error where that is not one alone.
 */
GPtrArray *django_name_dependencies(const struct django_name *, const GPtrArray *given, GError **);
