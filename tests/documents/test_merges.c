/*
 * Random pairs of branches over the fixtures' documents. What is merged without a conflict is what applying both changes gives:
 * each value is that of the side that has changed it. Where there is a conflict both sides have changed one thing in different
 * ways, or the merged document is no schema. No comment is lost. PGCANON_MERGES is how many pairs, PGCANON_SEED which ones.
 */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/documents/branches.h"
#include "tests/documents/oracle.h"
#include "yaml/merge_document.h"

/* Sanitizers are slow. */
#ifdef __SANITIZE_ADDRESS__
enum { PAIRS = 60 };
#else
enum { PAIRS = 300 };
#endif
enum { LARGEST = 40000 };

static const char *const side_names[] = { "base", "ours", "theirs", "merged" };

static GPtrArray *documents(void)
{
	const char *source = getenv("PGCANON_SOURCE");
	g_autofree char *all = g_build_filename(source ? source : ".", "fixtures", "*", "*", "want.yaml", NULL);
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	glob_t found;

	cr_assert(glob(all, 0, NULL, &found) == 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		g_autofree char *text = NULL;
		size_t length;
		char *settled = g_file_get_contents(found.gl_pathv[i], &text, &length, NULL) && length < LARGEST
					? branches_canonical(text)
					: NULL;
		if (settled)
			g_ptr_array_add(texts, settled);
	}
	globfree(&found);
	return texts;
}

static bool counts_as_checked(const char *conflict)
{
	return g_str_has_suffix(conflict, "changed in both") || strstr(conflict, "removed in ours") ||
	       strstr(conflict, "removed in theirs") || g_str_has_suffix(conflict, "in different ways");
}

static void check_pair(unsigned number, struct merge *merge, const char *const texts[], const GPtrArray *comments, bool by_hand)
{
	g_autofree char *merged = merge->conflicts->len ? NULL : branches_canonical(merge->text->str);
	g_autoptr(GString) report = g_string_new(NULL);

	if (!merge->conflicts->len && !merged)
		g_string_append(report, "merged without a conflict, and does not load\n");
	else if (!merge->conflicts->len)
		oracle_check((const char *const[]){ texts[0], texts[1], texts[2], merged }, report);
	if (merged && !by_hand && strcmp(merged, merge->text->str) != 0)
		g_string_append(report, "the merged document is not canonical\n");
	if (merge->conflicts->len && !by_hand && counts_as_checked(merge->conflicts->pdata[0]) && !oracle_has_conflict(texts))
		g_string_append_printf(report, "no conflict that is one: %s\n", (char *)merge->conflicts->pdata[0]);
	if (merge->conflicts->len && !strstr(merge->text->str, "<<<<<<< ours"))
		g_string_append(report, "a conflict without a marker\n");
	for (guint i = 0; i < comments->len; i++)
		if (!strstr(merge->text->str, comments->pdata[i]))
			g_string_append_printf(report, "lost: %s\n", (char *)comments->pdata[i]);
	if (!report->len)
		return;
	for (int i = 0; i < 3; i++)
		g_string_append_printf(report, "--- %s\n%s", side_names[i], texts[i]);
	cr_expect(false, "pair %u: %s--- merged\n%s", number, report->str, merge->text->str);
}

/* Every second pair has been at a person's hands. */
static bool try_pair(unsigned number, const GPtrArray *bases)
{
	GRand *random = g_rand_new_with_seed(number);
	g_autoptr(GPtrArray) comments = g_ptr_array_new_with_free_func(g_free);
	const char *base = bases->pdata[g_rand_int_range(random, 0, (gint)bases->len)];
	g_autofree char *ours = branches_new(random, base), *theirs = branches_new(random, base);
	bool by_hand = number % 2;
	if (by_hand && g_rand_boolean(random)) {
		char **either = g_rand_boolean(random) ? &ours : &theirs, *wide = branches_widen(*either);
		g_autofree char *same = branches_canonical(wide);
		cr_expect_str_eq(same, *either, "pair %u: another layout is another document:\n%s", number, wide);
		g_free(*either);
		*either = wide;
	}
	g_autofree char *our_text = by_hand ? branches_annotate(random, ours, "ours", comments) : g_strdup(ours);
	g_autofree char *their_text = by_hand ? branches_annotate(random, theirs, "theirs", comments) : g_strdup(theirs);
	const struct version versions[] = { { base, strlen(base) }, { our_text, strlen(our_text) },
		{ their_text, strlen(their_text) } };
	g_autoptr(GError) error = NULL;
	struct merge merge;

	merge_init(&merge);
	bool good = merge_document("t.yaml", versions, false, NULL, &merge, &error);
	cr_expect(good, "pair %u: %s", number, error ? error->message : "");
	if (good)
		check_pair(number, &merge, (const char *const[]){ base, ours, theirs }, comments, by_hand);
	bool clean = good && !merge.conflicts->len;
	if (getenv("PGCANON_TELL") && !clean && good)
		fprintf(stderr, "%u: %s\n", number, (char *)merge.conflicts->pdata[0]);
	merge_clear(&merge);
	g_rand_free(random);
	return clean;
}

Test(merges, random_pairs, .timeout = 600)
{
	unsigned pairs = getenv("PGCANON_MERGES") ? (unsigned)atoi(getenv("PGCANON_MERGES")) : PAIRS;
	unsigned first = getenv("PGCANON_SEED") ? (unsigned)atoi(getenv("PGCANON_SEED")) : 1, clean = 0;
	g_autoptr(GPtrArray) bases = documents();

	for (unsigned i = 0; i < pairs; i++)
		clean += try_pair(first + i, bases);
	/* else nothing was tried */
	cr_expect(clean > pairs / 4 && clean < pairs - pairs / 20, "%u of %u pairs were merged without a conflict", clean, pairs);
}
