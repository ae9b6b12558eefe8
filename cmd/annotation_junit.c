/* Annotations as test results, for CI servers that read JUnit's XML. */
#include "cmd/annotation_junit.h"

#include "cmd/xml.h"

static void append_element(GString *out, const char *format, const char *first, const char *second, const char *third)
{
	g_autofree char *a = xml_text(first), *b = xml_text(second), *c = xml_text(third);
	g_autofree char *element = g_markup_printf_escaped(format, a, b, c);

	g_string_append(out, element);
}

static guint count_errors(const struct annotations *annotations)
{
	guint count = 0;

	for (guint i = 0; i < annotations->all->len; i++)
		count += ((const struct annotation *)annotations->all->pdata[i])->level == ANNOTATION_ERROR;
	return count;
}

static void append_failure(GString *out, const struct annotation *annotation)
{
	append_element(out, "    <testcase classname=\"pgcanon.%s\" name=\"%s\" time=\"0\">\n", annotation->rule,
		annotation->object ? annotation->object : annotation->text, "");
	append_element(out, "      <failure type=\"%s\" message=\"%s\">%s</failure>\n    </testcase>\n", annotation->rule,
		annotation->text, annotation->text);
}

/* The test case "schema": its output is all annotations that are not errors. */
static void append_whole(GString *out, const struct annotations *annotations, guint errors)
{
	append_element(out, "    <testcase classname=\"pgcanon\" name=\"schema\" time=\"0\">\n", "", "", "");
	if (errors)
		append_element(out, "      <failure type=\"different\" message=\"%s\"/>\n", annotations->summary, "", "");
	g_string_append(out, "      <system-out>");
	for (guint i = 0; i < annotations->all->len; i++) {
		const struct annotation *annotation = annotations->all->pdata[i];
		if (annotation->level != ANNOTATION_ERROR)
			append_element(out, "%s: %s%s\n", annotation->object ? annotation->object : annotation->rule,
				annotation->text, "");
	}
	append_element(out, "%s</system-out>\n    </testcase>\n", annotations->summary, "", "");
}

static void append_suite(GString *out, const struct annotations *annotations)
{
	guint errors = count_errors(annotations);
	g_autofree char *name = g_strdup_printf("%s and %s", annotations->from, annotations->to);

	append_element(out, "  <testsuite name=\"%s\"", name, "", "");
	g_string_append_printf(
		out, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\" time=\"0\">\n", errors + 1, errors + (errors > 0));
	append_whole(out, annotations, errors);
	for (guint i = 0; i < annotations->all->len; i++) {
		const struct annotation *annotation = annotations->all->pdata[i];
		if (annotation->level == ANNOTATION_ERROR)
			append_failure(out, annotation);
	}
	g_string_append(out, "  </testsuite>\n");
}

bool annotations_write_junit(const GPtrArray *all, FILE *file)
{
	g_autoptr(GString) out = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	guint tests = 0, failures = 0;

	for (guint i = 0; i < all->len; i++) {
		guint errors = count_errors(all->pdata[i]);
		tests += errors + 1;
		failures += errors + (errors > 0);
	}
	g_string_append_printf(out, "<testsuites tests=\"%u\" failures=\"%u\" errors=\"0\">\n", tests, failures);
	for (guint i = 0; i < all->len; i++)
		append_suite(out, all->pdata[i]);
	g_string_append(out, "</testsuites>\n");
	return fwrite(out->str, 1, out->len, file) == out->len;
}
