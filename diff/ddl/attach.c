/* Tables and their parents: ATTACH and DETACH PARTITION, INHERIT and NO INHERIT. */
#include <glib.h>

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/partition_bound.h"
#include "diff/ddl/table.h"
#include "diff/ddl/table_partition_rows.h"
#include "diff/ddl/table_risk.h"
#include "diff/say.h"

#define TABLE(object) ((const struct table *)(object))

/* FOR VALUES ..., or DEFAULT. */
void table_say_attach(struct say *s)
{
	const struct table *table = TABLE(s->want);
	bool is_default = partition_bound_is_default(table->partition_bound_spec);

	partition_take_rows(s);
	partition_give_rows(s);
	say_on_rows(s, STAGE_LATE, "ALTER TABLE ONLY %s ATTACH PARTITION %O %s%s",
		say_relation(s->changes->pool, s->want, table->partition_of), s->want, is_default ? "" : "FOR VALUES ",
		table->partition_bound_spec);
}

/* A foreign key of a partitioned table to itself has to be dropped before any of its partitions. */
static bool goes_before(const struct changes *changes, const struct object *key)
{
	return foreign_key_is_internal(key) && change_undoes(changes_of_have(changes, key));
}

/* A detached partition keeps copies of the foreign keys of the partitioned tables above it. */
static void say_left_keys(struct say *s)
{
	bool returns = TABLE(s->have)->partition_of == TABLE(s->want)->partition_of;

	for (const struct object *above = table_parent(s->changes->have, s->have); above;
		above = table_parent(s->changes->have, above)) {
		struct parts keys = object_parts(above, &foreign_key_kind);
		for (size_t i = 0; i < keys.count; i++)
			if (!(returns && changes_of_have(s->changes, keys.items[i])->fate == FATE_SAME) &&
				!goes_before(s->changes, keys.items[i]))
				say(s, STAGE_UNDO, "ALTER TABLE %O DROP CONSTRAINT %I", s->have, keys.items[i]->name);
	}
}

/* A table is detached from its parents first, and attached to the new ones last, so that it can be altered alone in between. */
void table_alter_parents(struct say *s)
{
	const struct table *have = TABLE(s->have), *want = TABLE(s->want);
	struct pool *pool = s->changes->pool;
	bool moved = s->change->detached || have->partition_of != want->partition_of ||
		     have->partition_bound_spec != want->partition_bound_spec;

	if (have->partition_of && moved) {
		say(s, STAGE_UNDO, "ALTER TABLE %s DETACH PARTITION %O", say_relation(pool, s->have, have->partition_of), s->have);
		say_left_keys(s);
	}
	if (want->partition_of && moved) {
		table_say_attach(s);
		risk_bounds(s);
	}
	for (size_t i = 0; have->inherits && i < have->inherits->count; i++)
		if (!changes_keeps_parent(s->changes, s->change, have->inherits->items[i], true))
			say(s, STAGE_UNDO, "ALTER TABLE %O NO INHERIT %s", s->have,
				say_relation(pool, s->have, pool_qualified(pool, have->inherits->items[i])));
	for (size_t i = 0; want->inherits && i < want->inherits->count; i++)
		if (!changes_keeps_parent(s->changes, s->change, want->inherits->items[i], false))
			say(s, STAGE_LATE, "ALTER TABLE %O INHERIT %s", s->want,
				say_relation(pool, s->want, pool_qualified(pool, want->inherits->items[i])));
}
