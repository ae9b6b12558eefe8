/* The names of columns in expressions over one table. */
#include "sql/rename_column.h"

#include <glib.h>

#include "sql/column_name.h"
#include "sql/quote.h"
#include "sql/tokens.h"

char *rename_column(const char *text, const char *old, const char *new)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);
	const char *copied = text;

	for (guint i = 0; i < tokens->len; i++) {
		const struct token *token = tokens_at(tokens, i);
		enum column_name meaning = token_is_called(token, old) ? column_name_at(tokens, i) : COLUMN_NAME_NOT;
		if (meaning == COLUMN_NAME_UNSURE)
			return NULL;
		if (meaning != COLUMN_NAME)
			continue;
		g_string_append_len(out, copied, token->start - copied);
		quote_identifier(out, new);
		copied = token->start + token->length;
	}
	g_string_append(out, copied);
	return g_strdup(out->str);
}
