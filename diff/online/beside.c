/* Columns that get another type beside the old one. */
#include "diff/online/beside.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/aside_name.h"
#include "diff/ddl/column.h"
#include "diff/lock_type.h"
#include "diff/online/beside_left.h"
#include "diff/online/beside_name.h"
#include "diff/online/transaction.h"
#include "diff/say.h"
#include "sql/name.h"
#include "sql/rename_column.h"

#define TABLE(object) ((const struct table *)(object))
#define COLUMN(object) ((const struct column *)(object))

const char *beside_name(const struct changes *changes, const struct object *column)
{
	g_autofree char *name = beside_name_of(column->name);

	return pool_text(changes->pool, name);
}

const char *beside_function(const struct changes *changes, const struct object *column)
{
	g_autofree char *name = beside_name_of_function(column->parent, beside_name(changes, column));

	return pool_text(changes->pool, name);
}

/* Not of a foreign one. */
static bool is_of_table(const struct object *object)
{
	return kind_is(object->kind, TRAIT_MERGED | TRAIT_TYPED) && object->parent && kind_is_table(object->parent->kind) &&
	       !TABLE(object->parent)->server;
}

/* Whether its rows would be written anew. */
static bool is_candidate(const struct changes *changes, const struct change *change)
{
	bool altered = change->have && change->want && change->fate == FATE_ALTER && is_of_table(change->have) &&
		       is_of_table(change->want) && !change_makes(change->parent) && column_differs_in_type(changes, change);
	bool same;

	if (!altered)
		return false;
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);
	g_autofree char *conversion = column_conversion(changes, change);
	return conversion || lock_type_rewrites(changes->have, have->type, changes->want, want->type, &same);
}

bool beside_can(const struct changes *changes, const struct change *column)
{
	return is_candidate(changes, column) && !beside_hindrance(changes, column);
}

void beside_judge(struct changes *changes)
{
	g_autoptr(GHashTable) functions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; changes->online && i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		bool asked = changes->online->backfill || changes->left;
		if (!asked || !is_candidate(changes, change) || beside_hindrance(changes, change))
			continue;
		/* column c of table a_b, and column b_c of table a */
		if (!g_hash_table_add(functions, name_join(change->want->schema, beside_function(changes, change->want)))) {
			beside_give_up(changes, change,
				g_strdup("its trigger function would have the same name as that of another column"));
			continue;
		}
		change->beside = true;
		change->fate = FATE_REMAKE;
		change->disturbs = false;
	}
}

/* Whether it comes behind others that it stood before. */
static bool comes_last(const struct changes *changes, const struct change *column)
{
	struct parts columns = object_columns(column->want->parent);
	bool behind = false, last = false;

	for (size_t i = 0; i < columns.count; i++) {
		const struct change *other = changes_of_want(changes, columns.items[i]);
		last = last || (behind && !change_makes(other));
		behind = behind || other == column;
	}
	return last;
}

/* Whether it is a materialized view that is created with rows. */
static bool is_filled(const struct change *change)
{
	bool filled = false;

	for (int stage = 0; stage < STAGE_COUNT; stage++)
		for (guint i = 0; change->batches[stage] && i < change->batches[stage]->steps->len; i++)
			filled = filled ||
				 g_str_has_prefix(((const struct step *)change->batches[stage]->steps->pdata[i])->sql, "REFRESH ");
	return filled;
}

static void note_view(struct plan *plan, const struct change *view)
{
	const struct change *column = beside_cause(view);

	if (column && is_filled(view)) {
		g_autofree char *name = object_describe(view->want), *cause = object_describe(column->want);
		remark_add(plan->notes, NOTE_NO_ONLINE_FORM, view->want,
			"%s, which is recreated with %s, cannot be read until it is filled again, in a transaction of its own",
			name, cause);
	}
}

void beside_note(const struct changes *changes, struct plan *plan)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		note_view(plan, change);
		if (!change->beside || !comes_last(changes, change))
			continue;
		g_autofree char *name = object_describe(change->want);
		remark_add(plan->notes, NOTE_COLUMN_ORDER, change->want,
			"%s, which is added beside the old one, comes after the other columns of its table", name);
	}
}

bool beside_is(const struct online_site *site)
{
	return site->change->beside;
}

/* Whether the object of want needs a column that is made so, itself or by its parts. */
static bool needs_beside(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_want, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct change *needed =
			changes_of_want(changes, snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)]);
		if (needed && needed->beside && needed->want->parent == object_outermost(object))
			return true;
	}
	for (size_t k = 0; object->kind->parts && object->kind->parts[k]; k++)
		for (size_t p = 0; p < object->parts[k].count; p++)
			if (needs_beside(changes, object->parts[k].items[p]))
				return true;
	return false;
}

static bool is_made_again(const struct online_site *site)
{
	return site->change->fate == FATE_REMAKE && online_stays(site->change) && needs_beside(site->changes, site->change->want);
}

/*
 * Whether a view of want is recreated with such a column, or reads one that is. seen: views that need not be looked at again, as views
 * may read others by many ways.
 */
static bool has_emptied(const struct changes *changes, const struct object *view, GHashTable *seen)
{
	const struct change *change = changes_of_want(changes, view);
	const GArray *needs = depend_needs(changes->needs_want, view);
	bool found = change && beside_cause(change);

	for (guint i = 0; i < needs->len && !found; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		found = kind_is(needed->kind, TRAIT_QUERY) && g_hash_table_add(seen, (gpointer)needed) &&
			has_emptied(changes, needed, seen);
	}
	return found;
}

bool beside_empties(const struct online_site *site)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	return site->change->want && has_emptied(site->changes, site->change->want, seen);
}

bool beside_is_index(const struct online_site *site)
{
	return is_made_again(site);
}

bool beside_is_key(const struct online_site *site)
{
	return is_made_again(site) && !((const struct key_constraint *)site->change->want)->without_overlaps;
}

/* PL/pgSQL reserves these, and SQL does not: behind NEW they are a column only in double quotes. */
static const char *const reserved[] = { "begin", "by", "declare", "execute", "foreach", "if", "loop", "strict", "while", NULL };

char *beside_body(const struct changes *changes, const struct change *change)
{
	g_autofree char *conversion = column_conversion(changes, change);
	g_autoptr(GString) body = g_string_new("\n#variable_conflict use_column\nBEGIN\n    NEW.");

	say_append(body, "%I := ", beside_name(changes, change->want));
	if (conversion)
		say_append(body, "(SELECT %s FROM (SELECT NEW.*) AS %I)", conversion, change->want->parent->name);
	else
		say_append(body, g_strv_contains(reserved, change->want->name) ? "NEW.\"%s\"" : "NEW.%I", change->want->name);
	g_string_append(body, ";\n    RETURN NEW;\nEND\n");
	return g_strdup(body->str);
}

bool beside_goes_on(const struct changes *changes, const struct change *change)
{
	const struct object *left = beside_left_column(changes, change->have->parent, change->have->name);
	const struct column *want = COLUMN(change->want);
	g_autofree char *body = beside_body(changes, change);

	return left && COLUMN(left)->type == want->type && COLUMN(left)->collation == want->collation &&
	       g_strcmp0(beside_left_body(changes, left), body) == 0;
}

char *beside_rename(const struct changes *changes, const struct object *table, const char *text)
{
	struct parts columns = object_columns(table);
	char *renamed = g_strdup(text);

	for (size_t i = 0; i < columns.count && renamed; i++)
		if (changes_of_want(changes, columns.items[i])->beside) {
			char *again = rename_column(renamed, columns.items[i]->name, beside_name(changes, columns.items[i]));
			g_free(renamed);
			renamed = again;
		}
	return renamed;
}

const struct change *beside_cause(const struct change *change)
{
	while (change && !change->beside)
		change = change->because;
	return change;
}

void beside_give_up(struct changes *changes, const struct change *column, char *why)
{
	g_hash_table_insert(changes->usual, (gpointer)column->want, why);
}

void beside_give_up_all(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		if (change->beside)
			beside_give_up(changes, change, g_strdup("other changes of the plan are in the way"));
	}
}
