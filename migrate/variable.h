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

/*
 * The same of a value that is the content of a file, or what a command of the shell prints, without the newline at its end: it is
 * read when a script needs it, once.
 */
enum variable_source { VARIABLE_FILE, VARIABLE_COMMAND };
void variables_set_source(
	struct variables *, const char *name, enum variable_source, const char *argument, bool secret, const char *origin);

bool variables_has(const struct variables *, const char *name);

struct variable {
	const char *value, *origin;
	bool secret; /* never to be shown: declared as secret, or by its origin */
};
/*
 * What the declared variable stands for, which lives as long as the variables. MIGRATE_USAGE, naming no value that is secret, where
 * it has none, or one that its type does not take.
 */
bool variables_get(const struct variables *, const struct variable_declaration *, struct variable *, GError **);

struct script_statement {
	const char *raw; /* as the file has it, in the file's text */
	size_t raw_length;
	size_t line, column; /* of its first token in the file, from 1 */
	char *sql;	     /* with values; NUL-terminated, without final semicolon */
	bool secret;	     /* sql holds a secret: it must not be shown */
	bool expects_none;   /* `-- expect: none` stands before it: rows that it returns are a failure */
};
