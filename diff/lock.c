/* What statements of plans do to tables that others use. */
#include "diff/lock.h"

#include <string.h>

#include "diff/lock_rows.h"
#include "diff/words.h"
#include "sql/tokens.h"

static const char *const modes[] = { "ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE",
	"SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE" };

unsigned lock_strength(const char *mode)
{
	for (unsigned i = 0; mode && i < G_N_ELEMENTS(modes); i++)
		if (strcmp(modes[i], mode) == 0)
			return i + 1;
	return 0;
}

static bool is_of(const struct lock_row *row, int version)
{
	int major = version ? version / 10000 : G_MAXINT;

	return (!row->since || major >= row->since) && (!row->until || major < row->until);
}

/*
 * What runs in no transaction cannot be measured in one that is rolled back: tests/prove/test_locks_outside.c looks at these from
 * another session. They come first.
 */
static const struct lock_row outside_rows[] = {
	{ "CREATE UNIQUE INDEX CONCURRENTLY @ ON @", "SHARE UPDATE EXCLUSIVE", NULL, LOCK_BUILDS },
	{ "CREATE INDEX CONCURRENTLY @ ON @", "SHARE UPDATE EXCLUSIVE", NULL, LOCK_BUILDS },
	{ "DROP INDEX CONCURRENTLY @", "SHARE UPDATE EXCLUSIVE", NULL, 0 },
	{ "ALTER TABLE @ DETACH PARTITION @ CONCURRENTLY", "SHARE UPDATE EXCLUSIVE", "ACCESS EXCLUSIVE", 0, 14, 0 },
	{ 0 },
};

/* The pattern is that of a whole statement, or of what comes behind its name: then prefix tells how it begins. */
static const struct lock_row *find_in(
	const struct lock_row *rows, const GArray *tokens, guint at, guint end, const char *prefix, int version)
{
	for (const struct lock_row *row = rows; row->pattern; row++) {
		if (!is_of(row, version) || (prefix && !g_str_has_prefix(row->pattern, prefix)))
			continue;
		if (words_match(row->pattern + (prefix ? strlen(prefix) : 0), tokens, at, end, NULL))
			return row;
	}
	return NULL;
}

static const struct lock_row *find(const GArray *tokens, guint at, guint end, const char *prefix, int version)
{
	const struct lock_row *row = find_in(outside_rows, tokens, at, end, prefix, version);

	return row ? row : find_in(lock_rows, tokens, at, end, prefix, version);
}

static void free_match(gpointer match)
{
	g_free(((struct lock_match *)match)->sql);
	g_free(match);
}

/* ALTER TABLE ONLY, CREATE INDEX ... ON ONLY, before anything in brackets. */
static bool is_of_only(const GArray *tokens)
{
	guint at = 0;

	while (at < tokens->len && !token_opens(tokens_at(tokens, at)) && !token_is(tokens_at(tokens, at), "ONLY"))
		at++;
	return token_is(tokens_at(tokens, at), "ONLY");
}

/* What a row is found for stands between two tokens. */
static void add(GPtrArray *matches, const struct lock_row *row, const GArray *tokens, guint at, guint end)
{
	const struct token *first = tokens_at(tokens, at), *last = tokens_at(tokens, end - 1);
	struct lock_match *match = g_new0(struct lock_match, 1);

	match->row = row;
	match->only = is_of_only(tokens);
	match->sql = g_strndup(first->start, (gsize)(last->start + last->length - first->start));
	g_ptr_array_add(matches, match);
}

GPtrArray *lock_matches_of(const char *sql, int version)
{
	static const char alter[] = "ALTER TABLE @ ";
	g_autoptr(GArray) tokens = tokens_of(sql);
	GPtrArray *matches = g_ptr_array_new_with_free_func(free_match);
	const struct lock_row *row = NULL;

	if (!token_is(tokens_at(tokens, 0), "ALTER") || !token_is(tokens_at(tokens, 1), "TABLE")) {
		if ((row = find(tokens, 0, tokens->len, NULL, version)))
			add(matches, row, tokens, 0, tokens->len);
		return matches;
	}
	for (guint at = words_skip_name(tokens, 2), end; at < tokens->len; at = end + 1) {
		end = words_part_end(tokens, at);
		if ((row = find(tokens, at, end, alter, version)))
			add(matches, row, tokens, at, end);
	}
	return matches;
}
