/* Finds a difference that a plan forgot. */
#include "diff/account.h"

#include "catalog/kinds.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/not_null.h"
#include "catalog/kinds/sequence.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/index.h"
#include "diff/judge.h"
#include "diff/order.h"
#include "diff/plan.h"

/* Whether the change, or the one whose statement makes or drops it, has a statement. */
static bool has_step(struct change *change)
{
	for (int stage = 0; stage < STAGE_COUNT; stage++) {
		const struct batch *batch = batch_find(change, stage);
		if (batch && batch->steps->len)
			return true;
	}
	return false;
}

/* Whether a part comes and goes with its table, type or the like, whose statements speak for it. */
static bool goes_with_whole(const struct change *change)
{
	const struct change *whole = change->parent;

	return whole && (change_makes(whole) || change_undoes(whole)) && change_makes(change) <= change_makes(whole) &&
	       change_undoes(change) <= change_undoes(whole);
}

static bool is_said(const struct changes *, struct change *, const char *what);

/* The table: what its columns and triggers have from parents, and what its indexes are part of, follows from how it is attached. */
static bool table_has_step(const struct changes *changes, const struct change *change)
{
	(void)changes;
	return has_step(change->parent);
}

/* The table, or the index above, which has another name now. */
static bool attachment_is_said(const struct changes *changes, const struct change *change)
{
	return table_has_step(changes, change) || index_stays_attached(changes, change);
}

/* The table, or the column above, which leaves the child's to the child when it goes. */
static bool origin_has_step(const struct changes *changes, const struct change *change)
{
	const GArray *needs = depend_needs(changes->needs_have, change->have);
	bool found = table_has_step(changes, change);

	for (guint i = 0; i < needs->len && !found; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		found = needed->kind == &column_kind && needed->name == change->have->name &&
			has_step(changes_of_have(changes, needed));
	}
	return found;
}

/*
 * The constraint, or trigger, of the table's parent, or of one further above: a clone of a trigger is described only where it
 * differs from that.
 */
static bool is_said_above(const struct changes *changes, const struct change *change)
{
	const struct object *object = change_object(change), *above = object->parent;
	struct change *upper = changes_inherited_from(changes, change);

	if (upper)
		return is_said(changes, upper, NULL);
	while ((above = table_parent(change->want ? changes->want : changes->have, above))) {
		const struct object *same = object_part(above, object->kind, object->name);
		if (same)
			return is_said(
				changes, change->want ? changes_of_want(changes, same) : changes_of_have(changes, same), NULL);
	}
	return false;
}

/*
 * The constraint of NOT NULL keeps its name, which is described only where no parent gives it: a partition that becomes a table of
 * its own.
 */
static bool keeps_not_null_name(const struct changes *changes, const struct change *change)
{
	g_autofree char *have = change->have ? not_null_name(changes->have, change->have) : NULL,
			*want = change->want ? not_null_name(changes->want, change->want) : NULL;

	return g_strcmp0(have, want) == 0;
}

/* An index, or that of a key, which is attached to it, or to one of those. */
static bool attached_has_step(const struct changes *changes, const struct change *change)
{
	const GArray *needing = depend_needed_by(changes->needs_want, change->want);

	for (guint i = 0; i < needing->len; i++) {
		const struct object *other = snapshot_all(changes->want).items[g_array_index(needing, unsigned, i)];
		if (index_attached_to(other) &&
			(has_step(changes_of_want(changes, other)) || attached_has_step(changes, changes_of_want(changes, other))))
			return true;
	}
	return false;
}

/* A table that it inherits from has another name now. */
static bool parent_is_renamed(const struct changes *changes, const struct change *change)
{
	const GArray *needs = depend_needs(changes->needs_want, change->want);

	for (guint i = 0; i < needs->len; i++) {
		const struct change *parent =
			changes_of_want(changes, snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)]);
		if (parent->renamed)
			return true;
	}
	return false;
}

/* The server of a foreign table has another name now. */
static bool server_is_renamed(const struct changes *changes, const struct change *change)
{
	const GArray *needs = depend_needs(changes->needs_want, change->want);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		const struct change *server = needed->kind == &server_kind ? changes_of_want(changes, needed) : NULL;
		if (server && server->renamed && depend_has(changes->needs_have, change->have, server->have))
			return true;
	}
	return false;
}

/* The table of the column that owns the sequence: the owner, and whether it is logged, go along. */
static bool owning_table_has_step(const struct changes *changes, const struct change *change)
{
	const struct sequence *sequence = (const struct sequence *)change->want;
	const struct object *table =
		sequence->owner_table ? snapshot_relation(changes->want, change->want->schema, sequence->owner_table) : NULL;

	return table && has_step(changes_of_want(changes, table));
}

/* The column that owns the sequence in a snapshot, or NULL. */
static const struct object *owning_column(const struct snapshot *snapshot, const struct object *object)
{
	const struct sequence *sequence = (const struct sequence *)object;
	const struct object *table =
		sequence->owner_table ? snapshot_relation(snapshot, object->schema, sequence->owner_table) : NULL;

	return table && sequence->owner_column ? object_part(table, &column_kind, sequence->owner_column) : NULL;
}

/* The column that owned the sequence: it takes it along when it goes, be it to be made again. */
static bool owning_column_goes(const struct changes *changes, const struct change *change)
{
	const struct object *column = owning_column(changes->have, change->have);
	struct change *owner = column ? changes_of_have(changes, column) : NULL;

	return owner && (change_undoes(owner) || change_undoes(owner->parent)) && (has_step(owner) || has_step(owner->parent));
}

/* The column that owns the sequence, or its table, has another name now. */
static bool owning_column_is_renamed(const struct changes *changes, const struct change *change)
{
	const struct object *column = owning_column(changes->want, change->want);
	const struct change *owner = column ? changes_of_want(changes, column) : NULL;

	return owner && owner->have && owner->have == owning_column(changes->have, change->have) &&
	       (owner->renamed || owner->parent->renamed);
}

/* A server of the wrapper: that of an extension is described only where it has servers. */
static bool server_has_step(const struct changes *changes, const struct change *change)
{
	struct parts servers = object_parts(change_object(change), &server_kind);
	bool found = false;

	for (size_t i = 0; i < servers.count && !found; i++)
		found = has_step(
			change->want ? changes_of_want(changes, servers.items[i]) : changes_of_have(changes, servers.items[i]));
	return found;
}

/* The extension that makes a schema, or a foreign data wrapper, and drops it. */
static bool extension_has_step(const struct changes *changes, const struct change *change)
{
	const struct object *object = change_object(change);
	const struct attribute *row = kind_attribute(object->kind, "extension");
	const char *name = row ? attribute_text(row, object) : NULL;
	const struct object *extension =
		name ? snapshot_find(change->want ? changes->want : changes->have, &extension_kind, NULL, name) : NULL;

	return extension && has_step(change->want ? changes_of_want(changes, extension) : changes_of_have(changes, extension));
}

/* What needs no statement of its own, for the server does it along with another object's. */
static const struct follower {
	const struct kind *kind;
	const char *what; /* of the difference; NULL: any */
	bool (*elsewhere)(const struct changes *, const struct change *);
} followers[] = {
	{ &column_kind, "inherited", origin_has_step },
	{ &column_kind, "not_null_constraint.name", keeps_not_null_name },
	{ &primary_key_kind, "attached_to", attachment_is_said },
	{ &unique_kind, "attached_to", attachment_is_said },
	{ &exclusion_kind, "attached_to", attachment_is_said },
	{ &foreign_key_kind, "attached_to", attachment_is_said },
	{ &index_kind, "attached_to", attachment_is_said },
	{ &index_kind, "only", attached_has_step },
	{ &primary_key_kind, "only", attached_has_step },
	{ &unique_kind, "only", attached_has_step },
	{ &check_kind, NULL, is_said_above },
	{ &trigger_kind, NULL, is_said_above },
	{ &trigger_kind, "not wanted", table_has_step },
	{ &table_kind, "inherits", parent_is_renamed },
	{ &foreign_table_kind, "inherits", parent_is_renamed },
	{ &foreign_table_kind, "server", server_is_renamed },
	{ &foreign_data_wrapper_kind, NULL, extension_has_step },
	{ &foreign_data_wrapper_kind, NULL, server_has_step },
	{ &schema_kind, NULL, extension_has_step },
	{ &system_privileges_kind, "not wanted", extension_has_step },
	{ &sequence_kind, "owner", owning_table_has_step },
	{ &sequence_kind, "privileges", owning_table_has_step },
	{ &sequence_kind, "unlogged", owning_table_has_step },
	{ &sequence_kind, "owner_column", owning_column_is_renamed },
	{ &sequence_kind, "owner_table", owning_column_is_renamed },
	{ &sequence_kind, "not wanted", owning_column_goes },
};

static bool is_said(const struct changes *changes, struct change *change, const char *what)
{
	const struct kind *kind = change_object(change)->kind;
	const struct attribute *row = what && change->have && change->want ? kind_attribute(kind, what) : NULL;

	if (has_step(change) || goes_with_whole(change) || change->noted || (row && judge_follows(changes, change, row)))
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(followers); i++)
		if (followers[i].kind == kind && (!what || !followers[i].what || g_strcmp0(followers[i].what, what) == 0) &&
			followers[i].elsewhere(changes, change))
			return true;
	return false;
}

/* difference->object is of want, or of have when want lacks it. */
static struct change *change_of(const struct changes *changes, const struct difference *difference)
{
	bool goes = g_strcmp0(difference->what, "not wanted") == 0;

	return goes ? changes_of_have(changes, difference->object) : changes_of_want(changes, difference->object);
}

bool account_fail(const struct difference *difference, GError **error)
{
	g_autofree char *name = object_describe(difference->object);

	g_set_error(error, PLAN_ERROR, PLAN_INCOMPLETE,
		"internal error: no statement was found for a difference, %s: %s; please report it", name, difference->what);
	return false;
}

bool account_check(const struct changes *changes, const GPtrArray *differences, GError **error)
{
	for (guint i = 0; i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		if (difference->note || is_said(changes, change_of(changes, difference), difference->what))
			continue;
		return account_fail(difference, error);
	}
	return true;
}
