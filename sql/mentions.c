/* Names that a piece of SQL mentions. */
#include "sql/mentions.h"

#include <string.h>

#include "sql/lexer.h"
#include "sql/tokens.h"

/* One pair of parentheses, or the whole text. */
struct level {
	bool query;	 /* FROM begins its list of relations */
	bool from;	 /* the level is a FROM list */
	bool expect;	 /* a relation, or a function in FROM, is next */
	bool target;	 /* the next name is the target of a statement */
	bool item;	 /* it was just there: an alias may follow, with its columns */
	bool definition; /* the columns of an alias: (a, b) or (a integer, b s.t) */
};

struct walk {
	GArray *tokens, *found, *levels;
	GPtrArray *own; /* struct token *: names that WITH gives */
};

static const struct token *at(const struct walk *walk, guint i)
{
	return tokens_at(walk->tokens, i);
}

static struct level *level_of(const struct walk *walk)
{
	return &g_array_index(walk->levels, struct level, walk->levels->len - 1);
}

static void push(struct walk *walk, struct level level)
{
	g_array_append_val(walk->levels, level);
}

static bool begins_query(const struct token *token)
{
	static const char *const words[] = { "SELECT", "WITH", "VALUES", "INSERT", "UPDATE", "DELETE", "MERGE", NULL };

	return token_is_one_of(token, words);
}

static struct token span(const struct token *first, const struct token *last)
{
	return (struct token){ first->type, first->start, (size_t)(last->start + last->length - first->start) };
}

/* Adds the name that begins at i, with its schema where there is one; its last token. */
static guint add(struct walk *walk, guint i, enum mention_as as)
{
	bool qualified =
		token_is(at(walk, i + 1), ".") && (token_is_name(at(walk, i + 2)) || at(walk, i + 2)->type == TOKEN_OPERATOR);
	guint last = qualified ? i + 2 : i;
	struct mention mention = { .as = as, .name = *at(walk, last), .whole = span(at(walk, i), at(walk, last)) };

	if (qualified)
		mention.schema = *at(walk, i);
	/* an operator names nothing else */
	if (token_is_name(at(walk, last)) || (as == MENTION_OPERATOR && at(walk, last)->type == TOKEN_OPERATOR))
		g_array_append_val(walk->found, mention);
	return last;
}

static bool is_own(const struct walk *walk, const struct token *name)
{
	for (guint i = 0; i < walk->own->len; i++)
		if (token_same(walk->own->pdata[i], name))
			return true;
	return false;
}

/* WITH a AS (SELECT ...), b(x) AS MATERIALIZED (SELECT ...) */
static void find_own(struct walk *walk)
{
	static const char *const before[] = { "WITH", "RECURSIVE", ",", NULL };

	for (guint i = 1; i < walk->tokens->len; i++) {
		if (!token_is_name(at(walk, i)) || !token_is_one_of(at(walk, i - 1), before))
			continue;
		guint as = token_is(at(walk, i + 1), "(") ? tokens_skip(walk->tokens, i + 1) : i + 1, open = as + 1;
		if (!token_is(at(walk, as), "AS"))
			continue;
		open += token_is(at(walk, open), "NOT");
		open += token_is(at(walk, open), "MATERIALIZED");
		if (token_is(at(walk, open), "(") && begins_query(at(walk, open + 1)))
			g_ptr_array_add(walk->own, (gpointer)at(walk, i));
	}
}

/* 'name'::regclass */
static void add_literal(struct walk *walk, guint i)
{
	static const struct {
		const char *type;
		enum mention_as as;
	} rows[] = {
		{ "regclass", MENTION_RELATION },
		{ "regtype", MENTION_TYPE },
		{ "regproc", MENTION_ROUTINE },
		{ "regcollation", MENTION_COLLATION },
		{ "regconfig", MENTION_OTHER },
		{ "regdictionary", MENTION_OTHER },
	};
	const struct token *token = at(walk, i);
	struct lexer lexer;

	if (!token_is(at(walk, i + 1), "::") || *token->start != '\'' || token->length < 3)
		return;
	lexer_init(&lexer, token->start + 1, token->length - 2);
	struct token name = lexer_next(&lexer), dot = lexer_next(&lexer), second = lexer_next(&lexer);
	bool qualified = token_is(&dot, ".") && token_is_name(&second);
	for (size_t r = 0; r < G_N_ELEMENTS(rows); r++)
		if (token_is(at(walk, i + 2), rows[r].type) && token_is_name(&name) && (qualified || dot.type == TOKEN_END)) {
			struct mention mention = {
				.as = rows[r].as,
				.name = qualified ? second : name,
				.whole = *token,
				.literal = true,
			};
			if (qualified)
				mention.schema = name;
			g_array_append_val(walk->found, mention);
		}
}

/* The relation or function that a FROM, JOIN, INTO or UPDATE is followed by; its last token. */
static guint add_item(struct walk *walk, guint i)
{
	struct level *level = level_of(walk);
	bool qualified = token_is(at(walk, i + 1), ".");
	guint last = qualified ? i + 2 : i;
	bool call = token_is(at(walk, last + 1), "(") && !level->target;

	level->expect = false;
	level->item = true;
	if (call || qualified || !is_own(walk, at(walk, i)))
		add(walk, i, call ? MENTION_ROUTINE : MENTION_RELATION);
	if (!call)
		return last;
	push(walk, (struct level){ 0 });
	return last + 1;
}

/* Applies a word's effect on its level; true where it has no other meaning. */
static bool keyword(struct walk *walk, guint i)
{
	static const char *const ends[] = { "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR",
		"UNION", "INTERSECT", "EXCEPT", "SELECT", "SET", "VALUES", "RETURNING", NULL };
	static const char *const before_items[] = { "ONLY", "LATERAL", "ROWS", NULL };
	static const char *const no_update[] = { "FOR", "KEY", "ON", "DO", "THEN", NULL };
	struct level *level = level_of(walk);
	const struct token *token = at(walk, i), *before = i ? at(walk, i - 1) : at(walk, walk->tokens->len);

	if (token->type != TOKEN_WORD)
		return false;
	if (token_is_one_of(token, ends)) {
		level->from = level->expect = level->item = level->target = false;
	} else if (token_is(token, "FROM") && level->query && !token_is(before, "DISTINCT")) {
		level->from = level->expect = true;
		level->item = false;
		level->target = token_is(before, "DELETE");
	} else if ((token_is(token, "JOIN") && level->from) ||
		   (token_is(token, "USING") && level->query && !token_opens(at(walk, i + 1)))) {
		level->expect = level->from = true;
		level->item = level->target = false;
	} else if (level->query &&
		   (token_is(token, "INTO") || (token_is(token, "UPDATE") && !token_is_one_of(before, no_update)))) {
		level->expect = level->target = true;
		level->item = false;
	} else if (token_is(token, "ON") && level->from) {
		level->item = false;
	} else {
		return token_is(token, "AS") || (level->expect && token_is_one_of(token, before_items));
	}
	return true;
}

static void open_bracket(struct walk *walk, guint i)
{
	struct level *level = level_of(walk), inner = { .query = begins_query(at(walk, i + 1)) };

	inner.from = inner.expect = level->expect && !inner.query;
	inner.definition = level->item && !level->expect && token_is(at(walk, i), "(");
	if (level->expect) {
		level->expect = false;
		level->item = true;
	}
	push(walk, inner);
}

/* The column that an operand begins or ends with. */
static void add_operator(struct walk *walk, guint i)
{
	struct mention mention = { .as = MENTION_OPERATOR, .name = *at(walk, i), .whole = *at(walk, i), .right = *at(walk, i + 1) };

	if (i)
		mention.left = *at(walk, i - 1);
	if (token_is(at(walk, i + 2), ".") && token_is_name(at(walk, i + 3)))
		mention.right = *at(walk, i + 3);
	if (!token_is(&mention.left, "."))
		g_array_append_val(walk->found, mention);
}

/* Adds a name in an expression: a call, or relation.column, which may also be schema.object; returns its last token. */
static guint add_name(struct walk *walk, guint i)
{
	struct level *level = level_of(walk);
	bool qualified = token_is(at(walk, i + 1), ".") && token_is_name(at(walk, i + 2));

	if (level->definition)
		return token_is_name(at(walk, i + 1)) ? add(walk, i + 1, MENTION_TYPE) : i;
	if (level->item)
		return i;
	if (qualified || token_is(at(walk, i + 1), "("))
		return add(walk, i, token_is(at(walk, qualified ? i + 3 : i + 1), "(") ? MENTION_ROUTINE : MENTION_OTHER);
	return i;
}

static void walk_expression(struct walk *walk, guint from, guint to)
{
	guint outer = walk->levels->len;

	push(walk, (struct level){ .query = true });
	for (guint i = from; i < to; i++) {
		const struct token *token = at(walk, i);
		if (token_opens(token)) {
			open_bracket(walk, i);
		} else if (token_closes(token)) {
			if (walk->levels->len > outer + 1)
				g_array_set_size(walk->levels, walk->levels->len - 1);
		} else if (token_is(token, ",")) {
			level_of(walk)->expect = level_of(walk)->from;
			level_of(walk)->item = false;
		} else if (token_is(token, "::")) {
			i = add(walk, i + 1, MENTION_TYPE);
		} else if (token_is(token, "COLLATE") || token_is(token, "TABLESAMPLE")) {
			i = add(walk, i + 1, token_is(token, "COLLATE") ? MENTION_COLLATION : MENTION_OTHER);
		} else if (token_is(token, "OPERATOR") && token_is(at(walk, i + 1), "(")) {
			add(walk, i + 2, MENTION_OPERATOR);
			i = tokens_skip(walk->tokens, i + 1) - 1;
		} else if (token->type == TOKEN_STRING) {
			add_literal(walk, i);
		} else if (token->type == TOKEN_OPERATOR) {
			add_operator(walk, i);
		} else if (token_is_name(token) && !keyword(walk, i)) {
			i = level_of(walk)->expect ? add_item(walk, i) : add_name(walk, i);
		}
	}
	g_array_set_size(walk->levels, outer);
}

/* One argument: its mode, its name, its type, its default. */
static void walk_argument(struct walk *walk, guint from, guint to)
{
	static const char *const modes[] = { "IN", "OUT", "INOUT", "VARIADIC", "SETOF", NULL };

	if (token_is_one_of(at(walk, from), modes) && token_is_name(at(walk, from + 1)))
		from++;
	if (token_is_name(at(walk, from)) && token_is_name(at(walk, from + 1)) && from + 1 < to &&
		!token_is(at(walk, from + 1), "DEFAULT"))
		from++;
	if (from < to)
		add(walk, from, MENTION_TYPE);
	for (guint i = from; i < to; i++)
		if (token_is(at(walk, i), "DEFAULT") || token_is(at(walk, i), "=")) {
			walk_expression(walk, i + 1, to);
			return;
		}
}

static void walk_arguments(struct walk *walk, guint from, guint to)
{
	guint first = from;
	unsigned depth = 0;

	for (guint i = from; i <= to; i++) {
		bool order = i + 1 < to && token_is(at(walk, i), "ORDER") && token_is(at(walk, i + 1), "BY");
		if (i == to || (!depth && (order || token_is(at(walk, i), ",")))) {
			if (i > first)
				walk_argument(walk, first, i);
			i += order;
			first = i + 1;
		}
		depth += token_opens(at(walk, i));
		depth -= depth && token_closes(at(walk, i));
	}
}

/* Takes a name, optionally followed by types in parentheses. */
static void walk_signature(struct walk *walk, enum mention_as as)
{
	guint last = add(walk, 0, as);

	if (token_is(at(walk, last + 1), "("))
		walk_arguments(walk, last + 2, tokens_skip(walk->tokens, last + 1) - 1);
}

static void walk_type(struct walk *walk)
{
	guint first = token_is(at(walk, 0), "SETOF");

	if (token_is(at(walk, first), "TABLE") && token_is(at(walk, first + 1), "("))
		walk_arguments(walk, first + 2, tokens_skip(walk->tokens, first + 1) - 1);
	else
		add(walk, first, MENTION_TYPE);
}

static void walk_cast(struct walk *walk)
{
	add(walk, 1, MENTION_TYPE);
	for (guint i = 1; i < walk->tokens->len; i++)
		if (token_is(at(walk, i), "AS"))
			add(walk, i + 1, MENTION_TYPE);
}

GArray *mentions_of(const char *text, enum mention_text how)
{
	struct walk walk = {
		.tokens = tokens_of(text),
		.found = g_array_new(false, false, sizeof(struct mention)),
		.levels = g_array_new(false, false, sizeof(struct level)),
		.own = g_ptr_array_new(),
	};

	switch (how) {
	case MENTIONS_NONE:
		break;
	case MENTIONS_EXPRESSION:
		find_own(&walk);
		walk_expression(&walk, 0, walk.tokens->len);
		break;
	case MENTIONS_TYPE:
		walk_type(&walk);
		break;
	case MENTIONS_ARGUMENTS:
		walk_arguments(&walk, 0, walk.tokens->len);
		break;
	case MENTIONS_ROUTINE:
		walk_signature(&walk, MENTION_ROUTINE);
		break;
	case MENTIONS_OPERATOR:
		walk_signature(&walk, MENTION_OPERATOR);
		break;
	case MENTIONS_CAST:
		walk_cast(&walk);
		break;
	case MENTIONS_COLLATION:
		walk_signature(&walk, MENTION_COLLATION);
		break;
	case MENTIONS_OTHER:
		walk_signature(&walk, MENTION_OTHER);
		break;
	}
	g_array_unref(walk.tokens);
	g_array_unref(walk.levels);
	g_ptr_array_unref(walk.own);
	return walk.found;
}

bool mentions_names_row(const char *name)
{
	return strcmp(name, "old") == 0 || strcmp(name, "new") == 0 || strcmp(name, "excluded") == 0;
}
