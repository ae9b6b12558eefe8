/* Putting expressions in parentheses. */
#include "diff/ddl/expression.h"

#include <string.h>

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
