/* A schema's name in texts of SQL, replaced by another one. */
#pragma once

#include <glib.h>

/* The kind of a text. */
enum schema_text {
	SCHEMA_TEXT_NAMES,	/* names, types, arguments: the first name before a dot is a schema */
	SCHEMA_TEXT_EXPRESSION, /* an expression or a query, in which relation.column looks like schema.name */
	SCHEMA_TEXT_BODY,	/* the body of a routine in SQL or PL/pgSQL, a string to the server */
	SCHEMA_TEXT_PATH,	/* a list of schemas: the value of search_path */
	SCHEMA_TEXT_FOREIGN,	/* in another language */
};

/*
 * The text with the new name wherever the old one is the schema's; free it with g_free(); NULL where it is nowhere. The rest,
 * comments included, is unchanged. *problem, to be freed too, is NULL, or describes an ambiguity: then the text may not be used
 * under the new name. Ambiguous are strings that contain the name, and bodies in which it also names something else.
 */
char *rename_schema(const char *text, enum schema_text, const char *old, const char *new, char **problem);

/*
 * A statement without the schema's name before other names, also in strings and dollar-quoted bodies. No other object in it has the
 * schema's name. Unqualified names are added to names, a set of char *, which owns them. The name stays where it is the schema
 * itself. Free it.
 */
char *unqualify_schema(const char *sql, const char *schema, GHashTable *names);
