/* Prints the differences of two schemas, one line for each object. */
#include "cmd/report.h"

#include <string.h>

#include "catalog/object.h"
#include "cmd/terminal.h"
#include "diff/check.h"
#include "sql/wording.h"

enum { SHORT = 100, BEFORE = 20 }; /* characters of a value; of these before its first difference */

static size_t common_characters(const char *a, const char *b)
{
	size_t common = 0;

	while (*a && *b && g_utf8_get_char(a) == g_utf8_get_char(b)) {
		a = g_utf8_next_char(a);
		b = g_utf8_next_char(b);
		common++;
	}
	return common;
}

/* Appends a value in quotes; of a long one the part around the first difference. */
static void append_value(GString *out, const char *value, size_t from)
{
	glong length = value ? g_utf8_strlen(value, -1) : 0;

	if (!value) {
		g_string_append(out, "nothing");
		return;
	}
	if (length <= SHORT || from <= BEFORE)
		from = 0;
	else
		from -= BEFORE;
	glong end = MIN((glong)from + SHORT, length);
	g_autofree char *part = g_utf8_substring(value, (glong)from, end);
	g_autofree char *line = terminal_escape(part);
	g_string_append_printf(out, "%s\"%s\"%s", from ? "..." : "", line, end < length ? "..." : "");
}

static char *without_blanks(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text; text++)
		if (!g_ascii_isspace(*text))
			g_string_append_c(out, *text);
	return g_string_free(out, false);
}

static bool only_blanks_differ(const char *a, const char *b)
{
	g_autofree char *bare_a = without_blanks(a), *bare_b = without_blanks(b);

	return strcmp(bare_a, bare_b) == 0;
}

static void append_difference(GString *out, const struct difference *difference)
{
	const char *wanted = difference->wanted, *found = difference->found;
	size_t from = wanted && found ? common_characters(wanted, found) : 0;

	g_string_append(out, difference->what);
	if (difference->delta) {
		g_autofree char *delta = terminal_escape(difference->delta);
		g_string_append_printf(out, ": %s", delta);
		return;
	}
	if (!wanted && !found)
		return;
	g_string_append(out, ": wanted ");
	append_value(out, wanted, from);
	g_string_append(out, ", found ");
	append_value(out, found, from);
	if (!wanted || !found)
		return;
	if (only_blanks_differ(wanted, found))
		g_string_append(out, " (only blanks differ)");
	else if (difference->sql && wording_alike(wanted, found))
		g_string_append(out, " (text only: parentheses, quotes, qualifications or casts differ)");
}

static enum colour colour_of(const struct difference *difference)
{
	if (strcmp(difference->what, "missing") == 0)
		return COLOUR_GOOD;
	return strcmp(difference->what, "not wanted") == 0 ? COLOUR_BAD : COLOUR_CHANGED;
}

guint report_next(const GPtrArray *differences, guint first)
{
	const struct object *object = ((const struct difference *)differences->pdata[first])->object;

	while (first < differences->len && ((const struct difference *)differences->pdata[first])->object == object)
		first++;
	return first;
}

char *report_object(const GPtrArray *differences, guint first, bool notes)
{
	g_autoptr(GString) line = g_string_new(NULL);

	for (guint i = first; i < report_next(differences, first); i++) {
		const struct difference *difference = differences->pdata[i];
		if (difference->note != notes)
			continue;
		g_string_append(line, line->len ? "; " : "");
		append_difference(line, difference);
	}
	return line->len ? g_strdup(line->str) : NULL;
}

bool report_differences(const GPtrArray *differences, FILE *file)
{
	bool any = false;

	for (guint i = 0; i < differences->len; i = report_next(differences, i)) {
		const struct difference *difference = differences->pdata[i];
		g_autofree char *description = object_describe(difference->object), *name = terminal_escape(description);
		g_autofree char *notes = report_object(differences, i, true), *text = report_object(differences, i, false);

		if (notes)
			terminal_note("%s: %s", name, notes);
		if (text)
			fprintf(file, "%s%s%s: %s\n", terminal_colour(file, colour_of(difference)), name,
				terminal_colour(file, COLOUR_NONE), text);
		any = any || text;
	}
	return any;
}

char *report_counts(const struct counts *counts)
{
	const struct {
		unsigned count;
		const char *words;
	} parts[] = { { counts->added, "to add" }, { counts->changed, "to change" }, { counts->dropped, "to drop" } };
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (parts[i].count)
			g_string_append_printf(out, "%s%u %s", out->len ? ", " : "", parts[i].count, parts[i].words);
	return g_string_free(out->len ? out : g_string_append(out, "nothing differs"), false);
}
