/* The name of a relation, a type or a routine in texts of SQL, replaced by another one. */
#pragma once

#include <stdbool.h>

#include "sql/mentions.h"

struct other_name {
	const char *schema, *old, *new;
	/* MENTION_RELATION: which has columns, and a type of its name; MENTION_TYPE; MENTION_ROUTINE: the only one of its name */
	enum mention_as as;
};

/* The kind of a text. */
enum object_text {
	OBJECT_TEXT_NAMES,	/* types, arguments */
	OBJECT_TEXT_ROUTINE,	/* a routine's name, perhaps with arguments */
	OBJECT_TEXT_EXPRESSION, /* an expression or a query */
};

/*
 * The text as the server prints it after the object was renamed; free it with g_free(). NULL where it does not name the object with
 * its schema, or is ambiguous: then the text is unchanged. Strings are unchanged, except constants of regclass and regtype. own:
 * columns of the relation may be qualified by its unqualified name, as in its policies.
 */
char *rename_object(const char *text, enum object_text, const struct other_name *, bool own);
