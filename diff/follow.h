/*
 * Names that change with renamed objects: ALTER SCHEMA and ALTER EXTENSION ... SET SCHEMA run first, and from then on objects in
 * the schema have another name. So the old state is compared, and written, with its later names. Dependents of a table, type or
 * routine follow ALTER ... RENAME as well.
 */
#pragma once

#include "diff/change.h"

/* Sets have, followed and schemas_first from given. */
void follow_names(struct changes *, const struct snapshot *want);
/* Whether it gets another name, which its dependents already have in their texts. */
bool follow_is_named(const struct changes *, const struct change *);
/* The same of a column, and of an object of have that is made of it. */
bool follow_has_column(const struct changes *, const struct object *, const struct change *column);
/*
 * The object as it is called when it is dropped: it goes before a table, a view or a type that is made again under another name, and
 * before what is renamed; else after what is renamed.
 */
const struct object *follow_dropped(const struct changes *, const struct change *);
/* An object with the new name of another one waits for that to be renamed: DROP FUNCTION f(new). */
void follow_add_edges(struct changes *, struct change *);
/* The object of the snapshot that changes_new() was given; an object of want is itself. NULL: NULL. */
const struct object *follow_given(const struct changes *, const struct object *);
