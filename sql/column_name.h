/* What a name in an expression or a query means. */
#pragma once

#include <glib.h>

enum column_name { COLUMN_NAME, COLUMN_NAME_NOT, COLUMN_NAME_UNSURE };

/*
 * Whether the token (of tokens_of()) with that index, a name, is a column of the only relation of an expression or a query, rather
 * than a function, a type, an alias or a field; so is old.NAME or new.NAME in the condition of a trigger.
 */
enum column_name column_name_at(const GArray *tokens, guint index);
