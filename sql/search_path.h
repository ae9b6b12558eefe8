/* The path of schemas that a user gives: for statements that compute rows, and for the bare names of documents of Pyrseas. */
#pragma once

#include <glib.h>

/*
 * The names (char *, owned by the array) of a list such as `app, "Odd", $user`. NULL with an error where it is not a list of names.
 */
GPtrArray *search_path_names(const char *text, GError **);
/* The same as SET search_path takes them, each quoted where it has to be: app, "Odd", "$user". Free it. */
char *search_path_sql(const GPtrArray *names);
/* Both at once. */
char *search_path_parse(const char *text, GError **);
