/*
 * Each file of tests/diff/plans/: two small documents, and the statements that lead from one to the other and back. No server is
 * needed, so that the engine of diff/ can be worked on in seconds; that PostgreSQL takes the statements is for fixtures/.
 *
 * A file has a comment that says what it proves, then parts headed "== have", "== want", "== up" and "== down". up and down have
 * the losses and notes as comments, then the statements. PGCANON_WRITE=1 writes these two parts.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <glob.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "tests/difference.h"
#include "tests/documents/help.h"

enum { PATH_LENGTH = 300, PARTS = 4 };
static const char *const heads[PARTS] = { "== have\n", "== want\n", "== up\n", "== down\n" };

struct path {
	char text[PATH_LENGTH]; /* inline: parameters are copied to another process */
};

/* A file taken apart: what stands before the first head, and each part. */
struct parts_of_file {
	char *comment, *parts[PARTS];
};

static struct parts_of_file take_apart(const char *path)
{
	struct parts_of_file file = { 0 };
	g_autofree char *text = NULL;
	g_autoptr(GError) error = NULL;
	char *begin[PARTS + 1];

	cr_assert(g_file_get_contents(path, &text, NULL, &error), "%s", error ? error->message : "");
	for (int i = 0; i < PARTS; i++) {
		begin[i] = strstr(text, heads[i]);
		cr_assert(begin[i], "%s: no line %s", path, heads[i]);
	}
	begin[PARTS] = text + strlen(text);
	file.comment = g_strndup(text, begin[0] - text);
	for (int i = 0; i < PARTS; i++) {
		char *from = begin[i] + strlen(heads[i]);
		cr_assert(from <= begin[i + 1], "%s: the parts are in another order", path);
		file.parts[i] = g_strndup(from, begin[i + 1] - from);
	}
	return file;
}

static void parts_clear(struct parts_of_file *file)
{
	g_free(file->comment);
	for (int i = 0; i < PARTS; i++)
		g_free(file->parts[i]);
}

static void append_remarks(GString *out, const char *what, const GPtrArray *remarks)
{
	for (guint i = 0; i < remarks->len; i++)
		g_string_append_printf(out, "-- %s: %s\n", what, remark_text(remarks, i));
}

static char *say_plan(const char *path, const struct snapshot *have, const struct snapshot *want, enum way way)
{
	GString *out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	struct plan *plan = plan_new(have, want, way, &error);

	if (!plan) {
		g_string_append_printf(out, "-- error: %s\n", error->message);
		return g_string_free(out, false);
	}
	append_remarks(out, "loss", plan->losses);
	append_remarks(out, "perhaps a rename", plan->look_alikes);
	append_remarks(out, "note", plan->notes);
	for (guint i = 0; i < plan->steps->len; i++)
		g_string_append_printf(out, "%s;\n", ((const struct step *)plan->steps->pdata[i])->sql);
	cr_expect(plan->steps->len || plan->notes->len, "%s: nothing is to be done", path);
	plan_free(plan);
	return g_string_free(out, false);
}

static void expect(const char *path, const char *head, const char *expected, const char *text)
{
	if (strcmp(expected, text) == 0)
		return;
	g_autofree char *difference = text_difference(expected, text);
	cr_expect_fail("%s: %sis not what was expected:\n%s", path, head, difference);
}

static void write_file(const char *path, const struct parts_of_file *file, const char *up, const char *down)
{
	g_autofree char *text =
		g_strconcat(file->comment, heads[0], file->parts[0], heads[1], file->parts[1], heads[2], up, heads[3], down, NULL);
	g_autoptr(GError) error = NULL;

	cr_assert(g_file_set_contents(path, text, -1, &error), "%s", error ? error->message : "");
}

ParameterizedTestParameters(diff, plan)
{
	const char *source = g_getenv("PGCANON_SOURCE");
	g_autofree char *pattern = g_build_filename(source ? source : ".", "tests", "diff", "plans", "*", NULL);
	glob_t found;

	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "no files %s", pattern);
	struct path *paths = cr_malloc(found.gl_pathc * sizeof(*paths));
	for (size_t i = 0; i < found.gl_pathc; i++)
		g_strlcpy(paths[i].text, found.gl_pathv[i], sizeof(paths[i].text));
	size_t count = found.gl_pathc;
	globfree(&found);
	return cr_make_param_array(struct path, paths, count);
}

ParameterizedTest(struct path *parameter, diff, plan)
{
	const char *path = parameter->text;
	struct parts_of_file file = take_apart(path);
	struct pool *pool = pool_new();
	g_autoptr(GError) error = NULL;
	struct snapshot *have = document_load(pool, file.parts[0], &error);
	struct snapshot *want = have ? document_load(pool, file.parts[1], &error) : NULL;

	cr_assert(want, "%s: %s: %s", path, have ? "want" : "have", error ? error->message : "");
	g_autofree char *up = say_plan(path, have, want, WAY_THERE), *down = say_plan(path, want, have, WAY_BACK);
	if (getenv("PGCANON_WRITE")) {
		write_file(path, &file, up, down);
	} else {
		expect(path, heads[2], file.parts[2], up);
		expect(path, heads[3], file.parts[3], down);
	}
	snapshot_free(have);
	snapshot_free(want);
	pool_free(pool);
	parts_clear(&file);
}
