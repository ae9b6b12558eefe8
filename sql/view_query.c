/* Queries of views that differ by the names of columns alone. */
#include "sql/view_query.h"

#include "sql/column_name.h"
#include "sql/tokens.h"

/* An item between SELECT and FROM: its expression, and the token that is the name of its column; NULL: it has none. */
struct item {
	guint start, end;
	const struct token *name;
};

struct query {
	GArray *tokens, *items;
	guint first, rest; /* the indexes of the first item, and after the last one */
	/* several relations, whose columns are qualified; their columns' names are not unique, as those of a subquery */
	bool joins, nests;
};

static const struct token *at(const struct query *query, guint i)
{
	return tokens_at(query->tokens, i);
}

static bool ends_list(const struct query *query, guint i)
{
	static const char *const words[] = { "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER",
		"LIMIT", "OFFSET", "FETCH", "FOR", ";", NULL };

	return at(query, i)->type == TOKEN_END ||
	       (token_is_one_of(at(query, i), words) && !(i && token_is(at(query, i - 1), "DISTINCT")));
}

static void add_item(struct query *query, guint start, guint end)
{
	struct item item = { start, end, NULL };

	if (end > start + 2 && token_is(at(query, end - 2), "AS")) {
		item.name = at(query, end - 1);
		item.end = end - 2;
	} else if (token_is_name(at(query, end - 1)) &&
		   (end == start + 1 || (end == start + 3 && tokens_follow_dot(query->tokens, end - 1)))) {
		item.name = at(query, end - 1);
	}
	g_array_append_val(query->items, item);
}

static void find_items(struct query *query)
{
	guint i = query->first, start = i;

	for (; !ends_list(query, i); i = token_opens(at(query, i)) ? tokens_skip(query->tokens, i) : i + 1)
		if (token_is(at(query, i), ",")) {
			add_item(query, start, i);
			start = i + 1;
		}
	if (i > start)
		add_item(query, start, i);
	query->rest = i;
}

/* False where it does not begin with SELECT. */
static bool parse(struct query *query, const char *text)
{
	guint selects = 0;

	*query = (struct query){ .tokens = tokens_of(text), .items = g_array_new(false, false, sizeof(struct item)), .first = 1 };
	if (!token_is(at(query, 0), "SELECT"))
		return false;
	if (token_is(at(query, 1), "DISTINCT"))
		query->first = token_is(at(query, 2), "ON") ? tokens_skip(query->tokens, 3) : 2;
	find_items(query);
	for (guint i = 0; i < query->tokens->len; i++) {
		bool merges =
			token_is(at(query, i), "NATURAL") || (token_is(at(query, i), "USING") && token_opens(at(query, i + 1)));
		selects += token_is(at(query, i), "SELECT") || token_is(at(query, i), "VALUES");
		query->joins = query->joins || token_is(at(query, i), "JOIN");
		query->nests = query->nests || merges;
	}
	query->nests = query->nests || selects > 1;
	return true;
}

static void clear(struct query *query)
{
	g_array_unref(query->tokens);
	g_array_unref(query->items);
}

/* The name by which columns of the relation that is named at i are qualified; NULL: none is named there. after: set to the token behind. */
static const struct token *qualifier_at(const struct query *query, guint i, const struct column_rename *rename, guint *after)
{
	static const char *const before[] = { "FROM", "JOIN", "ONLY", ",", "(", NULL };
	static const char *const clauses[] = { "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "ON", "WHERE", "GROUP", "HAVING",
		"WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "TABLESAMPLE", "UNION", "INTERSECT", "EXCEPT", NULL };

	if (i <= query->first || !token_is_one_of(at(query, i - 1), before) || !token_is_called(at(query, i), rename->schema) ||
		!token_is(at(query, i + 1), ".") || !token_is_called(at(query, i + 2), rename->relation))
		return NULL;
	bool alias = token_is_name(at(query, i + 3)) && !token_is_one_of(at(query, i + 3), clauses);
	*after = i + 3 + alias;
	return at(query, alias ? i + 3 : i + 2);
}

/* Whether its columns are qualified by the token's name; without a token: whether it is the only relation, whose columns are not. */
static bool is_of(const struct query *query, const struct column_rename *rename, const struct token *token)
{
	guint after = 0;

	for (guint i = query->rest; i < query->tokens->len; i++) {
		const struct token *name = qualifier_at(query, i, rename, &after);
		g_autofree char *text = name ? token_name(name) : NULL;
		if (name && token_opens(at(query, after)))
			return false; /* with names of its own for the columns */
		if (name && (token ? token_is_called(token, text) : !query->joins && !token_is(at(query, after), ",")))
			return true;
	}
	return false;
}

/* What the name at i means, where it is the old name of the column. */
static enum column_name meaning_of(const struct query *query, guint i, const struct column_rename *rename)
{
	if (!token_is_called(at(query, i), rename->old))
		return COLUMN_NAME_NOT;
	if (query->nests)
		return COLUMN_NAME_UNSURE;
	if (tokens_follow_dot(query->tokens, i)) {
		bool qualified = i > 1 && token_is_name(at(query, i - 2)) && !tokens_follow_dot(query->tokens, i - 2) &&
				 !token_is(at(query, i + 1), "(") && !token_is(at(query, i + 1), ".");
		return qualified && is_of(query, rename, at(query, i - 2)) ? COLUMN_NAME : COLUMN_NAME_NOT;
	}
	/* the first item may come after DISTINCT ON (...) */
	bool first = i == query->first && !token_opens(at(query, i + 1)) && !token_is(at(query, i + 1), ".");
	enum column_name meaning = first ? COLUMN_NAME : column_name_at(query->tokens, i);
	return meaning == COLUMN_NAME && !is_of(query, rename, NULL) ? COLUMN_NAME_UNSURE : meaning;
}

struct comparing {
	struct query one, other;
	const struct column_rename *renames;
	size_t count;
};

static bool same_token(const struct comparing *comparing, guint i, guint j)
{
	const struct token *one = at(&comparing->one, i), *other = at(&comparing->other, j);

	for (size_t r = 0; r < comparing->count; r++)
		switch (meaning_of(&comparing->one, i, &comparing->renames[r])) {
		case COLUMN_NAME:
			return token_is_called(other, comparing->renames[r].new);
		case COLUMN_NAME_UNSURE:
			return false;
		case COLUMN_NAME_NOT:
			break;
		}
	return token_same(one, other);
}

static bool same_tokens(const struct comparing *comparing, guint start, guint end, guint other_start, guint other_end)
{
	bool same = end - start == other_end - other_start;

	for (guint i = 0; same && i < end - start; i++)
		same = same_token(comparing, start + i, other_start + i);
	return same;
}

static bool same_item(const struct comparing *comparing, const struct item *one, const struct item *other, GPtrArray *outputs)
{
	if (!same_tokens(comparing, one->start, one->end, other->start, other->end) || !one->name != !other->name)
		return false;
	g_autofree char *old = one->name ? token_name(one->name) : NULL, *new = other->name ? token_name(other->name) : NULL;
	if (g_strcmp0(old, new) != 0) {
		g_ptr_array_add(outputs, g_steal_pointer(&old));
		g_ptr_array_add(outputs, g_steal_pointer(&new));
	}
	return true;
}

static bool same(const struct comparing *comparing, GPtrArray *outputs)
{
	const struct query *one = &comparing->one, *other = &comparing->other;
	bool good = one->items->len == other->items->len && same_tokens(comparing, 0, one->first, 0, other->first) &&
		    same_tokens(comparing, one->rest, one->tokens->len, other->rest, other->tokens->len);

	for (guint i = 0; good && i < one->items->len; i++)
		good = same_item(comparing, &g_array_index(one->items, struct item, i),
			&g_array_index(other->items, struct item, i), outputs);
	return good;
}

GPtrArray *view_query_outputs(const char *query, const char *other, const struct column_rename *renames, size_t count)
{
	struct comparing comparing = { .renames = renames, .count = count };
	g_autoptr(GPtrArray) outputs = g_ptr_array_new_with_free_func(g_free);
	bool parsed = parse(&comparing.one, query), parsed_too = parse(&comparing.other, other);
	bool good = parsed && parsed_too && same(&comparing, outputs);

	clear(&comparing.one);
	clear(&comparing.other);
	return good ? g_steal_pointer(&outputs) : NULL;
}
