/* Brings queries to the form in which the server prints constants without an alias. */
#include "sql/settle_alias.h"

#include <string.h>

#include "sql/tokens.h"

/* The keywords that end a query's output list. */
static const char *const clauses[] = { "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER",
	"LIMIT", "OFFSET", "FETCH", "FOR", "SELECT", ";", NULL };

/* Types that format_type() prints in the words of the SQL standard, and the names that they give. Another type gives its own. */
static const struct {
	const char *first, *among; /* the first word, and one of the others; NULL: no matter */
	const char *alias;
} types[] = {
	{ "integer", NULL, "int4" },
	{ "bigint", NULL, "int8" },
	{ "smallint", NULL, "int2" },
	{ "boolean", NULL, "bool" },
	{ "real", NULL, "float4" },
	{ "double", "precision", "float8" },
	{ "numeric", NULL, "\"numeric\"" },
	{ "character", "varying", "\"varchar\"" },
	{ "character", NULL, "bpchar" },
	{ "bit", "varying", "varbit" },
	{ "bit", NULL, "\"bit\"" },
	{ "interval", NULL, "\"interval\"" },
	{ "time", "with", "timetz" },
	{ "time", NULL, "\"time\"" },
	{ "timestamp", "with", "timestamptz" },
	{ "timestamp", NULL, "\"timestamp\"" },
	{ "json", NULL, "\"json\"" },
};

/* The words that stand behind the first one of such a type. */
static const char *const others[] = { "precision", "varying", "with", "without", "time", "zone", "year", "month", "day", "hour",
	"minute", "second", "to", NULL };

/* A query, and its settled text as far as it is copied. */
struct query {
	GArray *tokens, *skips; /* see sql/tokens.h */
	GString *out;
	const char *copied;
};

static const struct token *at(const struct query *query, guint i)
{
	return tokens_at(query->tokens, i);
}

static guint behind(const struct query *query, guint i)
{
	return i < query->skips->len ? g_array_index(query->skips, guint, i) : query->skips->len;
}

static bool is_constant(const struct token *token)
{
	return token->type == TOKEN_STRING || token->type == TOKEN_NUMBER || token_is(token, "NULL");
}

/* Where the modifiers, the brackets of an array, and those words behind a type's name end. */
static guint skip_rest(const struct query *query, guint i, guint end, const char *const *words)
{
	while (i < end && (token_opens(at(query, i)) || (words && token_is_one_of(at(query, i), words))))
		i = behind(query, i);
	return i;
}

static bool has_word(const struct query *query, guint i, guint end, const char *word)
{
	while (i < end && !token_is(at(query, i), word))
		i = behind(query, i);
	return i < end;
}

/* The alias that a type of the standard gives; NULL: it is none. */
static const char *standard_alias(const struct query *query, guint i, guint end)
{
	for (size_t t = 0; t < G_N_ELEMENTS(types); t++)
		if (token_is(at(query, i), types[t].first) && skip_rest(query, i + 1, end, others) == end &&
			(!types[t].among || has_word(query, i + 1, end, types[t].among)))
			return types[t].alias;
	return NULL;
}

/* The last token of a type's name, perhaps with a schema; NULL: it is no name. */
static const struct token *type_token(const struct query *query, guint i, guint end)
{
	while (token_is_name(at(query, i)) && token_is(at(query, i + 1), "."))
		i += 2;
	return token_is_name(at(query, i)) && skip_rest(query, i + 1, end, NULL) == end ? at(query, i) : NULL;
}

/* An output, whose end is known. */
static void add_output(struct query *query, guint i, guint end)
{
	bool cast = is_constant(at(query, i)) && token_is(at(query, i + 1), "::") && end > i + 2;
	const char *alias = cast ? standard_alias(query, i + 2, end) : NULL;
	const struct token *last = at(query, end - 1), *type = cast && !alias ? type_token(query, i + 2, end) : NULL;

	if (!alias && !type)
		return;
	g_string_append_len(query->out, query->copied, last->start + last->length - query->copied);
	g_string_append(query->out, " AS ");
	g_string_append_len(query->out, alias ? alias : type->start, alias ? (gssize)strlen(alias) : (gssize)type->length);
	query->copied = last->start + last->length;
}

/* The outputs of the query whose SELECT is the token before. */
static void add_outputs(struct query *query, guint i)
{
	guint count = query->tokens->len;

	if (token_is(at(query, i), "DISTINCT"))
		i = token_is(at(query, i + 1), "ON") ? behind(query, i + 2) : i + 1;
	for (guint from = i; from < count; from = i + 1) {
		for (i = from; i < count; i = behind(query, i))
			if (token_is(at(query, i), ",") || token_closes(at(query, i)) || token_is_one_of(at(query, i), clauses))
				break;
		add_output(query, from, i);
		if (!token_is(at(query, i), ","))
			return;
	}
}

char *settle_alias(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text), skips = tokens_skips(tokens);
	g_autoptr(GString) out = g_string_new(NULL);
	struct query query = { tokens, skips, out, text };
	unsigned depth = 0;
	bool own = true;

	/* in brackets as a whole, its own outputs are not those of depth 0 */
	for (guint i = 0; i < tokens->len && !token_is(tokens_at(tokens, 0), "("); i++) {
		const struct token *token = tokens_at(tokens, i);
		depth += token_opens(token) ? 1 : token_closes(token) && depth ? -1 : 0;
		if (!token_is(token, "SELECT") || token_is(tokens_at(tokens, i + 1), "."))
			continue;
		if (depth || !own)
			add_outputs(&query, i + 1);
		own = own && depth;
	}
	if (query.copied == text)
		return NULL;
	g_string_append(out, query.copied);
	return g_strdup(out->str);
}
