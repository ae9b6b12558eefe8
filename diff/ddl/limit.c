/* The limits of versions, from the release notes and by trying. */
#include "diff/ddl/limit.h"

#include <stdio.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/view.h"

static bool is_of_partitioned(const struct object *part)
{
	return table_is_partitioned(part->parent);
}

static bool is_postfix(const struct snapshot *snapshot, const struct object *object)
{
	(void)snapshot;
	return object->kind == &operator_kind && g_str_has_suffix(object->signature, ", NONE");
}

static bool has_out_arguments(const struct snapshot *snapshot, const struct object *object)
{
	(void)snapshot;
	return object->kind == &procedure_kind &&
	       (g_str_has_prefix(object->signature, "OUT ") || strstr(object->signature, ", OUT "));
}

static bool has_odd_scale(const struct snapshot *snapshot, const struct object *object)
{
	const struct attribute *row = kind_attribute(object->kind, "type");
	const char *type = row && row->refers == REFERS_TYPE ? attribute_text(row, object) : NULL;
	int precision, scale;

	(void)snapshot;
	return type && sscanf(type, "numeric(%d,%d)", &precision, &scale) == 2 && (scale < 0 || scale > precision);
}

static bool is_security_invoker(const struct snapshot *snapshot, const struct object *object)
{
	const struct names *options = object->kind == &view_kind ? ((const struct view *)object)->options : NULL;

	(void)snapshot;
	for (size_t i = 0; options && i < options->count; i++)
		if (g_str_has_prefix(options->items[i], "security_invoker="))
			return true;
	return false;
}

static bool is_unlogged_partitioned(const struct snapshot *snapshot, const struct object *object)
{
	const struct table *table = (const struct table *)object;

	(void)snapshot;
	return object->kind == &table_kind && table->unlogged && table->partition_by;
}

static bool excludes_over_partitions(const struct snapshot *snapshot, const struct object *object)
{
	(void)snapshot;
	return object->kind == &exclusion_kind && is_of_partitioned(object);
}

static bool is_unproved_key_of_partitions(const struct snapshot *snapshot, const struct object *object)
{
	const struct foreign_key *key = (const struct foreign_key *)object;

	(void)snapshot;
	return object->kind == &foreign_key_kind && is_of_partitioned(object) && key->not_valid;
}

/* The column of the first parent that has one of that name; NULL: none has, or the column is not generated itself. */
static const struct column *above_generated(const struct snapshot *snapshot, const struct object *object)
{
	const struct object *parent, *found = NULL;

	if (object->kind != &column_kind || !((const struct column *)object)->generated)
		return NULL;
	for (size_t i = 0; !found && (parent = table_parent_at(snapshot, object->parent, i)); i++)
		found = object_column(parent, object->name);
	return (const struct column *)found;
}

static bool is_generated_below_plain(const struct snapshot *snapshot, const struct object *object)
{
	const struct column *column = above_generated(snapshot, object);

	return column && !column->generated;
}

static bool is_generated_otherwise(const struct snapshot *snapshot, const struct object *object)
{
	const struct column *column = above_generated(snapshot, object);

	return column && column->generated && strcmp(column->generated, ((const struct column *)object)->generated) != 0;
}

static bool grants_maintain(const struct snapshot *snapshot, const struct object *object)
{
	(void)snapshot;
	for (size_t i = 0; object->privileges && i < object->privileges->count; i++)
		if (strcmp(object->privileges->items[i].rights, "all") != 0 && strchr(object->privileges->items[i].rights, 'm'))
			return true;
	return false;
}

/* Versions that have it: from since on, and below until; 0: no limit. */
static const struct {
	bool (*has)(const struct snapshot *, const struct object *);
	const char *what;
	int since, until;
} limits[] = {
	{ is_postfix, "postfix operators", 0, PG(14) },
	{ has_out_arguments, "procedures with OUT arguments", PG(14), 0 },
	{ has_odd_scale, "numeric types of a scale below 0 or above their precision", PG(15), 0 },
	{ is_security_invoker, "views with security_invoker", PG(15), 0 },
	{ is_generated_below_plain, "generated columns in the place of a parent's column that is not generated", 0, PG(16) },
	{ is_generated_otherwise, "generated columns of another expression than their parents'", PG(16), 0 },
	{ excludes_over_partitions, "exclusion constraints of partitioned tables", PG(17), 0 },
	{ grants_maintain, "privileges to maintain", PG(17), 0 },
	{ is_unproved_key_of_partitions, "foreign keys of partitioned tables that are not valid", PG(18), 0 },
	{ is_unlogged_partitioned, "unlogged partitioned tables", 0, PG(18) },
};

void limit_describe(GString *out, const struct snapshot *snapshot, const struct object *object, int version)
{
	for (size_t i = 0; i < G_N_ELEMENTS(limits); i++) {
		bool old = version < limits[i].since, late = limits[i].until && version >= limits[i].until;
		if ((!old && !late) || !limits[i].has(snapshot, object))
			continue;
		g_autofree char *name = object_describe(object);
		g_string_append_printf(
			out, "%s%s: PostgreSQL %d has no %s; ", out->len ? "\n" : "", name, version / 10000, limits[i].what);
		g_string_append_printf(out, old ? "they are there since %d" : "they were there until %d",
			(old ? limits[i].since : limits[i].until - PG(1)) / 10000);
	}
}
