/* yaml2db --plan: what a plan does. */
#include "cmd/plan_view.h"

#include <string.h>

#include "catalog/kinds.h"
#include "cmd/plan_view_size.h"
#include "cmd/script.h"
#include "cmd/script_transaction.h"
#include "diff/check.h"
#include "prove/measure.h"
#include "prove/steps.h"
#include "sql/quote.h"
#include "sql/tokens.h"

/*
 * The same of both sides' objects, though the names of a function's arguments may differ. Lengths keep apart what names with line
 * breaks could mix up.
 */
static char *key_of(const struct object *object)
{
	const char *schema = object->schema ? object->schema : "", *parent = object->parent ? object->parent->identity : "";

	return g_strdup_printf(
		"%s\n%zu %s\n%zu %s\n%s", object->kind->name, strlen(schema), schema, strlen(parent), parent, object->identity);
}

/* What differs of each object, by its key: each word once (char *), in the order of the differences. */
static GHashTable *causes_new(const GPtrArray *differences)
{
	GHashTable *causes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);

	for (guint i = 0; i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		g_autofree char *key = key_of(difference->object);
		GPtrArray *found = g_hash_table_lookup(causes, key);
		if (difference->note)
			continue;
		if (!found)
			g_hash_table_insert(causes, g_steal_pointer(&key), found = g_ptr_array_new());
		if (!g_ptr_array_find_with_equal_func(found, difference->what, g_str_equal, NULL))
			g_ptr_array_add(found, (char *)difference->what);
	}
	return causes;
}

static char *cause_of(GHashTable *causes, const struct object *object)
{
	g_autofree char *key = object ? key_of(object) : NULL;
	const GPtrArray *found = key ? g_hash_table_lookup(causes, key) : NULL;
	GString *out = g_string_new(NULL);

	for (guint i = 0; found && i < found->len; i++)
		g_string_append_printf(out, "%s%s", out->len ? ", " : "", (const char *)found->pdata[i]);
	if (!out->len)
		g_string_append(out, "comes along with what changes");
	return g_string_free(out, false);
}

/* Whether it is a table, view or sequence, which has the lock itself. */
static bool is_relation(const struct plan_view *view, const struct object *object)
{
	return object->schema && (snapshot_relation(view->want, object->schema, object->name) == object ||
					 snapshot_relation(view->have, object->schema, object->name) == object);
}

static void strengthen(const char **lock, const char *mode)
{
	if (lock_strength(mode) > lock_strength(*lock))
		*lock = mode;
}

/*
 * What is new nobody else uses; but a new partition, or child, locks the table that it is of. What is no relation locks tables that
 * have to do with it.
 */
static void take_lock(struct plan_view_step *seen, const struct lock_match *match, const struct lock_table *table, bool relation)
{
	struct lock_hazard hazard = lock_exact(match, table);
	const char *pattern = match->row->pattern;
	bool new = relation && !table->had;

	/* the step is about the partition, which stands second */
	if (g_str_has_prefix(pattern, "ALTER TABLE @ ATTACH") || g_str_has_prefix(pattern, "ALTER TABLE @ DETACH"))
		hazard = (struct lock_hazard){ hazard.other, hazard.lock, hazard.work };
	/* an index has locks of its own, which are in nobody's way who uses the table */
	if (g_str_has_prefix(pattern, "ALTER INDEX @"))
		hazard.lock = NULL;
	if (relation && !new)
		strengthen(&seen->lock, hazard.lock);
	if (!relation || (new &&g_str_has_prefix(pattern, "CREATE TABLE ")))
		strengthen(&seen->others, hazard.lock);
	strengthen(&seen->others, hazard.other);
	seen->work |= new ? 0 : hazard.work;
}

/* What was measured of a step: on its relation, under the name of before or after, and on others. */
static void take_measured(struct plan_view_step *seen, const GPtrArray *relations, const struct lock_table *table)
{
	const struct object *const own[] = { table->had, table->has };

	for (guint i = 0; i < relations->len; i++) {
		const struct measured *one = relations->pdata[i];
		bool is_own = false;
		for (size_t o = 0; o < G_N_ELEMENTS(own); o++) {
			g_autoptr(GString) name = g_string_new(NULL);
			if (own[o] && own[o]->schema)
				quote_qualified(name, own[o]->schema, own[o]->name);
			is_own = is_own || strcmp(name->str, one->relation) == 0;
		}
		/* under another name when it is dropped, as there is a new one of its name */
		is_own = is_own || (g_str_has_prefix(seen->step->sql, "DROP ") && g_str_has_suffix(seen->step->sql, one->relation));
		/* indexes and the like are locked with their tables */
		if (!is_own && !one->table)
			continue;
		strengthen(is_own ? &seen->measured.lock : &seen->measured.other, one->lock);
		/* what is new has no rows: a foreign key of it is looked at, and nothing read */
		seen->measured.work |= is_own || table->had ? one->work : 0;
	}
	if (seen->measured.work & LOCK_REWRITES)
		seen->measured.work = LOCK_REWRITES;
	seen->is_measured = true;
}

/* Whether the statement makes its object, which perhaps was dropped, or renamed, before. */
static bool makes(const struct step *step)
{
	return step->object && !step->object->parent && g_str_has_prefix(step->sql, "CREATE ") &&
	       !g_str_has_prefix(step->sql, "CREATE OR REPLACE ");
}

/* Whether the statement names another relation, and each that it names is made by the plan. */
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

/* measured: what a proof found of the step; NULL: nothing. made: the objects that are made by steps before. */
static void add_step(
	struct plan_view *view, const struct step *step, const GPtrArray *measured, GHashTable *causes, GHashTable *made)
{
	g_autoptr(GPtrArray) matches = lock_matches_of(step->sql, view->server);
	struct plan_view_step seen = { .step = step, .rows = -1, .bytes = -1, .seconds = -1 };
	g_autofree char *word = g_strndup(step->sql, strcspn(step->sql, " \n"));
	const struct object *whole = step->object ? object_outermost(step->object) : NULL;
	const struct object *has = whole ? snapshot_twin(view->want, whole) : NULL;
	struct lock_table table = { view->have, view->want, step->had, has };

	if (!step->had && whole)
		table.had = snapshot_twin(view->have, whole);
	if (has && makes(step))
		g_hash_table_add(made, (gpointer)has);
	/* what is made anew nobody uses yet */
	if (has && g_hash_table_contains(made, has) && !g_str_has_prefix(step->sql, "DROP "))
		table.had = NULL;
	seen.object = step->object && !step->cause ? object_describe(step->object) : NULL;
	seen.verb = g_ascii_strdown(word, -1);
	seen.cause = step->cause ? g_strdup(step->cause) : cause_of(causes, step->object);
	for (guint i = 0; i < matches->len; i++)
		take_lock(&seen, matches->pdata[i], &table, whole && is_relation(view, whole));
	if (seen.others && names_new_ones(view, step->sql, has, made))
		seen.others = NULL;
	/* whoever writes all rows anew reads them, and builds the indexes */
	if (seen.work & LOCK_REWRITES)
		seen.work = LOCK_REWRITES;
	if (seen.lock && whole) {
		seen.relation = object_describe(whole);
		seen.had = table.had;
	}
	if (measured)
		take_measured(&seen, measured, &table);
	g_array_append_val(view->steps, seen);
}

void plan_view_init(
	struct plan_view *view, const struct comparison *comparison, struct place *changed, bool revert, const GArray *measured)
{
	const struct snapshot *have = revert ? comparison->want : comparison->have,
			      *want = revert ? comparison->have : comparison->want;

	*view = (struct plan_view){
		.comparison = comparison,
		.have = have,
		.want = want,
		.from = place_name(changed),
		.to = place_name(revert ? comparison->have_place : comparison->want_place),
		.server = place_version(changed),
		.together = script_fits_transaction(comparison->up, "", NULL),
		.differences = check_differences(have, want),
		.steps = g_array_new(false, false, sizeof(struct plan_view_step)),
	};
	g_autoptr(GHashTable) causes = causes_new(view->differences), made = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < comparison->up->steps->len; i++)
		add_step(view, comparison->up->steps->pdata[i],
			measured ? g_array_index(measured, struct measured_step, i).relations : NULL, causes, made);
	if (place_is_database(changed))
		plan_size_ask(view, changed);
}

void plan_view_clear(struct plan_view *view)
{
	for (guint i = 0; i < view->steps->len; i++) {
		struct plan_view_step *step = &g_array_index(view->steps, struct plan_view_step, i);
		g_free(step->object);
		g_free(step->verb);
		g_free(step->cause);
		g_free(step->relation);
	}
	g_array_unref(view->steps);
	g_ptr_array_unref(view->differences);
}
