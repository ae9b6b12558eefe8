/* The locks that a step takes, and the rows that it reads or writes. */
#include "cmd/plan_view_hazard.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/words.h"
#include "prove/measure.h"
#include "sql/name.h"
#include "sql/tokens.h"

/* Whether the object is a table, view or sequence, which is locked itself. */
static bool is_relation(const struct plan_view *view, const struct object *object)
{
	const struct snapshot *const sides[] = { view->have, view->want };
	bool found = false;

	for (size_t i = 0; i < G_N_ELEMENTS(sides) && object->schema && object->kind != &composite_kind; i++) {
		const struct object *relation = snapshot_relation(sides[i], object->schema, object->name);
		found = found || (relation && relation->kind == object->kind);
	}
	return found;
}

static void strengthen(const char **lock, const char *mode)
{
	if (lock_strength(mode) > lock_strength(*lock))
		*lock = mode;
}

/*
 * Nobody else uses a new relation; but creating a partition, or child, locks its parent. A statement about another kind of object
 * locks the tables to which it belongs.
 */
static void take_lock(struct plan_view_step *seen, const struct lock_match *match, const struct lock_table *table, bool relation)
{
	const struct object *object = seen->step->object;
	struct lock_hazard hazard = lock_exact(match, table);
	const char *pattern = match->row->pattern;
	/* ALTER TABLE sets statistics of index columns */
	bool of_index = object && object->kind == &index_kind && g_str_has_prefix(pattern, "ALTER TABLE @");
	bool new = relation && !table->had, is_partition = strstr(pattern, " @ PARTITION OF @");

	/* the step's object is the partition, the pattern's second name */
	if (g_str_has_prefix(pattern, "ALTER TABLE @ ATTACH") || g_str_has_prefix(pattern, "ALTER TABLE @ DETACH"))
		hazard = (struct lock_hazard){ hazard.other, hazard.lock, hazard.work };
	/* locks on an index do not block users of the table */
	if (g_str_has_prefix(pattern, "ALTER INDEX @") || g_str_has_prefix(pattern, "COMMENT ON INDEX @") || of_index)
		hazard.lock = NULL;
	if (relation && !new)
		strengthen(&seen->lock, hazard.lock);
	if (!relation || (new &&strstr(pattern, " TABLE ") && g_str_has_prefix(pattern, "CREATE ")))
		strengthen(&seen->others, hazard.lock);
	strengthen(&seen->others, hazard.other);
	seen->work |= new && !is_partition ? 0 : hazard.work;
}

/* Takes the measured locks: on the step's relation, under its old or new name, and on others. */
static void take_measured(struct plan_view_step *seen, const GPtrArray *relations, const struct lock_table *table)
{
	const struct object *const own[] = { table->had, table->has };

	for (guint i = 0; i < relations->len; i++) {
		const struct measured *one = relations->pdata[i];
		bool is_own = false;
		for (size_t o = 0; o < G_N_ELEMENTS(own); o++) {
			g_autofree char *name = own[o] && own[o]->schema ? name_join(own[o]->schema, own[o]->name) : NULL;
			is_own = is_own || g_strcmp0(name, one->relation) == 0;
		}
		/* a relation may have another name when it is dropped, as a new one has its name */
		is_own = is_own || (g_str_has_prefix(seen->step->sql, "DROP ") && g_str_has_suffix(seen->step->sql, one->relation));
		/* indexes and the like are locked with their tables */
		if (!is_own && !one->table)
			continue;
		strengthen(is_own ? &seen->measured.lock : &seen->measured.other, one->lock);
		/* a new table has no rows: its foreign key lets nothing be read */
		seen->measured.work |= is_own || table->had ? one->work : 0;
	}
	if (seen->measured.work & LOCK_REWRITES)
		seen->measured.work = LOCK_REWRITES;
	seen->is_measured = true;
}

/* Whether the statement creates its object, which may have been dropped or renamed before. */
static bool makes(const struct step *step)
{
	return step->object && !step->object->parent && !step->aside && g_str_has_prefix(step->sql, "CREATE ") &&
	       !g_str_has_prefix(step->sql, "CREATE OR REPLACE ");
}

/* Whether the statement names other relations, and the plan creates all of them. */
static bool names_new_ones(const struct plan_view *view, const char *sql, const struct object *own, GHashTable *made)
{
	g_autoptr(GArray) tokens = tokens_of(sql);
	bool found = false, all_new = true;

	for (guint i = 0; i + 2 < tokens->len; i++) {
		if (!token_is_name(tokens_at(tokens, i)) || !token_is(tokens_at(tokens, i + 1), ".") ||
			!token_is_name(tokens_at(tokens, i + 2)))
			continue;
		g_autofree char *schema = token_name(tokens_at(tokens, i)), *name = token_name(tokens_at(tokens, i + 2));
		const struct object *relation = snapshot_relation(view->want, schema, name);
		if (!relation || relation == own)
			continue;
		found = true;
		all_new = all_new && (g_hash_table_contains(made, relation) || !snapshot_twin(view->have, relation));
	}
	return found && all_new;
}

/*
 * The object that ALTER TABLE names where the step is about another one: a partition that gets a constraint first, or the default
 * partition; for ALTER SEQUENCE the sequence of an identity column. NULL: none.
 */
static const struct object *named(const struct plan_view *view, const struct step *step, GHashTable *made)
{
	g_autoptr(GArray) tokens = tokens_of(step->sql), names = g_array_new(false, false, sizeof(struct words_name));
	guint behind = words_match("ALTER TABLE @", tokens, 0, tokens->len, names);

	if (!behind)
		behind = words_match("ALTER SEQUENCE @", tokens, 0, tokens->len, names);
	if (!behind || token_is(tokens_at(tokens, behind), "ATTACH") || token_is(tokens_at(tokens, behind), "DETACH") || behind < 5)
		return NULL;
	g_autofree char *schema = token_name(tokens_at(tokens, behind - 3)), *name = token_name(tokens_at(tokens, behind - 1));
	const struct object *wanted = schema && name ? snapshot_relation(view->want, schema, name) : NULL;
	/* one of another kind may have had the name before */
	if (wanted && g_hash_table_contains(made, wanted))
		return wanted;
	return schema && name ? snapshot_relation(view->have, schema, name) : NULL;
}

/* The step's table before and after the plan. */
static struct lock_table table_of(
	const struct plan_view *view, const struct step *step, const struct object *whole, struct plan_before *before)
{
	const struct object *has = whole ? snapshot_twin(view->want, whole) : NULL;
	bool own = step->object && whole == object_outermost(step->object);
	struct lock_table table = { view->have, view->want, own ? step->had : NULL, has, before->needs, before->done };

	if (!table.had && whole)
		table.had = snapshot_twin(view->have, whole);
	if (has && makes(step))
		g_hash_table_add(before->made, (gpointer)has);
	/* nobody uses a re-created table yet */
	if (has && g_hash_table_contains(before->made, has) && !g_str_has_prefix(step->sql, "DROP "))
		table.had = NULL;
	return table;
}

/* What the words of a statement do not tell. */
static void take_held(struct plan_view_step *seen, const struct object *whole, const struct lock_table *table)
{
	if (!seen->step->held || !table->had)
		return;
	seen->lock = seen->step->held;
	seen->work = seen->step->work;
	seen->relation = object_describe(whole);
	seen->had = table->had;
}

void plan_hazard_take(
	struct plan_view_step *seen, const struct plan_view *view, const GPtrArray *measured, struct plan_before *before)
{
	const struct step *step = seen->step;
	const struct object *other = named(view, step, before->made), *whole = other	      ? other
									       : step->object ? object_outermost(step->object)
											      : NULL;
	g_autoptr(GPtrArray) matches = lock_matches_of(step->aside ? "" : step->sql, view->server);
	const struct lock_table table = table_of(view, step, whole, before);

	if (step->held) {
		take_held(seen, whole, &table);
		return;
	}
	for (guint i = 0; i < matches->len; i++)
		take_lock(seen, matches->pdata[i], &table, whole && is_relation(view, whole));
	for (guint i = 0; i < matches->len; i++)
		lock_done_add(before->done, matches->pdata[i], &table);
	if (seen->others && names_new_ones(view, step->sql, table.has, before->made))
		seen->others = NULL;
	/* a rewrite also reads all rows and builds the indexes */
	if (seen->work & LOCK_REWRITES)
		seen->work = LOCK_REWRITES;
	if (seen->lock && whole) {
		seen->relation = object_describe(whole);
		seen->had = table.had;
	}
	if (measured)
		take_measured(seen, measured, &table);
}
