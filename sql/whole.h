/* Whether a text of SQL stays what it is meant to be once other text stands around it: one statement, one expression, one name. */
#pragma once

#include <glib.h>

/*
 * Texts come from people who are less trusted than the one who runs the script. A text that is no longer one piece breaks out of
 * its clause: the default `1, DROP COLUMN secret` or the type `integer); DROP TABLE t; --`. Nothing here knows the grammar of SQL;
 * a text that is whole may still be wrong, which the server then says.
 */

/* What a text is part of a statement as. */
enum fragment {
	FRAGMENT_NONE,	     /* it is quoted when it is said, and may be anything */
	FRAGMENT_EXPRESSION, /* one value: no comma outside brackets, no key word with which a constraint of a column begins */
	FRAGMENT_NAME,	     /* a type, or a name with its schema and arguments: no other word behind it */
	FRAGMENT_CLAUSE,     /* words and brackets: FOR VALUES IN (1, 2) */
	FRAGMENT_LIST,	     /* the same with commas: options */
	FRAGMENT_ARGUMENTS,  /* [mode] [name] type [DEFAULT value], ...: no other word behind a type */
	FRAGMENT_QUERY,	     /* a view's: the same with a final semicolon, which is left out when it is said */
	FRAGMENT_ACTIONS,    /* of a rule: a query, or several in parentheses with semicolons between */
	FRAGMENT_BODY,	     /* a routine's RETURN expression, or BEGIN ATOMIC ... END */
	FRAGMENT_OPERATOR,   /* an operator's name, qualified or not: public.=== */
};

/*
 * What keeps the text from being whole, as "has a semicolon outside quotes"; to be freed with g_free(). NULL: nothing. Whatever the
 * fragment, quotes and comments end within the text, brackets are balanced, there is no backslash, no control character but space
 * and (but for bodies) no semicolon outside quotes, and no comment at the end that would hide what follows.
 */
char *fragment_problem(enum fragment, const char *text);

/*
 * The same of a statement without its final semicolon: the server takes it, and psql, once sql/psql.h has written it, sends it, as
 * one.
 */
char *statement_problem(const char *sql);
