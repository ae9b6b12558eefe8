/* A directory of files gives the same snapshot as one file. */
#include "help.h"

#include <unistd.h>

#include "catalog/snapshot_finish.h"
#include "yaml/tree.h"
#include "yaml/tree_load.h"

#define DOCUMENT \
	"event trigger e:\n  event: ddl_command_end\n  owner: o\n  procedure: s.f()\nextension x:\n  schema: s\nextension y:\n" \
	"  schema: s\n" \
	"omitted:\n- privileges\n" \
	"schema S:\n  owner: o\n  table t: {}\n" \
	"schema a/c schema:\n  owner: o\n  table t: {}\n" \
	"schema s:\n  collation c:\n    lc_collate: C\n    lc_ctype: C\n  collation d:\n    lc_collate: C\n    lc_ctype: C\n  " \
	"description: x\n" \
	"  function f():\n    language: sql\n    returns: text\n    source: |-\n      a\n  function f(integer):\n    " \
	"language: sql\n    returns: text\n    source: |-\n      b\n  owner: o\n" \
	"  table T1: {}\n  table t1: {}\n  view v:\n    definition: |-\n      SELECT 1\n"

static char *text_of_directory(struct pool *pool, const char *path)
{
	struct snapshot *snapshot = snapshot_new(pool);
	GError *error = NULL;

	cr_assert(yaml_load_directory(snapshot, path, NULL, &error), "%s", error ? error->message : "");
	cr_assert(snapshot_finish(snapshot, &error), "%s", error ? error->message : "");
	char *text = written(snapshot, NULL);
	snapshot_free(snapshot);
	return text;
}

static void write_tree(struct pool *pool, const char *text, const char *path)
{
	struct snapshot *snapshot = loaded(pool, text);
	GError *error = NULL;

	cr_assert(yaml_write_directory(snapshot, path, NULL, &error), "%s", error ? error->message : "");
	snapshot_free(snapshot);
}

static bool exists(const char *path, const char *file)
{
	g_autofree char *full = g_build_filename(path, file, NULL);

	return g_file_test(full, G_FILE_TEST_EXISTS);
}

static void put(const char *path, const char *file, const char *text)
{
	g_autofree char *full = g_build_filename(path, file, NULL), *directory = g_path_get_dirname(full);

	cr_assert(g_mkdir_with_parents(directory, 0777) == 0 && g_file_set_contents(full, text, -1, NULL));
}

static void remove_tree(const char *path)
{
	const char *argv[] = { "rm", "-rf", path, NULL };

	g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

Test(tree, round_trip)
{
	struct pool *pool = pool_new();
	g_autofree char *path = g_dir_make_tmp("pgcanon-XXXXXX", NULL);

	write_tree(pool, DOCUMENT, path);
	g_autofree char *text = text_of_directory(pool, path);
	cr_expect_str_eq(text, DOCUMENT, "found:\n%s", text);
	cr_expect(!exists(path, "database.my_db.yaml") && exists(path, "extension.yaml") && exists(path, "event trigger.e.yaml"));
	cr_expect(exists(path, "schema.s_2.yaml") && exists(path, "schema.s_2/table.t1.yaml") &&
		  exists(path, "schema.s_2/collation.yaml"));
	cr_expect(exists(path, "schema.s/table.t.yaml") && exists(path, "schema.a_c_schema/table.t.yaml") &&
		  exists(path, "omitted.yaml"));

	put(path, "schema.s_2/notes.txt", "mine");
	put(path, "mine.yaml", "extension z: {}\n");
	write_tree(pool, "schema S:\n  owner: o\n  privileges: []\n  view w:\n    definition: x\n", path);
	cr_expect(!exists(path, "extension.yaml") && !exists(path, "schema.s/table.t.yaml") && !exists(path, "schema.a_c_schema"));
	cr_expect(exists(path, "schema.s_2/notes.txt") && !exists(path, "schema.s_2/table.t1.yaml") && exists(path, "mine.yaml"));
	g_autofree char *directory = g_build_filename(path, "schema.s_2", NULL);
	remove_tree(directory);
	g_autofree char *later = text_of_directory(pool, path);
	cr_expect_str_eq(later, "extension z: {}\nomitted: []\nschema S:\n  owner: o\n  view w:\n    definition: |-\n      x\n",
		"found:\n%s", later);
	remove_tree(path);
	pool_free(pool);
}

Test(tree, pyrseas)
{
	struct pool *pool = pool_new();
	g_autofree char *path = g_dir_make_tmp("pgcanon-XXXXXX", NULL);

	put(path, "database.d.yaml", "schema s: {schema: schema.s.yaml, table t: schema.s/table.t.yaml}\n");
	put(path, "schema.s.yaml", "schema S:\n  owner: o\n  privileges: []\n");
	put(path, "schema.s/table.t.yaml", "table t:\n  columns:\n  - a:\n      type: integer\ntable T:\n  owner: o\n");
	put(path, "schema.s/table.t.data", "1,2,3\n");
	g_autofree char *text = text_of_directory(pool, path);
	cr_expect_str_eq(text,
		"omitted: []\nschema S:\n  owner: o\n  table T:\n    owner: o\n  table t:\n    columns:\n    - a:\n        type: "
		"integer\n");
	remove_tree(path);
	pool_free(pool);
}

static void check_directory_error(const char *path, const char *format)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = snapshot_new(pool);
	GError *error = NULL;
	g_auto(GStrv) parts = g_strsplit(format, "DIR", -1);
	g_autofree char *message = g_strjoinv(path, parts);

	cr_assert_not(yaml_load_directory(snapshot, path, NULL, &error));
	cr_expect_str_eq(error->message, message, "found:    %s\nexpected: %s", error->message, message);
	g_error_free(error);
	snapshot_free(snapshot);
	pool_free(pool);
}

/* No index stands in the way of a merge; that of an earlier version goes, and so do files by shortened names. */
Test(tree, no_index)
{
	struct pool *pool = pool_new();
	g_autofree char *path = g_dir_make_tmp("pgcanon-XXXXXX", NULL);
	const char *name = "a_name_that_is_longer_than_thirty_two_letters",
		   *text = "omitted: []\nschema s:\n  owner: o\n  table a_name_that_is_longer_than_thirty_two_letters: {}\n  table "
			   "a_name_that_is_longer_than_thirty_two_others: {}\n";
	g_autofree char *file = g_strdup_printf("schema.s/table.%s.yaml", name);

	put(path, "database.dev_alice.yaml", "schema s:\n  schema: schema.s.yaml\n  table gone: schema.s/table.gone.yaml\n");
	put(path, "schema.s.yaml", "schema s: {owner: o}\n");
	put(path, "schema.s/table.gone.yaml", "table gone: {}\n");
	put(path, "schema.s/table.a_name_that_is_longer_than_thirt.yaml",
		"table a_name_that_is_longer_than_thirty_two_letters: {}\n");
	put(path, "schema.s/table.notes.yaml", "this is: mine\n");
	put(path, "schema.s/table.broken.yaml", "table broken:\n<<<<<<< ours\n");
	put(path, "schema.gone.yaml", "schema gone: {}\n");
	put(path, "extension.yaml", "extension e: {}\n");
	write_tree(pool, text, path);
	cr_expect(!exists(path, "database.dev_alice.yaml") && !exists(path, "schema.s/table.gone.yaml") &&
		  !exists(path, "extension.yaml") && !exists(path, "schema.gone.yaml") &&
		  !exists(path, "schema.s/table.a_name_that_is_longer_than_thirt.yaml"));
	cr_expect(exists(path, file) && exists(path, "schema.s/table.a_name_that_is_longer_than_thirty_two_others.yaml"));
	cr_expect(exists(path, "schema.s/table.notes.yaml") && exists(path, "schema.s/table.broken.yaml"),
		"not all that has such a name is ours");
	remove_tree(path);
	g_autofree char *empty = g_dir_make_tmp("pgcanon-XXXXXX", NULL);
	write_tree(pool, "{}", empty);
	g_autofree char *nothing = text_of_directory(pool, empty);
	cr_expect_str_eq(nothing, "{}\n");
	remove_tree(empty);
	pool_free(pool);
}

Test(tree, errors)
{
	g_autofree char *path = g_dir_make_tmp("pgcanon-XXXXXX", NULL);

	check_directory_error(path, "DIR: has no YAML files");
	put(path, "schema.s/table.t.yaml", "table t: {}\n");
	check_directory_error(path, "DIR/schema.s: expected \"DIR/schema.s.yaml\" beside it, with the key \"schema NAME\"");
	put(path, "schema.s.yaml", "schema s:\n  table t: {}\n");
	check_directory_error(path, "DIR/schema.s/table.t.yaml:1:1: \"table t\" stands twice, first at DIR/schema.s.yaml:2");
	put(path, "schema.s/table.t.yaml", "table u:\n  colums: []\n");
	check_directory_error(path, "DIR/schema.s/table.t.yaml:2:3: unknown key \"colums\" of a table; did you mean \"columns\"?");
	put(path, "schema.s/table.t.yaml", "owner: o\n");
	check_directory_error(path,
		"DIR/schema.s/table.t.yaml:1:1: unknown key \"owner\" of a schema, expected the key of an object such as \"table "
		"t\"");
	remove_tree(path);
}

static char *text_of(const char *path, const char *file)
{
	g_autofree char *full = g_build_filename(path, file, NULL);
	char *text = NULL;

	g_file_get_contents(full, &text, NULL, NULL);
	return text;
}

static void put_link(const char *path, const char *file, const char *target)
{
	g_autofree char *full = g_build_filename(path, file, NULL);

	cr_assert_eq(symlink(target, full), 0);
}

/* Version control carries links and indexes, and so does who may only propose a change. */
Test(tree, links_lead_nowhere)
{
	struct pool *pool = pool_new();
	g_autofree char *path = g_dir_make_tmp("pgcanon-XXXXXX", NULL), *inside = g_build_filename(path, "metadata", NULL);

	put(path, "victim/important.yaml", "x");
	put(path, "victim/other.yaml", "x");
	put(path, "metadata/database.x.yaml",
		"a: sub/important.yaml\nb: other.yaml\nc: ../victim/other.yaml\nd: schema.s/../../victim/other.yaml\ne: sub\nf: "
		"./old.yaml\ng: schema.old/table.t.yaml\nh: folder.yaml\n");
	put(path, "metadata/folder.yaml/kept", "x");
	put(path, "metadata/schema.old/table.t.yaml", "table t: {}\n");
	put_link(path, "metadata/sub", "../victim");
	put_link(path, "metadata/other.yaml", "../victim/other.yaml");
	put_link(path, "metadata/database.y.yaml", "database.x.yaml");
	put_link(path, "metadata/schema.s.yaml", "../victim/other.yaml");
	write_tree(pool, "schema s:\n  table t: {}\n", inside);
	g_autofree char *important = text_of(path, "victim/important.yaml"), *other = text_of(path, "victim/other.yaml"),
			*schema = text_of(path, "metadata/schema.s.yaml");
	cr_assert_str_eq(important, "x");
	cr_assert_str_eq(other, "x");
	cr_assert_str_eq(schema, "schema s: {}\n");
	cr_assert(exists(path, "metadata/sub") && exists(path, "metadata/other.yaml") && exists(path, "metadata/folder.yaml/kept"));
	cr_assert(!exists(path, "metadata/schema.old") && !exists(path, "metadata/database.x.yaml"));

	/* a directory that is a link is an error, and nothing is written behind it */
	put_link(path, "metadata/schema.u", "../victim");
	struct snapshot *snapshot = loaded(pool, "schema u:\n  table t: {}\n");
	g_autoptr(GError) error = NULL;
	cr_assert(!yaml_write_directory(snapshot, inside, NULL, &error));
	cr_assert(strstr(error->message, "links are not followed"), "%s", error->message);
	cr_assert(!exists(path, "victim/table.t.yaml"));
	snapshot_free(snapshot);
	remove_tree(path);
	pool_free(pool);
}
