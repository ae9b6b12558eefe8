/*
 * Widening: what depends on something that is dropped, made again or disturbed is made again too, or loosened from it for a while.
 */
#include "diff/change.h"

#include "catalog/kinds.h"
#include "catalog/kinds/base_type.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/domain.h"
#include "catalog/kinds/sequence.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/base_type.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/domain.h"
#include "diff/ddl/generated.h"
#include "diff/ddl/not_null.h"
#include "diff/ddl/row_type.h"
#include "diff/ddl/type.h"
#include "diff/marks.h"
#include "diff/partition_rows.h"

/* Changes whose dependents are still to be looked at. */
struct widening {
	struct changes *changes;
	GPtrArray *queue;
};

static bool is_type(const struct kind *kind)
{
	return kind == &enum_kind || kind == &composite_kind || kind == &range_kind || kind == &domain_kind ||
	       kind == &base_type_kind;
}

/* What is renamed aside while columns change over to its successor. */
static bool is_followed(const struct kind *kind)
{
	return is_type(kind) || kind == &collation_kind;
}

static bool is_constraint(const struct kind *kind)
{
	return kind == &check_kind || kind == &primary_key_kind || kind == &unique_kind || kind == &exclusion_kind ||
	       kind == &foreign_key_kind;
}

static bool is_key_constraint(const struct kind *kind)
{
	return kind == &primary_key_kind || kind == &unique_kind || kind == &exclusion_kind;
}

static void enqueue(struct widening *widening, struct change *change)
{
	g_ptr_array_add(widening->queue, change);
}

static void remake(struct widening *, struct change *);

/* Types and tables are renamed aside, as values are to be carried over, but for types that functions are made of. */
static void set_aside(struct widening *widening, struct change *change)
{
	if (base_type_goes_first(widening->changes, change)) {
		change->aside = false;
		remake(widening, changes_of_have(widening->changes, base_type_shell(widening->changes->have, change->have)));
	} else if (is_followed(change_object(change)->kind) || change_object(change)->kind == &table_kind) {
		change->aside = true;
	}
}

/* A part goes with its parent. */
static void remake(struct widening *widening, struct change *change)
{
	if (change->fate == FATE_REMAKE || change->fate == FATE_DROP || change->fate == FATE_CREATE)
		return;
	change->fate = FATE_REMAKE;
	change->disturbs = false;
	set_aside(widening, change);
	enqueue(widening, change);
}

static struct change *owner_of(struct change *change)
{
	return change->parent && change->parent->parent ? change->parent->parent : change->parent;
}

static void disturb(struct widening *widening, struct change *change)
{
	if (change->fate == FATE_SAME)
		change->fate = FATE_ALTER;
	if (change->disturbs)
		return;
	change->disturbs = true;
	enqueue(widening, change);
}

/*
 * What the parent's ALTER COLUMN does to a generated column is done to the child's too; so is DROP and ADD COLUMN. A child that
 * keeps the column has it by itself.
 */
static void follow_generated(struct widening *widening, struct change *change, const struct change *upper)
{
	if (upper->fate == FATE_REMAKE)
		remake(widening, change);
	else if (upper->fate == FATE_ALTER)
		disturb(widening, change);
}

/* What has to be gone, or taken out, while a generated column gets another expression. */
static void widen_generated(struct widening *widening, struct change *change)
{
	struct changes *changes = widening->changes;
	bool unsettles = generated_unsettles(changes, change);
	struct parts checks = unsettles ? object_parts(change->have->parent, &check_kind) : (struct parts){ 0 };
	const GArray *users = unsettles ? depend_needed_by(changes->needs_have, change->have->parent) : NULL;

	for (size_t i = 0; i < checks.count; i++)
		remake(widening, changes_of_have(changes, checks.items[i]));
	for (guint i = 0; users && i < users->len; i++) {
		const struct object *user = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
		if (user->kind == &publication_table_kind)
			remake(widening, changes_of_have(changes, user));
	}
	if (generated_stands_alone(changes, change)) {
		change->parent->detached = true;
		if (change->parent->fate == FATE_SAME)
			change->parent->fate = FATE_ALTER;
		if (changes_inheritance(changes, change->parent) == INHERITANCE_REMADE)
			remake(widening, change->parent);
	}
}

static void widen_column(struct widening *widening, struct change *change, struct change *cause)
{
	const struct column *column = (const struct column *)change->have;
	const struct kind *kind = change_object(cause)->kind;

	if (!kind_is_table(change->parent->have->kind))
		return;
	bool of_rows = kind == &table_kind && convert_is_of(widening->changes->have, column->type, cause->have);
	if ((is_followed(kind) || of_rows) && change_undoes(cause)) {
		if (cause->fate == FATE_DROP && !cause->aside)
			return; /* the column itself has another type now, or its default has changed */
		if (!cause->aside || (column->generated && ((const struct column *)change->want)->generated)) {
			remake(widening, change); /* a generated column has no values that are to follow */
			return;
		}
		change->forced_type = cause;
		disturb(widening, change);
	} else if (kind == &composite_kind) {
		disturb(widening, change); /* what uses an attribute by way of the column */
	} else if (column->generated && generated_is_above(cause, change)) {
		follow_generated(widening, change, cause);
	} else if (column->generated && !kind_is_table(kind)) {
		if (cause->fate != FATE_ALTER || kind == &column_kind)
			remake(widening, change);
	} else if (column->default_ && (change_is_code(kind) || kind == &sequence_kind)) {
		change->forced_default = true;
		if (change->fate == FATE_SAME)
			change->fate = FATE_ALTER;
	}
}

/* A partition goes with its table where that is made again, as its rows may belong elsewhere then; another child is put back. */
static void widen_table(struct widening *widening, struct change *change, const struct change *cause)
{
	const struct table *have = (const struct table *)change->have, *want = (const struct table *)change->want;
	const struct kind *kind = change_object(cause)->kind;

	if (!change_undoes(cause))
		return;
	if (kind == &composite_kind && (cause->fate == FATE_DROP || have->of_type != want->of_type))
		return; /* NOT OF is enough */
	if (kind == &composite_kind ||
		(kind_is_table(kind) && have->partition_of && have->partition_of == want->partition_of && cause->aside)) {
		remake(widening, change);
	} else if (kind_is_table(kind)) {
		change->detached = true;
		if (change->fate == FATE_SAME)
			change->fate = FATE_ALTER;
		if (changes_inheritance(widening->changes, change) == INHERITANCE_REMADE)
			remake(widening, change);
	}
}

/*
 * What is made of a type, or operator class, that goes first goes before it, values and all: renamed aside it would still hold on
 * to it.
 */
static void follow_type(struct widening *widening, struct change *change, struct change *cause)
{
	struct change *whole = change_object(change)->kind == &composite_attribute_kind ? change->parent : change;
	const struct kind *kind = change_object(cause)->kind;

	if (!(is_type(kind) || kind == &operator_class_kind) || !change_undoes(cause) || cause->aside ||
		!is_type(change_object(whole)->kind))
		return;
	/* columns were to be converted to what it becomes */
	if (whole->aside && change_undoes(whole))
		enqueue(widening, whole);
	whole->aside = false;
}

/* Whether the change, altered in place, no longer needs what the cause was. */
static bool loosened(const struct changes *changes, const struct change *change, const struct change *cause)
{
	if (change->fate != FATE_ALTER || cause->fate != FATE_DROP)
		return false;
	return (change_differs_at_all(change) || change->have->extensions != change->want->extensions) &&
	       !(cause->want && depend_has(changes->needs_want, change->want, cause->want));
}

/* A child's check stays when its parent's goes if it is its own, or the child has left the parent before. */
static bool stays_alone(const struct changes *changes, const struct change *change, const struct change *cause)
{
	return change->have->kind == &check_kind && cause->have->kind == &check_kind && cause->fate == FATE_DROP &&
	       (!((const struct check *)change->have)->inherited || !changes_keeps_parents(changes, change->parent));
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
			remake(widening, changes_of_have(changes, object));
	}
}

static void widen(struct widening *widening, struct change *change, struct change *cause)
{
	const struct kind *kind = change_object(change)->kind, *of = change_object(cause)->kind;

	if (change->fate == FATE_DROP || change->fate == FATE_CREATE || change->fate == FATE_REMAKE || change->made_by)
		return;
	if (kind == &column_kind) {
		widen_column(widening, change, cause);
	} else if (kind_is_table(kind) && of != &server_kind) {
		widen_table(widening, change, cause);
	} else if (kind == &sequence_kind) {
		/* loosened from its column by its own room */
		const struct sequence *have = (const struct sequence *)change->have, *want = (const struct sequence *)change->want;
		if (change_undoes(cause) && of == &column_kind && have->identity && want->identity)
			remake(widening, change);
		else if (change_undoes(cause) && of == &column_kind && change->fate == FATE_SAME)
			change->fate = FATE_ALTER;
	} else if (kind == &domain_kind && change_is_code(of)) {
		change->forced_default = true;
		if (change->fate == FATE_SAME)
			change->fate = FATE_ALTER;
	} else if (kind == &extension_kind || kind == &schema_kind) {
		return;
	} else if (of == &composite_kind && !change_undoes(cause) && kind != &view_kind && kind != &materialized_view_kind &&
		   kind != &rule_kind) {
		return; /* only rules hold on to attributes */
	} else if ((is_constraint(kind) || kind == &index_kind || kind == &index_key_kind) && of == &column_kind &&
		   cause->fate == FATE_ALTER) {
		/* the server rebuilds these */
		if (kind == &foreign_key_kind && !can_rebuild(widening->changes, cause))
			remake(widening, change);
		else if (is_key_constraint(kind) || kind == &index_kind)
			loosen_foreign_keys(widening, change, cause);
	} else if (kind == &foreign_key_kind && (of == &index_kind || is_key_constraint(of)) && cause->fate == FATE_ALTER) {
		return;
	} else if (kind == &index_key_kind || kind == &composite_attribute_kind || kind == &domain_check_kind ||
		   kind == &mapping_kind || kind == &partition_key_kind || kind == &class_operator_kind ||
		   kind == &class_function_kind) {
		struct change *whole = kind == &domain_check_kind || kind == &mapping_kind ? change : change->parent;
		/* a column of the key can have no other type, and a constraint or function may be altered */
		if (kind == &partition_key_kind && cause->fate == FATE_ALTER && !(of == &column_kind && cause->disturbs))
			return;
		remake(widening, whole);
	} else if (!loosened(widening->changes, change, cause) && !stays_alone(widening->changes, change, cause)) {
		remake(widening, change);
	}
}

static void widen_all(struct widening *widening)
{
	struct changes *changes = widening->changes;
	struct objects all = snapshot_all(changes->have);

	for (guint i = 0; i < widening->queue->len; i++) {
		struct change *cause = widening->queue->pdata[i];
		if (!cause->have)
			continue;
		if (cause->have->kind == &column_kind && cause->want && kind_is_table(cause->have->parent->kind))
			widen_generated(widening, cause);
		const GArray *dependents = depend_needed_by(changes->needs_have, cause->have);
		for (guint d = 0; d < dependents->len; d++) {
			struct change *dependent = changes_of_have(changes, all.items[g_array_index(dependents, unsigned, d)]);
			if (!dependent)
				continue; /* it says privileges alone, which are not compared */
			widen(widening, dependent, cause);
			if (cause->fate == FATE_REMAKE || base_type_goes_first(changes, cause))
				follow_type(widening, dependent, cause);
		}
		for (size_t k = 0; change_undoes(cause) && cause->have->kind->parts && cause->have->kind->parts[k]; k++)
			for (size_t p = 0; p < cause->have->parts[k].count; p++) {
				struct change *part = changes_of_have(changes, cause->have->parts[k].items[p]);
				if (part->fate == FATE_SAME || part->fate == FATE_ALTER) {
					part->fate = FATE_REMAKE;
					part->disturbs = false;
				}
				enqueue(widening, part);
			}
	}
}

/*
 * A partition cannot be taken out, nor give rows to another, while keys refer to rows of the table: they are dropped and made
 * again.
 */
static void widen_referring(struct widening *widening, struct change *table)
{
	struct changes *changes = widening->changes;
	bool leaves = table->detached && table->have && table->want && !change_undoes(table) &&
		      ((const struct table *)table->have)->partition_of;
	bool gives = leaves || (table->have && partition_leaves_rows(changes, table)) ||
		     (table->have && kind_is_table(table->have->kind) && partition_gives_rows(changes, table));

	for (const struct object *above = gives ? table_parent(changes->have, table->have) : NULL; above;
		above = table_parent(changes->have, above)) {
		const GArray *users = depend_needed_by(changes->needs_have, above);
		for (guint i = 0; i < users->len; i++) {
			const struct object *user = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
			const struct foreign_key *key = user->kind == &foreign_key_kind ? (const struct foreign_key *)user : NULL;
			if (key && snapshot_relation(changes->have, key->referenced_schema, key->referenced_table) == above)
				remake(widening, changes_of_have(changes, user));
		}
	}
}

/* Whether a type goes, and another kind of type takes its name: what is of the one is to be of the other. */
static bool is_replaced(const struct changes *changes, const struct change *change)
{
	static const struct kind *const types[] = { &enum_kind, &composite_kind, &domain_kind, &range_kind };

	for (size_t i = 0; change->fate == FATE_DROP && is_type(change->have->kind) && i < G_N_ELEMENTS(types); i++)
		if (types[i] != change->have->kind &&
			snapshot_find(changes->want, types[i], change->have->schema, change->have->name))
			return true;
	return false;
}

/* An attribute's type cannot be altered while a column of some table is made of it. */
static void widen_attribute(struct widening *widening, struct change *change)
{
	if (!change->parent->have || !change->parent->want || change_undoes(change->parent))
		return;
	if (change->disturbs && type_is_stored(widening->changes, change->parent->have))
		remake(widening, change->parent);
	else if (change->disturbs || change->fate == FATE_DROP)
		disturb(widening, change->parent);
	else if (change->parent->fate == FATE_SAME)
		change->parent->fate = FATE_ALTER;
}

/* A domain inside other values is made again with what is to hold for it. */
static void widen_domain(struct widening *widening, struct change *change)
{
	if (change->have && change->want && !change_undoes(change) && domain_checks_values(widening->changes, change) &&
		type_is_nested(widening->changes, change->have))
		remake(widening, change);
}

static void widen_rest(struct widening *widening)
{
	widen_all(widening);
	marks_set(widening->changes);
}

bool change_remake(struct changes *changes, struct change *change)
{
	struct widening widening = { changes, g_ptr_array_new() };
	bool news = change->fate == FATE_SAME || change->fate == FATE_ALTER;

	if (news) {
		remake(&widening, change);
		widen_rest(&widening);
	}
	g_ptr_array_unref(widening.queue);
	return news;
}

void changes_propagate(struct changes *changes)
{
	struct widening widening = { changes, g_ptr_array_new() };

	if (!changes->needs_have) {
		changes->needs_have = depend_new(changes->have);
		changes->needs_want = depend_new(changes->want);
		not_null_note_shared(changes);
	}
	marks_set_first(changes);
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (change->fate == FATE_REMAKE)
			set_aside(&widening, change);
		change->aside = change->aside || is_replaced(changes, change);
		if (change_undoes(change) || change->disturbs)
			enqueue(&widening, change);
		if (change_object(change)->kind == &composite_attribute_kind && change->fate != FATE_SAME)
			widen_attribute(&widening, change);
		if (change_object(change)->kind == &domain_kind)
			widen_domain(&widening, change);
		if (kind_is_table(change_object(change)->kind))
			widen_referring(&widening, change);
		/* a part that is made again inside a part that is not */
		if (change->fate == FATE_REMAKE && owner_of(change) && change_object(change)->kind == &composite_attribute_kind)
			remake(&widening, change->parent);
	}
	widen_rest(&widening);
	g_ptr_array_unref(widening.queue);
	row_types_remake(changes);
}
