/*
 * Bad input in bulk: documents changed at random, by number, so that each can be made again. Numbers come in batches, each of one
 * document: of every fixture, of Pyrseas and of real schemas, of which mostly a part is taken. PGCANON_BULK="FIRST COUNT" tells the
 * numbers, PGCANON_BULK_DOCUMENTS more documents, separated by colons; tests/bulk sets both. What is asked of each stands in
 * trial.h.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/documents/mutate.h"
#include "tests/documents/trial.h"
#include "yaml/emit.h"

/* The slice that is tried where nothing is asked for. */
#ifdef __SANITIZE_ADDRESS__
enum { SLICE = 1200 };
#else
enum { SLICE = 2000 };
#endif
enum { BATCH = 50, BATCHES_MAX = 40000, LARGE = 100 * 1000, PART = 25 };

struct batch {
	guint first, count;
};

static struct batch batches[BATCHES_MAX];

ParameterizedTestParameters(bulk, batch)
{
	guint first = 1, count = SLICE;
	size_t found = 0;

	if (getenv("PGCANON_BULK") && sscanf(getenv("PGCANON_BULK"), "%u %u", &first, &count) != 2)
		count = 0;
	for (guint end = first + count; first < end && found < BATCHES_MAX; found++) {
		batches[found] = (struct batch){ first, MIN(BATCH - first % BATCH, end - first) };
		first += batches[found].count;
	}
	return cr_make_param_array(struct batch, batches, found);
}

static void add_paths(GPtrArray *paths, const char *pattern)
{
	glob_t found;

	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			g_ptr_array_add(paths, g_strdup(found.gl_pathv[i]));
	globfree(&found);
}

/* Small ones, and large ones of which a part is taken. */
static char *document_of(guint batch, char **path)
{
	const char *source = getenv("PGCANON_SOURCE"), *more = getenv("PGCANON_BULK_DOCUMENTS");
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *fixtures = g_build_filename(source ? source : ".", "fixtures/*/*/want.yaml", NULL);
	g_auto(GStrv) others = g_strsplit(more ? more : "", ":", -1);
	char *text = NULL;

	add_paths(paths, fixtures);
	for (char **other = others; *other; other++)
		add_paths(paths, *other);
	cr_assert(paths->len, "no documents");
	/* every fourth batch is of what was added */
	guint fixture_count = paths->len - g_strv_length(others), other_count = paths->len - fixture_count;
	guint chosen = other_count && batch % 4 == 0 ? fixture_count + batch / 4 % other_count : batch * 7 % fixture_count;
	*path = g_strdup(paths->pdata[chosen]);
	cr_assert(g_file_get_contents(*path, &text, NULL, NULL), "%s", *path);
	return text;
}

/* Some of the objects, which may refer to others. */
static void take_part(GRand *random, struct node *node, guint of)
{
	for (struct node *child = node->first, *next; child; child = next) {
		next = child->next;
		if (child->key && g_str_has_prefix(child->key, "schema "))
			take_part(random, child, of);
		else if (g_rand_int_range(random, 0, (gint32)of))
			node_remove(node, child);
	}
}

static char *text_of(const struct node *root, bool partial)
{
	GString *text = g_string_new(partial ? "partial: true\n" : NULL);

	for (const struct node *child = root->first; child; child = child->next)
		emit_entry(text, child, 0);
	return g_string_free(text, false);
}

/* A large document is cut down to a part, but every tenth time. */
static void start(struct trial *trial, guint batch)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(batch);
	g_autofree char *path = NULL, *text = document_of(batch, &path);
	bool whole = strlen(text) < LARGE || batch % 40 == 0;

	cr_assert(trial_init(trial, path, text), "%s does not load", path);
	if (whole)
		return;
	take_part(random, trial->root, (guint)(strlen(text) / LARGE) * PART / 4);
	g_autofree char *part = text_of(trial->root, true);
	trial_clear(trial);
	cr_assert(trial_init(trial, path, part), "a part of %s does not load", path);
}

ParameterizedTest(const struct batch *batch, bulk, batch)
{
	struct arena *arena = arena_new();
	struct trial trial;

	start(&trial, batch->first / BATCH);
	gsize length = trial.path->len;
	/* as it is, first: it must load, and be written as it was read */
	trial_write(&trial, trial.root);
	trial_run_whole(&trial);
	for (guint number = batch->first; number < batch->first + batch->count; number++) {
		g_autoptr(GRand) random = g_rand_new_with_seed(number);
		struct node *root = mutate_copy(arena, trial.root);
		g_string_truncate(trial.path, length);
		g_string_append_printf(trial.path, " number %u:", number);
		for (int i = g_rand_int_range(random, 0, 4); i >= 0; i--)
			mutate_tree(random, arena, root, trial.path);
		trial_write(&trial, root);
		for (int i = g_rand_int_range(random, -6, 4); i > 0; i--)
			mutate_text(random, trial.text, trial.path);
		trial_run_whole(&trial);
		arena_reset(arena);
	}
	trial_clear(&trial);
	arena_free(arena);
}
