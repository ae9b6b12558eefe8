/* A schema's name in texts of SQL, replaced by another one. */
#pragma once

#include <glib.h>

/* What a text is. */
enum schema_text {
	SCHEMA_TEXT_NAMES,	/* names, types, arguments: what stands before a dot first is a schema */
	SCHEMA_TEXT_EXPRESSION, /* an expression or a query, in which relation.column looks like schema.name */
	SCHEMA_TEXT_BODY,	/* the body of a routine in SQL or PL/pgSQL, a string to the server */
	SCHEMA_TEXT_PATH,	/* a list of schemas: the value of search_path */
	SCHEMA_TEXT_FOREIGN,	/* in another language */
};

/*
 * The text with the new name wherever the old one is that of a schema, to be freed with g_free(); NULL where it is nowhere. Nothing
 * else of the text changes, comments neither. *problem, which is to be freed as well, is NULL, or tells what cannot be settled
 * safely: then the text may not be used under another name. Such are strings that hold the name, and bodies in which it names
 * something else too.
 */
char *rename_schema(const char *text, enum schema_text, const char *old, const char *new, char **problem);

/*
 * A statement without the schema's name before other names, in strings too, also those between dollars. The schema has a name that
 * is nothing else's in it. What was left without a schema is added to names, a set of char *, which owns them. The statement still
 * has the name where it stands for the schema itself. Free it.
 */
char *unqualify_schema(const char *sql, const char *schema, GHashTable *names);
