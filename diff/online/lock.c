/* What statements of an online plan lock. */
#include "diff/online/lock.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/lock_exact.h"
#include "diff/online/backfill.h"
#include "diff/online/beside.h"
#include "diff/online/item.h"
#include "diff/online/site.h"
#include "diff/say.h"
#include "diff/words.h"
#include "sql/tokens.h"

static const char weakest[] = "SHARE"; /* of those that are in the way of who writes rows */

/* Where a statement names tables that it locks, by the number of the name: that which it is about, and another one. */
static const struct naming {
	const char *pattern;
	unsigned first, other; /* 0: it is not named */
} namings[] = {
	{ "ALTER TABLE @ ATTACH PARTITION @", 1, 2 },
	{ "ALTER TABLE @ DETACH PARTITION @", 1, 2 },
	{ "ALTER TABLE @", 1 },
	{ "DROP TABLE @", 1 },
	{ "CREATE INDEX @ ON @", 2 },
	{ "CREATE UNIQUE INDEX @ ON @", 2 },
	{ "CREATE TRIGGER @ ... ON @", 2 },
	{ "CREATE CONSTRAINT TRIGGER @ ... ON @", 2 },
	{ "ALTER TRIGGER @ ON @", 2 },
	{ "DROP TRIGGER @ ON @", 2 },
	{ "CREATE POLICY @ ON @", 2 },
	{ "ALTER POLICY @ ON @", 2 },
	{ "DROP POLICY @ ON @", 2 },
	{ "CREATE RULE @ ... TO @", 2 },
	{ "DROP RULE @ ON @", 2 },
	{ "ALTER INDEX @", 0 },
	{ 0 },
};

struct change *online_table(const struct changes *changes, const struct object *object)
{
	while (object->parent)
		object = object->parent;
	struct change *change = online_change(changes, object);
	bool has_rows = change->have && (change->have->kind == &table_kind || change->have->kind == &materialized_view_kind);
	return has_rows && !(change->fate == FATE_REMAKE && !change->aside) ? change : NULL;
}

/* The strongest on the relation that a statement is about, and on any other. */
struct locks {
	const char *first, *other;
	unsigned work;
};

static struct locks locks_of(const struct changes *changes, const struct step *step)
{
	g_autoptr(GPtrArray) matches = lock_matches_of(step->sql, changes->target);
	struct locks locks = { step->held, NULL, step->work };

	for (guint i = 0; i < matches->len; i++) {
		const struct lock_row *row = ((const struct lock_match *)matches->pdata[i])->row;
		if (lock_strength(row->lock) > lock_strength(locks.first))
			locks.first = row->lock;
		if (lock_strength(row->other) > lock_strength(locks.other))
			locks.other = row->other;
		locks.work |= row->work;
	}
	return locks;
}

const char *online_lock(const struct changes *changes, const struct step *step, unsigned *work)
{
	struct locks locks = locks_of(changes, step);
	const char *lock = lock_strength(locks.other) > lock_strength(locks.first) ? locks.other : locks.first;

	if (work)
		*work = locks.work;
	return lock_strength(lock) >= lock_strength(weakest) ? lock : NULL;
}

bool online_locks_two(const struct step *step)
{
	g_autoptr(GArray) tokens = tokens_of(step->sql);

	return step->object->kind == &foreign_key_kind &&
	       (words_match("ALTER TABLE @ ADD CONSTRAINT @ FOREIGN KEY", tokens, 0, tokens->len, NULL) ||
		       words_match("ALTER TABLE @ DROP CONSTRAINT @", tokens, 0, tokens->len, NULL));
}

struct locking {
	const struct changes *changes;
	GPtrArray *names; /* char *, each once */
	const char *lock;
};

/* Whether there is such a table when the statements begin: not one that they make, or that gets the name amid them. */
static bool is_there(const struct changes *changes, const char *name)
{
	g_autoptr(GArray) tokens = tokens_of(name);
	g_autofree char *schema = token_name(tokens_at(tokens, 0)), *table = token_name(tokens_at(tokens, 2));

	return tokens->len == 3 && snapshot_find(changes->have, &table_kind, schema, table);
}

static void add_name(struct locking *l, const char *name, const char *lock)
{
	const char *bare = g_str_has_prefix(name, "ONLY ") ? name + strlen("ONLY ") : name;

	if (lock_strength(lock) < lock_strength(weakest) || !is_there(l->changes, bare))
		return;
	if (!g_ptr_array_find_with_equal_func(l->names, name, g_str_equal, NULL))
		g_ptr_array_add(l->names, g_strdup(name));
	if (lock_strength(lock) > lock_strength(l->lock))
		l->lock = lock;
}

/* A foreign key locks the table to which it refers, too. */
static void add_referenced(struct locking *l, const struct step *step, const char *lock)
{
	const struct change *change = online_change(l->changes, step->object);
	const struct object *object = change->batches[STAGE_MAKE] && change->want ? change->want : change->have;
	const struct foreign_key *key = (const struct foreign_key *)object;
	const struct object *table = snapshot_find(object == change->have ? l->changes->have : l->changes->want, &table_kind,
		key->referenced_schema, key->referenced_table);
	g_autoptr(GString) name = g_string_new(NULL);

	/* REFERENCES is enough for the key, but not for LOCK TABLE: it is waited for as long, once */
	if (!table || !table->owner || table->owner != object->parent->owner)
		return;
	say_append(name, "%O", table);
	add_name(l, name->str, lock);
}

static char *name_at(const GArray *tokens, const GArray *names, unsigned number)
{
	struct words_name name = g_array_index(names, struct words_name, number - 1);
	const struct token *first = tokens_at(tokens, name.first), *last = tokens_at(tokens, name.behind - 1);

	return g_strndup(first->start, (gsize)(last->start + last->length - first->start));
}

/* The table of an index that is dropped is not named. */
static void add_unnamed(struct locking *l, const struct change *table, const char *lock)
{
	g_autoptr(GString) name = g_string_new(NULL);

	if (!table)
		return;
	say_append(name, "%O", change_object(table));
	add_name(l, name->str, lock);
}

static void add_step(struct locking *l, const struct step *step)
{
	g_autoptr(GArray) tokens = tokens_of(step->sql), names = g_array_new(false, false, sizeof(struct words_name));
	const struct change *table = online_table(l->changes, step->object);
	const struct naming *naming = namings;
	struct locks locks = locks_of(l->changes, step);

	while (naming->pattern && !words_match(naming->pattern, tokens, 0, tokens->len, names))
		naming++;
	if (!naming->pattern) {
		add_unnamed(l, table, locks.first);
		return;
	}
	g_autofree char *first = naming->first ? name_at(tokens, names, naming->first) : NULL,
			*other = naming->other ? name_at(tokens, names, naming->other) : NULL;
	if (first)
		add_name(l, first, locks.first);
	if (other)
		add_name(l, other, locks.other);
	if (online_locks_two(step))
		add_referenced(l, step, locks.other);
}

/* Tables are found only once their schema has its name. */
static bool renames_schema(const struct step *step)
{
	return step->object->kind == &schema_kind || step->object->kind == &extension_kind;
}

char *online_lock_first(const struct changes *changes, const GPtrArray *steps)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) list = g_string_new(NULL);
	struct locking l = { changes, names, NULL };

	for (guint i = 0; i < steps->len; i++) {
		if (renames_schema(steps->pdata[i]))
			return NULL;
		add_step(&l, steps->pdata[i]);
	}
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i], *bare = g_str_has_prefix(name, "ONLY ") ? name + strlen("ONLY ") : NULL;
		/* one that is locked with its children is locked itself */
		if (!bare || !g_ptr_array_find_with_equal_func(names, bare, g_str_equal, NULL))
			g_string_append_printf(list, "%s%s", list->len ? ", " : "", name);
	}
	return list->len ? g_strdup_printf("LOCK TABLE %s IN %s MODE", list->str, l.lock) : NULL;
}

static const char *word_of(unsigned work)
{
	return work & LOCK_REWRITES ? "is rewritten" : work & LOCK_SCANS ? "is scanned" : "gets an index";
}

/* What the statement does to rows, exactly. */
static unsigned work_of(const struct changes *changes, const struct step *step)
{
	const struct change *whole = online_change(changes, object_outermost(step->object));
	g_autoptr(GPtrArray) matches = lock_matches_of(step->sql, changes->target);
	const struct lock_table of = { changes->have, changes->want, whole->have, whole->want, changes->needs_have, NULL };
	unsigned work = 0;

	for (guint i = 0; i < matches->len; i++)
		work |= lock_exact(matches->pdata[i], &of).work;
	return work;
}

bool online_is_heavy(const struct changes *changes, const struct step *step)
{
	return online_lock(changes, step, NULL) && online_table(changes, step->object) && work_of(changes, step);
}

static bool is_type(const struct step *step)
{
	g_autoptr(GArray) tokens = tokens_of(step->sql);

	return words_match("ALTER TABLE @ ALTER COLUMN @ TYPE", tokens, 0, tokens->len, NULL);
}

/* Why a column's new type has no form; NULL: there is no reason, or it is no type. */
static const char *hindrance_of(const struct changes *changes, const struct online_item *item)
{
	return is_type(item->step) ? beside_hindrance(changes, item->batch->change) : NULL;
}

/* Whether --backfill would have a form. */
static bool can_be_filled(const struct changes *changes, const struct online_item *item)
{
	if (is_type(item->step))
		return beside_can(changes, item->batch->change);
	g_autoptr(GHashTable) none = g_hash_table_new(NULL, NULL);
	struct online_site site;

	online_site_init(&site, changes, none, item->batch, item->step);
	bool can = words_match("ALTER TABLE @ ADD COLUMN @", site.tokens, 0, site.tokens->len, NULL) && backfill_can(&site);
	online_site_clear(&site);
	return can;
}

static void note_step(const struct changes *changes, struct plan *plan, const struct online_item *item)
{
	const struct step *step = item->step;
	const struct change *table = online_table(changes, step->object);
	const struct object *of_domain =
		step->object->kind == &domain_kind || step->object->kind == &domain_check_kind ? step->object : NULL;
	const char *lock = online_lock(changes, step, NULL);
	unsigned work = lock && (table || of_domain) ? work_of(changes, step) : 0;

	if (!work)
		return;
	const char *hindrance = hindrance_of(changes, item);
	g_autofree char *name = object_describe(step->object), *why = hindrance ? g_strdup_printf(", because %s", hindrance) : NULL,
			*locked = table ? object_describe(change_object(table)) : g_strdup("each table that uses it");
	remark_add(plan->notes, NOTE_NO_ONLINE_FORM, step->object, "%s has no online form%s: %s %s under a lock in mode %s", name,
		can_be_filled(changes, item) ? " but that of --backfill"
		: why			     ? why
					     : "",
		locked, word_of(work), lock);
}

void online_note(const struct changes *changes, struct plan *plan, const GArray *items)
{
	for (guint i = 0; i < items->len; i++) {
		const struct online_item *item = &g_array_index(items, struct online_item, i);
		if (!item->formed || item->how == ONLINE_SLOW)
			note_step(changes, plan, item);
	}
}
