/* Columns whose type is the row type of a table. */
#pragma once

#include "diff/change.h"

/*
 * The columns of have (const struct object *) that store rows of the table: their type is the table's row type, an array of it, or a
 * domain or composite type made of it. Needs the graphs of changes_propagate(). To be freed.
 */
GPtrArray *row_type_users(const struct changes *, const struct object *table);
/* Whether such a column is there as long as its table changes; otherwise it can be dropped before. */
bool row_type_user_stays(const struct change *column);
/* The first of them that stays; NULL: none. */
const struct object *row_type_user(const struct changes *, const struct object *table);

/*
 * Whether the table changes in a way that PostgreSQL refuses while a column stores its rows: a column gets another type or
 * expression, a column with a default is added, the table is made again or, on most versions, becomes logged or unlogged. See
 * find_composite_type_dependencies() in tablecmds.c.
 */
bool row_type_changes(const struct changes *, const struct change *table);
/* Whether PostgreSQL refuses the change of a column for that reason. */
bool row_type_refuses_column(const struct changes *, const struct change *column);
/* Whether it becomes logged or unlogged, or gets another access method, and the server is of a version that refuses this then. */
bool row_type_refuses_rewrite(const struct changes *, const struct change *table);

/*
 * Makes each table again whose row type is stored, and that cannot change because of it; tables that store that one's row type in
 * turn follow. remake makes one again, with all that depends on it; false: it was already.
 */
void row_types_remake(struct changes *, bool (*remake)(struct changes *, struct change *));
