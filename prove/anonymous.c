/* Other names in the place of those of a schema. */
#include "prove/anonymous.h"

#include <stdbool.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/role_names.h"
#include "prove/ask.h"
#include "prove/error.h"

struct anonymous {
	GHashTable *own;    /* words that stay */
	GHashTable *others; /* word -> its other one */
};

/* The server's words, and those that are about schemas in general. */
static const char words_sql[] =
	"SELECT word FROM pg_catalog.pg_get_keywords() UNION SELECT proname FROM pg_catalog.pg_proc UNION SELECT typname FROM "
	"pg_catalog.pg_type WHERE typrelid = 0"
	" UNION SELECT nspname FROM pg_catalog.pg_namespace UNION SELECT collname FROM pg_catalog.pg_collation UNION SELECT "
	"amname FROM pg_catalog.pg_am"
	" UNION SELECT lanname FROM pg_catalog.pg_language UNION SELECT opcname FROM pg_catalog.pg_opclass UNION SELECT name FROM "
	"pg_catalog.pg_settings"
	" UNION SELECT name FROM pg_catalog.pg_available_extensions UNION SELECT cfgname FROM pg_catalog.pg_ts_config UNION "
	"SELECT dictname FROM pg_catalog.pg_ts_dict"
	" UNION SELECT relname FROM pg_catalog.pg_class WHERE relnamespace = 'pg_catalog'::pg_catalog.regnamespace"
	" UNION SELECT rolname FROM pg_catalog.pg_roles WHERE rolname ~ '^pg_' OR oid = 10";

static bool in_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* The length of the word that begins there, or of the text between words. */
static size_t run_length(const char *text, bool word)
{
	size_t length = 0;

	while (text[length] && in_word(text[length]) == word)
		length++;
	return length;
}

static void each_word(const char *text, void (*call)(const char *word, size_t length, void *data), void *data)
{
	while (text && *text) {
		size_t length = run_length(text, true);
		if (length)
			call(text, length, data);
		text += length + run_length(text + length, false);
	}
}

static void keep(const char *word, size_t length, void *data)
{
	const struct anonymous *anonymous = data;

	g_hash_table_add(anonymous->own, g_strndup(word, length));
}

static void keep_kind(struct anonymous *anonymous, const struct kind *kind)
{
	each_word(kind->name, keep, anonymous);
	each_word(kind_key(kind), keep, anonymous);
	each_word(kind->sql, keep, anonymous);
	for (const struct attribute *row = kind->attributes; row && row->name; row++) {
		each_word(row->name, keep, anonymous);
		each_word(row->words, keep, anonymous);
	}
}

static bool keep_words(struct anonymous *anonymous, struct scratch *scratch, GError **error)
{
	static const char others[] =
		"description owner privileges oldname omitted partial depends_on data loss note risk building old new state error "
		"detail hint context";
	PGresult *result = ask(scratch_cluster(scratch), scratch_name(scratch), words_sql, error);
	bool good = result;

	for (int i = 0; good && i < PQntuples(result); i++)
		each_word(PQgetvalue(result, i, 0), keep, anonymous);
	for (size_t i = 0; i < kind_count; i++)
		keep_kind(anonymous, kinds[i]);
	each_word(others, keep, anonymous);
	PQclear(result);
	return good;
}

struct naming {
	struct anonymous *anonymous;
	const char *kind;
};

/* Numbers words in order of first use in the schema. A number is not a word. */
static void rename_word(const char *text, size_t length, void *data)
{
	const struct naming *naming = data;
	g_autofree char *word = g_strndup(text, length), *kind = g_strdelimit(g_strdup(naming->kind), " -", '_');
	GHashTable *others = naming->anonymous->others;

	if (strspn(word, "0123456789_") == length || g_hash_table_contains(naming->anonymous->own, word) ||
		g_hash_table_contains(others, word))
		return;
	g_hash_table_insert(others, g_steal_pointer(&word), g_strdup_printf("%s_%u", kind, g_hash_table_size(others) + 1));
}

static void rename_role(const char *role, enum role_use use, void *data)
{
	const struct naming naming = { data, "role" };

	(void)use;
	each_word(role, rename_word, (void *)&naming);
}

static void take(struct anonymous *anonymous, const struct object *object)
{
	const struct naming naming = { anonymous, object->kind->name };

	role_names_each(object, rename_role, anonymous);
	if (object->kind == &extension_kind)
		return;
	each_word(object->schema, rename_word, (void *)&(struct naming){ anonymous, "schema" });
	each_word(object->name, rename_word, (void *)&naming);
	each_word(object->oldname, rename_word, (void *)&naming);
}

struct anonymous *anonymous_new(struct scratch *scratch, const struct snapshot *const *snapshots, size_t count, GError **error)
{
	struct anonymous *anonymous = g_new0(struct anonymous, 1);

	anonymous->own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	anonymous->others = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (!keep_words(anonymous, scratch, error)) {
		anonymous_free(anonymous);
		return NULL;
	}
	for (size_t s = 0; s < count; s++) {
		struct objects all = snapshot_all(snapshots[s]);
		for (size_t i = 0; i < all.count; i++)
			take(anonymous, all.items[i]);
	}
	return anonymous;
}

void anonymous_free(struct anonymous *anonymous)
{
	if (!anonymous)
		return;
	g_hash_table_unref(anonymous->own);
	g_hash_table_unref(anonymous->others);
	g_free(anonymous);
}

char *anonymous_text(const struct anonymous *anonymous, const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text) {
		size_t length = run_length(text, true);
		g_autofree char *word = g_strndup(text, length);
		const char *other = g_hash_table_lookup(anonymous->others, word);
		g_string_append(out, other ? other : word);
		text += length;
		length = run_length(text, false);
		g_string_append_len(out, text, (gssize)length);
		text += length;
	}
	return g_string_free(out, false);
}
