/* Leaving out parentheses that mean nothing. */
#include "sql/parentheses.h"

#include <glib.h>
#include <string.h>

#include "sql/lexer.h"

/* How strongly operators bind. */
enum binding {
	BOUNDARY = 0,  /* no operator: a comma, a clause */
	AND = 2,       /* and OR below it */
	COMPARING = 5, /* = and the like, not associative: a = b = c is an error */
	MATCHING = 6,  /* LIKE and its like: the same */
	OTHERS = 7,
	AT_TIME_ZONE = 11,
	UNARY = 13,
	CAST = 15,
	ACCESS = 20, /* (x).a, (x)[1] */
	OPERAND = 30,
};

static const struct {
	const char *word;
	unsigned binding;
} operators[] = {
	{ "OR", 1 },
	{ "AND", AND },
	{ "NOT", 3 },
	{ "IS", 4 },
	{ "ISNULL", 4 },
	{ "NOTNULL", 4 },
	{ "<", COMPARING },
	{ ">", COMPARING },
	{ "=", COMPARING },
	{ "<=", COMPARING },
	{ ">=", COMPARING },
	{ "<>", COMPARING },
	{ "!=", COMPARING },
	{ "BETWEEN", MATCHING },
	{ "IN", MATCHING },
	{ "LIKE", MATCHING },
	{ "ILIKE", MATCHING },
	{ "SIMILAR", MATCHING },
	{ "OPERATOR", OTHERS },
	{ "+", 8 },
	{ "-", 8 },
	{ "*", 9 },
	{ "/", 9 },
	{ "%", 9 },
	{ "^", 10 },
	{ "COLLATE", 12 },
	{ "::", CAST },
	{ ".", ACCESS },
	{ "[", ACCESS },
};

struct piece {
	struct token token;
	guint match; /* of a bracket: the other one */
	bool gone;
};

static struct piece *at(GArray *pieces, guint i)
{
	return &g_array_index(pieces, struct piece, i);
}

static bool is(GArray *pieces, guint i, const char *text)
{
	return i < pieces->len && token_is(&at(pieces, i)->token, text);
}

static bool is_one_of(GArray *pieces, guint i, const char *const *words)
{
	while (*words && !is(pieces, i, *words))
		words++;
	return *words;
}

/* The index of the previous, or next, remaining piece; pieces->len: none. */
static guint before(GArray *pieces, guint i)
{
	while (i-- > 0)
		if (!at(pieces, i)->gone)
			return i;
	return pieces->len;
}

static guint after(GArray *pieces, guint i)
{
	while (++i < pieces->len && at(pieces, i)->gone)
		;
	return i;
}

/* Whether an operand ends at i, so that a following operator is binary. */
static bool ends_operand(GArray *pieces, guint i)
{
	static const char *const no_ends[] = { "AND", "OR", "NOT", "WHERE", "ON", "SELECT", "DISTINCT", "WHEN", "THEN", "ELSE",
		"CASE", "BY", "HAVING", "RETURNING", "LIMIT", "OFFSET", "FROM", "LIKE", "ILIKE", "IN", "IS", "ZONE", "RETURN", "AS",
		NULL };

	if (i >= pieces->len || at(pieces, i)->token.type == TOKEN_OPERATOR || is(pieces, i, "(") || is(pieces, i, "[") ||
		is(pieces, i, ","))
		return false;
	/* OPERATOR(s.+) */
	if (is(pieces, i, ")") && is(pieces, before(pieces, at(pieces, i)->match), "OPERATOR"))
		return false;
	return !is_one_of(pieces, i, no_ends);
}

static unsigned binding_of(GArray *pieces, guint i)
{
	const struct token *token = i < pieces->len ? &at(pieces, i)->token : NULL;

	if (!token)
		return BOUNDARY;
	if (is(pieces, i, "FROM"))
		return is(pieces, before(pieces, i), "DISTINCT") && is(pieces, before(pieces, before(pieces, i)), "IS") ? 4
															: BOUNDARY;
	if (is(pieces, i, "AT"))
		return is(pieces, after(pieces, i), "TIME") ? AT_TIME_ZONE : BOUNDARY;
	if (is(pieces, i, "ZONE"))
		return is(pieces, before(pieces, before(pieces, i)), "AT") ? AT_TIME_ZONE : BOUNDARY;
	if (is(pieces, i, ")"))
		return is(pieces, before(pieces, at(pieces, i)->match), "OPERATOR") ? OTHERS : BOUNDARY;
	for (size_t o = 0; o < G_N_ELEMENTS(operators); o++)
		if (token_is(token, operators[o].word))
			return (token_is(token, "+") || token_is(token, "-")) && !ends_operand(pieces, before(pieces, i))
				       ? UNARY
				       : operators[o].binding;
	return token->type == TOKEN_OPERATOR ? OTHERS : BOUNDARY;
}

/* The weakest operator between the brackets, outside of brackets and CASE; BOUNDARY where a comma, or a clause, is there. */
static unsigned weakest(GArray *pieces, guint open)
{
	unsigned least = OPERAND, cases = 0;

	for (guint i = after(pieces, open); i < at(pieces, open)->match; i = after(pieces, i)) {
		cases += is(pieces, i, "CASE");
		if (!cases && is(pieces, i, ","))
			return BOUNDARY;
		/* (x).a inside is an operand */
		unsigned binding = cases ? BOUNDARY : binding_of(pieces, i);
		if (binding && binding < ACCESS)
			least = MIN(least, binding);
		cases -= cases && is(pieces, i, "END");
		if (is(pieces, i, "(") || is(pieces, i, "["))
			i = at(pieces, i)->match;
	}
	return least;
}

static bool has_word(GArray *pieces, guint open, const char *word)
{
	for (guint i = after(pieces, open); i < at(pieces, open)->match; i = after(pieces, i)) {
		if (is(pieces, i, word))
			return true;
		if (is(pieces, i, "("))
			i = at(pieces, i)->match;
	}
	return false;
}

/* Whether the parentheses may only group: not a call, list or query. */
static bool groups(GArray *pieces, guint open)
{
	static const char *const words[] = { "AND", "OR", "NOT", "WHERE", "ON", "SELECT", "DISTINCT", "WHEN", "THEN", "ELSE",
		"CASE", "BY", "HAVING", "LIMIT", "OFFSET", "FROM", "LIKE", "ILIKE", "ZONE", "RETURN", "(", "[", ",", NULL };
	static const char *const queries[] = { "SELECT", "WITH", "VALUES", ")", NULL };
	guint left = before(pieces, open);

	if (is_one_of(pieces, after(pieces, open), queries) ||
		(is(pieces, left, "ON") && is(pieces, before(pieces, left), "DISTINCT")))
		return false;
	return left == pieces->len || at(pieces, left)->token.type == TOKEN_OPERATOR || is_one_of(pieces, left, words) ||
	       (is(pieces, left, ")") && is(pieces, before(pieces, at(pieces, left)->match), "OPERATOR"));
}

/* (a JOIN b ON c) JOIN d: joins are left-associative; an alias would be that of the whole. */
static bool is_leftmost_join(GArray *pieces, guint open)
{
	static const char *const begins[] = { "FROM", ",", "(", NULL };
	static const char *const goes_on[] = { "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "WHERE", "GROUP",
		"HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "UNION", "INTERSECT", "EXCEPT", ")", ",", ";",
		NULL };
	guint right = after(pieces, at(pieces, open)->match);

	return has_word(pieces, open, "JOIN") && is_one_of(pieces, before(pieces, open), begins) &&
	       (right >= pieces->len || is_one_of(pieces, right, goes_on));
}

static bool is_needless(GArray *pieces, guint open)
{
	guint first = after(pieces, open), right = after(pieces, at(pieces, open)->match);
	unsigned inner = weakest(pieces, open), left_binding = binding_of(pieces, before(pieces, open)),
		 right_binding = binding_of(pieces, right);

	if (!groups(pieces, open))
		return false;
	if (has_word(pieces, open, "JOIN"))
		return is_leftmost_join(pieces, open);
	/* ORDER BY (1) is not a column number */
	bool number = at(pieces, first)->token.type == TOKEN_NUMBER && after(pieces, first) == at(pieces, open)->match;
	if (inner == BOUNDARY || right_binding == ACCESS || (number && right_binding == BOUNDARY))
		return false;
	/* a AND (b AND c) is the same as (a AND b) AND c */
	if (inner == left_binding && left_binding <= AND)
		return inner >= right_binding;
	return inner > left_binding &&
	       (inner > right_binding || (inner == right_binding && inner != COMPARING && inner != MATCHING && inner != UNARY));
}

static bool find_matches(GArray *pieces)
{
	g_autoptr(GArray) open = g_array_new(false, false, sizeof(guint));

	for (guint i = 0; i < pieces->len; i++) {
		if (is(pieces, i, "(") || is(pieces, i, "["))
			g_array_append_val(open, i);
		if (!is(pieces, i, ")") && !is(pieces, i, "]"))
			continue;
		if (!open->len)
			return false;
		guint other = g_array_index(open, guint, open->len - 1);
		g_array_set_size(open, open->len - 1);
		at(pieces, other)->match = i;
		at(pieces, i)->match = other;
	}
	return !open->len;
}

/* Each pair that is left out may show that another one is needless. */
static void leave_out(GArray *pieces)
{
	bool again = true;

	while (again) {
		again = false;
		for (guint i = 0; i < pieces->len; i++)
			if (is(pieces, i, "(") && !at(pieces, i)->gone && is_needless(pieces, i)) {
				at(pieces, i)->gone = at(pieces, at(pieces, i)->match)->gone = true;
				again = true;
			}
	}
}

char *parentheses_settle(const char *text)
{
	g_autoptr(GArray) pieces = g_array_new(false, false, sizeof(struct piece));
	GString *out = g_string_new(NULL);
	struct lexer lexer;

	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		struct piece piece = { .token = token };
		g_array_append_val(pieces, piece);
	}
	if (find_matches(pieces))
		leave_out(pieces);
	for (guint i = 0; i < pieces->len; i++)
		if (!at(pieces, i)->gone)
			g_string_append_printf(
				out, "%s%.*s", out->len ? " " : "", (int)at(pieces, i)->token.length, at(pieces, i)->token.start);
	return g_string_free(out, false);
}
