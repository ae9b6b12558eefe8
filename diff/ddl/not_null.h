/* NOT NULL of columns in SQL, a constraint with a name where the server that is to change knows such: 18 and later. */
#pragma once

#include <glib.h>

#include "diff/change.h"
#include "diff/say.h"

/*
 * Judges columns again whose constraint gets another name though nothing is said of it: table or column is renamed, or becomes a
 * partition.
 */
void not_null_judge(struct changes *);
/* Whether the constraint of a column that stays NOT NULL gets another name, as servers that keep names have it: 18 and later. */
bool not_null_is_renamed(const struct changes *, const struct change *column);
/*
 * Whether statements may name the constraint. A plan between two files is for any server: older ones take the words, and forget the
 * name.
 */
bool not_null_has_name(const struct changes *);
/* Whether the column's constraint has the name of its parent's, and is made with that. */
bool not_null_is_of_parent(const struct snapshot *, const struct object *column, const char *name);
/* Appends " CONSTRAINT name NOT NULL" as far as the definition of the column says it. */
void not_null_append(GString *out, const struct changes *, const struct object *column);
/*
 * Appends "CONSTRAINT name NOT NULL column", which CREATE TABLE says of a column that it takes from its parent; nothing where that
 * one's goes for it too.
 */
void not_null_append_local(GString *out, const struct changes *, const struct object *column);
/* Says that a column that is there is not null. */
void not_null_set(struct say *, enum stage);
/* What is left to be said when the column is there. */
void not_null_create(struct say *);
/* Whether the column's NOT NULL comes or goes by what is said of UPPER, the same column of a parent table. */
bool not_null_is_told(const struct change *upper, const struct change *column);
/*
 * Whether a partition's column stays NOT NULL while its table's does not: before 18, DROP NOT NULL of that reaches all partitions.
 */
bool not_null_is_taken_along(const struct changes *, const struct change *column);
/* From what it was to what it is to be, of a table's column; SET NOT NULL too, but DROP NOT NULL is said by the caller. */
void not_null_alter(struct say *, bool told_by_parent);
