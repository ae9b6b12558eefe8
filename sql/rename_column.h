/* The names of columns in expressions over one table, replaced by others. */
#pragma once

/*
 * The text of an expression over the columns of one table, or of a list of such, as the server prints it in
 * checks and indexes, in which the column old is called new; to be freed with g_free(). NULL: it cannot be told surely which names
 * mean the column.
 */
char *rename_column(const char *text, const char *old, const char *new);
