/* From two snapshots to the ordered list of statements: pair, judge, widen, say, order. */
#include "diff/plan.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/account.h"
#include "diff/awaited.h"
#include "diff/changes.h"
#include "diff/circle.h"
#include "diff/ddl/common.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/edges.h"
#include "diff/finish.h"
#include "diff/keepsake.h"
#include "diff/look_alike.h"
#include "diff/notes.h"
#include "diff/online/beside.h"
#include "diff/online/beside_left.h"
#include "diff/online/online.h"
#include "diff/order.h"
#include "diff/propagate.h"
#include "diff/refuse.h"
#include "diff/risk.h"
#include "diff/say.h"
#include "diff/speaker.h"
#include "diff/trace.h"
#include "diff/way_back.h"
#include "sql/whole.h"

void plan_free(struct plan *plan)
{
	if (!plan)
		return;
	g_ptr_array_unref(plan->steps);
	g_ptr_array_unref(plan->losses);
	g_ptr_array_unref(plan->look_alikes);
	g_ptr_array_unref(plan->notes);
	g_ptr_array_unref(plan->risks);
	g_ptr_array_unref(plan->kept);
	if (plan->transactions)
		g_ptr_array_unref(plan->transactions);
	g_free(plan->guard);
	g_free(plan);
}

/* On the way back, what is made of columns whose values are gone. */
static void try_back(struct say *s)
{
	g_autofree char *name = way_back_is_tried(s->changes, s->change) ? object_describe(s->want) : NULL;

	if (name)
		way_back_try(s, STAGE_MAKE, name);
}

static void say_change(struct changes *changes, struct change *change, struct plan *plan)
{
	const struct verbs *verbs = verbs_of(change_object(change)->kind);
	struct say s = { changes, change, change->have, change->want, plan, NULL, false };

	if (change->fate == FATE_ALTER) {
		(verbs->alter ? verbs->alter : plain_alter)(&s);
		if (verbs->alter && !verbs->says_clauses)
			plain_say_clauses(&s, false);
		s.common = true;
		common_alter(&s);
		s.common = false;
	}
	if (change_undoes(change))
		(verbs->drop ? verbs->drop : plain_drop)(&s);
	if (change_makes(change)) {
		(verbs->create ? verbs->create : plain_create)(&s);
		if (verbs->create && !verbs->says_clauses)
			plain_say_clauses(&s, true);
		s.common = true;
		common_create(&s);
		try_back(&s);
	}
}

/*
 * The number of parent tables between the column and the one whose statement creates or drops it: statements of a parent's column
 * come before those of a child's.
 */
static unsigned distance_from_speaker(const struct change *change)
{
	unsigned distance = 0;

	for (; kind_is(change_object(change)->kind, TRAIT_TYPED) && change->made_by &&
		change_object(change->made_by)->kind == change_object(change)->kind;
		change = change->made_by)
		distance++;
	return distance;
}

static void say_changes(struct changes *changes, struct plan *plan)
{
	unsigned farthest = 0;

	for (unsigned distance = 0; distance <= farthest; distance++)
		for (guint i = 0; i < changes->all->len; i++) {
			struct change *change = changes->all->pdata[i];
			unsigned own = change->fate == FATE_SAME ? 0 : distance_from_speaker(change);
			farthest = MAX(farthest, own);
			if (own == distance)
				say_change(changes, change, plan);
		}
}

static GPtrArray *collect_batches(struct changes *changes)
{
	GPtrArray *batches = g_ptr_array_new_with_free_func((GDestroyNotify)batch_free);

	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		for (int stage = 0; stage < STAGE_COUNT; stage++)
			if (change->batches[stage])
				g_ptr_array_add(batches, change->batches[stage]);
	}
	return batches;
}

/* Texts come from people who are less trusted than the one who runs the script: none may add a statement of its own. */
static bool check_whole(const struct object *object, const char *sql, GError **error)
{
	g_autofree char *problem = statement_problem(sql);

	if (!problem)
		return true;
	g_autofree char *place = object_place(object), *name = object_describe(object);
	g_set_error(error, PLAN_ERROR, PLAN_TEXT, "%s%s: a text of it cannot be part of a statement: what would be run %s", place,
		name, problem);
	return false;
}

static bool check_steps(const struct batch *batch, GError **error)
{
	for (guint i = 0; i < batch->steps->len; i++) {
		const struct step *step = batch->steps->pdata[i];
		if (!check_whole(step->object, step->sql, error))
			return false;
	}
	return true;
}

static bool take_steps(struct plan *plan, GPtrArray *batches, int version, GError **error)
{
	awaited_mark(batches);
	for (guint i = 0; i < batches->len; i++) {
		struct batch *batch = batches->pdata[i];
		way_back_wrap(batch, version);
		if (!check_steps(batch, error))
			return false;
		for (guint t = 0; t < batch->steps->len; t++) {
			struct step *step = batch->steps->pdata[t];
			step->loses = batch->loses;
			if (batch->stage == STAGE_FILL)
				step->cause = GIVEN_BACK_CAUSE;
			g_ptr_array_add(plan->steps, step);
		}
		g_ptr_array_set_free_func(batch->steps, NULL); /* they are the plan's now */
	}
	return true;
}

/* One attempt at a plan: what the phases pass on. */
struct attempt {
	struct changes *changes;
	const GPtrArray *differences;
	struct plan *plan;
	GPtrArray *batches;
	GError **error;
	bool again; /* a circle was broken by another decision: the next attempt finds fewer */
};

static bool forget(struct attempt *a)
{
	struct plan *plan = a->plan;
	GPtrArray *const lists[] = { plan->losses, plan->look_alikes, plan->notes, plan->risks, plan->kept, a->changes->kept };

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_ptr_array_set_size(lists[i], 0);
	for (guint i = 0; i < a->changes->all->len; i++)
		change_forget_placement(a->changes->all->pdata[i]);
	return true;
}

static bool place(struct attempt *a)
{
	const struct verbs *verbs;

	names_assign(a->changes);
	speakers_assign(a->changes);
	for (size_t i = 0; (verbs = verbs_at(i)); i++)
		if (verbs->place_all)
			verbs->place_all(a->changes);
	return true;
}

static bool say_all(struct attempt *a)
{
	say_changes(a->changes, a->plan);
	notes_keep(a->changes, a->plan);
	notes_add(a->changes, a->plan);
	look_alikes_add(a->changes, a->plan);
	return true;
}

static bool wait_all(struct attempt *a)
{
	edges_add(a->changes);
	return true;
}

static bool order(struct attempt *a)
{
	GPtrArray *circles = NULL;

	a->batches = collect_batches(a->changes);
	if (order_sort(a->batches, &circles)) {
		trace_ordered(a->batches);
		return true;
	}
	a->again = circles_break(a->changes, circles, a->error);
	g_ptr_array_unref(circles);
	return false;
}

static bool account(struct attempt *a)
{
	return account_check(a->changes, a->differences, a->error);
}

static bool take(struct attempt *a)
{
	return take_steps(a->plan, a->batches, a->changes->target, a->error);
}

static bool finish(struct attempt *a)
{
	finish_steps(a->changes, a->batches, a->plan);
	return true;
}

/* What there is while a plan is made: bits. */
enum {
	DECISIONS = 1, /* struct change: what happens to each object, and because of what */
	PLACEMENT = 2, /* struct change: whose statement makes and drops it, under which name meanwhile */
	BATCHES = 4,   /* the statements of each change and stage, and the plan's losses, notes and risks */
	EDGES = 8,     /* which batch runs before which */
	ORDER = 16,    /* of all batches */
	STEPS = 32,    /* the plan's statements in this order */
};

/* In this order; each reads what stands before it. A phase that is false ends the attempt: with an error, or for another one. */
static const struct phase {
	bool (*run)(struct attempt *);
	unsigned reads, writes;
} phases[] = {
	{ forget, DECISIONS, 0 },
	{ place, DECISIONS, PLACEMENT },
	{ say_all, DECISIONS | PLACEMENT, BATCHES },
	{ wait_all, DECISIONS | PLACEMENT | BATCHES, EDGES },
	{ order, BATCHES | EDGES, ORDER }, /* a circle is broken in the decisions, for the next attempt */
	{ account, PLACEMENT | BATCHES, 0 },
	{ take, BATCHES | ORDER, STEPS },
	{ finish, BATCHES | STEPS, STEPS },
};

/* One attempt: true when done or failed for good, false when something was changed and it is to be tried again. */
static bool attempt(struct changes *changes, const GPtrArray *differences, struct plan *plan, GError **error)
{
	struct attempt a = { changes, differences, plan, NULL, error, false };
	unsigned there = DECISIONS;
	bool goes_on = true;

	for (size_t i = 0; i < G_N_ELEMENTS(phases) && goes_on; i++) {
		g_assert((phases[i].reads & ~there) == 0);
		goes_on = phases[i].run(&a);
		there |= phases[i].writes;
	}
	g_clear_pointer(&a.batches, g_ptr_array_unref);
	return !a.again;
}

/* A plan has statements if and only if --check would report a difference. */
static bool agrees(const struct plan *plan, const GPtrArray *differences, GError **error)
{
	const struct difference *difference = NULL;

	for (guint i = 0; i < differences->len && !difference; i++)
		if (!((const struct difference *)differences->pdata[i])->note)
			difference = differences->pdata[i];
	if (difference ? plan->steps->len || plan->notes->len : !plan->steps->len)
		return true;
	if (difference)
		return account_fail(difference, error);
	g_autofree char *name = object_describe(((const struct step *)plan->steps->pdata[0])->object);
	g_set_error(error, PLAN_ERROR, PLAN_INCOMPLETE,
		"internal error: nothing differs, but there is a statement for %s; please report it", name);
	return false;
}

/* One plan; NULL with error. usual: see struct changes. */
static struct plan *make_plan(const struct snapshot *have, const struct snapshot *want, enum way way, const struct online *online,
	GHashTable *usual, const struct keeping *keeping, GError **error)
{
	struct plan *plan = g_new0(struct plan, 1);
	struct beside_left *left = online ? beside_left_new(have, want, usual) : NULL;
	struct changes *changes;
	GError *failure = NULL;
	bool done = false;

	plan->steps = g_ptr_array_new_with_free_func(step_free);
	plan->losses = remarks_new();
	plan->look_alikes = remarks_new();
	plan->notes = remarks_new();
	plan->risks = g_ptr_array_new_with_free_func(risk_free);
	plan->kept = g_ptr_array_new_with_free_func(keepsake_free);
	if (changes_none(have, want))
		return plan;
	changes = changes_new(left ? beside_left_without(left) : have, want);
	g_autoptr(GPtrArray) differences = check_changes(changes);
	changes->back = way == WAY_BACK;
	changes->online = online;
	changes->keeping = keeping;
	changes->given_back = keepsake_given_back(keeping);
	changes->usual = usual;
	changes->left = left;
	trace_judged(changes);
	plan->counts = check_count(differences);
	if (changes_any(changes)) {
		done = refuse(changes, &failure);
		if (!done) {
			changes_propagate(changes);
			done = refuse_row_types(changes, &failure) || refuse_held(changes, &failure);
		}
		/* ends: each attempt empties a view, makes an object again or drops an edge, and none of these twice */
		while (!done)
			done = attempt(changes, differences, plan, &failure);
	}
	if (!failure)
		agrees(plan, differences, &failure);
	if (failure)
		beside_give_up_all(changes);
	changes_free(changes);
	beside_left_free(left);
	if (failure) {
		g_propagate_error(error, failure);
		plan_free(plan);
		return NULL;
	}
	return plan;
}

static struct plan *make(const struct snapshot *have, const struct snapshot *want, enum way way, const struct online *online,
	const struct keeping *keeping, GError **error)
{
	g_autoptr(GHashTable) usual = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	struct plan *plan = NULL;

	/* ends: columns are given up once */
	for (bool again = true; again;) {
		g_autoptr(GError) failure = NULL;
		guint known = g_hash_table_size(usual);
		plan_free(plan);
		plan = make_plan(have, want, way, online, usual, keeping, &failure);
		again = g_hash_table_size(usual) > known;
		if (failure && !again)
			g_propagate_error(error, g_steal_pointer(&failure));
	}
	return plan;
}

struct plan *plan_new(const struct snapshot *have, const struct snapshot *want, enum way way, GError **error)
{
	return make(have, want, way, NULL, NULL, error);
}

struct plan *plan_new_online(
	const struct snapshot *have, const struct snapshot *want, enum way way, const struct online *online, GError **error)
{
	return make(have, want, way, online, NULL, error);
}

struct plan *plan_new_keeping(
	const struct snapshot *have, const struct snapshot *want, enum way way, const struct keeping *keeping, GError **error)
{
	return make(have, want, way, NULL, keeping, error);
}
