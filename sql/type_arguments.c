/* Canonicalises types in argument lists and function results. */
#include "sql/type_arguments.h"

#include <string.h>

#include "sql/tokens.h"
#include "sql/type_name.h"

bool type_is_mode(const struct token *token)
{
	static const char *const modes[] = { "IN", "OUT", "INOUT", "VARIADIC", NULL };

	return token_is_one_of(token, modes);
}

/* The index at which an argument's type begins: after its mode and name. */
static guint type_of(const GArray *tokens, guint first, guint end)
{
	guint name =
		first + (first + 1 < end && type_is_mode(tokens_at(tokens, first)) && token_is_name(tokens_at(tokens, first + 1)));
	const struct token *next = tokens_at(tokens, name + 1);
	bool named = name + 1 < end && token_is_name(tokens_at(tokens, name)) && token_is_name(next) && !token_is(next, "array") &&
		     !type_begins_with(tokens_at(tokens, name), next);

	return name + named;
}

/* Where its type ends: before a default. */
static guint behind_type(const GArray *tokens, guint first, guint end)
{
	static const char *const defaults[] = { "DEFAULT", "=", ":=", NULL };

	while (first < end && !token_is_one_of(tokens_at(tokens, first), defaults))
		first++;
	return first;
}

/*
 * Appends one argument, unchanged where its type cannot be parsed. IN, the default mode, is omitted. The text up to copied is in
 * out.
 */
static void append_argument(GString *out, const GArray *tokens, guint first, guint end, const char **copied)
{
	guint type = type_of(tokens, first, end), behind = behind_type(tokens, type, end);
	g_autoptr(GString) settled = g_string_new(NULL);

	if (type > first && token_is(tokens_at(tokens, first), "IN")) {
		g_string_append_len(out, *copied, tokens_at(tokens, first)->start - *copied);
		*copied = tokens_at(tokens, first + 1)->start;
	}
	if (type < behind && type_append(settled, tokens_at(tokens, 0), type, behind, false)) {
		const struct token *last = tokens_at(tokens, behind - 1);
		g_string_append_len(out, *copied, tokens_at(tokens, type)->start - *copied);
		g_string_append(out, settled->str);
		*copied = last->start + last->length;
	}
}

static char *unless_same(const GString *out, const char *text)
{
	return strcmp(out->str, text) == 0 ? NULL : g_strdup(out->str);
}

char *type_settle_arguments(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);
	const char *copied = text;
	guint first = 0;

	for (guint i = 0; i <= tokens->len; i++) {
		const struct token *token = tokens_at(tokens, i);
		bool order = token_is(token, "ORDER") && token_is(tokens_at(tokens, i + 1), "BY");

		if (token_opens(token))
			i = tokens_closing(tokens, i);
		if (i < tokens->len && !order && !token_is(token, ","))
			continue;
		append_argument(out, tokens, first, MIN(i, tokens->len), &copied);
		i += order;
		first = i + 1;
	}
	g_string_append(out, copied);
	return unless_same(out, text);
}

char *type_settle_result(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);

	if (token_is(tokens_at(tokens, 0), "TABLE") && token_is(tokens_at(tokens, 1), "(") &&
		tokens_closing(tokens, 1) + 1 == tokens->len) {
		const char *start = tokens_at(tokens, 1)->start + 1;
		g_autofree char *columns = g_strndup(start, (gsize)(tokens_at(tokens, tokens->len - 1)->start - start));
		g_autofree char *settled = type_settle_arguments(columns);
		g_string_printf(out, "TABLE(%s)", settled ? settled : columns);
		return unless_same(out, text);
	}
	bool set = token_is(tokens_at(tokens, 0), "SETOF");
	g_string_append(out, set ? "SETOF " : "");
	return type_append(out, tokens_at(tokens, 0), set, tokens->len, false) ? unless_same(out, text) : NULL;
}
