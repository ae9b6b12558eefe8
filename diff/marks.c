/* Changes that follow from others in ways that no dependency tells. */
#include "diff/marks.h"

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/index.h"
#include "diff/ddl/row_security.h"
#include "diff/ddl/sequence.h"
#include "diff/ddl/table.h"
#include "diff/partition_rows.h"

/* Whose the columns of a child are. */
static void mark_children(struct changes *changes)
{
	for (size_t k = 0; k < kind_count; k++) {
		struct objects tables = kind_is_table(kinds[k]) ? snapshot_objects(changes->want, kinds[k]) : (struct objects){ 0 };
		for (size_t i = 0; i < tables.count; i++) {
			struct change *change = changes_of_want(changes, tables.items[i]);
			enum inheritance inheritance =
				change_makes(change) ? INHERITANCE_FOLLOWS : changes_inheritance(changes, change);
			if (inheritance == INHERITANCE_FOLLOWS)
				continue;
			change->detached = true;
			change_decide(change, inheritance == INHERITANCE_REMADE ? FATE_REMAKE : FATE_ALTER, NULL);
		}
	}
}

/* A child's own check becomes its parent's alone only by being dropped with that, and made with it. */
static void mark_checks(struct changes *changes)
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

/* What the object needs that has another name now; NULL: nothing. */
static const struct change *needs_renamed(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		const struct change *change = changes_of_have(changes, needed);
		/* a check that is its parent's has its name too */
		bool same = needed->kind == object->kind && kind_is(object->kind, TRAIT_MERGED);
		if (change->renamed && change->have->kind != &index_kind && !same && !change_undoes(change))
			return change;
	}
	return NULL;
}

/* What has the same words before and after, but of something that is renamed meanwhile, is another thing after. */
static void mark_same_words(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		bool same = change->have && change->want && (change->fate == FATE_SAME || change->fate == FATE_ALTER) &&
			    !change_differs_at_all(change);
		bool key = kind_is(change_object(change)->kind, TRAIT_OF_WHOLE);

		const struct change *renamed =
			same && kind_is(change->have->kind, TRAIT_FOLLOWS_RENAMES) ? needs_renamed(changes, change->have) : NULL;
		if (renamed)
			change_decide(key ? change->parent : change, FATE_REMAKE, renamed);
	}
}

/* A partition's part of an index goes only together with that of the table, which is made again then. */
static void mark_attached(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		bool goes = change->have && change_undoes(change) && change->parent && change->parent->want &&
			    !change->parent->detached;
		const struct object *above = goes ? index_attached_above(changes->have, change->have) : NULL;
		for (; above; above = index_attached_above(changes->have, above)) {
			struct change *upper = changes_of_have(changes, above);
			if (upper->want && !change_undoes(upper))
				change_decide(upper, FATE_REMAKE, change);
		}
	}
}

/* A key of a table to itself holds its partitions, of which none goes before it. */
static void mark_internal_keys(struct changes *changes)
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

void marks_set_first(struct changes *changes)
{
	mark_same_words(changes);
	mark_children(changes);
	mark_checks(changes);
	mark_attached(changes);
	mark_internal_keys(changes);
}

/* A table that is clustered on an index, or identified by it, has to be told again of one that is made again. */
static void mark_tables(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i], *table = change->parent;
		if (table && table->fate == FATE_SAME && table_names_index(table->want, change))
			change_decide(table, FATE_ALTER, change);
	}
}

/* An index that the server rebuilds has to be told again of the statistics targets of its expressions. */
static void mark_index_keys(struct changes *changes)
{
	struct objects keys = snapshot_objects(changes->want, &index_key_kind);

	for (size_t i = 0; i < keys.count; i++) {
		struct change *key = changes_of_want(changes, keys.items[i]);
		if (key->fate == FATE_SAME && ((const struct index_key *)key->want)->statistics &&
			index_is_rebuilt(changes, key->parent))
			change_decide(key, FATE_ALTER, key->parent);
	}
	struct objects exclusions = snapshot_objects(changes->want, &exclusion_kind);
	for (size_t i = 0; i < exclusions.count; i++) {
		struct change *change = changes_of_want(changes, exclusions.items[i]);
		if (change->fate == FATE_SAME && ((const struct exclusion *)change->want)->statistics &&
			index_is_rebuilt(changes, change))
			change_decide(change, FATE_ALTER, change->parent);
	}
}

/* A table that becomes (un)logged takes the sequences of its columns along. */
static void mark_sequences(struct changes *changes)
{
	struct objects sequences = snapshot_objects(changes->want, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		struct change *change = changes_of_want(changes, sequences.items[i]);
		if (change->fate == FATE_SAME && sequence_is_taken_along(changes, change))
			change_decide(change, FATE_ALTER, NULL);
	}
}

/* A partition that goes, goes aside with its table: its rows are carried over from there. */
static void mark_partitions(struct changes *changes)
{
	struct objects tables = snapshot_objects(changes->have, &table_kind);
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < tables.count; i++) {
			struct change *change = changes_of_have(changes, tables.items[i]);
			const struct object *parent =
				change->fate == FATE_DROP && !change->aside && ((const struct table *)change->have)->partition_of
					? table_parent(changes->have, change->have)
					: NULL;
			if (parent && (changes_of_have(changes, parent)->aside || partition_leaves_rows(changes, change)))
				change->aside = more = true;
		}
	}
}

/* Whether another function takes the name of one that goes. */
static bool is_succeeded(const struct changes *changes, const struct change *function)
{
	struct objects functions = snapshot_objects(changes->want, &function_kind);

	for (size_t i = 0; i < functions.count; i++)
		if (functions.items[i]->name == function->have->name && functions.items[i]->schema == function->have->schema &&
			change_makes(changes_of_want(changes, functions.items[i])))
			return true;
	return false;
}

/* What is put aside cannot let go of a function that it is made of: that makes room for its successor too, and stays as long. */
static void mark_functions(struct changes *changes)
{
	struct objects functions = snapshot_objects(changes->have, &function_kind), all = snapshot_all(changes->have);

	for (size_t i = 0; i < functions.count; i++) {
		struct change *change = changes_of_have(changes, functions.items[i]);
		const GArray *users = change_undoes(change) ? depend_needed_by(changes->needs_have, functions.items[i]) : NULL;
		bool held = false;
		for (guint u = 0; users && u < users->len; u++) {
			const struct change *user = changes_of_have(changes, all.items[g_array_index(users, unsigned, u)]);
			/* privileges of the system have no change where privileges are not compared */
			bool key = user && user->have->kind == &partition_key_kind && user->parent->aside;
			held = held || key || (user && user->have->kind == &range_kind && user->aside);
		}
		change->aside = change->aside || (held && is_succeeded(changes, change));
	}
}

void marks_set(struct changes *changes)
{
	mark_functions(changes);
	mark_partitions(changes);
	mark_tables(changes);
	mark_index_keys(changes);
	mark_sequences(changes);
	row_security_mark(changes);
}
