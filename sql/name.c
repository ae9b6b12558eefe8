/* Names that may be qualified. */
#include "sql/name.h"

#include <glib.h>
#include <string.h>

#include "sql/lexer.h"
#include "sql/quote.h"

/* The tokens of a name. */
struct pieces {
	struct token schema, name; /* schema: TOKEN_END where it is bare */
	const char *rest;	   /* the text behind it */
};

/* The name with which the text begins; an operator's own name where one is wanted. */
static bool begin(const char *text, bool symbol, struct pieces *pieces)
{
	struct lexer lexer;

	lexer_init(&lexer, text, strlen(text));
	struct token first = lexer_next(&lexer);
	*pieces = (struct pieces){ .name = first, .rest = lexer.at };
	if (!token_is_name(&first))
		return symbol && first.type == TOKEN_OPERATOR;
	struct token dot = lexer_next(&lexer), second = lexer_next(&lexer);
	if (token_is(&dot, ".") && (symbol ? second.type == TOKEN_OPERATOR : token_is_name(&second)))
		*pieces = (struct pieces){ first, second, lexer.at };
	else if (symbol)
		return false;
	return true;
}

static bool take(const struct pieces *pieces, char **schema, char **name)
{
	*schema = token_name(&pieces->schema);
	*name = pieces->name.type == TOKEN_OPERATOR ? g_strndup(pieces->name.start, pieces->name.length)
						    : token_name(&pieces->name);
	if (*name && (*schema || pieces->schema.type == TOKEN_END))
		return true;
	g_clear_pointer(schema, g_free);
	g_clear_pointer(name, g_free);
	return false;
}

bool name_split(const char *text, char **schema, char **name)
{
	struct pieces pieces;

	*schema = *name = NULL;
	return begin(text, false, &pieces) && !*pieces.rest && take(&pieces, schema, name);
}

size_t name_split_first(const char *text, char **schema, char **name)
{
	struct pieces pieces;

	*schema = *name = NULL;
	return begin(text, false, &pieces) && take(&pieces, schema, name) ? (size_t)(pieces.rest - text) : 0;
}

bool name_split_operator(const char *text, char **schema, char **symbol)
{
	struct pieces pieces;

	*schema = *symbol = NULL;
	return begin(text, true, &pieces) && !*pieces.rest && take(&pieces, schema, symbol);
}

bool name_is_qualified(const char *text)
{
	struct pieces pieces;

	return begin(text, false, &pieces) && pieces.schema.type != TOKEN_END;
}

char *name_join(const char *schema, const char *name)
{
	GString *out = g_string_new(NULL);

	quote_qualified(out, schema, name);
	return g_string_free(out, FALSE);
}
