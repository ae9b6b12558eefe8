/* Bringing expressions to the form at which the server settles. */
#include "sql/settle.h"

#include <glib.h>
#include <string.h>

#include "sql/quote.h"
#include "sql/tokens.h"

/* The index of [ in an array type that begins at first: schema.type(1)[], character varying[]; 0 when there is none. */
static guint array_brackets(const GArray *tokens, guint first)
{
	guint i = first;

	while (token_is_name(tokens_at(tokens, i)) || token_is(tokens_at(tokens, i), "."))
		i++;
	if (i > first && token_is(tokens_at(tokens, i), "("))
		i = tokens_closing(tokens, i) + 1;
	while (i > first && token_is_name(tokens_at(tokens, i)))
		i++;
	return i > first && token_is(tokens_at(tokens, i), "[") && token_is(tokens_at(tokens, i + 1), "]") ? i : 0;
}

static const char *end_of(const struct token *token)
{
	return token->start + token->length;
}

/* Appends ARRAY[(a)::type, (b)::type] for the elements between the brackets. */
static void append_elements(GString *out, const GArray *tokens, guint open, guint close, const char *type, size_t type_length)
{
	guint first = open + 1;
	unsigned depth = 0;

	g_string_append(out, "ARRAY[");
	for (guint i = open + 1; i <= close; i++) {
		const struct token *token = tokens_at(tokens, i);
		if (i == close || (depth == 0 && token_is(token, ","))) {
			if (i > first)
				g_string_append_printf(out, "%s(%.*s)::%.*s", first > open + 1 ? ", " : "",
					(int)(end_of(tokens_at(tokens, i - 1)) - tokens_at(tokens, first)->start),
					tokens_at(tokens, first)->start, (int)type_length, type);
			first = i + 1;
		}
		depth += token_is(token, "(") || token_is(token, "[");
		depth -= depth && (token_is(token, ")") || token_is(token, "]"));
	}
	g_string_append_c(out, ']');
}

/* Rewrites the first cast of an ARRAY constructor; NULL when there is none. */
static char *push_down_cast(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);

	for (guint i = 0; i + 5 < tokens->len; i++) {
		if (!token_is(tokens_at(tokens, i), "(") || !token_is(tokens_at(tokens, i + 1), "ARRAY") ||
			!token_is(tokens_at(tokens, i + 2), "["))
			continue;
		guint close = tokens_closing(tokens, i + 2);
		if (!token_is(tokens_at(tokens, close + 1), ")") || !token_is(tokens_at(tokens, close + 2), "::"))
			continue;
		guint brackets = array_brackets(tokens, close + 3);
		if (!brackets)
			continue;
		GString *out = g_string_new_len(text, tokens_at(tokens, i)->start - text);
		const char *type = tokens_at(tokens, close + 3)->start;
		append_elements(out, tokens, i + 2, close, type, (size_t)(end_of(tokens_at(tokens, brackets - 1)) - type));
		g_string_append(out, end_of(tokens_at(tokens, brackets + 1)));
		return g_string_free(out, false);
	}
	return NULL;
}

/* Rewrites all of them. */
static char *push_down_casts(const char *text)
{
	char *settled = push_down_cast(text), *next;

	while (settled && (next = push_down_cast(settled))) {
		g_free(settled);
		settled = next;
	}
	return settled;
}

/* Removes NO INDENT from each XMLSERIALIZE; NULL when there is none. */
static char *without_no_indent(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);
	const char *copied = text;

	for (guint i = 4; i < tokens->len; i++) {
		guint first = token_is(tokens_at(tokens, i), ")") ? i : 0;
		while (first >= 4 && token_is(tokens_at(tokens, first - 2), "NO") &&
			token_is(tokens_at(tokens, first - 1), "INDENT"))
			first -= 2;
		if (!first || first == i)
			continue;
		g_string_append_len(out, copied, end_of(tokens_at(tokens, first - 1)) - copied);
		copied = tokens_at(tokens, i)->start;
	}
	if (copied == text)
		return NULL;
	g_string_append(out, copied);
	return g_string_free(g_steal_pointer(&out), false);
}

/* The index after the words before a statement's target: UPDATE, DELETE FROM, MERGE INTO; 0: they are not at i. */
static guint changes_what(const GArray *tokens, guint i)
{
	if (token_is(tokens_at(tokens, i), "UPDATE"))
		return i + 1;
	return (token_is(tokens_at(tokens, i), "DELETE") && token_is(tokens_at(tokens, i + 1), "FROM")) ||
			       (token_is(tokens_at(tokens, i), "MERGE") && token_is(tokens_at(tokens, i + 1), "INTO"))
		       ? i + 2
		       : 0;
}

/*
 * Removes AS before the alias of a statement's target, but adds it before SET, which would not be read as an alias; NULL: nothing
 * to change.
 */
static char *settle_aliases(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);
	const char *copied = text;

	for (guint i = 0; i < tokens->len; i++) {
		guint name = changes_what(tokens, i);
		if (!name)
			continue;
		name += token_is(tokens_at(tokens, name), "ONLY");
		while (token_is_name(tokens_at(tokens, name)) && token_is(tokens_at(tokens, name + 1), "."))
			name += 2;
		guint as = 0;
		while (token_is(tokens_at(tokens, name + 1 + as), "AS"))
			as++;
		const struct token *alias = tokens_at(tokens, name + 1 + as);
		/* UPDATE t SET a = 1 has none */
		bool set = token_is(alias, "SET") &&
			   (as || !token_is(tokens_at(tokens, i), "UPDATE") || token_is(tokens_at(tokens, name + 2), "SET"));
		if (!token_is_name(tokens_at(tokens, name)) || !token_is_name(alias) || as == (guint)set)
			continue;
		i = name + as; /* a table may be called update */
		g_string_append_printf(out, "%.*s%s", (int)(end_of(tokens_at(tokens, name)) - copied), copied, set ? " AS " : " ");
		copied = alias->start;
	}
	if (copied == text)
		return NULL;
	g_string_append(out, copied);
	return g_string_free(g_steal_pointer(&out), false);
}

/* Rewrites the first EXTRACT(field FROM value); NULL when there is none. */
static char *without_extract(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);

	for (guint i = 0; i + 4 < tokens->len; i++) {
		if (!token_is(tokens_at(tokens, i), "EXTRACT") || !token_is(tokens_at(tokens, i + 1), "(") ||
			!token_is_name(tokens_at(tokens, i + 2)) || !token_is(tokens_at(tokens, i + 3), "FROM"))
			continue;
		guint close = tokens_closing(tokens, i + 1);
		if (close == tokens->len)
			return NULL;
		g_autofree char *field = token_name(tokens_at(tokens, i + 2));
		GString *out = g_string_new_len(text, tokens_at(tokens, i)->start - text);
		const char *value = tokens_at(tokens, i + 4)->start;
		g_string_append(out, "(date_part(");
		quote_literal(out, field);
		g_string_append_printf(out, "::text, %.*s))::numeric%s", (int)(tokens_at(tokens, close)->start - value), value,
			end_of(tokens_at(tokens, close)));
		return g_string_free(out, false);
	}
	return NULL;
}

char *settle_extract(const char *text)
{
	char *settled = NULL, *next;

	while (strstr(settled ? settled : text, "EXTRACT(") && (next = without_extract(settled ? settled : text))) {
		g_free(settled);
		settled = next;
	}
	return settled;
}

/* The rewrites of whole texts, each with a word that every text it changes contains. */
static const struct {
	const char *sign;
	char *(*rewrite)(const char *);
} rewrites[] = {
	{ " NO INDENT)", without_no_indent },
	{ "UPDATE ", settle_aliases },
	{ "DELETE FROM ", settle_aliases },
	{ "MERGE INTO ", settle_aliases },
	{ "(ARRAY[", push_down_casts },
};

/* One after the other; NULL when there is nothing to do. */
static char *rewrite_once(const char *text)
{
	char *settled = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(rewrites); i++) {
		const char *now = settled ? settled : text;
		char *next = strstr(now, rewrites[i].sign) ? rewrites[i].rewrite(now) : NULL;
		if (next) {
			g_free(settled);
			settled = next;
		}
	}
	return settled;
}

/* One rewrite's result may need another one, or the same again. Each removes what it looks for, so this ends. */
char *settle_expression(const char *text)
{
	char *settled = rewrite_once(text), *next;

	while (settled && (next = rewrite_once(settled))) {
		g_free(settled);
		settled = next;
	}
	return settled;
}
