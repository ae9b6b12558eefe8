/* Statements that a change must not contain. */
#include "migrate/rule.h"

#include <glib.h>
#include <string.h>

#include "sql/lexer.h"

/* The first words of such statements; * is any number of tokens, $ the end of the statement. */
static const struct rule {
	enum rule_kind kind;
	const char *words;
	const char *unless; /* a word whose presence makes it an exception; NULL */
} rules[] = {
	{ RULE_ALONE, "commit prepared" },
	{ RULE_ALONE, "rollback prepared" },
	{ RULE_TRANSACTION, "begin" },
	{ RULE_TRANSACTION, "start transaction" },
	{ RULE_TRANSACTION, "commit" },
	{ RULE_TRANSACTION, "end" },
	{ RULE_TRANSACTION, "rollback" },
	{ RULE_TRANSACTION, "abort" },
	{ RULE_TRANSACTION, "savepoint" },
	{ RULE_TRANSACTION, "release" },
	{ RULE_TRANSACTION, "prepare transaction" },
	{ RULE_TRANSACTION, "set transaction" },
	{ RULE_TRANSACTION, "set local transaction" },
	{ RULE_TRANSACTION, "set session characteristics" },
	{ RULE_ROLE, "set role" },
	{ RULE_ROLE, "set local role" },
	{ RULE_ROLE, "set session role" },
	{ RULE_ROLE, "reset role" },
	{ RULE_ROLE, "set session authorization" },
	{ RULE_ROLE, "set local session authorization" },
	{ RULE_ROLE, "set session session authorization" },
	{ RULE_ROLE, "reset session authorization" },
	{ RULE_COPY, "copy * from stdin" },
	{ RULE_COPY, "copy * to stdout" },
	{ RULE_ALONE, "discard all" },
	{ RULE_ALONE, "create database" },
	{ RULE_ALONE, "drop database" },
	{ RULE_ALONE, "create tablespace" },
	{ RULE_ALONE, "drop tablespace" },
	{ RULE_ALONE, "alter system" },
	{ RULE_ALONE, "alter database * set tablespace" },
	{ RULE_ALONE, "vacuum" },
	{ RULE_ALONE, "cluster $" },
	{ RULE_ALONE, "cluster verbose $" },
	{ RULE_ALONE, "create index concurrently" },
	{ RULE_ALONE, "create unique index concurrently" },
	{ RULE_ALONE, "drop index concurrently" },
	{ RULE_ALONE, "reindex * concurrently" },
	{ RULE_ALONE, "reindex schema" },
	{ RULE_ALONE, "reindex database" },
	{ RULE_ALONE, "reindex system" },
	{ RULE_ALONE, "reindex ( * ) schema" },
	{ RULE_ALONE, "reindex ( * ) database" },
	{ RULE_ALONE, "reindex ( * ) system" },
	{ RULE_ALONE, "alter table * detach partition * concurrently" },
	{ RULE_ALONE, "create subscription", .unless = "connect" },
	{ RULE_ALONE, "alter subscription * refresh publication" },
};

/* Whether the lexer's next tokens match the words. */
static bool matches(struct lexer lexer, const char *words)
{
	size_t length = strcspn(words, " ");
	g_autofree char *word = g_strndup(words, length);
	const char *rest = words + length + (words[length] == ' ');
	struct token token;

	if (!*word)
		return true;
	if (strcmp(word, "*") != 0) {
		token = lexer_next_significant(&lexer);
		return strcmp(word, "$") == 0 ? token.type == TOKEN_END : token_equals(&token, word) && matches(lexer, rest);
	}
	do
		if (matches(lexer, rest))
			return true;
	while (lexer_next_significant(&lexer).type != TOKEN_END);
	return false;
}

static bool has_word(struct lexer lexer, const char *word)
{
	struct token token;

	while ((token = lexer_next_significant(&lexer)).type != TOKEN_END)
		if (token_equals(&token, word))
			return true;
	return false;
}

enum rule_kind rule_of(const char *sql, size_t length)
{
	struct lexer lexer;

	lexer_init(&lexer, sql, length);
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
		if (matches(lexer, rules[i].words) && (!rules[i].unless || !has_word(lexer, rules[i].unless)))
			return rules[i].kind;
	return RULE_NONE;
}

bool rule_is_query(const char *sql, size_t length)
{
	static const char *const words[] = { "select", "values", "table", "with", "(", "execute", "fetch", "show" };
	struct lexer lexer;

	lexer_init(&lexer, sql, length);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (matches(lexer, words[i]))
			return true;
	return false;
}

/* The text between the dollar tags or quotes of a body. */
static const char *body_of(const struct token *token, size_t *length)
{
	const char *end = *token->start == '$' ? memchr(token->start + 1, '$', token->length - 1) : token->start;
	size_t tag = end ? (size_t)(end - token->start) + 1 : 0;

	if (!end || token->length < 2 * tag)
		return NULL;
	*length = token->length - 2 * tag;
	return token->start + tag;
}

static const char *find_commit(const char *body, size_t length)
{
	struct token before = { .type = TOKEN_END }, token;
	struct lexer lexer;

	lexer_init(&lexer, body, length);
	for (; (token = lexer_next_significant(&lexer)).type != TOKEN_END; before = token) {
		struct lexer after = lexer;
		struct token next = lexer_next_significant(&after);
		bool starts = token_is(&before, ";") || token_is(&before, "begin") || token_is(&before, "then") ||
			      token_is(&before, "else") || token_is(&before, "loop");
		bool ends =
			token_is(&next, ";") || token_is(&next, "and") || token_is(&next, "work") || token_is(&next, "transaction");
		if (starts && ends && (token_is(&token, "commit") || token_is(&token, "rollback")))
			return token.start;
	}
	return NULL;
}

const char *rule_hidden_commit(const char *sql, size_t length)
{
	struct lexer lexer;
	struct token token;
	size_t size = 0;

	lexer_init(&lexer, sql, length);
	token = lexer_next_significant(&lexer);
	if (!token_is(&token, "do"))
		return NULL;
	while ((token = lexer_next_significant(&lexer)).type != TOKEN_END) {
		const char *body = token.type == TOKEN_STRING ? body_of(&token, &size) : NULL;
		const char *found = body ? find_commit(body, size) : NULL;
		if (found)
			return found;
	}
	return NULL;
}
