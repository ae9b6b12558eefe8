/*
 * The files of tests/transitions/kinds have an entry for each attribute that is compared: "attribute NAME", or "without NAME:
 * reason", below "kind NAME". tests/matrix tries what they have.
 */
#include <criterion/criterion.h>
#include <glob.h>
#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"

#define KIND(name) { #name, &name##_kind },
static const struct {
	const char *name;
	const struct kind *kind;
} all[] = { KINDS(KIND) PART_KINDS(KIND) };
#undef KIND

/* "kind/attribute" of all entries, and "kind/" of all kinds; the caller frees it. */
static GHashTable *read_entries(void)
{
	GHashTable *entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *pattern = g_build_filename(
		g_getenv("PGCANON_SOURCE") ? g_getenv("PGCANON_SOURCE") : ".", "tests", "transitions", "kinds", "*.txt", NULL);
	glob_t found;

	cr_assert_eq(glob(pattern, 0, NULL, &found), 0, "no %s", pattern);
	for (size_t f = 0; f < found.gl_pathc; f++) {
		g_autofree char *text = NULL, *kind = g_strdup("");
		cr_assert(g_file_get_contents(found.gl_pathv[f], &text, NULL, NULL));
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
		for (char **line = lines; *line; line++) {
			const char *space = strchr(*line, ' '), *colon = strchr(*line, ':');
			if (g_str_has_prefix(*line, "kind ")) {
				g_free(kind);
				kind = g_strdelimit(g_strdup(space + 1), " ", '_');
				g_hash_table_add(entries, g_strdup_printf("%s/", kind));
			} else if (g_str_has_prefix(*line, "attribute ")) {
				g_hash_table_add(entries, g_strdup_printf("%s/%s", kind, space + 1));
			} else if (g_str_has_prefix(*line, "without ")) {
				cr_assert(colon && strlen(colon) > 10, "%s: %s: no reason", found.gl_pathv[f], *line);
				g_hash_table_add(entries, g_strdup_printf("%s/%.*s", kind, (int)(colon - space - 1), space + 1));
			}
		}
	}
	globfree(&found);
	return entries;
}

static bool is_compared(const struct kind *kind, const struct attribute *row)
{
	return !row->incidental && !attribute_is_variant(kind, row);
}

Test(transitions, every_attribute_has_values)
{
	GHashTable *entries = read_entries();

	for (size_t k = 0; k < G_N_ELEMENTS(all); k++) {
		const struct kind *kind = all[k].kind;
		g_autofree char *whole = g_strdup_printf("%s/", all[k].name), *any = g_strdup_printf("%s/*", all[k].name);

		cr_expect(g_hash_table_contains(entries, whole), "no kind %s", all[k].name);
		for (const struct attribute *row = kind->attributes; row->name; row++) {
			g_autofree char *name = g_strdup_printf("%s/%s", all[k].name, row->name);
			if (is_compared(kind, row) && !g_hash_table_contains(entries, any))
				cr_expect(g_hash_table_contains(entries, name), "no attribute %s", name);
		}
	}
	g_hash_table_unref(entries);
}

/* The row of an entry, "kind/attribute". */
static const struct attribute *row_of(const char *entry)
{
	const char *slash = strchr(entry, '/');

	for (size_t k = 0; k < G_N_ELEMENTS(all); k++)
		if (strlen(all[k].name) == (size_t)(slash - entry) && g_str_has_prefix(entry, all[k].name))
			return kind_attribute(all[k].kind, slash + 1);
	return NULL;
}

Test(transitions, every_entry_is_an_attribute)
{
	GHashTable *entries = read_entries();
	GHashTableIter iterator;
	gpointer entry;

	g_hash_table_iter_init(&iterator, entries);
	while (g_hash_table_iter_next(&iterator, &entry, NULL))
		if (!g_str_has_suffix(entry, "/") && !g_str_has_suffix(entry, "/*"))
			cr_expect(row_of(entry), "%s is no attribute", (const char *)entry);
	g_hash_table_unref(entries);
}
