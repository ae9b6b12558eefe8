/* Finds where a text of SQL breaks out of the place that is meant for it. */
#include "sql/whole.h"

#include <string.h>

#include "sql/lexer.h"
#include "sql/psql.h"
#include "sql/split.h"
#include "sql/type_arguments.h"

static bool is_any(const struct token *token, const char *const *words)
{
	for (; *words; words++)
		if (token_is(token, *words))
			return true;
	return false;
}

/* The open brackets around the current token, and the previous tokens outside all brackets. */
struct walk {
	GString *closing; /* the brackets that are to come, the innermost last */
	struct token before, before_that;
	const char *tail; /* nothing but semicolons and space from here on */
	bool value;	  /* of a list of arguments: the default of one has begun */
	bool may_end;	  /* there was a semicolon, or a word with which a body may begin: where the text ends is not plain */
};

/* Takes a bracket into account. */
static char *bracket(struct walk *walk, const struct token *token)
{
	GString *closing = walk->closing;

	if (token_is(token, "(") || token_is(token, "[")) {
		g_string_append_c(closing, token_is(token, "(") ? ')' : ']');
	} else if (token_is(token, ")") || token_is(token, "]")) {
		if (!closing->len)
			return g_strdup_printf("closes a bracket, \"%c\", that it does not open", *token->start);
		if (closing->str[closing->len - 1] != *token->start)
			return g_strdup_printf("closes a bracket with \"%c\" where \"%c\" is open", *token->start,
				closing->str[closing->len - 1] == ')' ? '(' : '[');
		g_string_truncate(closing, closing->len - 1);
	}
	return NULL;
}

/* Checks for tokens that no text may have. */
static char *stray(const struct token *token, bool semicolons)
{
	if (token->type == TOKEN_ERROR)
		return g_strdup_printf("has an %s",
			strcmp(token_error(token), "nul byte") == 0 ? "end in its middle, a nul byte" : token_error(token));
	if (token_is(token, "\\"))
		return g_strdup("has a backslash outside quotes, with which commands of psql begin");
	if (token->type == TOKEN_PUNCTUATION && g_ascii_iscntrl(*token->start))
		return g_strdup_printf("has a control character outside quotes, \\x%02X", (unsigned char)*token->start);
	if (!semicolons && token_is(token, ";"))
		return g_strdup("has a semicolon outside quotes");
	return NULL;
}

/* Reserved words that end a default's expression and begin the next clause. */
static char *leave_expression(const struct walk *walk, const struct token *token)
{
	static const char *const words[] = { "as", "check", "constraint", "default", "deferrable", "initially", "primary",
		"references", "unique", "using", NULL };
	bool not_null = token_is(token, "null") && token_is(&walk->before, "not") && !token_is(&walk->before_that, "is");

	if (token_is(token, ","))
		return g_strdup("has a comma outside brackets, where there is one expression");
	if (is_any(token, words) || not_null)
		return g_strdup_printf(
			"has the key word %.*s outside brackets, which no expression has", (int)token->length, token->start);
	return NULL;
}

/* A second word after a name belongs to it only in type names. */
static char *leave_name(const struct walk *walk, const struct token *token)
{
	static const char *const before[] = { "setof", "national", "variadic", NULL };
	static const char *const behind[] = { "varying", "character", "char", "precision", "with", "without", "time", "zone",
		"local", "to", "year", "month", "day", "hour", "minute", "second", "array", "is", "of", NULL };
	bool named = walk->before.type == TOKEN_WORD || walk->before.type == TOKEN_QUOTED || token_is(&walk->before, ")") ||
		     token_is(&walk->before, "]");

	if (token_is(token, ","))
		return g_strdup("has a comma outside brackets, where there is one name");
	if (token->type == TOKEN_STRING || (token->type == TOKEN_NUMBER && !token_is(&walk->before, ".")))
		return g_strdup("has a constant outside brackets, where there is a name");
	if ((token->type == TOKEN_WORD || token->type == TOKEN_QUOTED) && named && !is_any(&walk->before, before) &&
		!(token->type == TOKEN_WORD && is_any(token, behind)))
		return g_strdup_printf("has %.*s behind the name", (int)token->length, token->start);
	return NULL;
}

/* Whether the word continues a type: double precision, or with time zone. */
static bool goes_on(const struct walk *walk, const struct token *token)
{
	static const char *const before[] = { "with", "without", NULL };

	return type_begins_with(&walk->before, token) || type_begins_with(&walk->before_that, &walk->before) ||
	       (token_is(token, "zone") && token_is(&walk->before, "time") && is_any(&walk->before_that, before)) ||
	       token_is(&walk->before, "to") || token_is(token, "array");
}

/* A name and a type are two words, unless that type has several. */
static char *leave_arguments(struct walk *walk, const struct token *token)
{
	static const char *const value[] = { "default", "=", ":=", NULL };
	const struct token *before = &walk->before, *before_that = &walk->before_that;

	walk->value = !token_is(token, ",") && !token_is(token, "by") && (walk->value || is_any(token, value));
	if (walk->value || token_is(token, "order") || token_is(token, "by") || token_is(before, "by") ||
		token_is(before_that, "by"))
		return NULL;
	if (token_is_name(token) && token_is_name(before) && token_is_name(before_that) && !type_is_mode(before_that) &&
		!goes_on(walk, token))
		return g_strdup_printf("has %.*s behind a type", (int)token->length, token->start);
	return NULL;
}

/* An operator may have only a schema besides. */
static char *leave_operator(const struct walk *walk, const struct token *token)
{
	bool name = token->type == TOKEN_WORD || token->type == TOKEN_QUOTED;
	bool first = !walk->before.length, point = token_is(&walk->before, ".");

	if (name		       ? first
		: token_is(token, ".") ? !first && !point && walk->before.type != TOKEN_OPERATOR
				       : token->type == TOKEN_OPERATOR && (first || point))
		return NULL;
	return g_strdup("is not the name of an operator");
}

/* Checks for tokens that a fragment may not have outside all brackets. */
static char *leave(struct walk *walk, enum fragment fragment, const struct token *token)
{
	switch (fragment) {
	case FRAGMENT_EXPRESSION:
		return leave_expression(walk, token);
	case FRAGMENT_NAME:
		return leave_name(walk, token);
	case FRAGMENT_OPERATOR:
		return leave_operator(walk, token);
	case FRAGMENT_ARGUMENTS:
		return leave_arguments(walk, token);
	case FRAGMENT_CLAUSE:
		return token_is(token, ",") ? g_strdup("has a comma outside brackets") : NULL;
	case FRAGMENT_NONE:
	case FRAGMENT_LIST:
	case FRAGMENT_QUERY:
	case FRAGMENT_ACTIONS:
	case FRAGMENT_BODY:
		break;
	}
	return NULL;
}

static bool may_have_semicolon(const struct walk *walk, enum fragment fragment, const char *here)
{
	bool final = (fragment == FRAGMENT_QUERY || fragment == FRAGMENT_ACTIONS) && here >= walk->tail;

	return final || fragment == FRAGMENT_BODY || (fragment == FRAGMENT_ACTIONS && walk->closing->len);
}

static char *walk_text(struct walk *walk, enum fragment fragment, const char *text)
{
	struct lexer lexer;
	struct token token, last = { 0 };
	char *problem = NULL;

	lexer_init(&lexer, text, strlen(text));
	for (walk->tail = lexer.end; walk->tail > text && strchr("; \t\n", walk->tail[-1]);)
		walk->tail--;
	for (token = lexer_next(&lexer); token.type != TOKEN_END && !problem; token = lexer_next(&lexer)) {
		if (token.type != TOKEN_SPACE)
			last = token;
		if (token.type == TOKEN_SPACE || token.type == TOKEN_COMMENT)
			continue;
		walk->may_end |= token_is(&token, ";") || token_is(&token, "begin");
		problem = stray(&token, may_have_semicolon(walk, fragment, token.start));
		if (!problem && !walk->closing->len)
			problem = leave(walk, fragment, &token);
		if (!problem)
			problem = bracket(walk, &token);
		if (!walk->closing->len) {
			walk->before_that = walk->before;
			walk->before = token;
		}
	}
	if (!problem && walk->closing->len)
		problem = g_strdup_printf("leaves a bracket open, \"%c\" is missing", walk->closing->str[walk->closing->len - 1]);
	if (!problem && last.type == TOKEN_COMMENT && *last.start == '-')
		problem = g_strdup("ends in a comment, which would hide what comes behind it");
	return problem;
}

/* *may_end, unless NULL: see struct walk. */
static char *whole(enum fragment fragment, const char *text, bool *may_end)
{
	g_autoptr(GString) closing = g_string_new(NULL);
	struct walk walk = { .closing = closing };
	char *problem = walk_text(&walk, fragment, text);

	if (may_end)
		*may_end = walk.may_end;
	return problem;
}

/* Most types and many expressions: a single word, which is always whole. */
static bool is_word(const char *text)
{
	const char *end = text;

	while (g_ascii_isalnum(*end) || *end == '_')
		end++;
	return end > text && !*end;
}

char *fragment_problem(enum fragment fragment, const char *text)
{
	if (fragment == FRAGMENT_NONE || (fragment != FRAGMENT_OPERATOR && fragment != FRAGMENT_BODY && is_word(text)))
		return NULL;
	if (fragment == FRAGMENT_BODY) {
		g_autofree char *routine = g_strconcat("CREATE FUNCTION f() ", text, NULL);
		return statement_problem(routine);
	}
	return whole(fragment, text, NULL);
}

static bool is_blank(const char *sql)
{
	struct lexer lexer;

	lexer_init(&lexer, sql, strlen(sql));
	return lexer_next_significant(&lexer).type == TOKEN_END;
}

char *statement_problem(const char *sql)
{
	g_autoptr(GError) error = NULL;
	struct splitter splitter;
	struct statement statement;
	struct lexer rest;
	bool may_end;
	char *problem = whole(FRAGMENT_BODY, sql, &may_end);

	if (problem || (!may_end && !is_blank(sql)))
		return problem;
	splitter_init(&splitter, sql, strlen(sql));
	if (!splitter_next(&splitter, &statement, &error))
		return g_strdup(error ? error->message : "is empty");
	lexer_init(&rest, statement.start + statement.length, strlen(statement.start + statement.length));
	if (lexer_next_significant(&rest).type != TOKEN_END)
		return g_strdup("ends at a semicolon outside quotes, and more follows");
	return psql_takes_as_one(sql) ? NULL : g_strdup("is not one statement for psql");
}
