/* What a table has from elsewhere: columns and checks of the tables that it inherits from, columns of the type that it is of. */
#include "diff/ddl/inherit.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"

#define COLUMN(object) ((const struct column *)(object))

static const struct object *parent_named(const struct snapshot *snapshot, const struct object *table, const char *text)
{
	return snapshot_named_relation(snapshot, table, pool_qualified(snapshot_pool(snapshot), text));
}

/* What tells a parent apart on both sides: its change, or its name where it is not of the snapshot. */
static const void *parent_key(const struct changes *changes, const struct object *table, const char *text, bool had)
{
	const struct object *parent = parent_named(had ? changes->have : changes->want, table, text);

	return !parent ? (const void *)text : had ? changes_of_have(changes, parent) : changes_of_want(changes, parent);
}

static const struct names *parents_of(const struct object *table)
{
	return ((const struct table *)table)->inherits;
}

bool changes_keeps_parent(const struct changes *changes, const struct change *table, const char *text, bool had)
{
	const struct object *object = had ? table->have : table->want, *other = had ? table->want : table->have;
	const void *key = parent_key(changes, object, text, had);
	const struct names *others = parents_of(other);

	for (size_t i = 0; !table->detached && others && i < others->count; i++)
		if (parent_key(changes, other, others->items[i], !had) == key)
			return true;
	return false;
}

bool changes_keeps_parents(const struct changes *changes, const struct change *table)
{
	const struct table *have = (const struct table *)table->have, *want = (const struct table *)table->want;

	if (have->partition_of || want->partition_of)
		return have->partition_of && want->partition_of && !table->detached;
	for (size_t i = 0; have->inherits && i < have->inherits->count; i++)
		if (changes_keeps_parent(changes, table, have->inherits->items[i], true))
			return true;
	return false;
}

/* Whether the parents are in the wanted order when those that go are gone and the new ones are there, at the end. */
static bool reorders_parents(const struct changes *changes, const struct change *table)
{
	const struct names *have = parents_of(table->have), *want = parents_of(table->want);
	size_t at = 0;

	for (size_t i = 0; have && i < have->count; i++)
		if (changes_keeps_parent(changes, table, have->items[i], true) &&
			parent_key(changes, table->have, have->items[i], true) !=
				parent_key(changes, table->want, want->items[at++], false))
			return true;
	return false;
}

/* Whether the column will come from a parent: it did, or is made, by one that the table keeps. */
static bool will_be_inherited(const struct changes *changes, const struct change *table, const struct change *column)
{
	const struct names *parents = parents_of(table->want);

	for (size_t i = 0; parents && i < parents->count; i++) {
		if (!changes_keeps_parent(changes, table, parents->items[i], false))
			continue;
		const struct object *parent = parent_named(changes->want, table->want, parents->items[i]);
		const struct object *upper = parent ? object_column(parent, column->want->name) : NULL;
		const struct change *above = upper ? changes_of_want(changes, upper) : NULL;
		if (above && (column->have ? above->have && attribute_bool(kind_attribute(&column_kind, "inherited"), column->have)
					   : !above->have))
			return true;
	}
	return false;
}

/*
 * Whether several parents have a column that changes in them: no ALTER TABLE of one of them can reach the child, and none of the
 * child's own is allowed.
 */
static bool is_torn(const struct changes *changes, const struct change *table, const struct change *column)
{
	const struct names *parents = parents_of(table->want);
	size_t count = 0;
	bool changed = false;

	for (size_t i = 0; column->have && parents && i < parents->count; i++) {
		const struct object *parent = changes_keeps_parent(changes, table, parents->items[i], false)
						      ? parent_named(changes->want, table->want, parents->items[i])
						      : NULL;
		const struct object *upper = parent ? object_column(parent, column->want->name) : NULL;
		const struct change *above = upper ? changes_of_want(changes, upper) : NULL;
		count += above && above->have;
		changed = changed ||
			  (above && (above->renamed || change_differs_in(above, "type") || change_differs_in(above, "collation")));
	}
	return changed && count > 1;
}

/* A column of the table's own that is to have but its parents' NOT NULL: that is a constraint since 18. */
static bool takes_not_null(const struct changes *changes, const struct object *column)
{
	return changes->target >= PG(18) && COLUMN(column)->not_null_constraint.inherited;
}

/*
 * Whether it has that already, or comes to it as a parent that the table keeps does; what is there of its own stays beside the
 * parents'.
 */
static bool will_take_not_null(const struct changes *changes, const struct change *table, const struct change *column)
{
	const struct column *have = COLUMN(column->have);
	const struct names *parents = parents_of(table->want);

	for (size_t i = 0; have && parents && i < parents->count; i++) {
		const struct object *parent = changes_keeps_parent(changes, table, parents->items[i], false)
						      ? parent_named(changes->want, table->want, parents->items[i])
						      : NULL;
		const struct object *upper = parent ? object_column(parent, column->want->name) : NULL;
		const struct column *was = upper ? COLUMN(changes_of_want(changes, upper)->have) : NULL;
		if (was && COLUMN(upper)->not_null && was->not_null == have->not_null &&
			(!have->not_null || have->not_null_constraint.inherited))
			return true;
	}
	return false;
}

/* Whether the table is to have some column, check or NOT NULL of its parents alone. */
static bool inherits_anything(const struct changes *changes, const struct object *table)
{
	const struct kind *const inherited[] = { &column_kind, &check_kind };

	for (size_t k = 0; k < G_N_ELEMENTS(inherited); k++) {
		struct parts parts = object_parts(table, inherited[k]);
		for (size_t i = 0; i < parts.count; i++)
			if (attribute_bool(kind_attribute(inherited[k], "inherited"), parts.items[i]) ||
				(inherited[k] == &column_kind && takes_not_null(changes, parts.items[i])))
				return true;
	}
	return false;
}

enum inheritance changes_inheritance(const struct changes *changes, const struct change *table)
{
	struct parts columns = table->want ? object_columns(table->want) : (struct parts){ 0 };
	bool differs = false;

	if (!table->have || !table->want || (!parents_of(table->have) && !parents_of(table->want)) ||
		((const struct table *)table->want)->partition_of)
		return INHERITANCE_FOLLOWS;
	if (reorders_parents(changes, table))
		return inherits_anything(changes, table->want) ? INHERITANCE_REMADE : INHERITANCE_RELINKED;
	for (size_t i = 0; i < columns.count && !differs; i++) {
		const struct change *column = changes_of_want(changes, columns.items[i]);
		differs = attribute_bool(kind_attribute(&column_kind, "inherited"), columns.items[i]) !=
				  will_be_inherited(changes, table, column) ||
			  is_torn(changes, table, column) ||
			  (takes_not_null(changes, columns.items[i]) && !will_take_not_null(changes, table, column));
	}
	return !differs ? INHERITANCE_FOLLOWS : inherits_anything(changes, table->want) ? INHERITANCE_REMADE : INHERITANCE_RELINKED;
}

/* The same part of a table above. */
static struct change *part_of(const struct changes *changes, const struct object *above, const struct change *part)
{
	const struct object *object = change_object(part), *upper = above ? object_part(above, object->kind, object->name) : NULL;

	return !upper ? NULL : part->want ? changes_of_want(changes, upper) : changes_of_have(changes, upper);
}

struct change *changes_inherited_from(const struct changes *changes, const struct change *part)
{
	const struct change *table = part->parent;

	if (!table || !table->have || !table->want || change_makes(table) || table->detached || !kind_is_table(table->want->kind))
		return NULL;
	if (((const struct table *)table->want)->partition_of) {
		const struct object *was = table_parent(changes->have, table->have), *is = table_parent(changes->want, table->want);
		if (!was || !is || changes_of_have(changes, was) != changes_of_want(changes, is) ||
			change_makes(changes_of_want(changes, is)))
			return NULL;
		return part_of(changes, part->want ? is : was, part);
	}
	const struct object *object = part->want ? table->want : table->have;
	const struct names *parents = parents_of(object);
	for (size_t i = 0; parents && i < parents->count; i++) {
		if (!changes_keeps_parent(changes, table, parents->items[i], !part->want))
			continue;
		const struct object *above = parent_named(part->want ? changes->want : changes->have, object, parents->items[i]);
		struct change *found = part_of(changes, above, part);
		if (found && !change_makes(found->parent))
			return found;
	}
	return NULL;
}

bool change_is_own(const struct change *change, bool had)
{
	const struct object *object = had ? change->have : change->want;
	const struct object *table = object && object->kind == &column_kind ? object->parent : NULL;

	return table && kind_is_table(table->kind) && parents_of(table) && !((const struct table *)table)->partition_of &&
	       !COLUMN(object)->inherited;
}

static const struct object *type_of_table(const struct snapshot *snapshot, const struct object *table)
{
	const struct qualified *name = table->kind == &table_kind ? ((const struct table *)table)->of_type : NULL;

	return name && name->name ? snapshot_find(snapshot, &composite_kind, object_schema_of(table, name), name->name) : NULL;
}

struct change *changes_attribute_of(const struct changes *changes, const struct change *column)
{
	const struct change *table = column->parent;
	const struct object *object = change_object(column);

	if (!table || object->kind != &column_kind || !table->have || !table->want || change_makes(table) || table->detached)
		return NULL;
	const struct object *was = type_of_table(changes->have, table->have), *is = type_of_table(changes->want, table->want);
	if (!was || !is || changes_of_have(changes, was) != changes_of_want(changes, is) ||
		change_makes(changes_of_have(changes, was)))
		return NULL;
	const struct object *attribute = object_part(column->want ? is : was, &composite_attribute_kind, object->name);
	return !attribute ? NULL : column->want ? changes_of_want(changes, attribute) : changes_of_have(changes, attribute);
}
