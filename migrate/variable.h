/*
 * Variables of psql's form in the files of a change: :'name' becomes a literal, :"name" an identifier, and a bare :name of type raw
 * the value itself. Never within comments, strings, quoted names and dollar-quoted bodies; a::type and a[1:n] are what they are.
 * One pass: values are not looked into.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "migrate/header.h"

/* The values of an environment and of --set, by name. Secret ones are never written or logged. */
struct variables;
struct variables *variables_new(void);
void variables_free(struct variables *);
/* A later one replaces an earlier one. origin tells where it comes from, for `plan`: "--set", "env/prd.yaml". */
void variables_set(struct variables *, const char *name, const char *value, bool secret, const char *origin);

struct script_statement {
	const char *raw; /* as the file has it, in the file's text */
	size_t raw_length;
	size_t line, column; /* of its first token in the file, from 1 */
	char *sql;	     /* with values; NUL-terminated, without final semicolon */
	bool secret;	     /* sql holds a secret: it must not be shown */
	bool expects_none;   /* `-- expect: none` stands before it: rows that it returns are a failure */
};

/*
 * Cuts a file into its statements and puts the values in: GPtrArray of struct script_statement, which points into text; free it by
 * g_ptr_array_unref. NULL with MIGRATE_USAGE and file:line:column for a variable that the header does not declare or that has no
 * value or a value that its type does not take; with MIGRATE_FILES for a text that cannot be cut, or that has a backslash command.
 */
GPtrArray *script_read(
	const char *path, const char *text, size_t length, const struct header *, const struct variables *, GError **);
