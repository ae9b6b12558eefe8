/* The labels of an enum in expressions and in bounds of partitions, replaced by others. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/*
 * SQL text as the server prints it, in which the label old of an enum is another one: 'sad'::public.mood, and
 * '{sad,ok}'::public.mood[] where neither label needs quotes in the array. type: the enum's qualified name, as name_join() writes
 * it. Free the text with g_free(); NULL: nothing changes.
 */
char *rename_label(const char *text, const char *type, const char *old, const char *new);

/*
 * The same for the bound of a partition, where literals have no type: FROM ('sad', 1) TO ('ok', 1), or IN ('sad'). of_type:
 * whether each of the count keys is a column of the enum.
 */
char *rename_label_in_bound(const char *bound, const bool *of_type, size_t count, const char *old, const char *new);
