/* Putting expressions in parentheses. */
#include "diff/ddl/expression.h"

#include <string.h>

#include "diff/say.h"
#include "sql/lexer.h"

bool expression_is_parenthesised(const char *text)
{
	struct lexer lexer;
	int depth = 0;
	bool closed = false;

	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		if (closed || (depth == 0 && !token_is(&token, "(")))
			return false;
		depth += token_is(&token, "(") ? 1 : token_is(&token, ")") ? -1 : 0;
		closed = depth == 0;
	}
	return closed;
}

void expression_append_parenthesised(GString *out, const char *text)
{
	g_string_append_printf(out, expression_is_parenthesised(text) ? "%s" : "(%s)", text);
}

void expression_append_key(GString *out, const char *name, const char *type, const char *collation, const char *opclass)
{
	if (type)
		g_string_append(out, name);
	else
		say_append(out, "%I", name);
	if (collation)
		say_append(out, " COLLATE %s", collation);
	if (opclass)
		say_append(out, " %s", opclass);
}
