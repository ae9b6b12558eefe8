/* The path of schemas that a user gives for statements that compute rows. */
#include "sql/search_path.h"

#include <string.h>

#include "sql/lexer.h"
#include "sql/quote.h"

static bool is_space(const char *text, size_t length)
{
	return strspn(text, " \t\n") >= length;
}

/* A name, quoted or not; "$user" is unquoted in configuration files, though it is not an SQL word. */
static char *name_of(const char *text, size_t length)
{
	struct lexer lexer;

	while (length && g_ascii_isspace(*text))
		text++, length--;
	while (length && g_ascii_isspace(text[length - 1]))
		length--;
	if (length == strlen("$user") && strncmp(text, "$user", length) == 0)
		return g_strdup("$user");
	lexer_init(&lexer, text, length);
	struct token token = lexer_next(&lexer);
	return token.length == length ? token_name(&token) : NULL;
}

/* Where the name ends: at a comma that is in no quotes. */
static size_t name_length(const char *text)
{
	bool quoted = false;
	size_t length = 0;

	for (; text[length] && (quoted || text[length] != ','); length++)
		quoted = quoted != (text[length] == '"');
	return length;
}

GPtrArray *search_path_names(const char *text, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (const char *at = text;; at++) {
		size_t length = name_length(at);
		char *name = name_of(at, length);
		if (!name) {
			g_set_error(error, g_quark_from_static_string("search path"), 0,
				is_space(at, length) ? "a name is missing in \"%s\"; an example is: app, public"
						     : "\"%s\" is no list of schemas; an example is: app, public",
				text);
			return NULL;
		}
		g_ptr_array_add(names, name);
		at += length;
		if (!*at)
			return g_steal_pointer(&names);
	}
}

char *search_path_sql(const GPtrArray *names)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < names->len; i++)
		quote_format(out, "%s%I", i ? ", " : "", names->pdata[i]);
	return g_string_free(out, false);
}

char *search_path_parse(const char *text, GError **error)
{
	g_autoptr(GPtrArray) names = search_path_names(text, error);

	return names ? search_path_sql(names) : NULL;
}
