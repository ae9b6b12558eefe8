/* Names of types as the server prints them. */
#include "sql/type_name.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "sql/lexer.h"
#include "sql/quote.h"

/* What may stand in parentheses behind a name, and what the server makes of it. */
enum modifier {
	MODIFIER_ANY,         /* of types that are not known here: kept */
	MODIFIER_NONE,
	MODIFIER_LENGTH,      /* (20) */
	MODIFIER_ONE,         /* (20); without it (1) */
	MODIFIER_BINARY,      /* of float: its precision decides between real and double precision */
	MODIFIER_NUMERIC,     /* (10,2); (10) is (10,0) */
	MODIFIER_PRECISION,   /* (3), at most 6: of seconds */
	MODIFIER_ZONE,        /* the same, with or without time zone behind it */
	MODIFIER_FIELDS,      /* of interval: day to second(3) */
};

struct spelling {
	const char *words;       /* lower case */
	const char *canonical;
	enum modifier modifier;
	bool keyword;            /* the grammar's; else the type's own name, also as pg_catalog.int4 */
};

/* Of two that begin alike the longer one is first. */
static const struct spelling spellings[] = {
	{ "int", "integer", MODIFIER_NONE, true },
	{ "integer", "integer", MODIFIER_NONE, true },
	{ "smallint", "smallint", MODIFIER_NONE, true },
	{ "bigint", "bigint", MODIFIER_NONE, true },
	{ "real", "real", MODIFIER_NONE, true },
	{ "double precision", "double precision", MODIFIER_NONE, true },
	{ "float", "double precision", MODIFIER_BINARY, true },
	{ "boolean", "boolean", MODIFIER_NONE, true },
	{ "decimal", "numeric", MODIFIER_NUMERIC, true },
	{ "dec", "numeric", MODIFIER_NUMERIC, true },
	{ "numeric", "numeric", MODIFIER_NUMERIC, false },
	{ "national character varying", "character varying", MODIFIER_LENGTH, true },
	{ "national character", "character", MODIFIER_ONE, true },
	{ "national char varying", "character varying", MODIFIER_LENGTH, true },
	{ "national char", "character", MODIFIER_ONE, true },
	{ "nchar varying", "character varying", MODIFIER_LENGTH, true },
	{ "nchar", "character", MODIFIER_ONE, true },
	{ "character varying", "character varying", MODIFIER_LENGTH, true },
	{ "character", "character", MODIFIER_ONE, true },
	{ "char varying", "character varying", MODIFIER_LENGTH, true },
	{ "char", "character", MODIFIER_ONE, true },
	{ "varchar", "character varying", MODIFIER_LENGTH, false },
	{ "bit varying", "bit varying", MODIFIER_LENGTH, true },
	{ "bit", "bit", MODIFIER_ONE, true },
	{ "varbit", "bit varying", MODIFIER_LENGTH, false },
	{ "timestamp", "timestamp", MODIFIER_ZONE, true },
	{ "time", "time", MODIFIER_ZONE, true },
	{ "interval", "interval", MODIFIER_FIELDS, true },
	{ "bool", "boolean", MODIFIER_NONE, false },
	{ "int2", "smallint", MODIFIER_NONE, false },
	{ "int4", "integer", MODIFIER_NONE, false },
	{ "int8", "bigint", MODIFIER_NONE, false },
	{ "float4", "real", MODIFIER_NONE, false },
	{ "float8", "double precision", MODIFIER_NONE, false },
	{ "timestamptz", "timestamp% with time zone", MODIFIER_PRECISION, false },
	{ "timetz", "time% with time zone", MODIFIER_PRECISION, false },
};

/* Tokens of a text that a function goes along; those from end on are not its own. */
struct walk {
	const struct token *tokens;
	guint at, end;
	bool modifiers;          /* lengths and precisions are kept */
};

static const struct token nothing = { .type = TOKEN_END, .start = "" };

static const struct token *ahead(const struct walk *walk, guint by)
{
	return walk->at + by < walk->end ? &walk->tokens[walk->at + by] : &nothing;
}

static bool take(struct walk *walk, const char *text)
{
	bool is = token_is(ahead(walk, 0), text);

	walk->at += is;
	return is;
}

static bool is_name(const struct token *token)
{
	return token->type == TOKEN_WORD || token->type == TOKEN_QUOTED;
}

/* Goes behind the words if they come next. */
static bool take_words(struct walk *walk, const char *words)
{
	g_auto(GStrv) wanted = g_strsplit(words, " ", -1);
	guint count = g_strv_length(wanted);

	for (guint i = 0; i < count; i++)
		if (!token_is(ahead(walk, i), wanted[i]))
			return false;
	walk->at += count;
	return true;
}

/* Whether the token is that name, quoted or not. */
static bool names(const struct token *token, const char *name)
{
	g_autofree char *quoted = token->type == TOKEN_QUOTED ? token_name(token) : NULL;

	return quoted ? strcmp(quoted, name) == 0 : token_is(token, name);
}

static const struct spelling *take_spelling(struct walk *walk, bool qualified)
{
	for (size_t i = 0; i < G_N_ELEMENTS(spellings); i++) {
		if (!spellings[i].keyword && names(ahead(walk, 0), spellings[i].words)) {
			walk->at++;
			return &spellings[i];
		}
		if (!qualified && spellings[i].keyword && take_words(walk, spellings[i].words))
			return &spellings[i];
	}
	return NULL;
}

/* Reads (1) or (1,2) into numbers; their count, -1 for anything else in parentheses. */
static int take_numbers(struct walk *walk, long numbers[2])
{
	int count = 0;

	if (!take(walk, "("))
		return 0;
	do {
		bool minus = count == 1 && token_is(ahead(walk, 0), "-");
		walk->at += minus;
		if (count == 2 || ahead(walk, 0)->type != TOKEN_NUMBER)
			return -1;
		g_autofree char *digits = g_strndup(ahead(walk, 0)->start, ahead(walk, 0)->length);
		if (strspn(digits, "0123456789") != strlen(digits) || strlen(digits) > 9)
			return -1;
		numbers[count++] = (minus ? -1 : 1) * strtol(digits, NULL, 10);
		walk->at++;
	} while (take(walk, ","));
	return take(walk, ")") ? count : -1;
}

static void append_precision(GString *out, const struct walk *walk, int count, long precision)
{
	if (count && walk->modifiers)
		g_string_append_printf(out, "(%ld)", MIN(precision, 6));
}

/* year to month, second(3). */
static bool append_fields(GString *out, struct walk *walk)
{
	static const char *const fields[] = { "year", "month", "day", "hour", "minute", "second" };
	g_autoptr(GString) words = g_string_new(NULL);
	long numbers[2];

	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
			if (take(walk, fields[i])) {
				g_string_append_printf(words, " %s", fields[i]);
				more = take(walk, "to");
				if (more)
					g_string_append(words, " to");
				break;
			}
	}
	int count = take_numbers(walk, numbers);
	if (walk->modifiers)
		g_string_append(out, words->str);
	append_precision(out, walk, count, numbers[0]);
	return count == 0 || count == 1;
}

/* with time zone, without time zone or neither. */
static void append_zone(GString *out, struct walk *walk)
{
	bool with = take_words(walk, "with time zone");

	if (!with)
		take_words(walk, "without time zone");
	g_string_append(out, with ? " with time zone" : " without time zone");
}

/* Of a type that is known: its canonical name with what stands behind it. */
static bool append_known(GString *out, struct walk *walk, const struct spelling *spelling)
{
	long numbers[2] = { 1, 0 };
	bool fields = spelling->modifier == MODIFIER_FIELDS;
	int count = fields ? 0 : take_numbers(walk, numbers);
	const char *rest = strchr(spelling->canonical, '%');

	if (count < 0 || (count == 2 && spelling->modifier != MODIFIER_NUMERIC) || (count && spelling->modifier == MODIFIER_NONE))
		return false;
	if (spelling->modifier == MODIFIER_BINARY) {
		g_string_append(out, count && numbers[0] <= 24 ? "real" : "double precision");
		return !count || (numbers[0] >= 1 && numbers[0] <= 53);
	}
	g_string_append_len(out, spelling->canonical, rest ? rest - spelling->canonical : (gssize)strlen(spelling->canonical));
	if (fields)
		return append_fields(out, walk);
	if (spelling->modifier == MODIFIER_PRECISION || spelling->modifier == MODIFIER_ZONE)
		append_precision(out, walk, count, numbers[0]);
	else if (walk->modifiers && spelling->modifier == MODIFIER_NUMERIC && count)
		g_string_append_printf(out, "(%ld,%ld)", numbers[0], count == 2 ? numbers[1] : 0);
	else if (walk->modifiers && (count || spelling->modifier == MODIFIER_ONE))
		g_string_append_printf(out, "(%ld)", numbers[0]);
	if (spelling->modifier == MODIFIER_ZONE)
		append_zone(out, walk);
	if (rest)
		g_string_append(out, rest + 1);
	return true;
}

/* A bare word of the manual's, json, stays bare, though it is a key word of some version. */
static void append_name(GString *out, const struct token *token, bool qualified)
{
	g_autofree char *name = token_name(token), *lower = token->type == TOKEN_WORD ? g_ascii_strdown(name, -1) : NULL;

	if (lower && !qualified)
		g_string_append(out, lower);
	else
		quote_identifier(out, lower ? lower : name);
}

/* A type of its own, qualified or not, with whatever is in parentheses behind it. */
static bool append_other(GString *out, struct walk *walk)
{
	append_name(out, ahead(walk, 0), token_is(ahead(walk, 1), "."));
	walk->at++;
	while (token_is(ahead(walk, 0), ".") && is_name(ahead(walk, 1))) {
		g_string_append_c(out, '.');
		append_name(out, ahead(walk, 1), true);
		walk->at += 2;
	}
	if (!take(walk, "("))
		return true;
	const char *start = ahead(walk, 0)->start;
	for (unsigned depth = 1; walk->at < walk->end; walk->at++) {
		depth += token_is(ahead(walk, 0), "(");
		depth -= token_is(ahead(walk, 0), ")");
		if (!depth)
			break;
	}
	if (walk->at == walk->end)
		return false;
	if (walk->modifiers)
		g_string_append_printf(out, "(%.*s)", (int)(ahead(walk, 0)->start - start), start);
	walk->at++;
	return true;
}

/* Words of which a bare name is not to be changed: they are no types here. */
static bool is_special(const struct token *token)
{
	return token_is(token, "NONE") || token_is(token, "ANY") || token_is(token, "SETOF") || token_is(token, "TABLE");
}

/* Appends the type that the tokens are; false when they are none. */
static bool append_type(GString *out, struct walk *walk)
{
	bool system = names(ahead(walk, 0), "pg_catalog") && token_is(ahead(walk, 1), "."), array = false;

	if (!is_name(ahead(walk, 0)) || is_special(ahead(walk, 0)))
		return false;
	walk->at += system ? 2 : 0;
	if (!is_name(ahead(walk, 0)))
		return false;
	const struct spelling *spelling = take_spelling(walk, system);
	if (!(spelling ? append_known(out, walk, spelling) : append_other(out, walk)))
		return false;
	if (take(walk, "array"))
		array = true;
	while (take(walk, "[")) {
		walk->at += ahead(walk, 0)->type == TOKEN_NUMBER;
		if (!take(walk, "]"))
			return false;
		array = true;
	}
	if (array)
		g_string_append(out, "[]");
	return walk->at == walk->end;
}

static GArray *tokens_of(const char *text)
{
	GArray *tokens = g_array_new(false, false, sizeof(struct token));
	struct lexer lexer;

	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer))
		g_array_append_val(tokens, token);
	return tokens;
}

static char *unless_same(const GString *out, const char *text)
{
	return strcmp(out->str, text) == 0 ? NULL : g_strdup(out->str);
}

char *type_settle(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);
	struct walk walk = { .tokens = (struct token *)(void *)tokens->data, .end = tokens->len, .modifiers = true };

	return append_type(out, &walk) ? unless_same(out, text) : NULL;
}

bool type_begins_with(const struct token *first, const struct token *second)
{
	static const char *const pairs[][2] = {
		{ "double", "precision" }, { "character", "varying" }, { "bit", "varying" }, { "timestamp", "with" }, { "timestamp", "without" },
		{ "time", "with" }, { "time", "without" }, { "interval", "year" }, { "interval", "month" }, { "interval", "day" },
		{ "interval", "hour" }, { "interval", "minute" }, { "interval", "second" }, { "national", "character" }, { "national", "char" },
		{ "char", "varying" }, { "nchar", "varying" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
		if (token_is(first, pairs[i][0]) && token_is(second, pairs[i][1]))
			return true;
	return false;
}

static bool is_mode(const struct token *token)
{
	return token_is(token, "IN") || token_is(token, "OUT") || token_is(token, "INOUT") || token_is(token, "VARIADIC");
}

/* How many of an argument's tokens stand before its type: its mode and its name. */
static guint before_type(const struct walk *walk)
{
	guint count = is_mode(ahead(walk, 0)) && is_name(ahead(walk, 1));
	const struct token *name = ahead(walk, count), *next = ahead(walk, count + 1);

	return count + (is_name(name) && is_name(next) && !type_begins_with(name, next) && !token_is(next, "array"));
}

/* Appends one argument, as it is where its type cannot be read. IN, the mode of one that tells none, is left out. */
static void append_argument(GString *out, struct walk *walk, guint end, const char **copied)
{
	struct walk inner = { .tokens = walk->tokens, .at = walk->at, .end = end };
	guint first = walk->at + before_type(&inner), last = first;

	while (last < end && !token_is(&walk->tokens[last], "DEFAULT") && !token_is(&walk->tokens[last], "=") && !token_is(&walk->tokens[last], ":="))
		last++;
	g_autoptr(GString) type = g_string_new(NULL);
	inner = (struct walk){ .tokens = walk->tokens, .at = first, .end = last };
	if (first > walk->at && token_is(ahead(walk, 0), "IN")) {
		g_string_append_len(out, *copied, ahead(walk, 0)->start - *copied);
		*copied = ahead(walk, 1)->start;
	}
	if (first < last && append_type(type, &inner)) {
		g_string_append_len(out, *copied, walk->tokens[first].start - *copied);
		g_string_append(out, type->str);
		*copied = walk->tokens[last - 1].start + walk->tokens[last - 1].length;
	}
	walk->at = end + 1;
}

char *type_settle_arguments(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);
	struct walk walk = { .tokens = (struct token *)(void *)tokens->data, .end = tokens->len };
	const char *copied = text;
	unsigned depth = 0;

	for (guint i = 0; i <= walk.end; i++) {
		const struct token *token = i < walk.end ? &walk.tokens[i] : &nothing;
		bool order = depth == 0 && token_is(token, "ORDER") && i + 1 < walk.end && token_is(token + 1, "BY");

		depth += token_is(token, "(") || token_is(token, "[");
		depth -= depth && (token_is(token, ")") || token_is(token, "]"));
		if (i == walk.end || order || (depth == 0 && token_is(token, ",")))
			append_argument(out, &walk, i, &copied);
		if (order)
			walk.at = ++i + 1;
	}
	g_string_append(out, copied);
	return unless_same(out, text);
}

char *type_settle_result(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);
	struct walk walk = { .tokens = (struct token *)(void *)tokens->data, .end = tokens->len };

	if (take(&walk, "TABLE") && token_is(ahead(&walk, 0), "(") && token_is(&walk.tokens[walk.end - 1], ")")) {
		const char *start = ahead(&walk, 0)->start + 1;
		g_autofree char *columns = g_strndup(start, (gsize)(walk.tokens[walk.end - 1].start - start));
		g_autofree char *settled = type_settle_arguments(columns);
		g_string_printf(out, "TABLE(%s)", settled ? settled : columns);
		return unless_same(out, text);
	}
	walk.at = 0;
	if (take(&walk, "SETOF"))
		g_string_append(out, "SETOF ");
	return append_type(out, &walk) ? unless_same(out, text) : NULL;
}
