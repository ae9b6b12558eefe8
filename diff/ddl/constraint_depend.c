/* How constraints and indexes react when something on which they depend is dropped or changed. */
#include "diff/ddl/constraint_depend.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/verbs.h"
#include "diff/decide.h"
#include "diff/widen.h"

/* The server rebuilds indexes and constraints of a column that gets another type. */
static bool is_rebuilt(const struct change *cause)
{
	return change_object(cause)->kind == &column_kind && cause->fate == FATE_ALTER;
}

/* A child's check stays when its parent's goes if it is its own, or the child has left the parent before. */
static bool stays_alone(const struct changes *changes, const struct change *change, const struct change *cause)
{
	return cause->have->kind == &check_kind && cause->fate == FATE_DROP &&
	       (!((const struct check *)change->have)->inherited || !changes_keeps_parents(changes, change->parent));
}

enum reaction check_on_dependency(struct widening *widening, struct change *change, struct change *cause)
{
	return is_rebuilt(cause) || stays_alone(widening->changes, change, cause) ? REACTION_NONE
										  : reaction_plain(widening, change, cause);
}

/*
 * Whether the server can rebuild the foreign key when the column has its new type, and the column at its other side perhaps still
 * its old.
 */
static bool can_rebuild(const struct changes *changes, const struct change *column)
{
	const struct column *have = (const struct column *)column->have, *want = (const struct column *)column->want;

	return !column->disturbs || (have->collation == want->collation && !column->forced_type &&
					    convert_is_comparable(changes, have->type, want->type));
}

enum reaction foreign_key_on_dependency(struct widening *widening, struct change *change, struct change *cause)
{
	if (is_rebuilt(cause))
		return can_rebuild(widening->changes, cause) ? REACTION_NONE : REACTION_RECREATE;
	if (kind_is(change_object(cause)->kind, TRAIT_INDEX)) /* no ALTER of a foreign key gives it another */
		return cause->fate == FATE_ALTER ? REACTION_NONE : REACTION_RECREATE;
	return reaction_plain(widening, change, cause);
}

/*
 * The server rebuilds an index of which a column gets another type; it cannot where a foreign key needs the index but not the
 * column, which it only INCLUDEs.
 */
static void loosen_foreign_keys(struct widening *widening, const struct change *index, const struct change *column)
{
	struct changes *changes = widening->changes;
	const GArray *dependents = column->disturbs ? depend_needed_by(changes->needs_have, index->have) : NULL;

	for (guint i = 0; dependents && i < dependents->len; i++) {
		const struct object *object = snapshot_all(changes->have).items[g_array_index(dependents, unsigned, i)];
		if (object->kind == &foreign_key_kind && !depend_has(changes->needs_have, object, column->have))
			widening_recreate(widening, changes_of_have(changes, object));
	}
}

enum reaction index_on_dependency(struct widening *widening, struct change *change, struct change *cause)
{
	if (!is_rebuilt(cause))
		return reaction_plain(widening, change, cause);
	loosen_foreign_keys(widening, change, cause);
	return REACTION_NONE;
}

/* A child's own check becomes its parent's alone only by being dropped with that, and made with it. */
void check_mark_first(struct changes *changes)
{
	struct objects checks = snapshot_objects(changes->want, &check_kind);

	for (size_t i = 0; i < checks.count; i++) {
		struct change *change = changes_of_want(changes, checks.items[i]),
			      *above = change->have ? changes_inherited_from(changes, change) : NULL;
		if (!above || ((const struct check *)change->have)->inherited || !((const struct check *)change->want)->inherited)
			continue;
		change_decide(change, FATE_REMAKE, NULL);
		for (; above && above->have; above = changes_inherited_from(changes, above))
			change_decide(above, FATE_REMAKE, change);
	}
}

/* A foreign key of a partitioned table to itself has to be dropped before any of its partitions. */
void foreign_key_mark_first(struct changes *changes)
{
	struct objects tables = snapshot_objects(changes->have, &table_kind);

	for (size_t i = 0; i < tables.count; i++) {
		const struct change *table = changes_of_have(changes, tables.items[i]);
		bool goes = table->fate == FATE_DROP && ((const struct table *)table->have)->partition_of;
		for (const struct object *above = goes ? table_parent(changes->have, table->have) : NULL; above;
			above = table_parent(changes->have, above)) {
			struct parts keys = object_parts(above, &foreign_key_kind);
			for (size_t k = 0; k < keys.count; k++) {
				struct change *key = changes_of_have(changes, keys.items[k]);
				if (key->want && foreign_key_is_internal(key->have))
					change_decide(key, FATE_REMAKE, table);
			}
		}
	}
}

/* CREATE TABLE takes a check whose routines are there already. */
bool check_made_with_parent(const struct changes *changes, const struct change *change)
{
	const struct check *check = (const struct check *)change->want;
	const GArray *needs = depend_needs(changes->needs_want, change->want);

	if (!change_makes(change->parent) || check->not_valid || check->not_enforced)
		return check->inherited && change_makes(change->parent) && ((const struct table *)change->want->parent)->inherits;
	for (guint i = 0; i < needs->len; i++) {
		const struct kind *kind = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)]->kind;
		if (kind_is(kind, TRAIT_ROUTINE))
			return false;
	}
	return true;
}

/* A child's check comes with its parent's where that is added to both tables at once: only so is it as valid as the parent's. */
struct change *check_maker(const struct changes *changes, const struct change *change)
{
	if (!change_makes(change) || change->want->kind != &check_kind || !((const struct check *)change->want)->inherited ||
		!change_makes(change->parent) || !((const struct table *)change->parent->want)->inherits)
		return NULL;
	const GArray *needs = depend_needs(changes->needs_want, change->want);
	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		struct change *above = changes_of_want(changes, needed);
		/* a check may need that of another table, too, because a document says so by depends_on */
		if (needed->kind == &check_kind && needed->name == change->want->name && change_makes(above) &&
			table_is_child(changes->want, change->want->parent, needed->parent) &&
			(check_maker(changes, above) || !check_made_with_parent(changes, above)))
			return above;
	}
	return NULL;
}
