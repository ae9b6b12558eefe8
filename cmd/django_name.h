/* The app, name and dependencies of a migration of Django. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct django_name {
	char *folder;	 /* the directory of its file; NULL: standard output */
	char *app;	 /* the app's label; NULL: not known */
	char *name;	 /* the file's name without .py; NULL where there is no file */
	unsigned number; /* at the start of the name, with that many digits; 0 digits: none */
	size_t digits;
};

/*
 * Takes a path such as shop/migrations/0007_customer.py, which gives the app's label too, unless app is not NULL. False with an
 * error where that is not a migration's name. Free it with django_name_clear(), even after an error.
 */
bool django_name_init(struct django_name *, const char *path, const char *app, GError **);
void django_name_clear(struct django_name *);

/*
 * The name of a part, from 0, of a change that needs several migrations, and its path: 0007_customer, 0008_customer_2. Free them.
 * django_name_is_free() returns false with an error where another migration has the number.
 */
char *django_name_part(const struct django_name *, unsigned part);
char *django_name_path(const struct django_name *, unsigned part);
bool django_name_is_free(const struct django_name *, unsigned part, GError **);

/*
 * The dependencies: label and name alternately, char *; free with g_ptr_array_unref(). They are the given texts APP.NAME, or NAME
 * in the same app; where given is NULL, the folder's migration with the greatest number below its own, if any. NULL with an error
 * where several have that number.
 */
GPtrArray *django_name_dependencies(const struct django_name *, const GPtrArray *given, GError **);
