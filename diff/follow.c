/* Names that change with renamed objects. */
#include "diff/follow.h"

#include "catalog/kinds/column_renamed.h"
#include "catalog/kinds/extension_moved.h"
#include "catalog/kinds/schema_renamed.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/type_labels.h"
#include "catalog/renamed.h"
#include "diff/online/beside_left.h"
#include "diff/order.h"

/* The old state with the names that are followed so far. */
static const struct snapshot *state_of(const struct changes *changes)
{
	return changes->followed ? changes->followed : changes->given;
}

/* A copy in which more names are followed takes the place of the one before; NULL: none are. */
static void take(struct changes *changes, struct snapshot *copy)
{
	if (!copy)
		return;
	snapshot_free(changes->followed);
	changes->followed = copy;
}

void follow_names(struct changes *changes, const struct snapshot *want)
{
	take(changes, snapshot_follow_schemas(state_of(changes), want));
	changes->schemas_first = changes->followed;
	take(changes, snapshot_follow_extensions(state_of(changes), want));
	take(changes, snapshot_follow_columns(state_of(changes), want));
	take(changes, snapshot_follow_labels(state_of(changes), want));
	take(changes, snapshot_follow_names(state_of(changes), want));
	changes->have = state_of(changes);
}

bool follow_is_named(const struct changes *changes, const struct change *change)
{
	return change->renamed && !change->parent &&
	       snapshot_find(changes->have, change->have->kind, change->have->schema, change->want->identity) == change->have;
}

/* Whether a text of the object, or of a part, follows a rename. */
static bool is_reworded(const struct object *given, const struct object *object)
{
	bool reworded = given->name != object->name || !object_attributes_equal(given, object);

	for (size_t k = 0; object->kind->parts && object->kind->parts[k] && !reworded; k++)
		for (size_t p = 0; p < object->parts[k].count && !reworded; p++)
			reworded = is_reworded(given->parts[k].items[p], object->parts[k].items[p]);
	return reworded;
}

bool follow_has_column(const struct changes *changes, const struct object *object, const struct change *column)
{
	const struct object *given = follow_given(changes, object);
	bool old = column->parent && object_part(column->want->parent, column->want->kind, column->have->name);

	return column->parent && !old && given != object && is_reworded(given, object);
}

/* Whether what undoes it tells another name: it is in those of casts, routines and members, or a table leaves its parents. */
static bool tells_another(const struct changes *changes, const struct object *object)
{
	const struct object *given = follow_given(changes, object);
	const struct table *now = (const struct table *)object, *before = (const struct table *)given;

	return given->name != object->name || given->identity != object->identity ||
	       (kind_is_table(object->kind) && (now->inherits != before->inherits || now->partition_of != before->partition_of));
}

/* Whether something that it names in its name gets another one by being made again under that. */
static bool tells_remade(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		struct change *other =
			changes_of_have(changes, snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)]);
		if (follow_is_named(changes, other) && change_undoes(other))
			return true;
	}
	return false;
}

const struct object *follow_dropped(const struct changes *changes, const struct change *change)
{
	bool before = changes->followed && !changes->schemas_first && tells_another(changes, change->have) &&
		      tells_remade(changes, change->have);

	return before ? follow_given(changes, change->have) : change->have;
}

void follow_add_edges(struct changes *changes, struct change *change)
{
	if (!changes->followed || !change->have || !tells_another(changes, change->have))
		return;
	const GArray *needs = depend_needs(changes->needs_have, change->have);
	bool before = change_undoes(change) && follow_dropped(changes, change) != change->have;
	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		struct change *other = changes_of_have(changes, needed);
		for (int stage = 0; follow_is_named(changes, other) && !change_undoes(other) && stage < STAGE_COUNT; stage++)
			if (before && stage == STAGE_UNDO)
				batch_before(batch_find(change, stage), batch_find(other, STAGE_MAKE));
			else
				batch_before(batch_find(other, STAGE_MAKE), batch_find(change, stage));
	}
}

const struct object *follow_given(const struct changes *changes, const struct object *object)
{
	struct objects followed = changes->followed ? snapshot_all(changes->followed) : (struct objects){ 0 };

	if (object && object->number < followed.count && followed.items[object->number] == object)
		object = snapshot_all(changes->given).items[object->number];
	return changes->left ? beside_left_given(changes->left, object) : object;
}
