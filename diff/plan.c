/* From two snapshots to the ordered list of statements: pair, judge, widen, say, order. */
#include "diff/plan.h"

#include <string.h>

#include "catalog/column.h"
#include "catalog/constraint.h"
#include "catalog/index.h"
#include "catalog/kinds.h"
#include "catalog/sequence.h"
#include "catalog/table.h"
#include "diff/base_type.h"
#include "diff/edges.h"
#include "diff/join.h"
#include "diff/look_alike.h"
#include "diff/notes.h"
#include "diff/order.h"
#include "diff/refuse.h"
#include "diff/risk.h"
#include "diff/say.h"
#include "diff/verbs.h"
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
	g_free(plan);
}

/* A child's check comes with its parent's where that is added to both tables at once: only so is it as valid as the parent's. */
static struct change *check_above(const struct changes *changes, const struct change *change)
{
	if (!change_makes(change) || change->want->kind != &check_kind || !((const struct check *)change->want)->inherited || !change_makes(change->parent) ||
	    !((const struct table *)change->parent->want)->inherits)
		return NULL;
	const GArray *needs = depend_needs(changes->needs_want, change->want);
	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		struct change *above = changes_of_want(changes, needed);
		if (needed->kind == &check_kind && needed->name == change->want->name && change_makes(above) &&
		    (check_above(changes, above) || !check_verbs.made_with_parent(changes, above)))
			return above;
	}
	return NULL;
}

/* Whose statement makes and drops each part and each sequence behind an identity. */
static void assign_speakers(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i], *parent = change->parent;
		const struct verbs *verbs = verbs_of(change_object(change)->kind);
		struct change *upper = parent ? changes_inherited_from(changes, change) : NULL;

		if (parent && !upper)
			upper = changes_attribute_of(changes, change);
		change->made_by = change->undone_by = NULL;
		if (change_makes(change) && parent && verbs->made_with_parent && verbs->made_with_parent(changes, change))
			change->made_by = parent;
		else if (upper && upper->fate == change->fate && change->fate != FATE_DROP && change_object(change)->kind == &column_kind)
			change->made_by = upper;
		if (check_above(changes, change))
			change->made_by = check_above(changes, change);
		if (change_undoes(change) && parent && change_undoes(parent) && !parent->aside && !verbs->drops_alone)
			change->undone_by = parent;
		else if (change_undoes(change) && upper && upper->fate == change->fate && change_object(change)->kind == &column_kind)
			change->undone_by = upper;
	}
}

/* Whether an object of have needs another, or a part of it. */
static bool needs_back(const struct changes *changes, const struct object *object, const struct object *other)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		if (needed == other || needed->parent == other)
			return true;
	}
	return false;
}

/*
 * A foreign key, rule or policy between two relations that both go has to go first: each relation may need the other. So has a check, by a function that takes
 * rows of the table itself.
 */
static void free_parts(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		const struct kind *kind = change_object(change)->kind;
		if (!change->undone_by || (kind != &foreign_key_kind && kind != &rule_kind && kind != &policy_kind && kind != &check_kind))
			continue;
		if (kind == &foreign_key_kind && foreign_key_is_internal(change->have))
			change->undone_by = NULL;
		const GArray *needs = depend_needs(changes->needs_have, change->have);
		for (guint n = 0; n < needs->len; n++) {
			const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, n)];
			if (!needed->parent && needed != change->have->parent && change_undoes(changes_of_have(changes, needed)) &&
			    (kind != &check_kind || needs_back(changes, needed, change->have->parent)))
				change->undone_by = NULL;
		}
	}
}

/* The sequence of an identity column is made and dropped by the column, an owned one goes with its column. */
static void assign_sequences(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (change_object(change)->kind != &sequence_kind)
			continue;
		for (int side = 0; side < 2; side++) {
			const struct object *object = side ? change->want : change->have;
			const struct snapshot *snapshot = side ? changes->want : changes->have;
			const struct sequence *sequence = (const struct sequence *)object;
			if (!object || !sequence->owner_table)
				continue;
			struct object *table = snapshot_relation(snapshot, object->schema, sequence->owner_table);
			struct object *column = table ? object_part(table, &column_kind, sequence->owner_column) : NULL;
			struct change *owner = !column ? NULL : side ? changes_of_want(changes, column) : changes_of_have(changes, column);
			if (!owner)
				continue;
			if (side && change_makes(change) && sequence->identity)
				change->made_by = owner;
			if (!side && change_undoes(change) && (sequence->identity || (change->fate == FATE_DROP && owner->fate == FATE_DROP)))
				change->undone_by = owner;
		}
	}
}

/* A part of a partitioned table's index cannot go alone; it goes when that goes. */
static void assign_attached(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		const char *text = change->have && change_undoes(change) && !change->undone_by ? index_attached_to(change->have) : NULL;
		bool apart = change->parent && (change->parent->detached || change->parent->aside);
		const GArray *needs = text && !apart ? depend_needs(changes->needs_have, change->have) : NULL;

		for (guint n = 0; needs && n < needs->len; n++) {
			const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, n)];
			struct change *upper = changes_of_have(changes, needed);
			if (needed->kind == change->have->kind && change_undoes(upper))
				change->undone_by = upper;
		}
	}
}

static void set_late_defaults(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (!change->want || change->want->kind != &column_kind || !((const struct column *)change->want)->default_)
			continue;
		bool new_table = change->parent && change_makes(change->parent) && kind_is_table(change->parent->want->kind);
		change->late_default = false;
		const GArray *needs = depend_needs(changes->needs_want, change->want);
		for (guint n = 0; n < needs->len; n++) {
			const struct kind *kind = snapshot_all(changes->want).items[g_array_index(needs, unsigned, n)]->kind;
			if (kind == &function_kind || kind == &aggregate_kind)
				change->late_default = new_table || change->fate == FATE_ALTER;
		}
	}
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
		s.common = true;
		common_alter(&s);
		s.common = false;
	}
	if (change_undoes(change))
		(verbs->drop ? verbs->drop : plain_drop)(&s);
	if (change_makes(change)) {
		(verbs->create ? verbs->create : plain_create)(&s);
		s.common = true;
		common_create(&s);
		try_back(&s);
	}
}

/* How far the column's change is from the one whose statement it shares: a child's column speaks after its parent's. */
static unsigned distance_from_speaker(const struct change *change)
{
	unsigned distance = 0;

	for (; change_object(change)->kind == &column_kind && change->made_by && change_object(change->made_by)->kind == &column_kind; change = change->made_by)
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

static void forget_batches(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++)
		for (int stage = 0; stage < STAGE_COUNT; stage++)
			((struct change *)changes->all->pdata[i])->batches[stage] = NULL;
}

/* A document may leave out what a view's columns are: they follow from the query. */
static bool has_typed_columns(const struct object *view)
{
	struct parts columns = object_parts(view, &column_kind);

	for (size_t i = 0; i < columns.count; i++)
		if (!((const struct column *)columns.items[i])->type)
			return false;
	return columns.count;
}

/* A view of a circle that can do with its columns alone for a while. */
static bool empty_view(GPtrArray *cycle)
{
	for (guint i = 0; i < cycle->len; i++) {
		const struct batch *batch = cycle->pdata[i];
		struct change *change = batch->change;
		const struct object *object = batch->stage == STAGE_UNDO ? change->have : change->want;
		bool *mark = batch->stage == STAGE_UNDO && change_undoes(change) ? &change->emptied
			     : batch->stage == STAGE_MAKE && change_makes(change) ? &change->stub : NULL;

		if (!mark || *mark || object->kind != &view_kind || !has_typed_columns(object))
			continue;
		*mark = true;
		return true;
	}
	return false;
}

/* One of a circle that can be made again instead of altered, which takes it out of the circle's middle. */
static bool break_cycle(struct changes *changes, GPtrArray *cycle)
{
	for (guint i = 0; i < cycle->len; i++) {
		struct change *change = ((struct batch *)cycle->pdata[i])->change;
		const struct kind *kind = change_object(change)->kind;
		if (change->fate == FATE_ALTER && kind != &table_kind && kind != &column_kind && kind != &sequence_kind && kind != &schema_kind &&
		    kind != &extension_kind && kind != &enum_kind && change_remake(changes, change))
			return true;
	}
	return false;
}

static void describe_cycle(GPtrArray *cycle, GError **error)
{
	static const char *const words[] = { "dropping", "making", "completing", "completing" };
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < cycle->len; i++) {
		const struct batch *batch = cycle->pdata[cycle->len - 1 - i];
		g_autofree char *name = object_describe(change_object(batch->change));
		g_string_append_printf(text, "%s%s %s", i ? ", then " : "", words[batch->stage], name);
	}
	g_set_error(error, PLAN_ERROR, PLAN_CYCLE, "no order is possible, each of these has to come before the next, and the last before the first: %s", text->str);
}

/* An edge of the circle that is only a guess: what a text names may be another thing of that name. */
static bool drop_guess(struct changes *changes, GPtrArray *cycle)
{
	for (guint i = 0; i < cycle->len; i++) {
		const struct change *waits = ((struct batch *)cycle->pdata[i])->change, *first = ((struct batch *)cycle->pdata[(i + 1) % cycle->len])->change;
		if (waits->want && first->want && depend_drop_guess(changes->needs_want, waits->want, first->want))
			return true;
		if (waits->have && first->have && depend_drop_guess(changes->needs_have, first->have, waits->have))
			return true;
	}
	return false;
}

/* Takes something out of each circle, so that the next attempt finds fewer; false where the first has nothing that can be put off. */
static bool break_circles(struct changes *changes, GPtrArray *circles, GError **error)
{
	GPtrArray *first = circles->pdata[0];

	if (!empty_view(first) && !break_cycle(changes, first) && !drop_guess(changes, first)) {
		describe_cycle(first, error);
		return false;
	}
	for (guint i = 1; i < circles->len; i++)
		empty_view(circles->pdata[i]);
	return true;
}

static bool mentions(const struct batch *batch, const char *text)
{
	for (guint i = 0; i < batch->steps->len; i++)
		if (strstr(((const struct step *)batch->steps->pdata[i])->sql, text))
			return true;
	return false;
}

/* Whether a later batch has one of the literals that only a commit makes usable. */
static bool is_awaited(GPtrArray *batches, guint at)
{
	const struct batch *batch = batches->pdata[at];

	for (guint l = 0; batch->literals && l < batch->literals->len; l++)
		for (guint i = at + 1; i < batches->len; i++)
			if (mentions(batches->pdata[i], batch->literals->pdata[l]))
				return true;
	return false;
}

/* Texts come from people who are less trusted than the one who runs the script: none may add a statement of its own. */
static bool check_whole(const struct object *object, const char *sql, GError **error)
{
	g_autofree char *problem = statement_problem(sql);

	if (!problem)
		return true;
	g_autofree char *place = object_place(object), *name = object_describe(object);
	g_set_error(error, PLAN_ERROR, PLAN_TEXT, "%s%s: a text of it cannot be part of a statement: what would be run %s", place, name, problem);
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

static bool take_steps(struct plan *plan, GPtrArray *batches, GError **error)
{
	for (guint i = 0; i < batches->len; i++) {
		struct batch *batch = batches->pdata[i];
		bool awaited = is_awaited(batches, i);
		way_back_wrap(batch);
		if (!check_steps(batch, error))
			return false;
		for (guint t = 0; t < batch->steps->len; t++) {
			struct step *step = batch->steps->pdata[t];
			step->own_transaction = awaited;
			step->loses = batch->loses;
			g_ptr_array_add(plan->steps, step);
		}
		g_ptr_array_set_free_func(batch->steps, NULL);   /* they are the plan's now */
	}
	return true;
}

/* A script is run in one transaction unless somebody says that it must not be. */
static void note_transactions(struct plan *plan)
{
	for (guint i = 0; i + 1 < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		if (!step->own_transaction)
			continue;
		g_ptr_array_add(plan->notes, g_strdup_printf("not to be run in one transaction, as by psql -1: what \"%s\" makes can be used only once it is committed", step->sql));
		return;
	}
}

/* One attempt: true when done or failed for good, false when something was changed and it is to be tried again. */
static bool attempt(struct changes *changes, struct plan *plan, GError **error)
{
	GPtrArray *circles = NULL;
	bool done = true;

	g_ptr_array_set_size(plan->losses, 0);
	g_ptr_array_set_size(plan->look_alikes, 0);
	g_ptr_array_set_size(plan->notes, 0);
	g_ptr_array_set_size(plan->risks, 0);
	set_late_defaults(changes);
	names_assign(changes);
	assign_speakers(changes);
	free_parts(changes);
	assign_sequences(changes);
	assign_attached(changes);
	base_types_assign(changes);
	say_changes(changes, plan);
	notes_add(changes, plan);
	if (plan->losses->len)
		look_alikes_add(changes, plan);
	edges_add(changes);
	g_autoptr(GPtrArray) batches = collect_batches(changes);
	if (!order_sort(batches, &circles))
		done = !break_circles(changes, circles, error);
	else if (take_steps(plan, batches, error)) {
			join_steps(plan->steps);
			note_transactions(plan);
	}
	g_clear_pointer(&circles, g_ptr_array_unref);
	forget_batches(changes);
	return done;
}

/* What --check would name and what the plan does are the same thing: there are statements exactly where something differs. */
static bool agrees(const struct plan *plan, const GPtrArray *differences, GError **error)
{
	const struct difference *difference = NULL;

	for (guint i = 0; i < differences->len && !difference; i++)
		if (!((const struct difference *)differences->pdata[i])->note)
			difference = differences->pdata[i];
	if ((plan->steps->len != 0) == (difference != NULL))
		return true;
	g_autofree char *name = object_describe(difference ? difference->object : ((struct step *)plan->steps->pdata[0])->object);
	if (difference)
		g_set_error(error, PLAN_ERROR, PLAN_INCOMPLETE, "internal error: %s differs in %s, but no statement changes that; please report it", name, difference->what);
	else
		g_set_error(error, PLAN_ERROR, PLAN_INCOMPLETE, "internal error: nothing differs, but there is a statement for %s; please report it", name);
	return false;
}

struct plan *plan_new(const struct snapshot *have, const struct snapshot *want, enum way way, GError **error)
{
	struct plan *plan = g_new0(struct plan, 1);
	struct changes *changes;
	GError *failure = NULL;
	bool done = false;

	plan->steps = g_ptr_array_new_with_free_func(step_free);
	plan->losses = g_ptr_array_new_with_free_func(g_free);
	plan->look_alikes = g_ptr_array_new_with_free_func(g_free);
	plan->notes = g_ptr_array_new_with_free_func(g_free);
	plan->risks = g_ptr_array_new_with_free_func(risk_free);
	if (changes_none(have, want))
		return plan;
	changes = changes_new(have, want);
	g_autoptr(GPtrArray) differences = check_changes(changes);
	changes->back = way == WAY_BACK;
	plan->counts = check_count(differences);
	if (changes_any(changes)) {
		done = refuse(changes, &failure);
		if (!done)
			changes_propagate(changes);
		/* ends: each attempt empties a view, makes an object again or drops an edge, and none of these twice */
		while (!done)
			done = attempt(changes, plan, &failure);
	}
	if (!failure)
		agrees(plan, differences, &failure);
	changes_free(changes);
	if (failure) {
		g_propagate_error(error, failure);
		plan_free(plan);
		return NULL;
	}
	return plan;
}
