/* Bringing queries of views to the form that 16 and later print: columns of the only relation of a query without its name. */
#include "sql/settle_view.h"

#include <glib.h>
#include <string.h>

#include "sql/settle.h"
#include "sql/settle_alias.h"
#include "sql/tokens.h"

/* A query's tokens, and where the one relation in its FROM is. */
struct query {
	GArray *tokens;
	guint from, after;	      /* the index of FROM, and after its only item */
	const struct token *relation; /* its columns are qualified by this name */
	GPtrArray *outputs;	      /* struct token *: names after AS */
};

static const struct token *at(const struct query *query, guint i)
{
	return tokens_at(query->tokens, i);
}

static bool begins_query(const struct token *token)
{
	static const char *const words[] = { "SELECT", "WITH", "VALUES", NULL };

	return token_is_one_of(token, words);
}

/* Finds the outermost FROM, and the column names before it; false where there is none, or it is a set operation. */
static bool find_from(struct query *query)
{
	static const char *const several[] = { "UNION", "INTERSECT", "EXCEPT", NULL };

	for (guint i = 0; i < query->tokens->len; i++) {
		if (token_opens(at(query, i))) {
			i = tokens_skip(query->tokens, i) - 1;
			continue;
		}
		if (token_is_one_of(at(query, i), several))
			return false;
		if (token_is(at(query, i), "AS") && !query->from)
			g_ptr_array_add(query->outputs, (gpointer)at(query, i + 1));
		if (token_is(at(query, i), "FROM") && !query->from && i > 0 && !token_is(at(query, i - 1), "DISTINCT"))
			query->from = i;
	}
	return query->from;
}

/* Finds the item after FROM; false where there are several. */
static bool find_relation(struct query *query)
{
	static const char *const clauses[] = { "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR",
		"TABLESAMPLE", ";", NULL };
	static const struct token xmltable = { TOKEN_QUOTED, "\"xmltable\"", sizeof("\"xmltable\"") - 1 }; /* without an alias */
	guint i = query->from + 1;

	if (token_is(at(query, i), "ONLY"))
		i++;
	if (token_is(at(query, i), "(")) {
		if (!begins_query(at(query, i + 1)))
			return false;
		i = tokens_skip(query->tokens, i);
	} else {
		while (token_is_name(at(query, i)) && token_is(at(query, i + 1), "."))
			i += 2;
		query->relation = token_is(at(query, i), "XMLTABLE") ? &xmltable : at(query, i);
		if (token_is(at(query, ++i), "("))
			i = tokens_skip(query->tokens, i);
		if (token_is(at(query, i), "WITH") && token_is(at(query, i + 1), "ORDINALITY"))
			i += 2;
	}
	if (token_is(at(query, i), "AS"))
		i++;
	if (token_is_name(at(query, i)) && !token_is_one_of(at(query, i), clauses)) {
		query->relation = at(query, i++);
		if (token_is(at(query, i), "("))
			i = tokens_skip(query->tokens, i);
	}
	if (token_is(at(query, i), "TABLESAMPLE")) {
		while (at(query, i)->type != TOKEN_END && !token_is(at(query, i), "("))
			i++;
		i = tokens_skip(query->tokens, i);
		if (token_is(at(query, i), "REPEATABLE"))
			i = tokens_skip(query->tokens, i + 1);
	}
	query->after = i;
	return query->relation && token_is_name(query->relation) &&
	       (at(query, i)->type == TOKEN_END || token_is_one_of(at(query, i), clauses));
}

static bool is_output(const struct query *query, const struct token *name)
{
	for (guint i = 0; i < query->outputs->len; i++)
		if (token_same(query->outputs->pdata[i], name))
			return true;
	return false;
}

/* Whether relation.column begins at i: not a call, a type or a collation of a schema of that name, and no whole row. */
static bool is_column(const struct query *query, guint i)
{
	const struct token *before = at(query, i ? i - 1 : query->tokens->len), *behind = at(query, i + 3);

	return token_same(at(query, i), query->relation) && token_is(at(query, i + 1), ".") && token_is_name(at(query, i + 2)) &&
	       !token_is(before, ".") && !token_is(before, "::") && !token_is(before, "COLLATE") && !token_is(before, "AS") &&
	       !token_is(behind, "(") && !token_is(behind, ".");
}

/* Copies the text without the names; subqueries keep theirs. */
static char *unqualified(const struct query *query, const char *text)
{
	GString *out = g_string_new(NULL);
	const char *copied = text;
	bool order = false;

	for (guint i = 0; i < query->tokens->len; i++) {
		if (i == query->from)
			i = query->after;
		if (token_opens(at(query, i)) && begins_query(at(query, i + 1))) {
			i = tokens_skip(query->tokens, i) - 1;
			continue;
		}
		order = order || token_is(at(query, i), "ORDER") || token_is(at(query, i), "DISTINCT");
		order = order && !(i < query->from && token_closes(at(query, i)));
		/* there a bare name by itself would be the output's */
		bool item =
			order && i &&
			(token_is(at(query, i - 1), "BY") || token_is(at(query, i - 1), ",") || token_is(at(query, i - 2), "ON"));
		if (!is_column(query, i) || (item && is_output(query, at(query, i + 2))))
			continue;
		g_string_append_len(out, copied, at(query, i)->start - copied);
		copied = at(query, i + 2)->start;
		i += 2;
	}
	g_string_append(out, copied);
	return g_string_free(out, false);
}

/* Like settle_view(), without aliases. */
static char *settle_columns(const char *text)
{
	struct query query = { .tokens = tokens_of(text), .outputs = g_ptr_array_new() };
	char *settled = NULL;

	if ((token_is(at(&query, 0), "SELECT") || token_is(at(&query, 0), "WITH")) && find_from(&query) && find_relation(&query))
		settled = unqualified(&query, text);
	if (settled && strcmp(settled, text) == 0)
		g_clear_pointer(&settled, g_free);
	g_array_unref(query.tokens);
	g_ptr_array_unref(query.outputs);
	return settled;
}

char *settle_view(const char *text)
{
	char *named = settle_alias(text), *settled = settle_columns(named ? named : text);

	if (!settled)
		return named;
	g_free(named);
	return settled;
}
