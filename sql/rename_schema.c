/* Which names before a dot are schemas. */
#include "sql/rename_schema.h"

#include <stdbool.h>
#include <string.h>

#include "sql/lexer.h"
#include "sql/mentions.h"
#include "sql/quote.h"
#include "sql/tokens.h"

struct renaming {
	const char *text, *old, *new;
	GArray *tokens;	  /* struct token, significant ones */
	GArray *mentions; /* struct mention; NULL: the text is not an expression */
	bool elsewhere;	  /* the old name is also used for something else: an alias, a column, a variable */
	GString *out;
	const char *copied; /* up to where the text has been taken over */
	char *problem;
};

static const struct token *at(const struct renaming *renaming, guint i)
{
	return tokens_at(renaming->tokens, i);
}

static void replace(struct renaming *renaming, const struct token *token)
{
	g_string_append_len(renaming->out, renaming->copied, token->start - renaming->copied);
	quote_identifier(renaming->out, renaming->new);
	renaming->copied = token->start + token->length;
}

static void fail(struct renaming *renaming, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void fail(struct renaming *renaming, const char *format, ...)
{
	va_list arguments;

	if (renaming->problem)
		return;
	va_start(arguments, format);
	renaming->problem = g_strdup_vprintf(format, arguments);
	va_end(arguments);
}

/* Case-insensitive, as names without quotes are. */
static const char *find(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (; *text; text++)
		if (g_ascii_strncasecmp(text, word, length) == 0)
			return text;
	return NULL;
}

/* The same, where it is not a part of a longer word. */
static const char *find_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *found = find(text, word); found; found = find(found + 1, word)) {
		bool begins =
			found == text || !(g_ascii_isalnum(found[-1]) || found[-1] == '_' || (unsigned char)found[-1] >= 0x80);
		bool ends = !(g_ascii_isalnum(found[length]) || found[length] == '_' || (unsigned char)found[length] >= 0x80);
		if (begins && ends)
			return found;
	}
	return NULL;
}

/* Checks for a string that is the name, has it before a dot, possibly quoted, or sets a path. */
static void check_string(struct renaming *renaming, const struct token *token)
{
	g_autofree char *string = g_strndup(token->start, token->length);
	const char *found = find_word(string, renaming->old);
	bool whole = found && found == string + 1 && token->length == strlen(renaming->old) + 2;

	for (; found && !whole; found = find_word(found + 1, renaming->old)) {
		const char *after = found + strlen(renaming->old);
		after += *after == '"';
		if (*after == '.' || strstr(string, "search_path"))
			break;
	}
	if (found)
		fail(renaming, "a string in it has the name of schema \"%s\": %.60s", renaming->old, string);
}

static const struct mention *mention_at(const struct renaming *renaming, const struct token *token)
{
	for (guint i = 0; renaming->mentions && i < renaming->mentions->len; i++) {
		const struct mention *mention = &g_array_index(renaming->mentions, struct mention, i);
		if (mention->literal ? mention->whole.start == token->start : mention->schema.start == token->start)
			return mention;
	}
	return NULL;
}

/* In expressions the first of two names is a relation or an alias if one has that name, except where a type is expected. */
static bool is_schema(const struct renaming *renaming, guint i)
{
	const struct mention *mention = mention_at(renaming, at(renaming, i));
	const struct token *before = i ? at(renaming, i - 1) : at(renaming, renaming->tokens->len), *after = at(renaming, i + 3);

	if (!renaming->elsewhere || !renaming->mentions || (mention && mention->as != MENTION_OTHER))
		return true;
	return token_is(after, ".") || after->type == TOKEN_STRING || token_is(before, "AS") || token_is(before, "TABLESAMPLE");
}

/* The constant of a regclass: 's.t'. */
static void replace_literal(struct renaming *renaming, const struct token *token, const struct mention *mention)
{
	g_autoptr(GString) name = g_string_new(NULL);

	if (mention->schema.type == TOKEN_END || !token_is_called(&mention->schema, renaming->old))
		return;
	quote_identifier(name, renaming->new);
	g_string_append_printf(name, ".%.*s", (int)mention->name.length, mention->name.start);
	g_string_append_len(renaming->out, renaming->copied, token->start - renaming->copied);
	quote_literal(renaming->out, name->str);
	renaming->copied = token->start + token->length;
}

static void walk(struct renaming *renaming)
{
	for (guint i = 0; i < renaming->tokens->len; i++) {
		const struct token *token = at(renaming, i);
		const struct mention *literal = token->type == TOKEN_STRING ? mention_at(renaming, token) : NULL;
		if (literal)
			replace_literal(renaming, token, literal);
		else if (token->type == TOKEN_STRING)
			check_string(renaming, token);
		else if (token_is_called(token, renaming->old) && tokens_before_dot(renaming->tokens, i) && is_schema(renaming, i))
			replace(renaming, token);
	}
}

static void walk_path(struct renaming *renaming)
{
	for (guint i = 0; i < renaming->tokens->len; i++)
		if (token_is_called(at(renaming, i), renaming->old))
			replace(renaming, at(renaming, i));
}

/* A name that is also used for something else is ambiguous. */
static void check_body(struct renaming *renaming)
{
	bool qualifies = false;

	for (guint i = 0; i < renaming->tokens->len; i++)
		qualifies =
			qualifies || (token_is_called(at(renaming, i), renaming->old) && tokens_before_dot(renaming->tokens, i));
	if (qualifies && (renaming->elsewhere || mentions_names_row(renaming->old)))
		fail(renaming, "in its body \"%s\" is the name of something else, too", renaming->old);
}

static void note_elsewhere(struct renaming *renaming)
{
	renaming->elsewhere = renaming->mentions && mentions_names_row(renaming->old);
	for (guint i = 0; i < renaming->tokens->len && !renaming->elsewhere; i++)
		renaming->elsewhere = token_is_called(at(renaming, i), renaming->old) && !tokens_before_dot(renaming->tokens, i);
}

char *rename_schema(const char *text, enum schema_text how, const char *old, const char *new, char **problem)
{
	struct renaming renaming = { .text = text, .old = old, .new = new, .copied = text };

	*problem = NULL;
	if (!find(text, old) && !find(text, "U&"))
		return NULL;
	if (how == SCHEMA_TEXT_FOREIGN) {
		if (find_word(text, old))
			*problem = g_strdup_printf(
				"its body, in a language that is not understood, has the name of schema \"%s\"", old);
		return NULL;
	}
	renaming.tokens = tokens_of(text);
	renaming.mentions = how == SCHEMA_TEXT_EXPRESSION ? mentions_of(text, MENTIONS_EXPRESSION) : NULL;
	renaming.out = g_string_new(NULL);
	note_elsewhere(&renaming);
	if (how == SCHEMA_TEXT_BODY)
		check_body(&renaming);
	(how == SCHEMA_TEXT_PATH ? walk_path : walk)(&renaming);
	bool changed = renaming.copied != text;
	g_string_append(renaming.out, renaming.copied);
	g_array_unref(renaming.tokens);
	g_clear_pointer(&renaming.mentions, g_array_unref);
	*problem = renaming.problem;
	return g_string_free(renaming.out, !changed);
}

static void unqualify(GString *out, const char *text, size_t length, const char *schema, GHashTable *names);

/* Removes the name in the content of quotes or dollar tags. */
static void unqualify_string(GString *out, const struct token *token, const char *schema, GHashTable *names)
{
	const char *second = *token->start == '$' ? memchr(token->start + 1, '$', token->length - 1) : token->start;
	size_t quote = *token->start == '\'' || second != token->start ? (size_t)(second - token->start) + 1 : 0;

	if (!quote || token->length < 2 * quote) {
		g_string_append_len(out, token->start, (gssize)token->length);
		return;
	}
	g_string_append_len(out, token->start, (gssize)quote);
	unqualify(out, token->start + quote, token->length - 2 * quote, schema, names);
	g_string_append_len(out, token->start + token->length - quote, (gssize)quote);
}

static void unqualify(GString *out, const char *text, size_t length, const char *schema, GHashTable *names)
{
	struct lexer lexer;

	lexer_init(&lexer, text, length);
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer)) {
		struct lexer ahead = lexer;
		struct token dot = lexer_next(&ahead), name = lexer_next(&ahead);
		if (token.type == TOKEN_STRING) {
			unqualify_string(out, &token, schema, names);
		} else if (token_is_called(&token, schema) && token_is(&dot, ".")) {
			if (token_is_name(&name))
				g_hash_table_add(names, token_name(&name));
			lexer_next(&lexer);
		} else {
			g_string_append_len(out, token.start, (gssize)token.length);
		}
	}
}

char *unqualify_schema(const char *sql, const char *schema, GHashTable *names)
{
	GString *out = g_string_new(NULL);

	unqualify(out, sql, strlen(sql), schema, names);
	return g_string_free(out, false);
}
