/* Finds the semicolons that end statements, and only those. */
#include "sql/split.h"

#include <string.h>

/* How much of CREATE [OR REPLACE] FUNCTION|PROCEDURE a statement starts with. */
enum split_head {
	HEAD_NOTHING,
	HEAD_CREATE,
	HEAD_OR,
	HEAD_REPLACE,
	HEAD_ROUTINE, /* all of it */
	HEAD_BEGIN,   /* and BEGIN was the token before */
	HEAD_OTHER,   /* it is some other statement */
};

/* Where within a statement the splitter is. */
struct split_state {
	enum split_head head;
	size_t parentheses;
	size_t bodies; /* open BEGIN ATOMIC */
	bool fresh;    /* in a body, where a statement or END may start */
};

G_DEFINE_QUARK(pgcanon - split - error - quark, split_error)

void splitter_init(struct splitter *splitter, const char *text, size_t length)
{
	lexer_init_file(&splitter->lexer, text, length);
	splitter->counted = splitter->lexer.start;
	splitter->line = 1;
	splitter->failed = false;
	splitter->place = splitter->problem = NULL;
}

/* The line of a position; positions must rise. */
static size_t splitter_line(struct splitter *splitter, const char *place)
{
	const char *p = splitter->counted;

	while ((p = memchr(p, '\n', (size_t)(place - p))) != NULL) {
		splitter->line++;
		p++;
	}
	splitter->counted = place;
	return splitter->line;
}

static enum split_head split_head_next(enum split_head head, const struct token *token)
{
	switch (head) {
	case HEAD_NOTHING:
		return token_is(token, "create") ? HEAD_CREATE : HEAD_OTHER;
	case HEAD_CREATE:
		if (token_is(token, "or"))
			return HEAD_OR;
		break;
	case HEAD_OR:
		return token_is(token, "replace") ? HEAD_REPLACE : HEAD_OTHER;
	case HEAD_REPLACE:
		break;
	case HEAD_ROUTINE:
	case HEAD_BEGIN:
		return token_is(token, "begin") ? HEAD_BEGIN : HEAD_ROUTINE;
	case HEAD_OTHER:
		return HEAD_OTHER;
	}
	if (token_is(token, "function") || token_is(token, "procedure"))
		return HEAD_ROUTINE;
	return HEAD_OTHER;
}

/*
 * Takes a token into account; gives true if it is the semicolon that ends
 * the statement.
 *
 * A body's END can only come where one of its statements could start, for
 * each of them ends with a semicolon; a CASE has no semicolon, so its END,
 * like a column called "end", is never there. In the same way BEGIN ATOMIC
 * only opens a body in a statement that creates a routine. That is why
 * neither CASE nor BEGIN need be counted, and why a column called "begin",
 * which needs no quotes, does no harm.
 */
static bool split_state_next(struct split_state *state, const struct token *token)
{
	bool fresh = state->fresh;

	state->fresh = false;
	if (token->type == TOKEN_PUNCTUATION) {
		switch (token->start[0]) {
		case '(':
			state->parentheses++;
			break;
		case ')':
			/* One too many is for the server to report. */
			if (state->parentheses > 0)
				state->parentheses--;
			break;
		case ';':
			if (state->parentheses > 0)
				return false;
			if (state->bodies == 0)
				return true;
			state->head = HEAD_NOTHING;
			state->fresh = true;
			return false;
		default:
			break;
		}
	}
	if (state->parentheses > 0 || state->head == HEAD_OTHER)
		return false;
	if (fresh && token_is(token, "end")) {
		state->bodies--;
		state->head = HEAD_OTHER;
		return false;
	}
	if (state->head == HEAD_BEGIN && token_is(token, "atomic")) {
		state->bodies++;
		state->head = HEAD_NOTHING;
		state->fresh = true;
		return false;
	}
	state->head = split_head_next(state->head, token);
	return false;
}

static bool splitter_fail(struct splitter *splitter, enum split_error code, const char *place, const char *message, GError **error)
{
	splitter->failed = true;
	splitter->place = place;
	splitter->problem = message;
	g_set_error(error, SPLIT_ERROR, (gint)code, "line %zu: %s", splitter_line(splitter, place), message);
	return false;
}

/* Fails on a token that no statement may have. */
static bool splitter_check(struct splitter *splitter, const struct token *token, bool is_first, GError **error)
{
	const char *nul;

	if (token->type == TOKEN_ERROR)
		return splitter_fail(splitter, SPLIT_ERROR_TOKEN, token->start, token_error(token), error);
	if (token->type == TOKEN_PUNCTUATION && token->start[0] == '\\')
		return splitter_fail(splitter, SPLIT_ERROR_META_COMMAND, token->start,
			is_first ? "psql's backslash commands are not supported" : "backslash outside quotes", error);
	if (token->type == TOKEN_STRING || token->type == TOKEN_QUOTED) {
		/* A client's statement would end at the NUL. */
		nul = memchr(token->start, '\0', token->length);
		if (nul != NULL)
			return splitter_fail(splitter, SPLIT_ERROR_TOKEN, nul, "nul byte", error);
	}
	return true;
}

bool splitter_next(struct splitter *splitter, struct statement *statement, GError **error)
{
	struct split_state state = { .head = HEAD_NOTHING };
	struct token token;
	const char *end;

	if (splitter->failed)
		return false;
	do
		token = lexer_next_significant(&splitter->lexer);
	while (token_is(&token, ";"));
	if (token.type == TOKEN_END)
		return false;

	if (!splitter_check(splitter, &token, true, error))
		return false;
	statement->start = token.start;
	statement->line = splitter_line(splitter, token.start);
	end = token.start;
	while (token.type != TOKEN_END && !split_state_next(&state, &token)) {
		end = token.start + token.length;
		token = lexer_next_significant(&splitter->lexer);
		if (!splitter_check(splitter, &token, false, error))
			return false;
	}
	statement->length = (size_t)(end - statement->start);
	return true;
}
