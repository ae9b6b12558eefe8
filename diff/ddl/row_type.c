/* Columns whose type is the row type of a table. */
#include "diff/ddl/row_type.h"

#include "catalog/kinds.h"
#include "catalog/kinds/base_type.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/domain.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/type.h"
#include "diff/ddl/convert.h"

/* The type of a column, an attribute or a domain; NULL: the object is none of these. */
static const char *type_of(const struct object *object)
{
	return object->kind == &column_kind		   ? ((const struct column *)object)->type
	       : object->kind == &composite_attribute_kind ? ((const struct composite_attribute *)object)->type
	       : object->kind == &domain_kind		   ? ((const struct domain *)object)->type
							   : NULL;
}

/* depth is a limit for circles that only a wrong guess about a name can make. */
static void collect_users(const struct changes *changes, const struct object *type, unsigned depth, GPtrArray *columns)
{
	const GArray *dependents = depth ? depend_needed_by(changes->needs_have, type) : NULL;

	for (guint i = 0; dependents && i < dependents->len; i++) {
		const struct object *object = snapshot_all(changes->have).items[g_array_index(dependents, unsigned, i)];
		if (!type_of(object) || !convert_is_of(changes->have, type_of(object), type))
			continue;
		if (object->kind != &column_kind)
			collect_users(
				changes, object->kind == &composite_attribute_kind ? object->parent : object, depth - 1, columns);
		else if (kind_is_table(object->parent->kind))
			g_ptr_array_add(columns, (gpointer)object);
	}
}

GPtrArray *row_type_users(const struct changes *changes, const struct object *table)
{
	GPtrArray *columns = g_ptr_array_new();

	collect_users(changes, table, 8, columns);
	return columns;
}

bool row_type_user_stays(const struct change *column)
{
	return column->want && !(change_undoes(column) && !column->parent->aside);
}

const struct object *row_type_user(const struct changes *changes, const struct object *table)
{
	g_autoptr(GPtrArray) columns = row_type_users(changes, table);

	for (guint i = 0; i < columns->len; i++)
		if (row_type_user_stays(changes_of_have(changes, columns->pdata[i])))
			return columns->pdata[i];
	return NULL;
}

/*
 * Whether the column, or domain, is of a base type with a default, or of a domain with a default, NOT NULL or a check: rows that are
 * there would get its value, or be checked.
 */
static bool has_strict_type(const struct changes *changes, const struct object *valued)
{
	const GArray *needs = depend_needs(changes->needs_want, valued);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *object = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (object->kind == &base_type_kind && ((const struct base_type *)object)->default_ &&
			convert_is_of(changes->want, type_of(valued), object))
			return true;
		if (object->kind != &domain_kind || !convert_is_of(changes->want, type_of(valued), object))
			continue;
		const struct domain *domain = (const struct domain *)object;
		if (domain->default_ || domain->not_null || object_parts(object, &domain_check_kind).count ||
			has_strict_type(changes, object))
			return true;
	}
	return false;
}

bool row_type_refuses_column(const struct changes *changes, const struct change *change)
{
	const struct column *want = (const struct column *)change->want;

	if (change->fate == FATE_ALTER)
		return change->disturbs;
	return change_makes(change) &&
	       (want->default_ || want->generated || want->identity || has_strict_type(changes, change->want));
}

/*
 * Whether servers of a version refuse to rewrite such a table even where no value changes: 13.23, 14.23, 16.14, 18.4 and 18.6 do,
 * 15.20 and 17.12 do not.
 */
static bool refuses_always(int version)
{
	return version && !(version >= 150020 && version < PG(16)) && !(version >= 170012 && version < PG(18));
}

bool row_type_refuses_rewrite(const struct changes *changes, const struct change *change)
{
	const struct table *have = (const struct table *)change->have, *want = (const struct table *)change->want;

	if (!have || !want || !refuses_always(changes->target))
		return false;
	return have->unlogged != want->unlogged || (changes->target >= PG(15) && have->access_method != want->access_method);
}

bool row_type_changes(const struct changes *changes, const struct change *table)
{
	if (!table->have || !table->want)
		return false;
	bool changed = table->fate == FATE_REMAKE || row_type_refuses_rewrite(changes, table);
	struct parts columns = object_columns(table->want);
	for (size_t i = 0; i < columns.count && !changed; i++)
		changed = row_type_refuses_column(changes, changes_of_want(changes, columns.items[i]));
	return changed;
}

void row_types_remake(struct changes *changes, bool (*remake)(struct changes *, struct change *))
{
	struct objects tables = snapshot_objects(changes->have, &table_kind);
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < tables.count; i++) {
			struct change *change = changes_of_have(changes, tables.items[i]);
			if (change->fate != FATE_REMAKE && row_type_changes(changes, change) &&
				row_type_user(changes, tables.items[i]))
				more = remake(changes, change) || more;
		}
	}
}
