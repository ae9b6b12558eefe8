/*
 * The ledger of catalog/read/columns: where every column of the catalogs is read, or why it is not. It is held against the rows of
 * the kinds, and against the catalogs of the server at hand: a column that the ledger does not know is one that a new PostgreSQL
 * has and we may miss.
 */
#include <criterion/criterion.h>
#include <glib.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/read/query.h"
#include "tests/server.h"

enum { OLDEST = 13, NEWEST = 18 };

struct entry {
	char *catalog, *column; /* column is "*" for all */
	int since, until;	/* major versions, both of them in */
	char *kind, *row;	/* NULL: not read */
	char *word;		/* what the row's SQL must have */
	unsigned line;
};

#define KIND(name) #name,
static const char *const kind_names[] = { KINDS(KIND) PART_KINDS(KIND) };
#undef KIND

static const struct kind *find_kind(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kind_names); i++)
		if (strcmp(kind_names[i], name) == 0)
			return kinds[i];
	return NULL;
}

/* "column.name", or "column.name by function"; false where it is neither. */
static bool parse_reference(struct entry *entry, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, " by ", 2);
	const char *dot = strchr(parts[0], '.');

	if (!dot || strchr(parts[0], ' '))
		return false;
	entry->kind = g_strndup(parts[0], dot - parts[0]);
	entry->row = g_strdup(dot + 1);
	entry->word = g_strdup(parts[1] ? parts[1] : entry->column);
	return true;
}

static struct entry *parse_entry(const char *text, unsigned line)
{
	g_autoptr(GMatchInfo) match = NULL;
	g_autoptr(GRegex) regex = g_regex_new("^(\\w+)\\.(\\w+|\\*) +(\\d+)-(\\d*) +(- )?(.*\\S)$", 0, 0, NULL);
	struct entry *entry = g_new0(struct entry, 1);

	cr_assert(g_regex_match(regex, text, 0, &match), "columns:%u: not an entry: %s", line, text);
	g_autofree char *since = g_match_info_fetch(match, 3), *until = g_match_info_fetch(match, 4),
			*dash = g_match_info_fetch(match, 5);
	g_autofree char *rest = g_match_info_fetch(match, 6);
	*entry = (struct entry){
		.catalog = g_match_info_fetch(match, 1),
		.column = g_match_info_fetch(match, 2),
		.since = atoi(since),
		.until = until[0] ? atoi(until) : G_MAXINT,
		.line = line,
	};
	cr_assert(dash[0] || parse_reference(entry, rest), "columns:%u: neither a row nor a reason: %s", line, text);
	return entry;
}

static GPtrArray *read_ledger(void)
{
	const char *source = getenv("PGCANON_SOURCE");
	g_autofree char *path = g_build_filename(source ? source : ".", "catalog", "read", "columns", NULL), *text = NULL;
	GPtrArray *entries = g_ptr_array_new();

	cr_assert(g_file_get_contents(path, &text, NULL, NULL), "no file %s", path);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (unsigned i = 0; lines[i]; i++)
		if (lines[i][0] && lines[i][0] != '#')
			g_ptr_array_add(entries, parse_entry(lines[i], i + 1));
	return entries;
}

static const char *kind_text(const struct kind *kind, const char *name)
{
	const struct {
		const char *name, *text;
	} texts[] = {
		{ "<from>", kind->from },
		{ "<where>", kind->where },
		{ "<schema>", kind->schema },
		{ "<title>", kind->title },
		{ "<signature>", kind->signature },
		{ "<owner>", kind->owner },
		{ "<privileges>", kind->privileges },
		{ "<parent>", kind->parent },
		{ "<position>", kind->position },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (strcmp(texts[i].name, name) == 0)
			return texts[i].text;
	return NULL;
}

static bool has_word(const char *sql, const char *word)
{
	g_autofree char *pattern = g_strdup_printf("\\b%s\\b", word);

	return sql && g_regex_match_simple(pattern, sql, 0, 0);
}

static bool is_read_by(const struct attribute *rows, const struct entry *entry, int major)
{
	for (const struct attribute *row = rows; row && row->name; row++)
		if (strcmp(row->name, entry->row) == 0 && query_applies(row->since, row->until, PG(major)) &&
			has_word(row->sql, entry->word))
			return true;
	return false;
}

/* Whether the entry's row is one of those that a server of that major version is asked for, and has the word. */
static bool is_read(const struct entry *entry, const struct kind *kind, int major)
{
	if (!query_applies(kind->since, kind->until, PG(major)))
		return false;
	if (has_word(kind_text(kind, entry->row), entry->word))
		return true;
	return is_read_by(kind->attributes, entry, major) || is_read_by(kind->scratch, entry, major);
}

Test(ledger, rows_are_there)
{
	g_autoptr(GPtrArray) entries = read_ledger();
	g_autoptr(GString) wrong = g_string_new(NULL);

	for (guint i = 0; i < entries->len; i++) {
		const struct entry *entry = entries->pdata[i];
		const struct kind *kind = entry->kind ? find_kind(entry->kind) : NULL;
		if (entry->kind && !kind)
			g_string_append_printf(wrong, "columns:%u: no kind %s\n", entry->line, entry->kind);
		for (int major = MAX(OLDEST, entry->since); kind && major <= MIN(NEWEST, entry->until); major++)
			if (!is_read(entry, kind, major))
				g_string_append_printf(wrong, "columns:%u: %s.%s does not read %s of %d\n", entry->line,
					entry->kind, entry->row, entry->word, major);
	}
	cr_assert(!wrong->len, "%s", wrong->str);
}

static void clear_result(PGresult **result)
{
	PQclear(*result);
}

/* "catalog.column" of every column of the server's catalogs. */
static GHashTable *server_columns(void)
{
	static const char sql[] =
		"SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
		" WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped";
	GHashTable *columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	PGconn *connection = PQconnectdb("dbname=template1");
	__attribute__((cleanup(clear_result))) PGresult *result = PQexec(connection, sql);

	cr_assert(PQresultStatus(result) == PGRES_TUPLES_OK, "%s", PQerrorMessage(connection));
	for (int i = 0; i < PQntuples(result); i++)
		g_hash_table_add(columns, g_strdup(PQgetvalue(result, i, 0)));
	PQfinish(connection);
	return columns;
}

/* Takes the columns that an entry is about out of the table; whether there were any. */
static bool take(GHashTable *columns, const struct entry *entry)
{
	g_autofree char *name = g_strdup_printf("%s.%s", entry->catalog, entry->column);
	GHashTableIter iter;
	gpointer column;
	bool found = false;

	if (strcmp(entry->column, "*") != 0)
		return g_hash_table_remove(columns, name);
	g_hash_table_iter_init(&iter, columns);
	while (g_hash_table_iter_next(&iter, &column, NULL))
		if (strncmp(column, name, strlen(name) - 1) == 0) {
			g_hash_table_iter_remove(&iter);
			found = true;
		}
	return found;
}

Test(ledger, columns_of_the_server_are_known)
{
	g_autoptr(GPtrArray) entries = read_ledger();
	g_autoptr(GHashTable) columns = server_columns();
	g_autoptr(GString) wrong = g_string_new(NULL);
	int version = server_version();
	GHashTableIter iter;
	gpointer column;

	for (guint i = 0; i < entries->len; i++) {
		const struct entry *entry = entries->pdata[i];
		if (version >= entry->since && version <= entry->until && !take(columns, entry))
			g_string_append_printf(wrong, "columns:%u: PostgreSQL %d has no %s.%s, or it is told twice\n", entry->line,
				version, entry->catalog, entry->column);
	}
	g_hash_table_iter_init(&iter, columns);
	while (g_hash_table_iter_next(&iter, &column, NULL))
		g_string_append_printf(
			wrong, "%s of PostgreSQL %d is neither read nor left out for a reason\n", (char *)column, version);
	cr_assert(!wrong->len, "%s", wrong->str);
}

int main(int argc, char *argv[])
{
	return server_main(argc, argv);
}
