/* The index that a table is clustered on, and its replica identity; and what else follows for a table, or is said of it, from others. */
#include "diff/ddl/table.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/view.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/not_null.h"
#include "diff/ddl/table_partition_rows.h"
#include "diff/decide.h"
#include "diff/say.h"
#include "diff/steps.h"
#include "diff/way_back.h"

#define TABLE(object) ((const struct table *)(object))

/* The name of the index that is the replica identity, NULL where another thing is. */
static const char *index_of(const char *replica_identity)
{
	return replica_identity && strncmp(replica_identity, "index ", 6) == 0 ? replica_identity + 6 : NULL;
}

/* Whether the part is an index, made newly, that its table or materialized view is clustered on or identified by. */
static bool names_index(const struct object *table, const struct change *part)
{
	const struct object *object = part->want;

	if (!object || !table || !change_makes(part) || !kind_is(object->kind, TRAIT_INDEX) || object->kind == &exclusion_kind)
		return false;
	if (table->kind == &materialized_view_kind)
		return ((const struct view *)table)->cluster_on == object->name;
	return table->kind == &table_kind &&
	       (TABLE(table)->cluster_on == object->name || g_strcmp0(index_of(TABLE(table)->replica_identity), object->name) == 0);
}

static bool is_made(const struct say *s, const char *index)
{
	for (size_t k = 0; index && s->want->kind->parts[k]; k++)
		for (size_t p = 0; p < s->want->parts[k].count; p++) {
			const struct change *change = changes_of_want(s->changes, s->want->parts[k].items[p]);
			if (change->want->name == index && names_index(s->want, change))
				return true;
		}
	return false;
}

/* On the way back: whether the index of that name may be missing, or a column of it NULL. */
static bool is_doubtful(const struct say *s, const char *name)
{
	const struct object *index = name ? object_index(s->want, name) : NULL;
	const GArray *needs = index ? depend_needs(s->changes->needs_want, index) : NULL;
	bool doubtful = index && way_back_is_tried(s->changes, changes_of_want(s->changes, index));
	struct parts keys = index ? object_parts(index, &index_key_kind) : (struct parts){ 0 };
	for (size_t i = 0; i < keys.count && !doubtful; i++) {
		const struct object *column = object_column(s->want, keys.items[i]->name);
		doubtful = column && way_back_fills_later(s->changes, changes_of_want(s->changes, column));
	}
	for (guint i = 0; needs && i < needs->len && !doubtful; i++) {
		const struct object *needed = snapshot_all(s->changes->want).items[g_array_index(needs, unsigned, i)];
		doubtful = needed->kind == &column_kind && way_back_fills_later(s->changes, changes_of_want(s->changes, needed));
	}
	return doubtful;
}

/* Where the index may not be there, or not be fit: last, and what the server refuses is left. */
static void say_doubtful(struct say *s, const char *mark, const char *index)
{
	g_autofree char *name = object_describe(s->want);
	g_autofree char *what =
		g_strdup_printf("%s %s of %s", strcmp(mark, "CLUSTER ON") == 0 ? "CLUSTER ON" : "REPLICA IDENTITY", index, name);
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "ALTER TABLE ONLY %O %s %I", s->want, mark, index);
	way_back_say(s, STAGE_LAST, what, sql->str);
}

/* What is set once the indexes that it names are there. */
void table_say_index_marks(struct say *s, const struct table *have, const struct table *want)
{
	const char *identity = want->replica_identity, *of = index_of(identity);
	const char *index = of ? pool_text(s->changes->pool, of) : NULL;

	bool clusters = want->cluster_on && (have->cluster_on != want->cluster_on || is_made(s, want->cluster_on));
	if (clusters && is_doubtful(s, want->cluster_on))
		say_doubtful(s, "CLUSTER ON", want->cluster_on);
	else if (clusters)
		say(s, STAGE_LATE, "ALTER TABLE %O CLUSTER ON %I", s->want, want->cluster_on);
	else if (have->cluster_on != want->cluster_on)
		say(s, STAGE_MAKE, "ALTER TABLE %O SET WITHOUT CLUSTER", s->want);
	if (have->replica_identity == identity && !is_made(s, index))
		return;
	if (index && is_doubtful(s, index))
		say_doubtful(s, "REPLICA IDENTITY USING INDEX", index);
	else if (index)
		say(s, STAGE_LATE, "ALTER TABLE ONLY %O REPLICA IDENTITY USING INDEX %I", s->want, index);
	else
		say(s, STAGE_LATE, "ALTER TABLE ONLY %O REPLICA IDENTITY %s", s->want,
			!identity			? "DEFAULT"
			: strcmp(identity, "full") == 0 ? "FULL"
							: "NOTHING");
}

/* A typed table is none while constraints of it get other names, which the server refuses to typed ones. */
static void mark_typed(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i], *table = change->parent;
		bool typed = table && table->have && table->want && table->want->kind == &table_kind && !change_makes(table) &&
			     ((const struct table *)table->want)->of_type;
		bool renamed = typed && ((change->renamed && kind_is(change->want->kind, TRAIT_CONSTRAINT)) ||
						not_null_is_renamed(changes, change));
		if (!renamed)
			continue;
		table->detached = true;
		if (table->fate == FATE_SAME)
			table->fate = FATE_ALTER;
	}
}

/* Whose the columns of a child are. */
void table_mark_first(struct changes *changes)
{
	mark_typed(changes);
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

/* A table that is clustered on an index, or identified by it, has to be told again of one that is made again. */
static void mark_indexed(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i], *table = change->parent;
		if (table && table->fate == FATE_SAME && names_index(table->want, change))
			change_decide(table, FATE_ALTER, change);
	}
}

void table_mark_all(struct changes *changes)
{
	mark_partitions(changes);
	mark_indexed(changes);
}

/* Columns can only be added at the end. */
void table_note(const struct changes *changes, const struct change *change, struct plan *plan)
{
	if ((change->fate != FATE_ALTER && change->fate != FATE_SAME) || !change_reorders(changes, change))
		return;
	g_autofree char *name = object_describe(change->want);
	remark_add(plan->notes, NOTE_COLUMN_ORDER, change->want, "the order of the columns of %s cannot be changed", name);
}

/* SET LOGGED and UNLOGGED do nothing to a partitioned table, which has no rows of its own. */
bool table_stays_unlogged(const struct change *change)
{
	const struct table *have = TABLE(change->have), *want = TABLE(change->want);

	return have->unlogged != want->unlogged && have->partition_by && have->partition_by == want->partition_by &&
	       change->fate != FATE_REMAKE;
}

bool table_row_stays(const struct change *change, const struct attribute *row)
{
	return row->offset == offsetof(struct table, unlogged) && table_stays_unlogged(change);
}
