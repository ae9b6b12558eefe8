/* Rows that can make statements fail: checks, keys, exclusions, foreign keys, unique indexes. */
#include "diff/ddl/constraint_risk.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/column_risk.h"
#include "diff/risk.h"
#include "diff/say.h"
#include "diff/way_back.h"

/* Whether the definition has changed: an object that is recreated unchanged holds for the existing rows. */
static bool is_new(const struct say *s)
{
	return !s->have || change_differs_at_all(s->change);
}

/* Whether one of the columns is NULL in all rows, so that these differ, and refer to nothing. */
static bool has_null(const struct say *s, const struct names *columns)
{
	for (size_t i = 0; columns && i < columns->count; i++) {
		const struct object *column = object_column(s->want->parent, columns->items[i]);
		if (column && risk_is_null(s->changes, changes_of_want(s->changes, column)))
			return true;
	}
	return false;
}

/* Whether tables inherit from it, whose rows are read with its own and need not satisfy what it has for itself. */
static bool has_children(const struct snapshot *have, const struct object *table)
{
	struct objects tables = snapshot_objects(have, &table_kind);

	for (size_t i = 0; i < tables.count && !((const struct table *)table)->partition_by; i++)
		if (((const struct table *)tables.items[i])->inherits && table_is_child(have, tables.items[i], table))
			return true;
	return false;
}

/* The table as its own rows are read: ONLY public.t. */
static void append_own(GString *out, const struct changes *changes, const struct object *table)
{
	say_append(out, has_children(changes->have, table) ? "ONLY %O" : "%O", table);
}

/* The risk that was added last is one of the table's own rows. */
static void of_own(struct say *s, const struct object *table)
{
	struct risk *risk = s->plan->risks->pdata[s->plan->risks->len - 1];
	GString *relation = g_string_new(NULL);

	append_own(relation, s->changes, table);
	g_free(risk->relation);
	risk->relation = g_string_free(relation, false);
}

static void add_check(struct say *s, const struct object *table, const char *name)
{
	const struct check *check = (const struct check *)s->want;
	bool askable = risk_is_askable(s->changes, s->want, check->expression);

	if (check->not_valid || check->not_enforced)
		return;
	risk_add(s, table, askable ? g_strdup_printf("NOT (%s)", check->expression) : NULL,
		"fails if a row of %s violates check %s", name, s->want->name);
	if (check->no_inherit)
		of_own(s, table);
}

/* The rows that share their values, counted: groups of all that are not NULL. *shares gets the condition of each,
   NULL where none tells it. NULL: a column is not as it was. */
static char *count_shared(const struct changes *changes, const struct object *table, const struct object *want,
	const struct names *columns, const char *predicate, bool nulls, char **shares)
{
	g_autoptr(GString) list = g_string_new(NULL), filled = g_string_new(predicate ? predicate : "true"),
			   name = g_string_new(NULL);

	for (size_t i = 0; columns && i < columns->count; i++) {
		const struct object *column = risk_column(changes, want, columns->items[i]);
		if (!column)
			return NULL;
		say_append(list, "%s%I", i ? ", " : "", column->name);
		if (!nulls)
			say_append(filled, " AND %I IS NOT NULL", column->name);
	}
	append_own(name, changes, table);
	*shares = nulls ? NULL
			: g_strdup_printf("%s AND (%s) IN (SELECT %s FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1)",
				  filled->str, list->str, list->str, name->str, filled->str, list->str);
	return g_strdup_printf(
		"(SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1) AS "
		"shared)",
		name->str, filled->str, list->str);
}

static void add_key(struct say *s, const struct object *table, const char *name)
{
	const struct key_constraint *key = (const struct key_constraint *)s->want;
	if (!key->nulls_not_distinct && has_null(s, key->columns))
		return;
	g_autoptr(GString) columns = g_string_new(NULL);
	char *shares = NULL;
	char *count = key->without_overlaps ? NULL
					    : count_shared(s->changes, table, s->want->parent, key->columns, NULL,
						      key->nulls_not_distinct, &shares);

	say_columns(columns, key->columns);
	risk_add(s, table, shares, "fails if rows of %s share their values in %s, which constraint %s makes unique", name,
		columns->str, s->want->name);
	if (count)
		risk_count(s, count);
	of_own(s, table);
}

/* The rows that refer to none; NULL: a column is not as it was. */
static char *refers_to_none(
	const struct changes *changes, const struct object *table, const struct object *want, const struct foreign_key *key)
{
	const struct object *other = foreign_key_referenced(changes->want, key);
	const struct object *before = other && other->kind == &table_kind ? changes_of_want(changes, other)->have : NULL;
	g_autoptr(GString) filled = g_string_new(NULL), same = g_string_new(NULL), name = g_string_new(NULL);

	if (!key->columns || !key->referenced_columns || key->referenced_columns->count != key->columns->count || key->period ||
		key->match)
		return NULL;
	for (size_t i = 0; i < key->columns->count; i++) {
		const struct object *from = risk_column(changes, want, key->columns->items[i]),
				    *to = other ? object_column(other, key->referenced_columns->items[i]) : NULL;
		to = to && before ? risk_column(changes, other, to->name) : NULL;
		if (!from || (before && !to))
			return NULL;
		say_append(filled, "%s%I.%I.%I IS NOT NULL", i ? " AND " : "", table->schema, table->name, from->name);
		if (to)
			say_append(same, "%so.%I = %I.%I.%I", i ? " AND " : "", to->name, table->schema, table->name, from->name);
	}
	if (!before)
		return g_strdup(filled->str);
	append_own(name, changes, before);
	return g_strdup_printf("%s AND NOT EXISTS (SELECT FROM %s AS o WHERE %s)", filled->str, name->str, same->str);
}

static void add_foreign_key(struct say *s, const struct object *table, const char *name)
{
	const struct foreign_key *key = (const struct foreign_key *)s->want;

	if (key->not_valid || key->not_enforced || has_null(s, key->columns))
		return;
	risk_add(s, table, refers_to_none(s->changes, table, s->want->parent, key),
		"fails if a row of %s refers to one that %s.%s lacks, by foreign key %s", name, key->referenced_schema,
		key->referenced_table, s->want->name);
	of_own(s, table);
}

void risk_constraint(struct say *s)
{
	const struct object *table = risk_table(s);

	/* what is attached to a partitioned table's is part of that one's risk */
	if (!table || !is_new(s) || index_attached_to(s->want) || way_back_is_tried(s->changes, s->change))
		return;
	g_autofree char *name = object_describe(table);
	if (s->want->kind == &check_kind)
		add_check(s, table, name);
	else if (s->want->kind == &foreign_key_kind)
		add_foreign_key(s, table, name);
	else if (s->want->kind == &exclusion_kind)
		risk_add(s, table, NULL, "fails if rows of %s violate exclusion constraint %s", name, s->want->name);
	else
		add_key(s, table, name);
}

/* The columns that a unique index is on; NULL: it has expressions. */
static const struct names *key_columns(const struct changes *changes, const struct object *index)
{
	struct parts keys = object_parts(index, &index_key_kind);
	const char *names[32];

	for (size_t i = 0; i < keys.count; i++) {
		if (((const struct index_key *)keys.items[i])->type || i == G_N_ELEMENTS(names))
			return NULL;
		names[i] = keys.items[i]->name;
	}
	return pool_names(changes->pool, names, keys.count);
}

static bool is_new_index(const struct say *s)
{
	struct parts keys = object_parts(s->want, &index_key_kind);
	bool differs = is_new(s);

	for (size_t i = 0; i < keys.count && !differs; i++) {
		const struct change *key = changes_of_want(s->changes, keys.items[i]);
		differs = !key->have || change_differs_at_all(key);
	}
	return differs;
}

void risk_index(struct say *s)
{
	const struct index *index = (const struct index *)s->want;
	const struct object *table = risk_table(s);

	if (!table || !index->unique || index->attached_to || !is_new_index(s) || way_back_is_tried(s->changes, s->change))
		return;
	g_autofree char *name = object_describe(table);
	const struct names *columns = key_columns(s->changes, s->want);
	if (!index->nulls_not_distinct && has_null(s, columns))
		return;
	bool askable = columns && (!index->predicate || risk_is_askable(s->changes, s->want, index->predicate));
	char *shares = NULL, *count = askable ? count_shared(s->changes, table, s->want->parent, columns, index->predicate,
							index->nulls_not_distinct, &shares)
					      : NULL;
	risk_add(s, table, shares, "fails if rows of %s share their values in unique index %s", name, s->want->name);
	if (count)
		risk_count(s, count);
}
