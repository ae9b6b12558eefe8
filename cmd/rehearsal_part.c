/* Writes parts of the page of a rehearsal. */
#include "cmd/rehearsal_part.h"

#include <math.h>
#include <string.h>

#include "cmd/rehearsal_chart.h"
#include "cmd/xml.h"
#include "prove/measure.h"

const char *part_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

char *part_bytes(json_int_t bytes, bool sign)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	double number = (double)bytes;
	size_t unit = 0;

	for (; fabs(number) >= 1000 && unit < G_N_ELEMENTS(units) - 1; unit++)
		number /= 1024;
	return g_strdup_printf(unit ? "%s%.1f %s" : "%s%.0f %s", sign && bytes > 0 ? "+" : "", number, units[unit]);
}

char *part_seconds(double seconds)
{
	return seconds < 60 ? g_strdup_printf("%.3f s", seconds)
			    : g_strdup_printf("%d min %d s", (int)seconds / 60, (int)seconds % 60);
}

char *part_night(const char *time)
{
	char *text = g_strndup(time, strlen("2026-11-30T02:00"));

	return g_strdelimit(text, "T", ' ');
}

void part_element(GString *out, const char *element, const char *class, const char *text)
{
	g_string_append_printf(out, "<%s%s%s%s>", element, class ? " class=\"" : "", class ? class : "", class ? "\"" : "");
	xml_append(out, text);
	g_string_append_printf(out, "</%s>", element);
}

void part_badge(GString *out, const char *verdict)
{
	part_element(out, "span",
		strcmp(verdict, "good") == 0	 ? "badge ok"
		: strcmp(verdict, "failed") == 0 ? "badge no"
						 : "badge",
		verdict);
}

/* The strongest lock of a change, for which others would have waited. */
static const json_t *strongest(const json_t *change)
{
	const json_t *found = NULL;
	size_t i, most = 0;
	json_t *lock;

	json_array_foreach(json_object_get(change, "locks"), i, lock)
	{
		size_t strength = measure_strength(part_text(lock, "mode"));
		found = strength > most ? lock : found;
		most = MAX(most, strength);
	}
	return found;
}

static char *lock_text(const json_t *lock)
{
	g_autofree char *seconds = part_seconds(json_number_value(json_object_get(lock, "seconds")));

	return g_strdup_printf("%s on %s, %s", part_text(lock, "mode"), part_text(lock, "relation"), seconds);
}

static char *join(const json_t *list)
{
	GString *text = g_string_new(NULL);
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item) g_string_append_printf(text, "%s%s", i ? ", " : "", json_string_value(item));
	return g_string_free(text, false);
}

void part_row(GString *out, const json_t *change)
{
	const json_t *lock = strongest(change);
	bool reached = json_object_get(change, "seconds");
	g_autofree char *seconds = part_seconds(json_number_value(json_object_get(change, "seconds"))),
			*held = lock ? lock_text(lock) : g_strdup(reached ? "none" : ""),
			*rewritten = join(json_object_get(change, "rewrites"));
	g_autofree char *wal = part_bytes(json_integer_value(json_object_get(change, "wal")), false),
			*size = part_bytes(json_integer_value(json_object_get(change, "size")), true);

	g_string_append(out, "<tr><td data-label=\"change\"><a href=\"#");
	xml_append(out, part_text(change, "name"));
	g_string_append(out, "\">");
	xml_append(out, part_text(change, "name"));
	g_string_append(out, "</a></td><td data-label=\"verdict\">");
	part_badge(out, part_text(change, "verdict"));
	g_string_append(out, "</td>");
	const struct {
		const char *label, *text;
		bool whole; /* without line breaks */
	} cells[] = { { "time", reached ? seconds : "", true }, { "strongest lock", held },
		{ "rewrites", *rewritten || !reached ? rewritten : "none" }, { "WAL", reached ? wal : "", true },
		{ "size", reached ? size : "", true } };
	for (size_t i = 0; i < G_N_ELEMENTS(cells); i++) {
		g_string_append_printf(out, "<td%s data-label=\"%s\">", cells[i].whole ? " class=\"whole\"" : "", cells[i].label);
		xml_append(out, cells[i].text);
		g_string_append(out, "</td>");
	}
	g_string_append(out, "</tr>\n");
}

static void append_assertions(GString *out, const json_t *change)
{
	const json_t *trends = json_object_get(json_object_get(change, "trend"), "assertions");
	json_t *assertion;
	size_t i;

	if (!json_array_size(json_object_get(change, "assertions")))
		return;
	g_string_append(out, "<h4>Assertions</h4><ul class=\"assertions\">\n");
	json_array_foreach(json_object_get(change, "assertions"), i, assertion)
	{
		bool passed = json_is_true(json_object_get(assertion, "passed"));
		g_autofree char *key = g_strdup_printf(
			"%s %d", part_text(assertion, "phase"), (int)json_integer_value(json_object_get(assertion, "number")));
		g_string_append(out, "<li>");
		part_element(out, "span", passed ? "badge ok" : "badge no", key);
		chart_strip(out, json_object_get(trends, key), key);
		part_element(out, "code", NULL, part_text(assertion, "statement"));
		if (!passed)
			part_element(out, "strong", NULL, part_text(assertion, "value"));
		g_string_append(out, "</li>\n");
	}
	g_string_append(out, "</ul>\n");
}

/* The values, sums and counts, that the precondition passed to the postcondition. */
static void append_contract(GString *out, const json_t *change)
{
	const json_t *trends = json_object_get(json_object_get(change, "trend"), "contract");
	const char *key;
	json_t *value;

	if (!json_object_size(json_object_get(change, "contract")))
		return;
	g_string_append(out, "<h4>Values</h4><ul class=\"values\">\n");
	json_object_foreach(json_object_get(change, "contract"), key, value)
	{
		g_string_append(out, "<li>");
		part_element(out, "span", "key", key);
		part_element(out, "strong", NULL, json_is_string(value) ? json_string_value(value) : "NULL");
		chart_line(out, json_object_get(trends, key), key, "");
		g_string_append(out, "</li>\n");
	}
	g_string_append(out, "</ul>\n");
}

static void append_locks(GString *out, const json_t *change)
{
	json_t *lock;
	size_t i;

	if (!json_array_size(json_object_get(change, "locks")))
		return;
	g_string_append(out, "<h4>Locks</h4><ul>\n");
	json_array_foreach(json_object_get(change, "locks"), i, lock)
	{
		g_autofree char *text = lock_text(lock);
		part_element(out, "li", NULL, text);
	}
	g_string_append(out, "</ul>\n");
}

void part_change(GString *out, const json_t *change)
{
	const char *verdict = part_text(change, "verdict");
	const json_t *seconds = json_object_get(json_object_get(change, "trend"), "seconds");

	g_string_append_printf(out, "<details%s id=\"", strcmp(verdict, "failed") == 0 ? " open" : "");
	xml_append(out, part_text(change, "name"));
	g_string_append(out, "\"><summary>");
	part_badge(out, verdict);
	g_string_append_c(out, ' ');
	xml_append(out, part_text(change, "name"));
	g_string_append(out, "</summary>\n");
	if (*part_text(change, "message"))
		part_element(out, "pre", NULL, part_text(change, "message"));
	append_assertions(out, change);
	append_contract(out, change);
	append_locks(out, change);
	if (json_array_size(seconds) > 1) {
		g_string_append(out, "<h4>Time</h4>");
		chart_line(out, seconds, "seconds", " s");
	}
	g_string_append(out, "</details>\n");
}
