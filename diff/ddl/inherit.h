/* Inherited columns and checks of a table, and columns of the type of a typed table. */
#pragma once

#include "diff/change.h"

/*
 * The same column, or check, of a table that this one's table inherits from before and after, and is not taken out of meanwhile;
 * NULL: none. Of several parents the first that has it.
 */
struct change *changes_inherited_from(const struct changes *, const struct change *part);
/*
 * Whether a column that is dropped and made again, or dropped for good, is a child's own besides being its parent's, before or
 * after: it neither goes nor comes with that.
 */
bool change_is_own(const struct change *column, bool had);
/* Whether the table keeps the link to a parent, of have or want by its name in the row. */
bool changes_keeps_parent(const struct changes *, const struct change *table, const char *parent, bool had);

/* Whether the table, there before and after, stays with any of its parents all the time. */
bool changes_keeps_parents(const struct changes *, const struct change *table);

/* Whether the columns of a child, and its parents' order, become as they are to be: its own, or its parents' alone. */
enum inheritance {
	INHERITANCE_FOLLOWS,  /* from what is done to its parents and to the links to them */
	INHERITANCE_RELINKED, /* once it is taken from its parents and put back, which makes all columns its own */
	INHERITANCE_REMADE,   /* only when it is made again: no ALTER TABLE leaves a column to the parents alone */
};
enum inheritance changes_inheritance(const struct changes *, const struct change *table);
/* The attribute of which a typed table's column is made, before and after; NULL: none. */
struct change *changes_attribute_of(const struct changes *, const struct change *column);
