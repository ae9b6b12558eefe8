/* What becomes of a table when something that it needs goes or changes, and of keys that refer to one that is taken out. */
#include "diff/ddl/table.h"

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/table_partition_rows.h"
#include "diff/widen.h"

/* A partition goes with its table where that is made again, as its rows may belong elsewhere then; another child is put back. */
enum reaction table_on_dependency(struct widening *widening, struct change *change, struct change *cause)
{
	const struct table *have = (const struct table *)change->have, *want = (const struct table *)change->want;
	const struct kind *kind = change_object(cause)->kind;

	if (kind == &server_kind)
		return reaction_plain(widening, change, cause);
	if (!change_undoes(cause))
		return REACTION_NONE;
	if (kind == &composite_kind) /* where NOT OF is not enough */
		return cause->fate == FATE_DROP || have->of_type != want->of_type ? REACTION_NONE : REACTION_RECREATE;
	if (!kind_is_table(kind))
		return REACTION_NONE;
	if (have->partition_of && have->partition_of == want->partition_of && cause->aside)
		return REACTION_RECREATE;
	change->detached = true;
	widening_loosen(widening, change);
	return changes_inheritance(widening->changes, change) == INHERITANCE_REMADE ? REACTION_RECREATE : REACTION_NONE;
}

/*
 * A partition cannot be taken out, nor give rows to another, while keys refer to rows of the table: they are dropped and made
 * again.
 */
void table_widen_first(struct widening *widening, struct change *table)
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
			if (key && foreign_key_referenced(changes->have, key) == above)
				widening_recreate(widening, changes_of_have(changes, user));
		}
	}
}

/* A table that it inherits from has another name now. */
bool table_parent_is_renamed(const struct changes *changes, const struct change *change)
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
