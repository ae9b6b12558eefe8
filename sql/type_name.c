/* Names of types as the server prints them. */
#include "sql/type_name.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "sql/quote.h"
#include "sql/tokens.h"

/* The modifiers in parentheses after a name, and how the server changes them. */
enum modifier {
	MODIFIER_ANY, /* of types that are not known here: kept */
	MODIFIER_NONE,
	MODIFIER_LENGTH,    /* (20) */
	MODIFIER_ONE,	    /* (20); without it (1) */
	MODIFIER_BINARY,    /* of float: its precision decides between real and double precision */
	MODIFIER_NUMERIC,   /* (10,2); (10) is (10,0) */
	MODIFIER_PRECISION, /* (3), at most 6: of seconds */
	MODIFIER_ZONE,	    /* the same, optionally followed by with or without time zone */
	MODIFIER_FIELDS,    /* of interval: day to second(3) */
};

struct spelling {
	const char *words; /* lower case */
	const char *canonical;
	enum modifier modifier;
	bool keyword; /* the grammar's; else the type's own name, also as pg_catalog.int4 */
};

/* Of two with the same beginning the longer one is first. */
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

/* A position in the tokens of a text; those from end on are not part of it. */
struct walk {
	const struct token *tokens;
	guint at, end;
	bool modifiers; /* lengths and precisions are kept */
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

/* Whether the token is the first of these words, which have blanks between. */
static bool is_first(const struct token *token, const char *words)
{
	size_t length = strcspn(words, " ");

	return token->type == TOKEN_WORD && token->length == length && g_ascii_strncasecmp(token->start, words, length) == 0;
}

/* The words after the first one; NULL: there are no others. */
static const char *other_words(const char *words)
{
	const char *blank = strchr(words, ' ');

	return blank ? blank + 1 : NULL;
}

/* Moves past the words if they come next. */
static bool take_words(struct walk *walk, const char *words)
{
	guint count = 0;

	for (; words; words = other_words(words))
		if (!is_first(ahead(walk, count++), words))
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

static const char *const interval_fields[] = { "year", "month", "day", "hour", "minute", "second", NULL };

/* year to month, second(3). */
static bool append_fields(GString *out, struct walk *walk)
{
	g_autoptr(GString) words = g_string_new(NULL);
	long numbers[2] = { 0 };

	while (token_is_one_of(ahead(walk, 0), interval_fields) || (words->len && token_is(ahead(walk, 0), "to"))) {
		g_autofree char *word = g_ascii_strdown(ahead(walk, 0)->start, (gssize)ahead(walk, 0)->length);
		g_string_append_printf(words, " %s", word);
		walk->at++;
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

/* float(p) is one of two types. */
static bool append_binary(GString *out, int count, long precision)
{
	g_string_append(out, count && precision <= 24 ? "real" : "double precision");
	return !count || (precision >= 1 && precision <= 53);
}

/* Whether a type accepts that many modifiers; below 0: they are not numbers. */
static bool takes_numbers(const struct spelling *spelling, int count)
{
	return count >= 0 && (count < 2 || spelling->modifier == MODIFIER_NUMERIC) &&
	       (!count || spelling->modifier != MODIFIER_NONE);
}

/* Appends the canonical name of a known type with its modifiers. */
static bool append_known(GString *out, struct walk *walk, const struct spelling *spelling)
{
	long numbers[2] = { 1, 0 };
	bool fields = spelling->modifier == MODIFIER_FIELDS;
	int count = fields ? 0 : take_numbers(walk, numbers);
	const char *rest = strchr(spelling->canonical, '%');

	if (!takes_numbers(spelling, count))
		return false;
	if (spelling->modifier == MODIFIER_BINARY)
		return append_binary(out, count, numbers[0]);
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

/* Appends a user-defined type, qualified or not, with the parentheses after it. */
static bool append_other(GString *out, struct walk *walk)
{
	append_name(out, ahead(walk, 0), token_is(ahead(walk, 1), "."));
	walk->at++;
	while (token_is(ahead(walk, 0), ".") && token_is_name(ahead(walk, 1))) {
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

/* Words that are not types here, and must not be changed. */
static bool is_special(const struct token *token)
{
	return token_is(token, "NONE") || token_is(token, "ANY") || token_is(token, "SETOF") || token_is(token, "TABLE");
}

/* Appends the type that the tokens are; false when they are none. */
static bool append_walked(GString *out, struct walk *walk)
{
	bool system = names(ahead(walk, 0), "pg_catalog") && token_is(ahead(walk, 1), "."), array = false;

	if (!token_is_name(ahead(walk, 0)) || is_special(ahead(walk, 0)))
		return false;
	walk->at += system ? 2 : 0;
	if (!token_is_name(ahead(walk, 0)))
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

bool type_append(GString *out, const struct token *tokens, guint from, guint end, bool modifiers)
{
	struct walk walk = { .tokens = tokens, .at = from, .end = end, .modifiers = modifiers };

	return append_walked(out, &walk);
}

char *type_settle(const char *text)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);

	if (!type_append(out, tokens_at(tokens, 0), 0, tokens->len, true) || strcmp(out->str, text) == 0)
		return NULL;
	return g_string_free(g_steal_pointer(&out), false);
}

/* Whether the two words begin the spelling. */
static bool begins_with(const struct spelling *spelling, const struct token *first, const struct token *second)
{
	static const char *const zones[] = { "with", "without", NULL };
	const char *other = other_words(spelling->words);

	if (!is_first(first, spelling->words))
		return false;
	if (other)
		return is_first(second, other);
	return (spelling->modifier == MODIFIER_ZONE && token_is_one_of(second, zones)) ||
	       (spelling->modifier == MODIFIER_FIELDS && token_is_one_of(second, interval_fields));
}

bool type_begins_with(const struct token *first, const struct token *second)
{
	for (size_t i = 0; i < G_N_ELEMENTS(spellings); i++)
		if (begins_with(&spellings[i], first, second))
			return true;
	return false;
}
