/* Which batch waits for which. */
#include "diff/edges.h"

#include "catalog/column.h"
#include "catalog/constraint.h"
#include "catalog/kinds.h"
#include "catalog/sequence.h"
#include "catalog/table.h"
#include "catalog/trigger.h"
#include "diff/order.h"

static struct batch *batch(struct change *change, enum stage stage)
{
	return change ? batch_find(change, stage) : NULL;
}

/* Undone, made, completed; a part after its parent is made and before it goes. */
static void add_own(struct change *change)
{
	struct batch *undo = batch(change, STAGE_UNDO), *make = batch(change, STAGE_MAKE), *late = batch(change, STAGE_LATE);

	batch_before(undo, make);
	batch_before(undo, late);
	batch_before(make, late);
	if (!change->parent)
		return;
	batch_before(batch(change->parent, STAGE_MAKE), make);
	batch_before(batch(change->parent, STAGE_MAKE), late);
	if (change_object(change)->kind == &column_kind)
		batch_before(make, batch(change->parent, STAGE_LATE));
	if (change_undoes(change->parent) && !change->undone_by)
		batch_before(undo, batch(change->parent, STAGE_UNDO));
	/* a table is taken from its parents before its parts are changed */
	if (change->parent->fate == FATE_ALTER) {
		batch_before(batch(change->parent, STAGE_UNDO), undo);
		batch_before(batch(change->parent, STAGE_UNDO), make);
	}
	if (change->parent->aside && (change_object(change)->kind == &trigger_kind || change_object(change)->kind == &rule_kind))
		batch_before(batch(change->parent, STAGE_LATE), make);
	/* a part put aside with its table goes before the new one takes its name */
	if (change->parent->aside)
		batch_before(undo, batch(change->parent, STAGE_MAKE));
}

static bool is_routine(const struct kind *kind)
{
	return kind == &function_kind || kind == &aggregate_kind || kind == &procedure_kind;
}

/* Attributes go and change when what knows the type, or a column of it, is gone. */
static void add_attributes(struct changes *changes, struct batch *undo, struct change *needed)
{
	if (needed->have->kind == &column_kind) {
		const GArray *needs = needed->disturbs ? depend_needs(changes->needs_have, needed->have) : NULL;
		for (guint i = 0; needs && i < needs->len; i++) {
			const struct object *object = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
			if (object->kind == &composite_kind)
				add_attributes(changes, undo, changes_of_have(changes, object));
		}
	} else if (needed->have->kind == &composite_kind && needed->disturbs) {
		for (size_t i = 0; i < needed->have->parts[0].count; i++) {
			struct change *attribute = changes_of_have(changes, needed->have->parts[0].items[i]);
			batch_before(undo, batch(attribute, STAGE_UNDO));
			batch_before(undo, batch(attribute, STAGE_MAKE));
		}
	}
}

/* What is put aside holds on to what it needs until it is dropped, a partition with its table; NULL: the change is of nothing that is put aside. */
static const struct change *holder_of(const struct changes *changes, const struct change *change)
{
	const struct change *holder = change->aside ? change : change->parent && change->parent->aside ? change->parent : NULL;

	while (holder && holder->have->kind == &table_kind && ((const struct table *)holder->have)->partition_of) {
		const struct object *parent = table_parent(changes->have, holder->have);
		if (!parent || !changes_of_have(changes, parent)->aside)
			break;
		holder = changes_of_have(changes, parent);
	}
	return holder;
}

/* When what it was is gone for good: a view that is emptied first goes with the stage after. */
static struct batch *undoing(struct change *change)
{
	struct change *speaker = change;

	while (speaker->undone_by)
		speaker = speaker->undone_by;
	return batch(change, STAGE_UNDO) && speaker->emptied ? batch(speaker, STAGE_MAKE) : batch(change, STAGE_UNDO);
}

/* The old state: what needs something goes, or lets go of it, before that goes. */
static void add_have(struct changes *changes, struct change *change, struct change *needed)
{
	/* an emptied view has let go of all but what its columns are made of, which those need */
	struct batch *undo = change->emptied && needed->have->kind != &schema_kind ? batch(change, STAGE_UNDO) : undoing(change), *gone = undoing(needed);
	const struct change *holder = holder_of(changes, change);

	if (change_undoes(needed)) {
		if (holder && needed->fate == FATE_DROP && !needed->aside && !(change->parent && undo))
			batch_before(holder->batches[STAGE_LATE], gone);
		if (change_undoes(change) || undo)
			batch_before(undo, gone);
		bool loosened = undo && change->have->kind == &column_kind && (needed->have->kind == &sequence_kind || is_routine(needed->have->kind));
		if (!change_undoes(change) && !needed->aside && change->fate == FATE_ALTER && !loosened &&
		    !(needed->want && depend_has(changes->needs_want, change->want, needed->want)))
			batch_before(batch(change, STAGE_MAKE), gone);
		if (needed->aside) {
			/* the old type or table goes last, when nothing uses it any more */
			if (!change_undoes(change))
				batch_before(batch(change, STAGE_MAKE), batch(needed, STAGE_LATE));
			if (holder && holder_of(changes, needed) == needed)
				batch_before(holder->batches[STAGE_LATE], batch(needed, STAGE_LATE));
			batch_before(undo, batch(needed, STAGE_LATE));
		}
	} else if (needed->disturbs) {
		batch_before(undo, batch(needed, STAGE_MAKE));
	}
	if (needed->fate == FATE_ALTER && change_undoes(change) && !kind_is_table(needed->have->kind))
		batch_before(undo, batch(needed, STAGE_MAKE));
	if (undo)
		add_attributes(changes, undo, needed);
}

static bool is_attached(const struct object *object)
{
	const struct attribute *row = kind_attribute(object->kind, "attached_to");

	return row && attribute_text(row, object);
}

/* The new state: what is needed is there first. */
static void add_want(struct changes *changes, struct change *change, struct change *needed)
{
	struct batch *make = batch(change, STAGE_MAKE), *late = batch(change, STAGE_LATE);
	bool of_default = change->late_default && is_routine(needed->want->kind);
	bool owned = change->want->kind == &sequence_kind && needed->want->kind == &column_kind;
	/* the index of a partition waits for that of its parent only when it is attached to it */
	bool partition = is_attached(change->want) && kind_attribute(needed->want->kind, "attached_to");
	bool attached = kind_is_table(change->want->kind) && kind_is_table(needed->want->kind) && needed->aside;

	/* a stub needs what its columns are made of, and those say so */
	bool of_query = change->stub && needed->want->kind != &schema_kind;
	if (!of_default && !owned && !partition && !of_query)
		batch_before(batch(needed, STAGE_MAKE), make);
	for (size_t i = 0; needed->want->kind == &composite_kind && needed->fate == FATE_ALTER && i < needed->want->parts[0].count; i++)
		batch_before(batch(changes_of_want(changes, needed->want->parts[0].items[i]), STAGE_MAKE), make);
	/* what checks or fires would do so on the rows that are carried over */
	if (change->want->kind == &foreign_key_kind && needed->aside && needed->want->kind == &table_kind)
		batch_before(batch(needed, STAGE_LATE), make);
	/* after the table took the sequences of its columns along */
	if (owned)
		batch_before(batch(needed->parent, STAGE_MAKE), late);
	if (owned && needed->parent->aside)
		batch_before(batch(needed->parent, STAGE_LATE), late);
	batch_before(batch(needed, STAGE_MAKE), late);
	if (attached)
		batch_before(late, batch(needed, STAGE_LATE));
	else if (!owned && !partition && !(needed->aside && needed->want->kind != &table_kind) && !(kind_is_table(change->want->kind) && kind_is_table(needed->want->kind)))
		batch_before(batch(needed, STAGE_LATE), late);   /* but partitions, and their indexes, are attached from below */
}

static void add_needs(struct changes *changes, struct change *change)
{
	if (change->have) {
		const GArray *needs = depend_needs(changes->needs_have, change->have);
		for (guint i = 0; i < needs->len; i++) {
			struct change *needed = changes_of_have(changes, snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)]);
			if (needed != change && needed->fate != FATE_SAME)
				add_have(changes, change, needed);
		}
	}
	if (change->want) {
		const GArray *needs = depend_needs(changes->needs_want, change->want);
		for (guint i = 0; i < needs->len; i++) {
			struct change *needed = changes_of_want(changes, snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)]);
			bool owned = change->want->kind == &sequence_kind && needed->want->kind == &column_kind;
			if (needed != change && (needed->fate != FATE_SAME || owned))
				add_want(changes, change, needed);
		}
	}
}

/* A partitioned table's index is valid only when those of all partitions are attached to it. */
static void await_attached(struct changes *changes, const struct object *key, struct batch *waiting)
{
	const GArray *users = depend_needed_by(changes->needs_want, key);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->want).items[g_array_index(users, unsigned, i)];
		if (!is_attached(user))
			continue;
		batch_before(batch(changes_of_want(changes, user), STAGE_LATE), waiting);
		await_attached(changes, user, waiting);
	}
}

/* A partition's own constraints and indexes are there before it is attached, and attached to its parent's after. */
static void add_partition(struct changes *changes, struct change *change)
{
	struct change *table = change->parent;

	if (!table || change_object(change)->kind == &column_kind || !table->want || !kind_is_table(table->want->kind))
		return;
	const struct kind *kind = change_object(change)->kind;
	struct batch *attach = batch(table, STAGE_LATE);
	if (((const struct table *)table->want)->partition_of || ((const struct table *)table->want)->inherits) {
		if (kind == &check_kind || kind == &index_kind || kind == &primary_key_kind || kind == &unique_kind) {
			batch_before(batch(change, STAGE_MAKE), attach);
			batch_before(attach, batch(change, STAGE_LATE));
			if (change->want && is_attached(change->want) && attach)
				await_attached(changes, change->want, attach);
		}
	} else if (kind == &index_kind || kind == &primary_key_kind || kind == &unique_kind || kind == &policy_kind) {
		batch_before(batch(change, STAGE_MAKE), attach);
	}
}

/* A table's indexes are made when its partitions are attached: attaching one would make an index of its own choice for each that the table has. */
static void add_attached(struct changes *changes, struct change *table)
{
	const struct object *parent = table->want && kind_is_table(table->want->kind) && ((const struct table *)table->want)->partition_of
					      ? table_parent(changes->want, table->want) : NULL;
	const struct kind *const indexed[] = { &index_kind, &primary_key_kind, &unique_kind };

	for (size_t k = 0; parent && k < G_N_ELEMENTS(indexed); k++) {
		struct parts parts = object_parts(parent, indexed[k]);
		for (size_t i = 0; i < parts.count; i++)
			batch_before(batch(table, STAGE_LATE), batch(changes_of_want(changes, parts.items[i]), STAGE_MAKE));
	}
}

/* The keys that refer to a partitioned table hold each of its partitions. */
static void free_partitions(struct changes *changes, struct batch *key, const struct object *table)
{
	const GArray *users = depend_needed_by(changes->needs_have, table);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->have).items[g_array_index(users, unsigned, i)];
		if (!kind_is_table(user->kind) || !((const struct table *)user)->partition_of)
			continue;
		batch_before(key, batch(changes_of_have(changes, user), STAGE_UNDO));
		free_partitions(changes, key, user);
	}
}

static void add_foreign_key(struct changes *changes, struct change *change)
{
	const GArray *needs = change->want && batch(change, STAGE_MAKE) ? depend_needs(changes->needs_want, change->want) : NULL;
	const struct foreign_key *key = (const struct foreign_key *)change->have;
	const struct object *table = key && change->batches[STAGE_UNDO] ? snapshot_relation(changes->have, key->referenced_schema, key->referenced_table) : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (kind_attribute(needed->kind, "attached_to"))
			await_attached(changes, needed, batch(change, STAGE_MAKE));
	}
	if (table)
		free_partitions(changes, change->batches[STAGE_UNDO], table);
}

/* A trigger's clone on a partition is there when the partition is attached, and does as those above it until told otherwise. */
static void add_clone(struct changes *changes, struct change *change)
{
	struct batch *late = batch(change, STAGE_LATE);
	const struct object *table = late && change->want ? change->want->parent : NULL;

	for (; table && ((const struct trigger *)change->want)->inherited; table = table_parent(changes->want, table))
		batch_before(batch(changes_of_want(changes, table), STAGE_LATE), late);
}

/* A materialized view is filled after those that it reads through other views. */
static void add_filled(struct changes *changes, struct batch *late, const struct object *view, GHashTable *seen)
{
	const GArray *needs = late ? depend_needs(changes->needs_want, view) : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (needed->kind == &materialized_view_kind)
			batch_before(batch(changes_of_want(changes, needed), STAGE_LATE), late);
		else if (needed->kind == &view_kind && g_hash_table_add(seen, (gpointer)needed))
			add_filled(changes, late, needed, seen);
	}
}

static bool becomes_unlogged_or_logged(const struct change *table)
{
	return table->have && table->want && ((const struct table *)table->have)->unlogged != ((const struct table *)table->want)->unlogged;
}

/* No logged table refers to one that is not. */
static void add_persistence(struct changes *changes, struct change *change)
{
	const struct foreign_key *key = (const struct foreign_key *)change->want;
	const struct object *other = key && change->have ? snapshot_relation(changes->want, key->referenced_schema, key->referenced_table) : NULL;
	struct change *referenced = other && other->kind == &table_kind ? changes_of_want(changes, other) : NULL, *table = change->parent;

	if (!referenced || referenced->fate != FATE_ALTER || table->fate != FATE_ALTER)
		return;
	if (((const struct table *)table->want)->unlogged)
		batch_before(batch(table, STAGE_MAKE), batch(referenced, STAGE_MAKE));
	else
		batch_before(batch(referenced, STAGE_MAKE), batch(table, STAGE_MAKE));
}

/* Extensions go when nothing else is left to be undone, for their members are not known one by one. */
static void add_extension(struct changes *changes, struct change *change)
{
	struct batch *gone = batch(change, STAGE_UNDO);

	for (guint i = 0; gone && change_undoes(change) && i < changes->all->len; i++) {
		struct change *other = changes->all->pdata[i];
		if (change_object(other)->kind == &extension_kind || change_object(other)->kind == &schema_kind)
			continue;
		batch_before(batch(other, STAGE_UNDO), gone);
		if (other->aside)
			batch_before(batch(other, STAGE_LATE), gone);
		if (other->fate == FATE_ALTER)
			batch_before(batch(other, STAGE_MAKE), gone);
	}
}

struct taken {
	const char *schema, *name;
	int space;
};

static guint taken_hash(gconstpointer data)
{
	const struct taken *taken = data;

	return g_direct_hash(taken->schema) / 8 * 31 ^ g_direct_hash(taken->name) / 8 ^ (guint)taken->space;
}

static gboolean taken_equal(gconstpointer a, gconstpointer b)
{
	const struct taken *x = a, *y = b;

	return x->schema == y->schema && x->name == y->name && x->space == y->space;
}

enum { SPACE_RELATION = 1, SPACE_TYPE = 2, SPACE_ROUTINE = 4, SPACE_SERVER = 8 };

/* The catalogs in whose name spaces an object's name is: a table has a type of its name too. */
static int spaces_of(const struct object *object)
{
	const struct kind *kind = object->kind;

	if (kind_is_table(kind) || kind == &view_kind || kind == &materialized_view_kind || kind == &composite_kind)
		return SPACE_RELATION | SPACE_TYPE;
	if (kind == &sequence_kind || kind == &index_kind || kind == &primary_key_kind || kind == &unique_kind || kind == &exclusion_kind)
		return SPACE_RELATION;
	if (kind == &enum_kind || kind == &domain_kind || kind == &range_kind || kind == &base_type_kind || kind == &shell_type_kind)
		return SPACE_TYPE;
	if (kind == &server_kind)
		return SPACE_SERVER;
	return kind == &function_kind || kind == &procedure_kind || kind == &aggregate_kind ? SPACE_ROUTINE : 0;
}

/* A name is free only when what had it is gone, or has another name. */
static void add_names(struct changes *changes)
{
	g_autoptr(GHashTable) going = g_hash_table_new_full(taken_hash, taken_equal, g_free, NULL);

	for (int pass = 0; pass < 2; pass++)
		for (guint i = 0; i < changes->all->len; i++) {
			struct change *change = changes->all->pdata[i];
			const struct object *object = pass ? change->want : change->have;
			bool concerned = object && (pass ? change_makes(change) || change->renamed : change_undoes(change) || change->renamed);
			for (int space = 1; concerned && space <= SPACE_SERVER; space *= 2) {
				if (!(spaces_of(object) & space))
					continue;
				struct taken key = { object->schema, object->name, space };
				struct change *other = pass ? g_hash_table_lookup(going, &key) : NULL;
				if (!pass)
					g_hash_table_insert(going, g_memdup2(&key, sizeof(key)), change);
				else if (other && other != change)
					batch_before(other->renamed && !change_undoes(other) ? batch(other, STAGE_MAKE) : undoing(other), batch(change, STAGE_MAKE));
			}
		}
}

/* Default privileges apply to whatever is made while they are there: they go first and come last. */
static void add_default_privileges(struct changes *changes, struct change *change)
{
	struct batch *first = batch(change, STAGE_UNDO), *last = batch(change, STAGE_LATE);

	for (guint i = 0; i < changes->all->len; i++) {
		struct change *other = changes->all->pdata[i];
		if (other->fate == FATE_SAME || change_object(other)->kind == &default_privileges_kind)
			continue;
		for (int stage = 0; stage < STAGE_COUNT; stage++) {
			batch_before(first, batch(other, stage));
			batch_before(batch(other, stage), last);
		}
	}
}

void edges_add(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		if (change_object(change)->kind == &foreign_key_kind && becomes_unlogged_or_logged(change->parent))
			add_persistence(changes, change);
		if (change->fate == FATE_SAME)
			continue;
		add_own(change);
		add_needs(changes, change);
		add_partition(changes, change);
		add_attached(changes, change);
		if (change_object(change)->kind == &foreign_key_kind)
			add_foreign_key(changes, change);
		if (change->want && change->want->kind == &materialized_view_kind) {
			g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
			add_filled(changes, batch(change, STAGE_LATE), change->want, seen);
		}
		if (change_object(change)->kind == &trigger_kind)
			add_clone(changes, change);
		if (change_object(change)->kind == &extension_kind)
			add_extension(changes, change);
		if (change_object(change)->kind == &default_privileges_kind)
			add_default_privileges(changes, change);
	}
	add_names(changes);
}
