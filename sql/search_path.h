/* The path of schemas that a user gives for statements that compute rows. */
#pragma once

#include <glib.h>

/*
 * The list of names as SET search_path takes it, each quoted where it has to be: `app, "Odd", $user` becomes app, "Odd", "$user". NULL and an error where it
 * is no list of names. Free it.
 */
char *search_path_parse(const char *text, GError **);
