/*
 * The document of each fixture becomes that of each other one: all pairs of a folder, where names and kinds meet, and a part of the
 * others. The two were never written for each other, so that objects come, go and change in ways that nobody thought of. There is a
 * plan, or an error that names what cannot be; never one that admits a mistake of ours. Each comes from nothing and goes to it,
 * too. PGCANON_EVERY=1 tries all pairs.
 */
#include <criterion/criterion.h>
#include <glob.h>
#include <glib.h>
#include <string.h>

#include "tests/documents/help.h"

/* Sanitizers are slow. Any number that has no divisor in common with that of fixtures. */
#ifdef __SANITIZE_ADDRESS__
enum { PART = 61 };
#else
enum { PART = 13 };
#endif

struct document {
	char *name, *folder;
	struct snapshot *snapshot;
};

static const char nothing[] = "nothing";

/* Pairs for which no order is found, though one exists: the plan is refused. Whoever mends one takes it out. */
static const struct {
	const char *have, *want;
} unsolved[] = {
	/* a domain takes the name of a base type that a column has, which gets the domain */
	{ "base_type/storage_of_domains", "domain/check_before_use" },
	/* a key of a table that is recreated takes the name of one whose table's row type the old table stores */
	{ "composite/renamed", "index/partitioned_options" },
	/* a sequence goes whose column stays, in a table that becomes a partition */
	{ "online/carried", "partition/from_plain" },
	/* a base type takes the name of an enum that a recreated table has */
	{ "table/heirs_leave_in_time", "base_type/storage_of_domains" },
};

static bool is_unsolved(const char *have, const char *want)
{
	bool found = false;

	for (size_t i = 0; i < G_N_ELEMENTS(unsolved); i++)
		found = found || (strcmp(unsolved[i].have, have) == 0 && strcmp(unsolved[i].want, want) == 0);
	return found;
}

static void document_free(void *data)
{
	struct document *document = data;

	snapshot_free(document->snapshot);
	g_free(document->name);
	g_free(document->folder);
	g_free(document);
}

static void add(GPtrArray *documents, struct pool *pool, const char *folder, const char *name, const char *text)
{
	struct document *document = g_new0(struct document, 1);
	g_autoptr(GError) error = NULL;

	document->folder = g_strdup(folder);
	document->name = g_strdup(name);
	document->snapshot = document_load(pool, text, &error);
	cr_assert(document->snapshot, "%s: %s", name, error ? error->message : "");
	g_ptr_array_add(documents, document);
}

static GPtrArray *load_all(struct pool *pool)
{
	GPtrArray *documents = g_ptr_array_new_with_free_func(document_free);
	const char *source = g_getenv("PGCANON_SOURCE");
	g_autofree char *pattern = g_build_filename(source ? source : ".", "fixtures", "*", "*", "want.yaml", NULL);
	glob_t found;

	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "no fixtures");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		g_autofree char *case_path = g_path_get_dirname(found.gl_pathv[i]), *folder_path = g_path_get_dirname(case_path),
				*text = NULL;
		g_autofree char *case_name = g_path_get_basename(case_path), *folder = g_path_get_basename(folder_path);
		g_autofree char *name = g_strdup_printf("%s/%s", folder, case_name);

		cr_assert(g_file_get_contents(found.gl_pathv[i], &text, NULL, NULL));
		add(documents, pool, folder, name, text);
	}
	globfree(&found);
	add(documents, pool, nothing, nothing, "{}");
	return documents;
}

static void cross(const struct document *have, const struct document *want)
{
	g_autoptr(GError) error = NULL;
	struct plan *plan = plan_new(have->snapshot, want->snapshot, WAY_THERE, &error);
	bool ours = error && (error->code == PLAN_CYCLE || error->code == PLAN_INCOMPLETE || error->code == PLAN_MISSING ||
				     error->code == PLAN_TEXT);

	cr_expect(plan || error);
	if (is_unsolved(have->name, want->name))
		cr_expect(error && error->code == PLAN_CYCLE, "%s to %s is solved", have->name, want->name);
	else
		cr_expect_not(ours, "%s to %s: %s", have->name, want->name, error->message);
	if (plan)
		plan_free(plan);
}

Test(crossed, documents)
{
	struct pool *pool = pool_new();
	GPtrArray *documents = load_all(pool);
	bool every = g_getenv("PGCANON_EVERY");

	for (guint i = 0; i < documents->len; i++)
		for (guint j = 0; j < documents->len; j++) {
			const struct document *have = documents->pdata[i], *want = documents->pdata[j];
			bool near = strcmp(have->folder, want->folder) == 0 || strcmp(have->name, nothing) == 0 ||
				    strcmp(want->name, nothing) == 0;
			if (i != j && (every || near || (i * documents->len + j) % PART == 0))
				cross(have, want);
		}
	g_ptr_array_unref(documents);
	pool_free(pool);
}
