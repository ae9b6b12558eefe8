/* What yaml2db --keep keeps, and by which key values find their rows again. */
#include "diff/keepsake.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "catalog/names.h"
#include "diff/ddl/cast.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/verbs.h"
#include "diff/follow.h"
#include "diff/steps.h"
#include "sql/quote.h"

#define COLUMN(object) ((const struct column *)(object))
#define TABLE(object) ((const struct table *)(object))

enum { HASH_LENGTH = 10, NAME_LENGTH = 63 };

bool keepsake_as_text(const char *type)
{
	return strchr(type, '.');
}

/* Whether the rows of a table that is made again take the column's values along. */
static bool is_carried(const struct changes *changes, const struct change *column)
{
	const struct column *have = COLUMN(column->have), *want = COLUMN(column->want);
	g_autoptr(GString) value = g_string_new(NULL);

	return want && !want->generated &&
	       (want->using || convert_value(value, (struct changes *)changes, have->object.name, have->type, want->type));
}

/* The same column of the table that a partition is of, and whose statements are those of all partitions; NULL: none. */
static const struct change *column_above(const struct changes *changes, const struct change *column)
{
	const struct object *above =
		TABLE(column->parent->have)->partition_of ? table_parent(changes->have, column->parent->have) : NULL;
	const struct object *upper = above ? object_column(above, column->have->name) : NULL;

	return upper ? changes_of_have(changes, upper) : NULL;
}

static bool is_lost(const struct changes *changes, const struct change *column)
{
	const struct change *table = column->parent;

	if (!column->have || table->have->kind != &table_kind || !table->want || COLUMN(column->have)->generated)
		return false;
	return change_undoes(table) ? !is_carried(changes, column) : change_undoes(column);
}

bool keepsake_would_lose(const struct changes *changes, const struct change *column)
{
	const struct change *above = is_lost(changes, column) ? column_above(changes, column) : NULL;

	return is_lost(changes, column) && !(above && is_lost(changes, above));
}

bool keepsake_reports(const struct changes *changes, const struct change *column)
{
	return changes->keeping && is_lost(changes, column);
}

bool keepsake_changes(const struct changes *changes, const GPtrArray *columns)
{
	bool found = false;

	for (guint i = 0; columns && i < columns->len && !found; i++) {
		const char *type = COLUMN(columns->pdata[i])->type;
		found = keepsake_as_text(type) && cast_changes_text(changes->have, type);
	}
	return found;
}

/* The columns whose values are kept: all that a table stores, or those that it loses. */
static GPtrArray *kept_columns(const struct changes *changes, const struct change *table, bool whole)
{
	struct parts columns = object_columns(table->have);
	GPtrArray *out = g_ptr_array_new();

	for (size_t i = 0; i < columns.count; i++)
		if (whole ? !COLUMN(columns.items[i])->generated
			  : keepsake_would_lose(changes, changes_of_have(changes, columns.items[i])))
			g_ptr_array_add(out, (gpointer)columns.items[i]);
	return out;
}

bool keepsake_is_whole(const struct changes *changes, const struct change *table)
{
	bool goes = changes->keeping && table->have && table->have->kind == &table_kind && change_undoes(table) && !table->aside &&
		    !TABLE(table->have)->partition_by;
	g_autoptr(GPtrArray) columns = goes ? kept_columns(changes, table, true) : NULL;

	return goes && !keepsake_changes(changes, columns);
}

/* The enum that is the column's very type; NULL: it is no enum. */
static const struct object *enum_of(const struct snapshot *snapshot, const struct depend *depend, const struct object *column)
{
	const GArray *needs = depend_needs(depend, column);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(snapshot).items[g_array_index(needs, unsigned, i)];
		g_autoptr(GString) name = g_string_new(NULL);
		quote_qualified(name, needed->schema, needed->name);
		if (kind_attribute(needed->kind, "labels") && strcmp(name->str, COLUMN(column)->type) == 0)
			return needed;
	}
	return NULL;
}

static const struct names *labels_of(const struct object *of)
{
	return attribute_names(kind_attribute(of->kind, "labels"), of);
}

/*
 * Those that the type of a column loses, of one that stays and is not its table's partitioned parent's, and whose rows are told what
 * to have instead: others are refused while they have one.
 */
static GPtrArray *lost_labels(const struct changes *changes, const struct change *column)
{
	bool stays = column->have && column->want && COLUMN(column->want)->using && column->parent->have->kind == &table_kind &&
		     column->parent->want->kind == &table_kind && !is_lost(changes, column) && !column_above(changes, column);
	const struct object *have = stays ? enum_of(changes->have, changes->needs_have, column->have) : NULL,
			    *want = have ? enum_of(changes->want, changes->needs_want, column->want) : NULL;
	GPtrArray *lost = want ? g_ptr_array_new() : NULL;

	for (size_t i = 0; lost && labels_of(have) && i < labels_of(have)->count; i++)
		if (!labels_of(want) || !names_have(labels_of(want), labels_of(have)->items[i]))
			g_ptr_array_add(lost, (gpointer)labels_of(have)->items[i]);
	if (lost && !lost->len)
		g_clear_pointer(&lost, g_ptr_array_unref);
	return lost;
}

GPtrArray *keepsake_labels(const struct changes *changes, const struct change *column)
{
	g_autoptr(GPtrArray) labels = changes->keeping ? lost_labels(changes, column) : NULL,
			     key = labels ? keepsake_key(changes, column->parent) : NULL, own = g_ptr_array_new();

	if (!key)
		return NULL;
	g_ptr_array_add(own, (gpointer)column->have);
	return keepsake_changes(changes, own) || keepsake_changes(changes, key) ? NULL : g_steal_pointer(&labels);
}

/* Whether what needs an enum has no value of it that is lost: types that are made of it may have some anywhere. */
static bool is_safe(const struct changes *changes, const struct change *user)
{
	const struct change *table = user->parent;

	if (kind_is(user->have->kind, TRAIT_TYPE) || (table && kind_is(table->have->kind, TRAIT_TYPE)))
		return false;
	if (!kind_is(user->have->kind, TRAIT_TYPED) || !table || !kind_is_table(table->have->kind))
		return true;
	g_autoptr(GPtrArray) labels = keepsake_labels(changes, user), key = keepsake_key(changes, table);
	return keepsake_is_whole(changes, table) || labels || (is_lost(changes, user) && key);
}

bool keepsake_has_labels(const struct changes *changes, const struct change *of)
{
	const GArray *users = depend_needed_by(changes->needs_have, of->have);
	bool safe = changes->keeping;

	for (guint i = 0; i < users->len && safe; i++)
		safe = is_safe(
			changes, changes_of_have(changes, snapshot_all(changes->have).items[g_array_index(users, unsigned, i)]));
	return safe;
}

static bool is_integer(const char *type)
{
	return strcmp(type, "integer") == 0 || strcmp(type, "bigint") == 0 || strcmp(type, "smallint") == 0;
}

/* Whether the column tells the same rows before and after. */
static bool is_steady(const struct changes *changes, const struct object *column)
{
	const struct change *change = column ? changes_of_have(changes, column) : NULL;
	const struct column *have = COLUMN(column), *want = change ? COLUMN(change->want) : NULL;

	g_autoptr(GPtrArray) labels = change ? lost_labels(changes, change) : NULL;

	return want && !labels && !(want->using && change->forced_type) && have->not_null &&
	       (!change_undoes(change) || change->parent->aside) &&
	       (have->type == want->type || (is_integer(have->type) && is_integer(want->type))) &&
	       have->generated == want->generated;
}

/* The columns of these names, if all are steady. */
static GPtrArray *steady_columns(const struct changes *changes, const struct object *table, const GPtrArray *names)
{
	GPtrArray *columns = names && names->len ? g_ptr_array_new() : NULL;

	for (guint i = 0; columns && i < names->len; i++) {
		const struct object *column = object_column(table, names->pdata[i]);
		if (is_steady(changes, column))
			g_ptr_array_add(columns, (gpointer)column);
		else
			g_clear_pointer(&columns, g_ptr_array_unref);
	}
	return columns;
}

GPtrArray *keepsake_key(const struct changes *changes, const struct change *table)
{
	const struct object *have = table->have;
	GPtrArray *columns = NULL;

	for (size_t k = 0; have->kind->parts[k] && !columns; k++) {
		const struct verbs *verbs = verbs_of(have->kind->parts[k]);
		for (size_t i = 0; verbs->tells_rows && i < have->parts[k].count && !columns; i++) {
			g_autoptr(GPtrArray) names = verbs->tells_rows(have->parts[k].items[i]);
			columns = steady_columns(changes, have, names);
		}
	}
	return columns;
}

/* "public.item 3f2a9c1b70": what it is of, as far as a name is long enough, and what it is of in that plan. */
static char *name_of(const struct changes *changes, const struct object *table)
{
	g_autofree char *called = g_strdup_printf("%s.%s", table->schema, table->name),
			*whole = g_strdup_printf("%s\n%s\n%s\n%s", changes->keeping->plan,
				changes->keeping->there ? "back" : "there", table->schema, table->name),
			*hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, whole, -1);
	size_t length = strlen(called), room = NAME_LENGTH - HASH_LENGTH - 1;

	if (length > room)
		called[g_utf8_find_prev_char(called, called + room + 1) - called] = '\0';
	return g_strdup_printf("%s %.*s", called, HASH_LENGTH, hash);
}

/* The objects as the plan was asked for them. */
static GPtrArray *given(const struct changes *changes, const GPtrArray *columns)
{
	GPtrArray *out = columns ? g_ptr_array_new() : NULL;

	for (guint i = 0; columns && i < columns->len; i++)
		g_ptr_array_add(out, (gpointer)follow_given(changes, columns->pdata[i]));
	return out;
}

static GPtrArray *noted_columns(const struct changes *changes, const struct change *table, bool whole)
{
	struct parts columns = object_columns(table->have);
	GPtrArray *out = g_ptr_array_new();

	for (size_t i = 0; i < columns.count && !whole; i++) {
		g_autoptr(GPtrArray) labels = keepsake_labels(changes, changes_of_have(changes, columns.items[i]));
		if (labels)
			g_ptr_array_add(out, (gpointer)columns.items[i]);
	}
	return out;
}

struct keepsake *keepsake_add(struct plan *plan, const struct changes *changes, const struct change *table)
{
	bool whole = keepsake_is_whole(changes, table);
	g_autoptr(GPtrArray) columns = kept_columns(changes, table, whole), noted = noted_columns(changes, table, whole),
			     key = whole ? NULL : keepsake_key(changes, table);

	if (!whole &&
		(!(columns->len + noted->len) || !key || keepsake_changes(changes, columns) || keepsake_changes(changes, key)))
		return NULL;
	struct keepsake *kept = g_new0(struct keepsake, 1);
	kept->table = follow_given(changes, table->have);
	kept->name = name_of(changes, kept->table);
	kept->whole = whole;
	kept->columns = given(changes, columns);
	kept->noted = given(changes, noted);
	kept->key = given(changes, key);
	g_ptr_array_add(plan->kept, kept);
	return kept;
}

void keepsake_free(gpointer data)
{
	struct keepsake *kept = data;

	g_free(kept->name);
	g_ptr_array_unref(kept->columns);
	g_ptr_array_unref(kept->noted);
	g_clear_pointer(&kept->key, g_ptr_array_unref);
	g_free(kept);
}

GHashTable *keepsake_given_back(const struct keeping *keeping)
{
	GHashTable *tables = keeping && keeping->there && keeping->there->len ? g_hash_table_new(NULL, NULL) : NULL;

	for (guint i = 0; tables && i < keeping->there->len; i++) {
		struct keepsake *kept = keeping->there->pdata[i];
		g_hash_table_insert(tables, (gpointer)kept->table, kept);
	}
	return tables;
}

const struct keepsake *keepsake_of(const struct changes *changes, const struct change *table)
{
	return changes->given_back && table->want ? g_hash_table_lookup(changes->given_back, table->want) : NULL;
}

bool keepsake_gives_back(const struct changes *changes, const struct change *column)
{
	const struct keepsake *kept = column->want ? keepsake_of(changes, column->parent) : NULL;

	return kept && g_ptr_array_find(kept->columns, column->want, NULL);
}
