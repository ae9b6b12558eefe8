/* Changes written from schema differences: fixtures, from databases and from documents, there and back by their own contracts. */
#include <criterion/criterion.h>
#include <glib.h>
#include <libpq-fe.h>
#include <stdlib.h>

#include "cmd/author.h"
#include "cmd/terminal.h"
#include "help.h"
#include "rehearse.h"
#include "tests/server.h"

int main(int argc, char *argv[])
{
	return server_main(argc, argv);
}

TestSuite(author, .fini = folder_remove);

/* Each is made in schema public alone. */
static const char *const fixtures[] = {
	"constraint/kinds",
	"domain/checks",
	"enum/used",
	"foreign_key/actions",
	"function/attributes",
	"index/kinds",
	"policy/all",
	"table/joined_alter",
	"trigger/kinds",
	"view/one_relation",
};

static PGconn *connect_to(const char *database)
{
	g_autofree char *string = g_strdup_printf("dbname=%s options='-c client_min_messages=warning'", database);
	PGconn *connection = PQconnectdb(string);

	cr_assert_eq(PQstatus(connection), CONNECTION_OK, "%s", PQerrorMessage(connection));
	return connection;
}

/* The roles that fixtures name. */
static void make_roles(void)
{
	static const char sql[] =
		"DO $$ DECLARE name text; BEGIN FOREACH name IN ARRAY ARRAY['alice', 'bob', 'carol'] LOOP"
		" IF to_regrole(name) IS NULL THEN EXECUTE format('CREATE ROLE %I', name); END IF; END LOOP; END $$";
	GError *error = NULL;

	check_fine(server_run("postgres", sql, &error), error);
}

static char *path_of(const char *fixture, const char *file)
{
	return g_build_filename(g_getenv("PGCANON_SOURCE"), "fixtures", fixture, file, NULL);
}

/* Whether the server takes the case: "-- since: 15" begins a file that needs 15. */
static bool is_possible(const char *fixture)
{
	static const char *const files[] = { "have.sql", "want.sql" };
	static const char since[] = "-- since: ";
	int version = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *path = path_of(fixture, files[i]), *text = NULL;
		cr_assert(g_file_get_contents(path, &text, NULL, NULL), "%s", path);
		if (g_str_has_prefix(text, since))
			version = MAX(version, atoi(text + strlen(since)));
	}
	return server_version() >= version;
}

static void load(const char *database, const char *fixture, const char *file)
{
	g_autofree char *path = path_of(fixture, file);
	GError *error = NULL;

	check_fine(server_run(database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public", &error) &&
			   server_load(database, path, &error),
		error);
}

static GPtrArray *write_changes(const char *from, const char *to)
{
	struct author_options options = { 0 };
	GError *error = NULL;
	GPtrArray *changes = author_write(&options, "it", from, to, &error);

	check_fine(changes, error);
	return changes;
}

static const struct draft *draft_of(const GPtrArray *changes, guint number)
{
	return &((const struct authored *)changes->pdata[number])->draft;
}

static void go_there_and_back(const char *what, const GPtrArray *changes, PGconn *connection)
{
	for (guint i = 0; i < changes->len; i++) {
		const struct draft *draft = draft_of(changes, i);
		g_autofree char *wrong = rehearse(connection, draft->pre->str, draft->build->str, draft->post->str);
		cr_assert_null(wrong, "%s: %s\n%s", what, wrong, draft->build->str);
		g_autofree char *early = rehearse(connection, draft->pre->str, "", NULL);
		cr_expect(early, "%s: what holds before still holds after\n%s", what, draft->pre->str);
	}
	for (guint i = changes->len; i > 0; i--) {
		const struct draft *draft = draft_of(changes, i - 1);
		g_autofree char *wrong = rehearse(connection, NULL, draft->rollback->str, draft->pre->str);
		cr_assert_null(wrong, "%s, back: %s\n%s", what, wrong, draft->rollback->str);
		g_autofree char *late = rehearse(connection, draft->post->str, "", NULL);
		cr_expect(late, "%s: what holds after holds before\n%s", what, draft->post->str);
	}
}

static char *put_expected(const char *name, const GPtrArray *changes)
{
	put(name, draft_of(changes, changes->len - 1)->expect->str);
	return g_build_filename(folder(), name, NULL);
}

Test(author, there_and_back)
{
	GError *error = NULL;

	terminal_init("never", true, NULL);
	make_roles();
	check_fine(server_create_database("author_have", &error) && server_create_database("author_want", &error), error);
	PGconn *connection = connect_to("author_have");
	for (size_t i = 0; i < G_N_ELEMENTS(fixtures); i++) {
		if (!is_possible(fixtures[i]))
			continue;
		load("author_have", fixtures[i], "have.sql");
		load("author_want", fixtures[i], "want.sql");
		GPtrArray *there = write_changes("author_have", "author_want"), *back = write_changes("author_want", "author_have");
		g_autofree char *want = put_expected("want.yaml", there), *have = put_expected("have.yaml", back);
		GPtrArray *offline = write_changes(have, want);
		go_there_and_back(fixtures[i], there, connection);
		go_there_and_back(fixtures[i], offline, connection);
		g_ptr_array_unref(there);
		g_ptr_array_unref(back);
		g_ptr_array_unref(offline);
	}
	PQfinish(connection);
}

static void put_yaml(const char *name, const char *table)
{
	g_autofree char *text = g_strdup_printf("omitted: [owners, privileges]\nschema public:\n%s", table);

	put(name, text);
}

static bool has(const GString *text, const char *part)
{
	return strstr(text->str, part);
}

/* No server: what the files say of a change that rows can make fail, and that loses data. */
Test(author, what_it_says)
{
	put_yaml("have.yaml", "  table t:\n    columns:\n    - a: {type: text}\n    - gone: {type: text}\n");
	put_yaml("want.yaml",
		"  table t:\n    columns:\n    - a: {type: text, not_null: true}\n    - b: {type: integer, not_null: true}\n");
	g_autofree char *have = g_build_filename(folder(), "have.yaml", NULL),
			*want = g_build_filename(folder(), "want.yaml", NULL);
	terminal_init("never", true, NULL);
	GPtrArray *changes = write_changes(have, want);
	const struct draft *draft = draft_of(changes, 0);

	cr_assert_eq(changes->len, 1);
	cr_expect(
		g_str_has_prefix(draft->build->str, "-- search_path: pg_catalog\n-- data_loss: yes\n\n"), "%s", draft->build->str);
	cr_expect(has(draft->build, "--   * data loss: column gone of table public.t is dropped, and its values are lost\n"), "%s",
		draft->build->str);
	cr_expect_not(has(draft->build, "BEGIN;"));
	cr_expect(
		has(draft->pre,
			"-- column a of table public.t is there: NULL allowed\nSELECT EXISTS (\n    SELECT FROM pg_attribute a\n  "
			"  WHERE a.attrelid = to_regclass('public.t')"),
		"%s", draft->pre->str);
	cr_expect(has(draft->pre, "SELECT count(*) FILTER (WHERE a IS NULL) = 0\n    FROM public.t;\n"), "%s", draft->pre->str);
	cr_expect(has(draft->pre, "SELECT NOT EXISTS (SELECT FROM public.t);\n"), "%s", draft->pre->str);
	cr_expect(has(draft->post, "-- there is no column gone of table public.t\nSELECT NOT EXISTS (\n"), "%s", draft->post->str);
	cr_expect(has(draft->rollback, "ADD COLUMN gone text"), "%s", draft->rollback->str);
	g_ptr_array_unref(changes);
}

/* What can be used only once it is committed is a change of its own. */
Test(author, labels_come_before)
{
	put_yaml("have.yaml", "  type mood:\n    labels: [ok]\n");
	put_yaml("want.yaml",
		"  type mood:\n    labels: [ok, sad]\n  table t:\n    columns:\n    - m: {type: public.mood, default: "
		"\"'sad'::public.mood\"}\n");
	g_autofree char *have = g_build_filename(folder(), "have.yaml", NULL),
			*want = g_build_filename(folder(), "want.yaml", NULL);
	terminal_init("never", true, NULL);
	GPtrArray *changes = write_changes(have, want);

	cr_assert_eq(changes->len, 2);
	cr_expect_str_eq(((const struct authored *)changes->pdata[0])->slug, "it_labels");
	cr_expect(has(draft_of(changes, 0)->build, "ADD VALUE 'sad'"));
	cr_expect(has(draft_of(changes, 0)->post, "= ARRAY['ok', 'sad']"), "%s", draft_of(changes, 0)->post->str);
	cr_expect_not(has(draft_of(changes, 0)->expect, "table t"));
	cr_expect(has(draft_of(changes, 1)->build, "CREATE TABLE public.t"));
	cr_expect_not(has(draft_of(changes, 1)->build, "ADD VALUE"));
	g_ptr_array_unref(changes);
}

static void refused(const char *from, const char *to, const char *part)
{
	struct author_options options = { 0 };
	GError *error = NULL;

	cr_expect_null(author_write(&options, "it", from, to, &error));
	check_failed(&error, MIGRATE_USAGE, part);
}

Test(author, refused)
{
	put_yaml("have.yaml", "  table t:\n    columns:\n    - a: {type: text}\n");
	put("wrong.yaml", "schema public:\n  tabel t: {}\n");
	g_autofree char *have = g_build_filename(folder(), "have.yaml", NULL),
			*wrong = g_build_filename(folder(), "wrong.yaml", NULL);

	terminal_init("never", true, NULL);
	refused(have, have, "nothing differs between");
	refused(have, wrong, "wrong.yaml:2:3: unknown key");
	refused(have, "no_such_database_here", "no_such_database_here");
	refused("-", "-", "only one of the places");
}
