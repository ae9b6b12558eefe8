/* yaml2db --plan: what a plan does. */
#include "cmd/plan_view.h"

#include <string.h>

#include "catalog/kinds.h"
#include "cmd/annotation.h"
#include "cmd/cause.h"
#include "cmd/output.h"
#include "cmd/plan_json.h"
#include "cmd/plan_size.h"
#include "cmd/plan_text.h"
#include "cmd/script.h"
#include "diff/check.h"
#include "prove/measure.h"
#include "prove/steps.h"
#include "sql/quote.h"
#include "sql/tokens.h"

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
	struct plan_view *view, const struct step *step, const GPtrArray *measured, const struct causes *causes, GHashTable *made)
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
	seen.cause = cause_words(causes, step);
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
	g_autoptr(GHashTable) made = g_hash_table_new(NULL, NULL);
	struct causes *causes = causes_new(view->differences);
	for (guint i = 0; i < comparison->up->steps->len; i++)
		add_step(view, comparison->up->steps->pdata[i],
			measured ? g_array_index(measured, struct measured_step, i).relations : NULL, causes, made);
	causes_free(causes);
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

const char *plan_view_problem(const char *format, bool check)
{
	if (format && check)
		return "--check and --plan both answer on standard output, give one";
	if (!format || strcmp(format, "text") == 0 || strcmp(format, "json") == 0 || annotation_is_format(format))
		return NULL;
	return "--plan is followed by text, json, github, gitlab, junit, sarif or markdown";
}

static bool annotate(const struct plan_view *view, const char *format, GError **error)
{
	struct annotations *annotations = annotations_of_plan(view);
	bool good = annotations_write(annotations, format, stdout, error);

	annotations_free(annotations);
	return good;
}

bool plan_view_print(const char *format, const struct comparison *comparison, bool revert, const GArray *measured, GError **error)
{
	struct plan_view view;
	bool good = true;

	plan_view_init(&view, comparison, revert ? comparison->want_place : comparison->have_place, revert, measured);
	if (strcmp(format, "json") == 0)
		good = plan_view_json(&view, stdout, error);
	else if (annotation_is_format(format))
		good = annotate(&view, format, error);
	else
		plan_view_text(&view, stdout);
	plan_view_clear(&view);
	return good && output_finish(error);
}
