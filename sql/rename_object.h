/* The name of a relation, a type or a routine in texts of SQL, replaced by another one. */
#pragma once

#include <stdbool.h>

#include "sql/mentions.h"

struct other_name {
	const char *schema, *old, *new;
	/* MENTION_RELATION: which has columns, and a type of its name; MENTION_TYPE; MENTION_ROUTINE: the only one of its name */
	enum mention_as as;
};

/* What a text is. */
enum object_text {
	OBJECT_TEXT_NAMES,	/* types, arguments */
	OBJECT_TEXT_ROUTINE,	/* a routine's name, perhaps with arguments */
	OBJECT_TEXT_EXPRESSION, /* an expression or a query */
};

/*
 * The text as the server tells it once the object has its new name, to be freed with g_free(); NULL where it does not name the
 * object with its schema, or where it cannot be told surely which names mean it: then the text says what it said. Strings keep
 * their words, but for constants of regclass and regtype. own: the columns of the relation may be called by its name, though
 * the text does not name it, as in a policy of it.
 */
char *rename_object(const char *text, enum object_text, const struct other_name *, bool own);
