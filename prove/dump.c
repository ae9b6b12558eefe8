/* Compares two databases by pg_dump -s. */
#include "prove/dump.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/registry.h"

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* WITH (b='1', a='2') has the order in which the options were set, statistics have the order of the table's columns. */
static char *sort_options(char *line)
{
	g_auto(GStrv) options = g_strsplit_set(line, "(,); ", -1);

	qsort(options, g_strv_length(options), sizeof(char *), compare_lines);
	g_free(line);
	return g_strjoinv(" ", options);
}

char *dump_sort(char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	g_free(text);
	for (char **line = lines; *line; line++) {
		size_t length = strlen(*line);
		if (g_str_has_prefix(*line, "--") || g_str_has_prefix(*line, "\\") || !length)
			**line = '\0';
		else if ((*line)[length - 1] == ',')
			(*line)[length - 1] = '\0';
		if (strstr(*line, "WITH (") || g_str_has_prefix(*line, "CREATE STATISTICS "))
			*line = sort_options(*line);
	}
	qsort(lines, g_strv_length(lines), sizeof(char *), compare_lines);
	return g_strchug(g_strjoinv("\n", lines));
}

char *dump_read(const struct scratch *scratch, const char *database, const struct dump_options *options, GError **error)
{
	const char *further[] = { "--exclude-schema=" KEPT_SCHEMA, NULL, NULL, NULL };
	size_t count = 1;

	if (options->no_owner)
		further[count++] = "--no-owner";
	if (options->no_privileges)
		further[count++] = "--no-privileges";
	char *text = scratch_dump(scratch, database, further, error);
	return text ? dump_sort(text) : NULL;
}

static void append_missing(GString *out, const char *mark, char **lines, char **others)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	for (; *others; others++)
		g_hash_table_add(known, *others);
	for (; *lines; lines++)
		if (!g_hash_table_contains(known, *lines))
			g_string_append_printf(out, "%s %s\n", mark, *lines);
}

char *dump_difference(const char *a, const char *b)
{
	g_auto(GStrv) x = g_strsplit(a, "\n", -1), y = g_strsplit(b, "\n", -1);
	GString *out = g_string_new(NULL);

	if (strcmp(a, b) == 0) {
		g_string_free(out, true);
		return NULL;
	}
	append_missing(out, "-", x, y);
	append_missing(out, "+", y, x);
	if (!out->len)
		g_string_append(out, "the same lines, some of them more often\n");
	return g_string_free(out, false);
}
