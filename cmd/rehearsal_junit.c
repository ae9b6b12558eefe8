/* Writes the report of a rehearsal as JUnit's XML. */
#include <string.h>

#include "cmd/rehearsal_page.h"
#include "cmd/rehearsal_part.h"
#include "cmd/xml.h"

/* Appends a test case; a failure has a text, and a step that was not reached is skipped. */
static void append_case(GString *out, const char *class, const char *name, double seconds, const char *verdict, const char *text)
{
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(out, "    <testcase classname=\"");
	xml_append(out, class);
	g_string_append(out, "\" name=\"");
	xml_append(out, name);
	g_string_append_printf(out, "\" time=\"%s\"", g_ascii_formatd(number, sizeof(number), "%.3f", seconds));
	if (strcmp(verdict, "good") == 0) {
		g_string_append(out, "/>\n");
		return;
	}
	g_string_append(out, strcmp(verdict, "failed") == 0 ? "><failure message=\"" : "><skipped message=\"");
	xml_append(out, text);
	g_string_append(out, "\"/></testcase>\n");
}

static void append_suite(GString *out, const json_t *change)
{
	const char *name = part_text(change, "name"), *verdict = part_text(change, "verdict");
	json_t *assertion;
	size_t i, failures = strcmp(verdict, "failed") == 0;

	json_array_foreach(json_object_get(change, "assertions"), i, assertion) failures +=
		json_is_false(json_object_get(assertion, "passed"));
	g_string_append(out, "  <testsuite name=\"");
	xml_append(out, name);
	g_string_append_printf(out, "\" tests=\"%zu\" failures=\"%zu\" skipped=\"%d\">\n",
		1 + json_array_size(json_object_get(change, "assertions")), failures, strcmp(verdict, "not reached") == 0);
	json_array_foreach(json_object_get(change, "assertions"), i, assertion)
	{
		g_autofree char *key = g_strdup_printf("%s %d: %s", part_text(assertion, "phase"),
			(int)json_integer_value(json_object_get(assertion, "number")), part_text(assertion, "statement"));
		append_case(out, name, key, 0, json_is_true(json_object_get(assertion, "passed")) ? "good" : "failed",
			part_text(assertion, "value"));
	}
	append_case(
		out, name, "applied", json_number_value(json_object_get(change, "seconds")), verdict, part_text(change, "message"));
	g_string_append(out, "  </testsuite>\n");
}

static void append_rest(GString *out, const json_t *report)
{
	static const char *const parts[] = { "tests", "back" };
	size_t failures = 0, count = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		count += json_object_get(report, parts[i]) != NULL;
		failures += strcmp(part_text(json_object_get(report, parts[i]), "verdict"), "failed") == 0;
	}
	g_string_append_printf(out, "  <testsuite name=\"rehearsal\" tests=\"%zu\" failures=\"%zu\">\n", count, failures);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		const json_t *part = json_object_get(report, parts[i]);
		if (part)
			append_case(out, "rehearsal", parts[i], 0, part_text(part, "verdict"), part_text(part, "text"));
	}
	g_string_append(out, "  </testsuite>\n");
}

void rehearsal_junit(GString *out, const json_t *report)
{
	json_t *change;
	size_t i;

	g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dbalign rehearse\">\n");
	json_array_foreach(json_object_get(report, "changes"), i, change) append_suite(out, change);
	append_rest(out, report);
	g_string_append(out, "</testsuites>\n");
}
