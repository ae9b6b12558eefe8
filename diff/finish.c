/* Completing the statements of a plan, which are in order. */
#include "diff/finish.h"

#include "diff/follow.h"
#include "diff/join.h"
#include "diff/keep.h"
#include "diff/keepsake.h"
#include "diff/keepsake_script.h"
#include "diff/online/backfill.h"
#include "diff/online/beside_left.h"
#include "diff/online/online.h"

/* A statement about no object in particular: it is told as one about the first, or the last, that the plan has. */
static void put_around(struct plan *plan, guint at, char *sql, const char *cause)
{
	const struct step *beside = plan->steps->pdata[at ? at - 1 : 0];
	struct step *step = g_new0(struct step, 1);

	step->sql = sql;
	step->object = beside->object;
	step->cause = cause;
	g_ptr_array_insert(plan->steps, (gint)at, step);
	if (plan->transactions)
		online_put(plan, at);
}

/* What is made again is asked what it had, before it is gone. */
static void keep(const struct changes *changes, struct plan *plan)
{
	static const char cause[] = "owners and privileges of what is recreated are kept";
	char *before = keep_before(changes);

	if (!before)
		return;
	put_around(plan, 0, before, cause);
	put_around(plan, plan->steps->len, g_strdup(keep_after(changes)), cause);
}

/* Whether the step is about what acts on whatever a script does, and so goes first or comes last. */
static bool is_outermost(const struct plan *plan, guint at)
{
	const struct step *step = plan->steps->pdata[at];

	return kind_is(step->object->kind, TRAIT_OUTERMOST);
}

/* What is dropped is kept in a schema, which is there before it, and goes with the last that is given back. */
static void keep_aside(const struct changes *changes, struct plan *plan)
{
	guint first = 0, end = plan->steps->len;
	char *before = keepsake_before(changes, plan), *described = keepsake_described(changes, plan),
	     *after = keepsake_after(changes);

	while (first < end && is_outermost(plan, first))
		first++;
	while (end > first && is_outermost(plan, end - 1))
		end--;
	if (after)
		put_around(plan, end, after, GIVEN_BACK_CAUSE);
	if (described)
		put_around(plan, end, described, KEPT_CAUSE);
	if (before)
		put_around(plan, first, before, KEPT_CAUSE);
}

/* A script is run in one transaction unless somebody says that it must not be. */
static void note_transactions(struct plan *plan)
{
	for (guint i = 0; i + 1 < plan->steps->len && !plan->transactions; i++) {
		const struct step *step = plan->steps->pdata[i];
		if (!step->own_transaction)
			continue;
		remark_add(plan->notes, NOTE_SEVERAL_TRANSACTIONS, step->object,
			"do not run this in one transaction, as psql -1 does: the result of \"%s\" can be used only after COMMIT",
			step->sql);
		return;
	}
}

static void give_back_remarks(const struct changes *changes, const GPtrArray *remarks)
{
	for (guint i = 0; i < remarks->len; i++) {
		struct remark *remark = remarks->pdata[i];
		remark->object = follow_given(changes, remark->object);
	}
}

/* Steps and remarks name objects of the snapshots that the plan was asked for. */
static void give_back(const struct changes *changes, struct plan *plan)
{
	for (guint i = 0; (changes->followed || changes->left) && i < plan->steps->len; i++) {
		struct step *step = plan->steps->pdata[i];
		step->object = follow_given(changes, step->object);
		step->had = follow_given(changes, step->had);
		step->because = follow_given(changes, step->because);
		for (guint w = 0; step->with && w < step->with->len; w++)
			step->with->pdata[w] = (gpointer)follow_given(changes, step->with->pdata[w]);
	}
	give_back_remarks(changes, plan->losses);
	give_back_remarks(changes, plan->look_alikes);
	give_back_remarks(changes, plan->notes);
}

void finish_steps(struct changes *changes, GPtrArray *batches, struct plan *plan)
{
	if (changes->online) {
		online_arrange(changes, batches, plan);
	} else {
		join_steps(plan->steps);
		backfill_note(changes, plan);
		beside_left_note(changes, plan);
	}
	keep(changes, plan);
	keep_aside(changes, plan);
	note_transactions(plan);
	give_back(changes, plan);
}
