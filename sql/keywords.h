/* Knows which words PostgreSQL does not take as a name unless they are quoted. */
#pragma once

#include <stdbool.h>

/*
 * Follows the manual's appendix C, "SQL Key Words", and section 4.1.1,
 * "Identifiers and Key Words".
 *
 * The list is the union over PostgreSQL 13 to 18, so that a name written by
 * us reads the same on every one of these servers.
 */

/*
 * Takes a lower-cased word; says whether it is a keyword of any category
 * other than "unreserved", which is when quote_ident() of the server would
 * quote it too.
 */
bool keyword_is_reserved_for_names(const char *word);
