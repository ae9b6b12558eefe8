/* Finds the secrets in statements, so that no message shows them. */
#include "catalog/secret_find.h"

#include <string.h>

#include "catalog/secret.h"
#include "sql/lexer.h"
#include "sql/quote.h"

enum { DEPTH = 3 }; /* a body in a DO in a body */

/* The value of a constant; of escapes only doubled quotes are decoded. */
static char *value_of(const struct token *token)
{
	const char *start = token->start, *end = start + token->length;
	GString *value = g_string_new(NULL);

	if (*start == '$') {
		size_t quote = strcspn(start + 1, "$") + 2;
		g_string_append_len(value, start + quote, MAX(0, end - start - 2 * (gssize)quote));
		return g_string_free(value, false);
	}
	for (start += strcspn(start, "'") + 1; start < end - 1; start++) {
		g_string_append_c(value, *start);
		if (*start == '\'' && start[1] == '\'')
			start++;
	}
	return g_string_free(value, false);
}

static void add(GPtrArray *found, const char *secret, size_t length)
{
	if (length)
		g_ptr_array_add(found, g_strndup(secret, length));
}

/* The words of a connection string that have no name: pieces of a password with a blank in it, which the server repeats. */
static void add_nameless(GPtrArray *found, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t\n", -1);

	for (size_t i = 0; words[i]; i++)
		if (!strchr(words[i], '='))
			add(found, words[i], strlen(words[i]));
}

/* Between a name and its value, which may be a string: password 'x', password = 'x', PASSWORD TO 'x'. */
static bool is_between(const struct token *token)
{
	return token_is(token, "=") || token_is(token, ":=") || token_is(token, "=>") || token_is(token, "to");
}

static bool is_secret(const struct token *name)
{
	g_autofree char *text = token_name(name), *option = text ? g_strconcat(text, "=", NULL) : NULL;

	return option && secret_is_option(option);
}

static void find(GPtrArray *found, const char *sql, unsigned depth)
{
	struct token name = { 0 };
	struct lexer lexer;

	lexer_init(&lexer, sql, strlen(sql));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END && token.type != TOKEN_ERROR;
		token = lexer_next_significant(&lexer)) {
		if (token.type == TOKEN_STRING) {
			g_autofree char *value = value_of(&token);
			if (is_secret(&name)) {
				size_t prefix = *token.start == '$' ? 0 : strcspn(token.start, "'") + 1;
				add(found, value, strlen(value));
				add(found, token.start + prefix, prefix ? token.length - prefix - 1 : 0);
			} else {
				g_autoptr(GPtrArray) inside = secret_find_in_connection(value);
				for (guint i = 0; i < inside->len; i++)
					add(found, inside->pdata[i], strlen(inside->pdata[i]));
				if (token_is(&name, "connection"))
					add_nameless(found, value);
				if (depth)
					find(found, value, depth - 1);
			}
		}
		if (!is_between(&token))
			name = token;
	}
}

/* So that a secret which is part of another one does not cut that. */
static gint longest_first(gconstpointer a, gconstpointer b)
{
	size_t x = strlen(*(const char *const *)a), y = strlen(*(const char *const *)b);

	return x < y ? 1 : x > y ? -1 : 0;
}

GPtrArray *secret_find(const char *sql)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);

	find(found, sql, DEPTH);
	g_ptr_array_sort(found, longest_first);
	return found;
}

char *secret_hide(const char *text, const GPtrArray *secrets)
{
	GString *out = g_string_new(NULL);

	while (*text) {
		size_t length = 0;
		for (guint i = 0; i < secrets->len && !length; i++)
			if (g_str_has_prefix(text, secrets->pdata[i]))
				length = strlen(secrets->pdata[i]);
		if (length)
			g_string_append(out, SECRET);
		else
			g_string_append_c(out, *text);
		text += MAX(length, 1);
	}
	return g_string_free(out, false);
}
