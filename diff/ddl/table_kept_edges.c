/* What is kept is copied before all else that is done to the table, and given back before anything checks it. */
#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/sequence_owned.h"
#include "diff/ddl/table_kept.h"
#include "diff/ddl/verbs.h"
#include "diff/keepsake.h"
#include "diff/order.h"

#define TABLE(object) ((const struct table *)(object))

static void before_all(struct batch *first, struct change *change)
{
	for (int stage = first->stage + 1; stage < STAGE_COUNT; stage++)
		batch_before(first, batch_find(change, stage));
}

/* A type is read as it was: before its labels get other names, and before it goes. A schema that is renamed is so by then. */
static void keep_needs(struct changes *changes, struct batch *keep, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		struct change *needed =
			changes_of_have(changes, snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)]);
		if (kind_is(needed->have->kind, TRAIT_HOME)) {
			if (changes->schemas_first && needed->renamed)
				batch_before(batch_find(needed, STAGE_MAKE), keep);
		} else if (kind_is(needed->have->kind, TRAIT_TYPE) && needed->fate != FATE_SAME) {
			before_all(keep, needed);
		}
	}
}

static void add_keep(struct changes *changes, struct change *table, struct batch *keep)
{
	struct parts columns = object_columns(table->have);

	before_all(keep, table);
	keep_needs(changes, keep, table->have);
	for (size_t i = 0; i < columns.count; i++) {
		before_all(keep, changes_of_have(changes, columns.items[i]));
		keep_needs(changes, keep, columns.items[i]);
	}
}

/* Whether it is made as what the rows have to fit: a constraint, or a part of what is no relation, as a table of a publication. */
static bool looks_at_rows(const struct change *change)
{
	return !change->made_by && change->parent &&
	       (kind_is(change->want->kind, TRAIT_CONSTRAINT) || !kind_is(change->parent->want->kind, TRAIT_RELATION));
}

/* What needs the table or a column: keys that refer to it, publications, sequences that continue behind its values. */
static void fill_users(struct changes *changes, struct batch *fill, const struct object *object)
{
	const GArray *users = depend_needed_by(changes->needs_want, object);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->want).items[g_array_index(users, unsigned, i)];
		struct change *change = changes_of_want(changes, user);
		if (looks_at_rows(change))
			batch_before(fill, batch_find(change, STAGE_MAKE));
		if (!kind_is_table(user->kind))
			batch_before(fill, batch_find(change, STAGE_LATE));
		/* a partition that comes is attached before its table's rows are looked for by their key */
		else if (TABLE(user)->partition_of && !keepsake_of(changes, fill->change)->whole)
			batch_before(batch_find(change, STAGE_LATE), fill);
	}
}

/* The labels of an enum are there that values have. */
static void fill_types(struct changes *changes, struct batch *fill, const struct object *column)
{
	const GArray *needs = depend_needs(changes->needs_want, column);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (kind_is(needed->kind, TRAIT_TYPE))
			batch_before(batch_find(changes_of_want(changes, needed), STAGE_MAKE), fill);
	}
}

static void fill_columns(struct changes *changes, struct batch *fill, const struct object *table)
{
	struct parts columns = object_columns(table);

	for (size_t i = 0; i < columns.count; i++) {
		struct change *column = changes_of_want(changes, columns.items[i]);
		const struct object *sequence = sequence_of_identity(changes, columns.items[i]);
		batch_before(batch_find(column, STAGE_MAKE), fill);
		fill_types(changes, fill, columns.items[i]);
		batch_before(fill, batch_find(column, STAGE_LATE));
		batch_before(fill, sequence ? batch_find(changes_of_want(changes, sequence), STAGE_LATE) : NULL);
		fill_users(changes, fill, columns.items[i]);
	}
}

/* Constraints, indexes, triggers and rules: those that are made see all values, those that stay are as they will be. */
static void fill_part(struct batch *fill, struct change *part)
{
	if (part->parent != fill->change || kind_is(change_object(part)->kind, TRAIT_TYPED))
		return;
	batch_before(batch_find(part, STAGE_UNDO), fill);
	if (change_makes(part) && !part->made_by)
		batch_before(fill, batch_find(part, STAGE_MAKE));
	else
		batch_before(batch_find(part, STAGE_MAKE), fill);
}

static void fill_parts(struct changes *changes, struct batch *fill, const struct change *table)
{
	const struct object *want = table->want, *have = table->have;

	for (size_t k = 0; want->kind->parts[k]; k++)
		for (size_t i = 0; i < want->parts[k].count; i++)
			fill_part(fill, changes_of_want(changes, want->parts[k].items[i]));
	for (size_t k = 0; have && have->kind->parts && have->kind->parts[k]; k++)
		for (size_t i = 0; i < have->parts[k].count; i++) {
			struct change *part = changes_of_have(changes, have->parts[k].items[i]);
			if (!part->want)
				fill_part(fill, part);
		}
}

/* What has the rows of queries, such as a materialized view, is filled when all rows are there. */
static void fill_results(struct changes *changes, struct batch *fill)
{
	for (size_t k = 0; k < kind_count; k++) {
		struct objects all = snapshot_objects(changes->want, kinds[k]);
		for (size_t i = 0; verbs_of(kinds[k])->filtered && i < all.count; i++)
			batch_before(fill, batch_find(changes_of_want(changes, all.items[i]), STAGE_MAKE));
	}
}

static void add_fill(struct changes *changes, struct change *table, struct batch *fill)
{
	batch_before(batch_find(table, STAGE_UNDO), fill);
	batch_before(batch_find(table, STAGE_MAKE), fill);
	batch_before(fill, batch_find(table, STAGE_LATE));
	batch_before(fill, batch_find(table, STAGE_LAST));
	fill_columns(changes, fill, table->want);
	fill_parts(changes, fill, table);
	fill_users(changes, fill, table->want);
	fill_results(changes, fill);
}

void table_kept_add_edges(struct changes *changes, struct change *table)
{
	struct batch *keep = batch_find(table, STAGE_KEEP), *fill = batch_find(table, STAGE_FILL);

	if (keep)
		add_keep(changes, table, keep);
	if (fill)
		add_fill(changes, table, fill);
}
