/*
 * Names of types in the form in which the server prints them: format_type(), see the manual's section 9.26 ("System Catalog
 * Information Functions") and chapter 8 for the other spellings. People use these in documents; a server never prints them.
 *
 *	int                     integer
 *	varchar(20)             character varying(20)
 *	timestamp(9)[3]         timestamp(6) without time zone[]
 *	pg_catalog.float8       double precision
 *	public.Mood             public.mood
 *
 * A text that is not a type name, such as t.a%TYPE, is not changed. All functions return a new string, to be freed with g_free(),
 * or NULL when nothing changes.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "sql/token.h"

char *type_settle(const char *text);

/*
 * Appends the type that the tokens are, from that index to before end, with its length or precision if wished; false when they are
 * no type.
 */
bool type_append(GString *out, const struct token *tokens, guint from, guint end, bool modifiers);

/* Whether the two words begin a type's name, such as double precision: an argument that begins so has no name. */
bool type_begins_with(const struct token *first, const struct token *second);
