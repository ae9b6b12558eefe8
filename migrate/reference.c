/* Finds variables in SQL. */
#include "migrate/reference.h"

#include <glib.h>

void reference_reader_init(struct reference_reader *reader, const char *sql, size_t length)
{
	lexer_init(&reader->lexer, sql, length);
	reader->brackets = 0;
}

static bool is_name(const char *name, size_t length)
{
	if (!length || g_ascii_isdigit(*name))
		return false;
	for (size_t i = 0; i < length; i++)
		if (!g_ascii_isalnum(name[i]) && name[i] != '_')
			return false;
	return true;
}

/* Takes the text right after a colon. */
static bool take(
	const struct reference_reader *reader, const struct token *colon, const struct token *token, struct reference *reference)
{
	bool quoted = token->type == TOKEN_STRING || token->type == TOKEN_QUOTED;

	if (!quoted && (token->type != TOKEN_WORD || reader->brackets))
		return false;
	if (quoted && (token->length < 2 || *token->start != (token->type == TOKEN_STRING ? '\'' : '"')))
		return false;
	*reference = (struct reference){
		.form = token->type == TOKEN_STRING ? REFERENCE_LITERAL
			: quoted		    ? REFERENCE_NAME
						    : REFERENCE_RAW,
		.start = colon->start,
		.length = token->length + 1,
		.name = token->start + quoted,
		.name_length = token->length - 2 * (size_t)quoted,
	};
	return is_name(reference->name, reference->name_length);
}

bool reference_next(struct reference_reader *reader, struct reference *reference)
{
	for (;;) {
		struct token token = lexer_next(&reader->lexer);
		if (token.type == TOKEN_END || token.type == TOKEN_ERROR)
			return false;
		if (token_is(&token, "["))
			reader->brackets++;
		else if (token_is(&token, "]"))
			reader->brackets -= reader->brackets > 0;
		if (!token_is(&token, ":"))
			continue;
		struct lexer after = reader->lexer;
		struct token next = lexer_next(&after);
		if (!take(reader, &token, &next, reference))
			continue;
		reader->lexer = after;
		return true;
	}
}
