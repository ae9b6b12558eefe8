/* A regular expression that matches the whole of an object's name. */
#include "cmd/pattern.h"

#include <pcre2.h>

#define PATTERN_ERROR (g_quark_from_static_string("pattern"))

enum { MATCH_LIMIT = 100000, DEPTH_LIMIT = 1000, HEAP_LIMIT_KB = 4096 };

struct pattern {
	const char *text;
	pcre2_code *whole, *beginning; /* beginning: without an anchor at the end, which prevents partial matching */
	pcre2_match_context *limits;
};

static pcre2_code *compile(const char *text, const char *what, uint32_t end, GError **error)
{
	const uint32_t flags = PCRE2_ANCHORED | PCRE2_UTF | PCRE2_DOTALL | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY | end;
	int number;
	PCRE2_SIZE offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, flags, &number, &offset, NULL);
	PCRE2_UCHAR message[256];

	if (code)
		return code;
	pcre2_get_error_message(number, message, sizeof(message));
	g_set_error(error, PATTERN_ERROR, 0, "%s \"%s\": %s at character %zu", what, text, (char *)message, offset + 1);
	return NULL;
}

struct pattern *pattern_new(const char *text, const char *what, GError **error)
{
	struct pattern *pattern = g_new0(struct pattern, 1);

	pattern->text = text;
	pattern->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
	pcre2_set_depth_limit(pattern->limits, DEPTH_LIMIT);
	pcre2_set_heap_limit(pattern->limits, HEAP_LIMIT_KB);
	if ((pattern->whole = compile(text, what, PCRE2_ENDANCHORED, error)) &&
		(pattern->beginning = compile(text, what, 0, error)))
		return pattern;
	pattern_free(pattern);
	return NULL;
}

void pattern_free(gpointer data)
{
	struct pattern *pattern = data;

	if (!pattern)
		return;
	pcre2_code_free(pattern->whole);
	pcre2_code_free(pattern->beginning);
	pcre2_match_context_free(pattern->limits);
	g_free(pattern);
}

const char *pattern_text(const struct pattern *pattern)
{
	return pattern->text;
}

/* The result of pcre2_match(); how is 0 or PCRE2_PARTIAL_HARD. */
static int match(const struct pattern *pattern, pcre2_code *code, const char *subject, uint32_t how, GError **error)
{
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
	int result = pcre2_match(code, (PCRE2_SPTR)subject, PCRE2_ZERO_TERMINATED, 0, how, data, pattern->limits);
	PCRE2_UCHAR message[256];

	pcre2_match_data_free(data);
	if (result >= PCRE2_ERROR_PARTIAL || !error || *error)
		return result;
	pcre2_get_error_message(result, message, sizeof(message));
	g_set_error(error, PATTERN_ERROR, 0, "the pattern \"%s\" cannot be matched with \"%s\": %s", pattern->text, subject,
		(char *)message);
	return result;
}

bool pattern_matches(const struct pattern *pattern, const char *name, GError **error)
{
	return match(pattern, pattern->whole, name, 0, error) > 0;
}

bool pattern_may_match(const struct pattern *pattern, const char *beginning, GError **error)
{
	return match(pattern, pattern->beginning, beginning, PCRE2_PARTIAL_HARD, error) == PCRE2_ERROR_PARTIAL;
}
