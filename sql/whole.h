/* Checks that an SQL text stays one statement, expression or name when it is inserted into a statement. */
#pragma once

#include <glib.h>

/*
 * Texts come from people who are less trusted than the person who runs the script. A text must not end its clause: the default `1,
 * DROP COLUMN secret` or the type `integer); DROP TABLE t; --`. This does not check the grammar of SQL; the server reports other
 * errors.
 */

/* The part of a statement that a text is. */
enum fragment {
	FRAGMENT_NONE,	     /* inserted quoted: any text */
	FRAGMENT_EXPRESSION, /* one value: no comma outside brackets, no key word with which a constraint of a column begins */
	FRAGMENT_NAME,	     /* a type, or a name with its schema and arguments, not followed by another word */
	FRAGMENT_CLAUSE,     /* words and brackets: FOR VALUES IN (1, 2) */
	FRAGMENT_LIST,	     /* the same with commas: options */
	FRAGMENT_ARGUMENTS,  /* [mode] [name] type [DEFAULT value], ...: no other word after a type */
	FRAGMENT_QUERY,	     /* a view's: the same with an optional final semicolon, which is not inserted */
	FRAGMENT_ACTIONS,    /* of a rule: a query, or several in parentheses with semicolons between */
	FRAGMENT_BODY,	     /* a routine's RETURN expression, or BEGIN ATOMIC ... END */
	FRAGMENT_OPERATOR,   /* an operator's name, qualified or not: public.=== */
};

/*
 * The reason why the text is not whole, such as "has a semicolon outside quotes"; free it with g_free(). NULL: it is whole. In
 * every fragment quotes and comments end within the text, brackets are balanced, there is no backslash, no control character except
 * space, and (except in bodies) no semicolon outside quotes, and no comment at the end that would hide the text after it.
 */
char *fragment_problem(enum fragment, const char *text);

/*
 * The same of a statement without its final semicolon: the server takes it, and psql, once sql/psql.h has written it, sends it, as
 * one.
 */
char *statement_problem(const char *sql);
