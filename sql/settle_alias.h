/* Brings queries to the form in which the server prints constants without an alias. */
#pragma once

/*
 * The query of a view as printed after its text was loaded again. Free it; NULL: it does not change.
 *
 *   SELECT a FROM t UNION SELECT 'x'::text           (all versions, from SELECT 'x')
 *   SELECT a FROM t UNION SELECT 'x'::text AS text
 *
 *     A constant without a name gets its type as a cast when it is parsed, and that gives the column a name when the text is loaded, see
 *     the manual's section 7.3.2. It does not apply to the view's own columns, which have names.
 */
char *settle_alias(const char *text);
