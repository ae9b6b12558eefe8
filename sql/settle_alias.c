/* Bringing queries to the form in which the server prints constants that have no name of their own. */
#include "sql/settle_alias.h"

#include <string.h>

#include "sql/tokens.h"

/* What ends the list of a query's outputs. */
static const char *const clauses[] = { "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER",
	"LIMIT", "OFFSET", "FETCH", "FOR", "SELECT", ";", NULL };

/* Types as format_type() prints them, and the alias that they give. */
static const struct {
	const char *first, *second, *alias; /* words of the type; NULL: any */
} types[] = {
	{ "text", NULL, "text" },
	{ "integer", NULL, "int4" },
	{ "bigint", NULL, "int8" },
	{ "smallint", NULL, "int2" },
	{ "boolean", NULL, "bool" },
	{ "real", NULL, "float4" },
	{ "double", "precision", "float8" },
	{ "numeric", NULL, "\"numeric\"" },
	{ "character", "varying", "\"varchar\"" },
	{ "character", NULL, "bpchar" },
	{ "date", NULL, "date" },
	{ "interval", NULL, "\"interval\"" },
	{ "uuid", NULL, "uuid" },
	{ "jsonb", NULL, "jsonb" },
	{ "bytea", NULL, "bytea" },
};

static bool is_constant(const struct token *token)
{
	return token->type == TOKEN_STRING || token->type == TOKEN_NUMBER || token_is(token, "NULL");
}

/* Whether nothing but a modifier, or the brackets of an array, is between two tokens. */
static bool is_bare(const GArray *tokens, guint at, guint end)
{
	while (at < end && token_opens(tokens_at(tokens, at)))
		at = tokens_skip(tokens, at);
	return at == end;
}

/* The alias that the type between two tokens gives; NULL: it is not known. */
static const char *alias_of(const GArray *tokens, guint at, guint end)
{
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		guint behind = at + (types[i].second ? 2 : 1);
		if (token_is(tokens_at(tokens, at), types[i].first) && is_bare(tokens, behind, end) &&
			(!types[i].second || token_is(tokens_at(tokens, at + 1), types[i].second)))
			return types[i].alias;
	}
	return NULL;
}

/* An output, whose end is known. */
static void add_output(GString *out, const char **copied, const GArray *tokens, guint at, guint end)
{
	bool cast = is_constant(tokens_at(tokens, at)) && token_is(tokens_at(tokens, at + 1), "::");
	const char *alias = cast && end > at + 2 ? alias_of(tokens, at + 2, end) : NULL;
	const struct token *last = tokens_at(tokens, end - 1);

	if (!alias)
		return;
	g_string_append_len(out, *copied, last->start + last->length - *copied);
	g_string_append_printf(out, " AS %s", alias);
	*copied = last->start + last->length;
}

/* The outputs of the query whose SELECT is the token before. */
static void add_outputs(GString *out, const char **copied, const GArray *tokens, guint at)
{
	if (token_is(tokens_at(tokens, at), "DISTINCT"))
		at = token_is(tokens_at(tokens, at + 1), "ON") ? tokens_skip(tokens, at + 2) : at + 1;
	for (guint from = at; from < tokens->len; from = at + 1) {
		for (at = from; at < tokens->len; at = token_opens(tokens_at(tokens, at)) ? tokens_skip(tokens, at) : at + 1)
			if (token_is(tokens_at(tokens, at), ",") || token_closes(tokens_at(tokens, at)) ||
				token_is_one_of(tokens_at(tokens, at), clauses))
				break;
		add_output(out, copied, tokens, from, MIN(at, tokens->len));
		if (!token_is(tokens_at(tokens, at), ","))
			return;
	}
}

char *settle_alias(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);
	const char *copied = text;
	unsigned depth = 0;
	bool own = true;

	/* in brackets as a whole, its own outputs are not those of depth 0 */
	for (guint i = 0; i < tokens->len && !token_is(tokens_at(tokens, 0), "("); i++) {
		const struct token *token = tokens_at(tokens, i);
		depth += token_opens(token) ? 1 : token_closes(token) && depth ? -1 : 0;
		if (!token_is(token, "SELECT") || token_is(tokens_at(tokens, i + 1), "."))
			continue;
		if (depth || !own)
			add_outputs(out, &copied, tokens, i + 1);
		own = own && depth;
	}
	if (copied == text)
		return NULL;
	g_string_append(out, copied);
	return g_strdup(out->str);
}
