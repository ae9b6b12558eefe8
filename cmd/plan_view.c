/* yaml2db --plan: collects what a plan does. */
#include "cmd/plan_view.h"

#include <string.h>

#include "catalog/kinds.h"
#include "cmd/cause.h"
#include "cmd/plan_view_hazard.h"
#include "cmd/plan_view_size.h"
#include "cmd/script.h"
#include "cmd/script_transaction.h"
#include "diff/check.h"
#include "diff/lock_done.h"
#include "prove/steps.h"

/* measured: the step's measurements by a proof; NULL: none. */
static void add_step(struct plan_view *view, const struct step *step, const GPtrArray *measured, const struct causes *causes,
	struct plan_before *before)
{
	struct plan_view_step seen = { .step = step, .rows = -1, .bytes = -1, .seconds = -1 };
	g_autofree char *word = g_strndup(step->sql, strcspn(step->sql, " \n"));

	seen.object = step->object && !step->cause ? object_describe(step->object) : NULL;
	seen.verb = g_ascii_strdown(word, -1);
	seen.cause = cause_words(causes, step);
	plan_hazard_take(&seen, view, measured, before);
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
		.together = !comparison->up->transactions && script_fits_transaction(comparison->up, "", NULL),
		.differences = check_differences(have, want),
		.steps = g_array_new(false, false, sizeof(struct plan_view_step)),
	};
	struct causes *causes = causes_new(view->differences);
	struct plan_before before = { g_hash_table_new(NULL, NULL), lock_done_new(), depend_of(have) };
	for (guint i = 0; i < comparison->up->steps->len; i++)
		add_step(view, comparison->up->steps->pdata[i],
			measured ? g_array_index(measured, struct measured_step, i).relations : NULL, causes, &before);
	causes_free(causes);
	g_hash_table_unref(before.made);
	lock_done_free(before.done);
	if (place_is_database(changed))
		plan_size_ask(view, changed);
}

static struct counts *counts_of(GArray *all, const struct kind *kind)
{
	guint i = 0;

	while (i < all->len && g_array_index(all, struct plan_view_kind, i).kind != kind)
		i++;
	if (i == all->len) {
		struct plan_view_kind one = { kind, { 0 } };
		g_array_append_val(all, one);
	}
	return &g_array_index(all, struct plan_view_kind, i).counts;
}

GArray *plan_view_kinds(const GPtrArray *differences)
{
	GArray *all = g_array_new(false, false, sizeof(struct plan_view_kind));
	const struct object *last = NULL;

	for (guint i = 0; i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		if (difference->note || difference->object == last)
			continue;
		last = difference->object;
		struct counts *counts = counts_of(all, last->kind);
		counts->added += strcmp(difference->what, "missing") == 0;
		counts->dropped += strcmp(difference->what, "not wanted") == 0;
		counts->changed += strcmp(difference->what, "missing") != 0 && strcmp(difference->what, "not wanted") != 0;
	}
	return all;
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
