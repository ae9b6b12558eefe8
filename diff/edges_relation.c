/*
 * Which batches of relations and their parts wait for each other beyond the dependency graph: partitions, attached indexes,
 * materialized views.
 */
#include "diff/edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/table_edges.h"
#include "diff/ddl/verbs.h"
#include "diff/order.h"

/* What stores rows of a table goes before a column of that changes, and comes after. */
static void add_stored_rows(struct changes *changes, struct change *change, bool goes)
{
	const struct snapshot *snapshot = goes ? changes->have : changes->want;
	const struct object *storing = goes ? change->have : change->want;
	const char *type = attribute_text(kind_attribute(storing->kind, "type"), storing);
	const GArray *needs = depend_needs(goes ? changes->needs_have : changes->needs_want, storing);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *table = snapshot_all(snapshot).items[g_array_index(needs, unsigned, i)];
		bool stored = kind_is_table(table->kind) && convert_is_of(snapshot, type, table);
		struct parts columns = stored ? object_columns(table) : (struct parts){ 0 };
		for (size_t c = 0; c < columns.count; c++) {
			struct change *column =
				goes ? changes_of_have(changes, columns.items[c]) : changes_of_want(changes, columns.items[c]);
			if (goes)
				batch_before(batch_undoing(change), batch_find(column, STAGE_MAKE));
			else if (column->parent != change->parent)
				batch_before(batch_find(column, STAGE_MAKE), batch_find(change, STAGE_MAKE));
		}
	}
}

void edges_add_relations(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		const struct kind *kind = change_object(change)->kind;

		if (change->fate != FATE_SAME) {
			table_add_part_edges(changes, change);
		}
		if (verbs_of(kind)->add_edges)
			verbs_of(kind)->add_edges(changes, change);
		if (change->fate == FATE_SAME)
			continue;
		if (kind_is(kind, TRAIT_MERGED) && change_makes(change) && change->parent->have && batch_find(change, STAGE_MAKE))
			table_await_children(changes, change->parent->have, change->want, batch_find(change, STAGE_MAKE));
		if (kind_is(kind, TRAIT_TYPED) && change->have && change_undoes(change))
			add_stored_rows(changes, change, true);
		if (kind_is(kind, TRAIT_TYPED) && change->want && change_makes(change))
			add_stored_rows(changes, change, false);
	}
}
