/* Row security of tables, and how a script of their owner sees all rows. */
#include "diff/ddl/row_security.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/table_partition_rows.h"
#include "diff/ddl/verbs.h"
#include "diff/order.h"
#include "diff/say.h"

bool row_security_is_forced(const char *row_security)
{
	return row_security && strncmp(row_security, "forced", 6) == 0;
}

static bool is_enabled(const char *row_security)
{
	return row_security && strcmp(row_security, "forced only") != 0;
}

/* Whether rows are read to prove the key. */
static bool is_proved(const struct change *change)
{
	const struct foreign_key *have = (const struct foreign_key *)change->have, *want = (const struct foreign_key *)change->want;

	if (!want || want->not_valid || want->not_enforced)
		return false;
	return change_makes(change) || (change->fate == FATE_ALTER && have->not_valid);
}

static const struct object *referenced_table(const struct changes *changes, const struct object *key)
{
	return foreign_key_referenced(changes->want, (const struct foreign_key *)key);
}

/* Whether the force has to be taken away for a while. */
static bool hides_rows(const struct change *table)
{
	return table->have && table->want && table->have->kind == &table_kind && table->want->kind == &table_kind &&
	       !change_undoes(table) && row_security_is_forced(((const struct table *)table->have)->row_security);
}

static void mark_read(struct changes *changes, const struct object *table)
{
	struct change *change = table && table->kind == &table_kind ? changes_of_want(changes, table) : NULL;

	if (!change || change->read)
		return;
	change->read = true;
	if (hides_rows(change) && change->fate == FATE_SAME)
		change->fate = FATE_ALTER;
}

/* A partition is read with its table. */
static void mark_partitions(struct changes *changes)
{
	struct objects tables = snapshot_objects(changes->want, &table_kind);

	for (size_t i = 0; i < tables.count; i++)
		for (const struct object *above = table_parent(changes->want, tables.items[i]); above;
			above = table_parent(changes->want, above))
			if (((const struct table *)tables.items[i])->partition_of && changes_of_want(changes, above)->read)
				mark_read(changes, tables.items[i]);
}

/* Rows that change their partition are taken out of one table, and put into another. */
static void mark_moved(struct changes *changes)
{
	struct objects tables = snapshot_objects(changes->want, &table_kind);

	for (size_t i = 0; i < tables.count; i++) {
		const struct change *change = changes_of_want(changes, tables.items[i]);
		if (((const struct table *)tables.items[i])->partition_of && hides_rows(change) &&
			partition_moves_rows(changes, change))
			mark_read(changes, tables.items[i]);
	}
}

void row_security_mark(struct changes *changes)
{
	struct objects keys = snapshot_objects(changes->want, &foreign_key_kind);
	bool any = false;

	for (size_t i = 0; i < keys.count; i++) {
		if (!is_proved(changes_of_want(changes, keys.items[i])))
			continue;
		mark_read(changes, keys.items[i]->parent);
		mark_read(changes, referenced_table(changes, keys.items[i]));
		any = true;
	}
	if (any)
		mark_partitions(changes);
	mark_moved(changes);
}

void row_security_force(struct say *s, enum stage stage, const struct object *table, bool force)
{
	say(s, stage, "ALTER TABLE ONLY %O %sFORCE ROW LEVEL SECURITY", table, force ? "" : "NO ");
}

void row_security_say(struct say *s, const char *have, const char *want)
{
	bool away = s->have && s->change->read && hides_rows(s->change);

	/* enabled once the policies are there, disabled before they go */
	if (is_enabled(want) && !is_enabled(have))
		say(s, STAGE_LATE, "ALTER TABLE %O ENABLE ROW LEVEL SECURITY", s->want);
	if (is_enabled(have) && !is_enabled(want))
		say(s, STAGE_MAKE, "ALTER TABLE %O DISABLE ROW LEVEL SECURITY", s->want);
	if (row_security_is_forced(have) && (away || !row_security_is_forced(want)))
		row_security_force(s, STAGE_UNDO, s->have, false);
	if (row_security_is_forced(want) && (away || !row_security_is_forced(have)))
		row_security_force(s, STAGE_LAST, s->want, true);
}

/* Calls use on each table with row security that the object reads, as it is to be. */
static void each_secured(const struct changes *changes, const struct object *reader, GHashTable *seen,
	void (*use)(const struct changes *, const struct object *, void *), void *data)
{
	const GArray *needs = g_hash_table_add(seen, (gpointer)reader) ? depend_needs(changes->needs_want, reader) : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (needed->kind == &table_kind && is_enabled(((const struct table *)needed)->row_security))
			use(changes, needed, data);
		else if (needed->kind == &view_kind || needed->kind == &function_kind)
			each_secured(changes, needed, seen, use, data);
	}
}

static void note_any(const struct changes *changes, const struct object *table, void *any)
{
	(void)changes, (void)table;
	*(bool *)any = true;
}

bool row_security_filters(const struct changes *changes, const struct object *view)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	bool any = false;

	each_secured(changes, view, seen, note_any, &any);
	return any;
}

static void fill_after(const struct changes *changes, const struct object *table, void *fill)
{
	batch_before(batch_find(changes_of_want(changes, table), STAGE_LAST), fill);
}

/* A materialized view is filled with what its owner sees: when the force is there again. */
static void add_filled(struct changes *changes)
{
	struct objects views = snapshot_objects(changes->want, &materialized_view_kind);

	for (size_t i = 0; i < views.count; i++) {
		struct batch *fill = batch_find(changes_of_want(changes, views.items[i]), STAGE_LATE);
		g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
		if (fill)
			each_secured(changes, views.items[i], seen, fill_after, fill);
	}
}

/* The key's statements stand between those of a table that it reads, and of that table's partitions. */
static void add_edges(struct changes *changes, struct change *key, const struct object *table)
{
	struct batch *make = batch_find(key, STAGE_MAKE);
	struct change *change = table && table->kind == &table_kind ? changes_of_want(changes, table) : NULL;

	if (!change || !change->read)
		return;
	batch_before(batch_find(change, STAGE_UNDO), make);
	batch_before(make, batch_find(change, STAGE_LAST));
	if (!((const struct table *)table)->partition_by)
		return;
	const GArray *users = depend_needed_by(changes->needs_want, table);
	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(changes->want).items[g_array_index(users, unsigned, i)];
		if (user->kind == &table_kind && ((const struct table *)user)->partition_of &&
			table_parent(changes->want, user) == table)
			add_edges(changes, key, user);
	}
}

void row_security_add_edges(struct changes *changes)
{
	struct objects keys = snapshot_objects(changes->want, &foreign_key_kind);

	for (size_t i = 0; i < keys.count; i++) {
		struct change *key = changes_of_want(changes, keys.items[i]);
		if (!is_proved(key))
			continue;
		add_edges(changes, key, keys.items[i]->parent);
		add_edges(changes, key, referenced_table(changes, keys.items[i]));
	}
	add_filled(changes);
}
