/* What earlier steps of a plan have done that tells what later ones do to rows. */
#include "diff/lock_done.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/index.h"
#include "diff/words.h"
#include "sql/tokens.h"

struct lock_done {
	/* const struct object *: foreign keys and children that are gone, or made, indexes that are made, columns that are NOT NULL */
	GHashTable *parts;
	GHashTable *nullable; /* "address of the table, name" of columns */
	GHashTable *checks;   /* const struct object *, a table -> GPtrArray of char *: conditions that hold */
	GHashTable *waiting;  /* "address of the table, name" -> condition, which is NOT VALID */
};

struct lock_done *lock_done_new(void)
{
	struct lock_done *done = g_new0(struct lock_done, 1);

	done->parts = g_hash_table_new(NULL, NULL);
	done->nullable = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	done->checks = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
	done->waiting = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return done;
}

void lock_done_free(struct lock_done *done)
{
	if (!done)
		return;
	g_hash_table_unref(done->parts);
	g_hash_table_unref(done->nullable);
	g_hash_table_unref(done->checks);
	g_hash_table_unref(done->waiting);
	g_free(done);
}

static char *name_at(const GArray *tokens, guint at)
{
	return token_is_name(tokens_at(tokens, at)) ? token_name(tokens_at(tokens, at)) : g_strdup("");
}

static void add_part(struct lock_done *done, const struct object *whole, const struct kind *kind, const char *name)
{
	const struct object *part = whole ? object_part(whole, kind, name) : NULL;

	if (part)
		g_hash_table_add(done->parts, (gpointer)part);
}

static void add_check(struct lock_done *done, const struct object *table, char *condition)
{
	GPtrArray *all = g_hash_table_lookup(done->checks, table);

	if (!all)
		g_hash_table_insert(done->checks, (gpointer)table, all = g_ptr_array_new_with_free_func(g_free));
	g_ptr_array_add(all, condition);
}

static char *key_of(const struct object *table, const char *name)
{
	return g_strdup_printf("%p %s", (const void *)table, name);
}

/* ADD CONSTRAINT @ CHECK (condition), perhaps NOT VALID */
static void take_check(struct lock_done *done, const GArray *tokens, const struct object *table)
{
	guint open = 4, close = tokens_closing(tokens, open);
	const struct token *first = tokens_at(tokens, open + 1), *last = tokens_at(tokens, close);
	g_autofree char *name = name_at(tokens, 2), *condition = g_strndup(first->start, (gsize)(last->start - first->start));

	if (token_is(tokens_at(tokens, close + 1), "NOT"))
		g_hash_table_insert(done->waiting, key_of(table, name), g_steal_pointer(&condition));
	else
		add_check(done, table, g_steal_pointer(&condition));
}

static void take_validated(struct lock_done *done, const GArray *tokens, const struct object *table)
{
	g_autofree char *name = name_at(tokens, 2), *key = key_of(table, name);
	const char *condition = g_hash_table_lookup(done->waiting, key);

	if (condition)
		add_check(done, table, g_strdup(condition));
}

/* The index of after that a statement makes, or a constraint's; NULL: it makes none. */
static const struct object *made_index(const GArray *tokens, const struct object *table)
{
	static const char *const makers[] = { "CREATE INDEX @ ON", "CREATE UNIQUE INDEX @ ON", "ADD CONSTRAINT @ PRIMARY KEY",
		"ADD CONSTRAINT @ UNIQUE", "ADD CONSTRAINT @ EXCLUDE" };

	for (size_t i = 0; table && i < G_N_ELEMENTS(makers); i++) {
		g_autofree char *name = name_at(tokens, i == 1 ? 3 : 2);
		if (words_match(makers[i], tokens, 0, tokens->len, NULL))
			return object_index(table, name);
	}
	return NULL;
}

/* Whether the table, which is a child, has no parent any more. */
static bool is_gone(const GArray *tokens)
{
	return words_match("DETACH PARTITION @", tokens, 0, tokens->len, NULL) ||
	       words_match("DROP TABLE @", tokens, 0, tokens->len, NULL) ||
	       words_match("DROP FOREIGN TABLE @", tokens, 0, tokens->len, NULL);
}

/* It is as it is to be from then on. */
static void take_child(struct lock_done *done, const struct lock_table *table)
{
	g_hash_table_remove(done->parts, table->had);
	if (table->has)
		g_hash_table_add(done->parts, (gpointer)table->has);
}

void lock_done_add(struct lock_done *done, const struct lock_match *match, const struct lock_table *table)
{
	g_autoptr(GArray) tokens = tokens_of(match->sql);
	g_autofree char *name = name_at(tokens, 2);
	const struct object *column = table->has ? object_part(table->has, &column_kind, name) : NULL;
	const struct object *index = made_index(tokens, table->has);

	bool drops = words_match("DROP CONSTRAINT @", tokens, 0, tokens->len, NULL);

	if (index)
		g_hash_table_add(done->parts, (gpointer)index);
	else if (drops || words_match("ADD CONSTRAINT @ FOREIGN KEY", tokens, 0, tokens->len, NULL))
		add_part(done, drops ? table->had : table->has, &foreign_key_kind, name);
	else if (words_match("ALTER COLUMN @ SET NOT NULL", tokens, 0, tokens->len, NULL) ||
		 (words_match("ADD COLUMN @", tokens, 0, tokens->len, NULL) && column && ((const struct column *)column)->not_null))
		add_part(done, table->has, &column_kind, name);
	else if (words_match("ALTER COLUMN @ DROP NOT NULL", tokens, 0, tokens->len, NULL))
		g_hash_table_add(done->nullable, key_of(table->had, name));
	else if (words_match("NO INHERIT @", tokens, 0, tokens->len, NULL) || is_gone(tokens))
		g_hash_table_add(done->parts, (gpointer)table->had);
	else if (words_match("INHERIT @", tokens, 0, tokens->len, NULL) ||
		 words_match("ATTACH PARTITION @", tokens, 0, tokens->len, NULL))
		take_child(done, table);
	else if (table->had && words_match("ADD CONSTRAINT @ CHECK (", tokens, 0, tokens->len, NULL))
		take_check(done, tokens, table->had);
	else if (table->had && words_match("VALIDATE CONSTRAINT @", tokens, 0, tokens->len, NULL))
		take_validated(done, tokens, table->had);
}

bool lock_done_has(const struct lock_done *done, const struct object *part)
{
	return done && part && g_hash_table_contains(done->parts, part);
}

bool lock_done_is_nullable(const struct lock_done *done, const struct object *table, const char *column)
{
	g_autofree char *key = key_of(table, column);

	return done && g_hash_table_contains(done->nullable, key);
}

const GPtrArray *lock_done_checks(const struct lock_done *done, const struct object *table)
{
	return done && table ? g_hash_table_lookup(done->checks, table) : NULL;
}
