/*
 * Finds the names in an SQL text, and the kinds of objects they may name: for texts written with a search_path, whose names are
 * unqualified.
 */
#pragma once

#include <glib.h>

#include "sql/token.h"

enum mention_as { MENTION_RELATION, MENTION_TYPE, MENTION_ROUTINE, MENTION_OPERATOR, MENTION_COLLATION, MENTION_OTHER };

/* How to parse a text. */
enum mention_text {
	MENTIONS_NONE,
	MENTIONS_EXPRESSION, /* an expression, a query, the actions of a rule */
	MENTIONS_TYPE,	     /* integer, SETOF s.t, TABLE(a s.t) */
	MENTIONS_ARGUMENTS,  /* a integer, VARIADIC b s.t[] DEFAULT s.f() */
	MENTIONS_ROUTINE,    /* s.f, perhaps with types: s.f(integer, s.t) */
	MENTIONS_OPERATOR,   /* an operator, perhaps with types: s.<(integer, s.t) */
	MENTIONS_CAST,	     /* (s.t as integer) */
	MENTIONS_COLLATION,  /* the name of a collation */
	MENTIONS_OTHER,	     /* the name of something else */
};

/* Tokens point into the text. */
struct mention {
	enum mention_as as;
	struct token schema; /* TOKEN_END: the name is bare */
	struct token name;
	struct token whole;	  /* the part to replace: the name with its schema, or the constant 'name' of a regclass */
	struct token left, right; /* of an operator in an expression: the tokens on both sides of it */
	bool literal;		  /* it is in a constant */
};

/*
 * All names (struct mention), in the order of the text; free it with g_array_unref(). Names that a query defines (WITH, aliases)
 * are omitted. Possible names (f of f(x), which may be a keyword) are included: the caller knows which objects exist.
 */
GArray *mentions_of(const char *text, enum mention_text);
/* Whether it is a name by which triggers, rules or upserts call a row: before a dot it may be that. */
bool mentions_names_row(const char *name);
