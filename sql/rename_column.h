/* The names of columns in expressions over one table, replaced by others. */
#pragma once

/*
 * The text of an expression over one table's columns, or of a list of expressions, as the server prints it in checks and indexes,
 * with column old renamed; free it with g_free(). NULL: it is ambiguous which names mean the column.
 */
char *rename_column(const char *text, const char *old, const char *new);
