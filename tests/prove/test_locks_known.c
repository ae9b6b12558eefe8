/* Whatever plans say that locks a table has its row in the table of locks. */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "diff/lock.h"
#include "sql/split.h"
#include "tests/server.h"

/* Kinds of statements that lock tables, each of which the fixtures' scripts have. */
static const char *const locking[] = { "ALTER TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX", "DROP INDEX", "ALTER INDEX",
	"CREATE TRIGGER", "DROP TRIGGER", "CREATE POLICY", "ALTER POLICY", "DROP POLICY", "CREATE RULE", "CREATE OR REPLACE RULE",
	"DROP RULE", "DROP TABLE", "DROP VIEW", "CREATE OR REPLACE VIEW", "REFRESH", "ALTER SEQUENCE", "DROP SEQUENCE",
	"COMMENT ON TABLE", "COMMENT ON COLUMN", "CREATE STATISTICS", "DROP STATISTICS", "ALTER DOMAIN" };

static void expect_known(const char *path, const struct statement *statement)
{
	g_autofree char *sql = g_strndup(statement->start, statement->length);
	g_autoptr(GPtrArray) matches = lock_matches_of(sql, 0);

	for (size_t i = 0; i < G_N_ELEMENTS(locking); i++)
		if (g_str_has_prefix(sql, locking[i]))
			cr_expect(matches->len, "%s:%zu: no row of the table of locks is for %s", path, statement->line, sql);
}

Test(locks, statements_of_fixtures_have_rows)
{
	g_autofree char *pattern = g_build_filename(getenv("PGCANON_SOURCE"), "fixtures/*/*/up.sql", NULL);
	glob_t files;

	cr_assert(glob(pattern, 0, NULL, &files) == 0, "%s", pattern);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		g_autofree char *text = NULL;
		g_autoptr(GError) error = NULL;
		struct splitter splitter;
		struct statement statement;
		cr_assert(g_file_get_contents(files.gl_pathv[i], &text, NULL, NULL), "%s", files.gl_pathv[i]);
		splitter_init(&splitter, text, strlen(text));
		while (splitter_next(&splitter, &statement, &error))
			expect_known(files.gl_pathv[i], &statement);
		cr_expect(!error, "%s: %s", files.gl_pathv[i], error ? error->message : "");
	}
	globfree(&files);
}
