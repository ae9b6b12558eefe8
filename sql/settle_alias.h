/* Bringing queries to the form in which the server prints constants that have no name of their own. */
#pragma once

/*
 * The query of a view as it is printed once it was loaded from its text. Free it; NULL: it is settled already.
 *
 *   SELECT a FROM t UNION SELECT 'x'::text           (all versions, from SELECT 'x')
 *   SELECT a FROM t UNION SELECT 'x'::text AS text
 *
 *     A constant without a name gets its type as a cast when it is parsed, and that gives the column a name when the text is loaded, see
 *     the manual's section 7.3.2. Not of the view's own columns, whose names are told.
 */
char *settle_alias(const char *text);
