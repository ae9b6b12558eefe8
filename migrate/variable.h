/*
 * Variables of psql's form in the files of a change: :'name' becomes a literal, :"name" an identifier, and an unquoted :name of
 * type raw the value itself. Comments, strings, quoted names and dollar-quoted bodies are left unchanged, and so are a::type and
 * a[1:n]. Values are not scanned for variables.
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
/* Sets a value; a later one replaces an earlier one. origin is printed by `plan`: "--set", "env/prd.yaml". */
void variables_set(struct variables *, const char *name, const char *value, bool secret, const char *origin);

/*
 * The same for the content of a file, or the output of a shell command, without the final newline: it is read once, when a script
 * needs it.
 */
enum variable_source { VARIABLE_FILE, VARIABLE_COMMAND };
void variables_set_source(
	struct variables *, const char *name, enum variable_source, const char *argument, bool secret, const char *origin);

bool variables_has(const struct variables *, const char *name);

struct variable {
	const char *value, *origin;
	bool secret; /* must not be shown: declared as secret, or from a secret source */
};
/*
 * The value of the declared variable, which lives as long as the variables. False with MIGRATE_USAGE, without showing a secret
 * value, where it has none, or one that its type does not accept.
 */
bool variables_get(const struct variables *, const struct variable_declaration *, struct variable *, GError **);

struct script_statement {
	const char *raw; /* as in the file, points into the file's text */
	size_t raw_length;
	size_t line, column; /* of its first token in the file, from 1 */
	char *sql;	     /* with values; NUL-terminated, without final semicolon */
	bool secret;	     /* sql contains a secret: it must not be shown */
	bool expects_none;   /* `-- expect: none` comes before it: a returned row is a failure */
};
