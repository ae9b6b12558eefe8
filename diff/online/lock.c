/* What statements of an online plan lock. */
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/convert.h"
#include "diff/lock.h"
#include "diff/online/inside.h"
#include "diff/say.h"
#include "diff/words.h"
#include "sql/tokens.h"

static const char weakest[] = "SHARE"; /* of those that are in the way of who writes rows */

/* Where a statement names the table that it locks: the last name. */
static const char *const patterns[] = {
	"ALTER TABLE @",
	"DROP TABLE @",
	"CREATE INDEX @ ON @",
	"CREATE UNIQUE INDEX @ ON @",
	"CREATE TRIGGER @ ... ON @",
	"CREATE CONSTRAINT TRIGGER @ ... ON @",
	"ALTER TRIGGER @ ON @",
	"DROP TRIGGER @ ON @",
	"CREATE POLICY @ ON @",
	"ALTER POLICY @ ON @",
	"DROP POLICY @ ON @",
	"CREATE RULE @ ... TO @",
	"DROP RULE @ ON @",
};

struct change *online_table(const struct changes *changes, const struct object *object)
{
	while (object->parent)
		object = object->parent;
	struct change *change = online_change(changes, object);
	bool has_rows = change->have && (change->have->kind == &table_kind || change->have->kind == &materialized_view_kind);
	return has_rows && !(change->fate == FATE_REMAKE && !change->aside) ? change : NULL;
}

/* A row says REWRITES of every type; those that need no new bytes are free. */
static bool is_free(const struct changes *changes, const struct step *step)
{
	const struct change *column = online_change(changes, step->object);
	bool named = step->object->kind == &column_kind && strstr(step->sql, " TYPE ") && !strstr(step->sql, " USING ");

	if (!named || !column->have || !column->want)
		return false;
	const char *from = ((const struct column *)column->have)->type, *to = ((const struct column *)column->want)->type;
	bool array, other;
	g_autofree char *bare = convert_bare(from, &array), *bare_to = convert_bare(to, &other);
	int length, scale, to_length, to_scale;
	convert_modifiers(from, &length, &scale);
	convert_modifiers(to, &to_length, &to_scale);
	bool varying = strcmp(bare, "character varying") == 0 && (strcmp(bare_to, bare) == 0 || strcmp(bare_to, "text") == 0);
	bool numeric = strcmp(bare, "numeric") == 0 && strcmp(bare_to, bare) == 0 && (to_length < 0 || to_scale == scale);
	return array == other && (varying || numeric) && (to_length < 0 || (length > 0 && to_length >= length));
}

const char *online_lock(const struct changes *changes, const struct step *step, unsigned *work)
{
	g_autoptr(GPtrArray) rows = lock_rows_of(step->sql, changes->target);
	const char *lock = NULL;

	for (guint i = 0; i < rows->len; i++) {
		const struct lock_row *row = rows->pdata[i];
		const char *stronger = lock_strength(row->other) > lock_strength(row->lock) ? row->other : row->lock;
		if (lock_strength(stronger) > lock_strength(lock))
			lock = stronger;
		if (work)
			*work |= row->work;
	}
	return lock_strength(lock) >= lock_strength(weakest) ? lock : NULL;
}

bool online_locks_two(const struct step *step)
{
	g_autoptr(GArray) tokens = tokens_of(step->sql);

	return words_match("ALTER TABLE @ ADD CONSTRAINT @ FOREIGN KEY", tokens, 0, tokens->len, NULL);
}

struct locking {
	const struct changes *changes;
	GHashTable *tables; /* changes of those that are named already */
	GString *names;
	const char *lock;
};

static void add_name(struct locking *l, const struct change *table, const char *name, gsize length, const char *lock)
{
	if (!table || !lock || change_object(table)->kind != &table_kind || !g_hash_table_add(l->tables, (gpointer)table))
		return;
	g_string_append(l->names, l->names->len ? ", " : "");
	g_string_append_len(l->names, name, (gssize)length);
	if (lock_strength(lock) > lock_strength(l->lock))
		l->lock = lock;
}

/* A foreign key locks the table to which it refers, too. */
static void add_referenced(struct locking *l, const struct step *step, const char *lock)
{
	const struct change *key = online_change(l->changes, step->object);
	const struct foreign_key *want = step->object->kind == &foreign_key_kind ? (const struct foreign_key *)key->want : NULL;
	const struct object *table =
		want ? snapshot_find(l->changes->want, &table_kind, want->referenced_schema, want->referenced_table) : NULL;
	const struct change *change = table ? online_table(l->changes, table) : NULL;
	g_autoptr(GString) name = g_string_new(NULL);

	if (!change || change->renamed)
		return;
	say_append(name, "%O", table);
	add_name(l, change, name->str, name->len, lock);
}

static void add_step(struct locking *l, const struct step *step)
{
	g_autoptr(GArray) tokens = tokens_of(step->sql), names = g_array_new(false, false, sizeof(struct words_name));
	const char *lock = online_lock(l->changes, step, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(patterns) && !names->len; i++)
		words_match(patterns[i], tokens, 0, tokens->len, names);
	if (!names->len)
		return;
	struct words_name name = g_array_index(names, struct words_name, names->len - 1);
	const struct token *first = tokens_at(tokens, name.first), *last = tokens_at(tokens, name.behind - 1);
	add_name(l, online_table(l->changes, step->object), first->start, (gsize)(last->start + last->length - first->start), lock);
	if (online_locks_two(step))
		add_referenced(l, step, lock);
}

/* Tables are found only once their schema has its name. */
static bool renames_schema(const struct step *step)
{
	return step->object->kind == &schema_kind || step->object->kind == &extension_kind;
}

char *online_lock_first(const struct changes *changes, const GPtrArray *steps)
{
	g_autoptr(GHashTable) tables = g_hash_table_new(NULL, NULL);
	g_autoptr(GString) names = g_string_new(NULL);
	struct locking l = { changes, tables, names, NULL };

	for (guint i = 0; i < steps->len; i++) {
		if (renames_schema(steps->pdata[i]))
			return NULL;
		add_step(&l, steps->pdata[i]);
	}
	return names->len ? g_strdup_printf("LOCK TABLE %s IN %s MODE", names->str, l.lock) : NULL;
}

static const char *word_of(unsigned work)
{
	return work & LOCK_REWRITES ? "is written anew" : work & LOCK_SCANS ? "is gone through" : "gets an index built";
}

static void note_step(const struct changes *changes, struct plan *plan, const struct step *step)
{
	const struct change *table = online_table(changes, step->object);
	const struct object *of_domain =
		step->object->kind == &domain_kind || step->object->kind == &domain_check_kind ? step->object : NULL;
	unsigned work = 0;
	const char *lock = online_lock(changes, step, &work);
	/* the table is partitioned, and ONLY it is meant: it has no rows */
	bool empty = table && ((const struct table *)table->have)->partition_by && strstr(step->sql, " ONLY ");

	if (!lock || !work || !(table || of_domain) || empty || is_free(changes, step))
		return;
	g_autofree char *name = object_describe(step->object),
			*locked = table ? object_describe(change_object(table)) : g_strdup("each table that uses it");
	g_ptr_array_add(plan->notes,
		g_strdup_printf("%s has no online form: %s %s under a lock in mode %s", name, locked, word_of(work), lock));
}

void online_note(const struct changes *changes, struct plan *plan, const GArray *items)
{
	for (guint i = 0; i < items->len; i++) {
		const struct online_item *item = &g_array_index(items, struct online_item, i);
		if (!item->formed || item->how == ONLINE_SLOW)
			note_step(changes, plan, item->step);
	}
}
