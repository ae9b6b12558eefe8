/* Projects whose files are in order, and all the ways in which they are not. */
#include "help.h"

#include <glib/gstdio.h>

#include "migrate/draft.h"
#include "migrate/load.h"

TestSuite(project, .fini = folder_remove);

static void refused(enum migrate_status status, const char *part)
{
	GError *error = NULL;

	cr_assert_null(project_open(folder(), &error));
	check_failed(&error, status, part);
}

static void put_two(void)
{
	put_project("required");
	put_change("00001_one");
	put_change("00002_two");
	put("test/00002_two_again.sql", "SELECT plan(1);\n");
	put("test/00002_two.sql", "SELECT plan(2);\n");
	put_manifest();
}

Test(project, in_order)
{
	GError *error = NULL;

	put_two();
	put("build/XXXXX_mine.sql", "");
	put("build/README.md", "about");
	put("build/.hidden", "");
	struct project *project = project_open(folder(), &error);
	check_fine(project, error);
	cr_assert_str_eq(project->name, "shop");
	cr_assert_eq(project->changes->len, 2);
	cr_assert_eq(project->drafts->len, 1);
	struct numbered_change *two = project_change(project, 2);
	cr_assert_str_eq(two->name, "00002_two");
	cr_assert_str_eq(two->head, project->head);
	cr_assert_eq(two->files->len, 6);
	cr_assert_null(change_file(two, FILE_BUILD)->text);
	cr_assert_null(project_change(project, 3));
	cr_assert_null(project_change(project, 0));
	check_fine(change_load(project, two, &error), error);
	cr_assert_str_eq(change_file(two, FILE_ROLLBACK)->text, "DROP TABLE public.t;\n");
	cr_assert(two->header->transaction);
	change_unload(two);
	project_free(project);
}

Test(project, manifest_is_checked_by_sha256sum)
{
	put_two();
	g_autofree char *command = g_strdup_printf(
		"cd %s && sha256sum --strict --quiet -c manifest && "
		"b=$(grep build/00001 -A3 manifest) && h=$(printf %%s " UUID " | sha256sum | cut -c1-64) && "
		"test \"# head 00001 $(printf '%%s\\n%%s\\n' $h \"$b\" | sha256sum | cut -c1-64)\" = \"$(grep 'head 00001' "
		"manifest)\"",
		folder());
	const char *argv[] = { "sh", "-c", command, NULL };
	int status = 0;

	cr_assert(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
	cr_assert(g_spawn_check_wait_status(status, NULL));
}

Test(project, none)
{
	refused(MIGRATE_USAGE, "project.yaml: there is no project here; `dbalign init NAME` makes one");
}

Test(project, file)
{
	put("project.yaml", "name: shop\nuuid: " UUID "\nformat: 1\ncontract: no\n");
	refused(MIGRATE_USAGE, "project.yaml:4:1: unknown key \"contract\"; did you mean \"contracts\"?");
	put("project.yaml", "name: \"shop\\nimport os\"\nuuid: " UUID "\nformat: 1\n");
	refused(MIGRATE_USAGE, "project.yaml:1:7: \"name\": expected what matches");
	put("project.yaml", "name: shop\nuuid: 12\nformat: 1\n");
	refused(MIGRATE_USAGE, "project.yaml:2:7: \"uuid\": expected what matches");
	put("project.yaml", "name: shop\nformat: 1\n");
	refused(MIGRATE_USAGE, "project.yaml:1:1: \"uuid\" is missing");
	put("project.yaml", "name: shop\nuuid: " UUID "\nformat: 2\n");
	refused(MIGRATE_USAGE, "project.yaml:3:9: \"format\": expected one of 1, found \"2\"");
	put("project.yaml", "name: shop\nuuid: " UUID "\nformat: 1\nsearch_path: a b\n");
	refused(MIGRATE_USAGE, "is no list of schemas");
	put("project.yaml", "name: shop\nuuid: " UUID "\nformat: 1\nschemas: app\n");
	refused(MIGRATE_USAGE, "project.yaml:4:10: \"schemas\": expected a list, found \"app\"");
}

Test(project, contracts)
{
	GError *error = NULL;

	put_two();
	g_autofree char *path = g_build_filename(folder(), "post/00002_two.sql", NULL);
	g_unlink(path);
	refused(MIGRATE_FILES, "post/00002_two.sql is missing, which the manifest has");
	put_manifest();
	refused(MIGRATE_FILES, "post/00002_two.sql is missing: a change without postcondition is an error");
	put_project("optional");
	struct project *project = project_open(folder(), &error);
	check_fine(project, error);
	cr_assert(project->contracts_optional);
	project_free(project);
}

Test(project, tampered)
{
	GError *error = NULL;

	put_two();
	put("build/00001_one.sql", "CREATE TABLE public.t (a bigint);\n");
	struct project *project = project_open(folder(), &error);
	check_fine(project, error);
	cr_assert_not(change_load(project, project_change(project, 1), &error));
	cr_assert_null(change_file(project_change(project, 1), FILE_BUILD)->text);
	check_failed(&error, MIGRATE_INTEGRITY, "build/00001_one.sql: its SHA-256 is");
	cr_assert(change_load(project, project_change(project, 2), &error));
	project_free(project);
}

Test(project, numbers)
{
	put_two();
	put_change("00002_other");
	refused(MIGRATE_FILES,
		"number 00002 is there twice: build/00002_other.sql and build/00002_two.sql; `dbalign renumber --onto BRANCH`");
	refused(MIGRATE_FILES, "build/00002_other.sql came later than 00002_two, with which the manifest ends");
}

Test(project, hole)
{
	put_two();
	put_change("00004_four");
	refused(MIGRATE_FILES, "number 00003 is missing: build/00004_four.sql comes after build/00002_two.sql");
	refused(MIGRATE_FILES, "build/00004_four.sql is not in the manifest; `dbalign hash` adds it");
}

Test(project, orphans)
{
	put_two();
	put("post/00003_three.sql", "SELECT true;\n");
	put("test/00004_four_b.sql", "SELECT true;\n");
	put("build/3_three.sql", "SELECT true;\n");
	put("build/notes.txt", "");
	put("test/00001_one_more.sql", "");
	put("test/00001_one\nmore.sql", "");
	refused(MIGRATE_FILES, "post/00003_three.sql: belongs to no change, build/00003_three.sql is missing");
	refused(MIGRATE_FILES, "test/00004_four_b.sql: belongs to no change");
	refused(MIGRATE_FILES, "build/3_three.sql: is not the name of a change");
	refused(MIGRATE_FILES, "build/notes.txt: is not a file of a change");
	refused(MIGRATE_FILES, "test/00001_one_more.sql is not in the manifest");
	refused(MIGRATE_FILES, "test/00001_one\nmore.sql: the name of a test has letters, digits, _, - and .");
}

Test(project, manifest)
{
	put_two();
	g_autofree char *text = get("manifest");
	g_autofree char *cut = g_strndup(text, strlen(text) - 5);
	g_autofree char *headless = g_strndup(text, strlen(text) - strlen("# head 00002 \n") - 64);
	g_autofree char *conflict = g_strconcat(text, "<<<<<<< HEAD\n", NULL);
	g_autofree char *changed = g_strdup(text);
	g_autofree char *twice = g_strconcat(text, strchr(text, '\n') + 1, NULL);

	strstr(changed, "  build/00001")[-1] ^= 1;
	put("manifest", cut);
	refused(MIGRATE_FILES, "manifest:13: ends in the middle of a line");
	put("manifest", headless);
	refused(MIGRATE_FILES, "manifest:13: ends without the head of its last change");
	put("manifest", conflict);
	refused(MIGRATE_FILES, "manifest:14: a merge has left a conflict");
	put("manifest", twice);
	refused(MIGRATE_FILES, "manifest:14: number 00001, expected 00003");
	put("manifest", changed);
	refused(MIGRATE_FILES, "manifest:6: the head is not that of the lines above it");
	put("manifest", "");
	refused(MIGRATE_FILES, "manifest:1: ends in the middle of a line");
	put("manifest", "# dbalign manifest 2 sha3\n");
	refused(MIGRATE_FILES, "manifest:1: is not a manifest that this version reads");
}

Test(project, rollback)
{
	GError *error = NULL;

	put_project("optional");
	put("build/00001_one.sql", "-- irreversible: it was empty\nCREATE TABLE public.t ();\n");
	put_manifest();
	struct project *project = project_open(folder(), &error);
	check_fine(project && change_load(project, project_change(project, 1), &error), error);
	cr_assert_str_eq(project_change(project, 1)->header->irreversible, "it was empty");
	*change_file(project_change(project, 1), FILE_BUILD)->sha256 = '\0';
	put("build/00001_one.sql", "CREATE TABLE public.t ();\n");
	cr_assert_not(change_load(project, project_change(project, 1), &error));
	check_failed(&error, MIGRATE_FILES, "rollback/00001_one.sql is missing: write it, or say `-- irreversible: REASON`");
	project_free(project);
}

static char *draft(const char *slug, GError **error)
{
	struct project *project = project_open(folder(), error);
	struct draft draft;
	char *name = NULL;

	draft_init(&draft);
	g_string_assign(draft.build, "CREATE TABLE public.u ();\n");
	g_string_assign(draft.rollback, "DROP TABLE public.u;\n");
	g_string_assign(draft.pre, "SELECT true;\n");
	g_string_assign(draft.post, "SELECT true;\n");
	if (project)
		name = draft_write(project, slug, &draft, error);
	draft_clear(&draft);
	project_free(project);
	return name;
}

Test(project, drafts)
{
	GError *error = NULL;

	put_project("required");
	g_autofree char *first = draft("one", &error), *second = draft("two", &error);
	check_fine(first && second, error);
	cr_assert_str_eq(second, "00002_two");
	struct project *project = project_open(folder(), &error);
	check_fine(project && change_load(project, project_change(project, 2), &error), error);
	cr_assert_null(change_file(project_change(project, 2), FILE_EXPECT));
	project_free(project);
	g_autofree char *unnumbered = draft("XXXXX_mine", &error);
	check_fine(unnumbered, error);
	cr_assert_str_eq(unnumbered, "XXXXX_mine");
	cr_assert(there("build/XXXXX_mine.sql"));
	cr_assert_null(draft("a/b", &error));
	check_failed(&error, MIGRATE_USAGE, "\"a/b\" cannot name a change");

	g_autofree char *blocked = g_build_filename(folder(), "post/00003_three.sql", NULL), *before = get("manifest");
	cr_assert_eq(g_mkdir(blocked, 0777), 0);
	g_autofree char *none = draft("three", &error);
	cr_assert_null(none);
	cr_assert(error);
	g_clear_error(&error);
	cr_assert_not(there("build/00003_three.sql"));
	g_autofree char *after = get("manifest");
	cr_assert_str_eq(before, after);
}
