/* Writes statements for psql, and checks where psql ends them. */
#include "sql/psql.h"

#include <string.h>

#include "sql/hidden.h"
#include "sql/lexer.h"
#include "sql/quote.h"

/* Appends a character within E'', escaped if it is invisible. */
static void append_escaped(GString *out, gunichar c)
{
	static const struct {
		gunichar c;
		const char *escape;
	} known[] = { { '\n', "\n" }, { '\t', "\t" }, { '\r', "\\r" }, { '\b', "\\b" }, { '\f', "\\f" }, { '\\', "\\\\" },
		{ '\'', "''" } };

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (known[i].c == c) {
			g_string_append(out, known[i].escape);
			return;
		}
	if (!character_is_hidden(c))
		g_string_append_unichar(out, c);
	else
		g_string_append_printf(out, c < 0x80 ? "\\x%02X" : c < 0x10000 ? "\\u%04X" : "\\U%08X", c);
}

/* The same within U&"". */
static void append_name_escaped(GString *out, gunichar c)
{
	if (c == '\\' || c == '"')
		g_string_append_printf(out, "%c%c", (char)c, (char)c);
	else if (c == '\n' || c == '\t' || !character_is_hidden(c))
		g_string_append_unichar(out, c);
	else
		g_string_append_printf(out, c < 0x10000 ? "\\%04X" : "\\+%06X", c);
}

/* A name, bare or quoted, as U&"...". */
static void write_name(GString *out, const struct token *token)
{
	g_autofree char *name = token_name(token);

	g_string_append(out, "U&\"");
	for (const char *p = name; *p; p = g_utf8_next_char(p))
		append_name_escaped(out, g_utf8_get_char(p));
	g_string_append_c(out, '"');
}

/* Whether a string is '...' without backslash escapes, or dollar-quoted. */
static bool is_plain_string(const struct token *token)
{
	return token->type == TOKEN_STRING && (*token->start == '\'' || *token->start == '$');
}

/* The body of '...' or $$...$$ escaped; within '...' quotes are doubled already. */
static void write_string_body(GString *out, const struct token *token)
{
	size_t quote = *token->start == '$'
			       ? (size_t)((const char *)memchr(token->start + 1, '$', token->length - 1) - token->start) + 1
			       : 1;
	const char *end = token->start + token->length - quote;

	for (const char *p = token->start + quote; p < end; p = g_utf8_next_char(p)) {
		append_escaped(out, g_utf8_get_char(p));
		if (quote == 1 && *p == '\'')
			p++;
	}
}

/* E'', U&'' and U&"" have escapes already; invisible characters become further ones. */
static void write_with_more_escapes(GString *out, const struct token *token)
{
	bool unicode = (*token->start | 0x20) == 'u';

	for (const char *p = token->start, *end = p + token->length; p < end; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == '\n' || c == '\t' || !character_is_hidden(c))
			g_string_append_unichar(out, c);
		else if (unicode)
			append_name_escaped(out, c);
		else
			append_escaped(out, c);
	}
}

struct writing {
	struct lexer lexer;
	struct token before; /* the last significant token */
	bool creates;	     /* the statement is a CREATE */
	bool hidden;	     /* it has invisible characters */
};

/* The next significant token, which is not taken. */
static struct token peek(const struct writing *writing)
{
	struct lexer ahead = writing->lexer;

	return lexer_next_significant(&ahead);
}

/* Whether a string, or one of those that continue it on the next lines, has invisible characters: they are escaped together. */
static bool chain_has_hidden(const struct writing *writing, const struct token *first)
{
	struct lexer ahead = writing->lexer;
	struct token token = *first;
	bool hidden = false, newline = false;

	do {
		if (token.type == TOKEN_STRING)
			hidden |= text_has_hidden(token.start, token.length);
		newline = token.type == TOKEN_STRING
				  ? false
				  : newline || memchr(token.start, '\n', token.length) || memchr(token.start, '\r', token.length);
		token = lexer_next(&ahead);
	} while (token.type == TOKEN_SPACE || (token.type == TOKEN_COMMENT && *token.start == '-') ||
		 (newline && token.type == TOKEN_STRING && *token.start == '\''));
	return hidden;
}

/* Writes '...' or $$...$$ and the strings that continue it, as E''. */
static void write_chain(GString *out, struct writing *writing, struct token token)
{
	g_string_append(out, "E'");
	write_string_body(out, &token);
	g_string_append_c(out, '\'');
	for (;;) {
		struct lexer ahead = writing->lexer;
		struct token space = lexer_next(&ahead), next = lexer_next(&ahead);
		if (*token.start != '\'' || space.type != TOKEN_SPACE || !memchr(space.start, '\n', space.length) ||
			next.type != TOKEN_STRING || *next.start != '\'')
			return;
		writing->lexer = ahead;
		g_string_append_len(out, space.start, (gssize)space.length);
		g_string_append_c(out, '\'');
		write_string_body(out, &next);
		g_string_append_c(out, '\'');
	}
}

/* Whether a word is a name that psql would count among BEGIN, CASE and END. */
static bool counts_wrongly(const struct writing *writing, const struct token *word)
{
	struct token next = peek(writing);

	if (!writing->creates)
		return false;
	if (token_is(word, "begin"))
		return !token_is(&next, "atomic");
	return (token_is(word, "case") || token_is(word, "end")) &&
	       (token_is(&writing->before, ".") || token_is(&writing->before, "as"));
}

/* U&'...' UESCAPE '!', which no server prints, is not changed: a backslash would be an ordinary character. */
static bool has_own_escape(const struct writing *writing)
{
	struct token next = peek(writing);

	return token_is(&next, "uescape");
}

/* Writes carriage returns and the like, which move a terminal's cursor, as newlines or blanks, which the server treats the same. */
static void write_space(GString *out, const struct token *token)
{
	for (size_t i = 0; i < token->length; i++)
		g_string_append_c(out, token->start[i] == '\r'				    ? '\n'
				       : token->start[i] == '\f' || token->start[i] == '\v' ? ' '
											    : token->start[i]);
}

static void write_comment(GString *out, const struct token *token)
{
	g_autofree char *line = g_strndup(token->start, token->length);

	for (const char *p = line; *p; p = g_utf8_next_char(p))
		g_string_append_unichar(
			out, *p == '\n' || *p == '\t' || !character_is_hidden(g_utf8_get_char(p)) ? g_utf8_get_char(p) : ' ');
}

/* Writes a token with invisible characters; false where it must not be changed. */
static bool write_hidden(GString *out, struct writing *writing, const struct token *token)
{
	if (token->type == TOKEN_WORD || (token->type == TOKEN_QUOTED && *token->start == '"'))
		write_name(out, token);
	else if ((token->type == TOKEN_STRING || token->type == TOKEN_QUOTED) && !has_own_escape(writing))
		write_with_more_escapes(out, token);
	else if (token->type == TOKEN_SPACE)
		write_space(out, token);
	else if (token->type == TOKEN_COMMENT)
		write_comment(out, token);
	else
		return false;
	return true;
}

/* Whether psql would take a colon before this character for the begin of a variable. */
static bool begins_variable(char next)
{
	return next && (g_ascii_isalnum(next) || strchr("_'\"{", next) || (unsigned char)next >= 0x80);
}

static void write_token(GString *out, struct writing *writing, const struct token *token)
{
	char next = writing->lexer.at < writing->lexer.end ? *writing->lexer.at : '\0';

	if (writing->hidden && is_plain_string(token) && chain_has_hidden(writing, token)) {
		write_chain(out, writing, *token);
		return;
	}
	if (writing->hidden && text_has_hidden(token->start, token->length) && write_hidden(out, writing, token))
		return;
	if (token->type == TOKEN_WORD && counts_wrongly(writing, token)) {
		g_autofree char *name = token_name(token);
		g_string_append_printf(out, "\"%s\"", name);
		return;
	}
	g_string_append_len(out, token->start, (gssize)token->length);
	if (token_is(token, ":") && begins_variable(next))
		g_string_append_c(out, ' ');
}

void psql_write(GString *out, const char *sql)
{
	struct writing writing = { .hidden = text_has_hidden(sql, strlen(sql)) };
	bool first = true;

	lexer_init(&writing.lexer, sql, strlen(sql));
	for (struct token token = lexer_next(&writing.lexer); token.type != TOKEN_END; token = lexer_next(&writing.lexer)) {
		bool significant = token.type != TOKEN_SPACE && token.type != TOKEN_COMMENT;
		if (significant && first)
			writing.creates = token_is(&token, "create");
		first &= !significant;
		write_token(out, &writing, &token);
		if (significant)
			writing.before = token;
	}
}

/* The state of psql's scanner: its psqlscan.l. */
struct scan {
	unsigned words, parentheses, begins;
	char first[4]; /* initials of the words of CREATE OR REPLACE FUNCTION at the beginning */
};

static bool creates_routine(const struct scan *scan)
{
	const char *kind = scan->first + (scan->first[1] == 'o' && scan->first[2] == 'r' ? 3 : 1);

	return scan->first[0] == 'c' && (*kind == 'f' || *kind == 'p');
}

static void take_word(struct scan *scan, const struct token *word)
{
	static const char *const heads[] = { "create", "function", "procedure", "or", "replace" };

	for (size_t i = 0; i < G_N_ELEMENTS(heads) && scan->words < sizeof(scan->first); i++)
		if (token_is(word, heads[i]))
			scan->first[scan->words] = *heads[i];
	scan->words++;
	if (!creates_routine(scan) || scan->parentheses)
		return;
	if (token_is(word, "begin") || (token_is(word, "case") && scan->begins))
		scan->begins++;
	else if (token_is(word, "end") && scan->begins)
		scan->begins--;
}

bool psql_takes_as_one(const char *sql)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct scan scan = { 0 };
	struct lexer lexer;

	psql_write(text, sql);
	lexer_init(&lexer, text->str, text->len);
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		if (token.type == TOKEN_WORD)
			take_word(&scan, &token);
		else if (token_is(&token, "("))
			scan.parentheses++;
		else if (token_is(&token, ")") && scan.parentheses)
			scan.parentheses--;
		else if (token_is(&token, ";") && !scan.parentheses && !scan.begins)
			return false;
	}
	return !scan.parentheses && !scan.begins;
}
