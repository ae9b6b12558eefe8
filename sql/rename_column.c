/* The names of columns in expressions over one table. */
#include "sql/rename_column.h"

#include <glib.h>

#include "sql/quote.h"
#include "sql/tokens.h"

enum meaning { COLUMN, OTHER, UNSURE };

/* Behind these a name is one of a type, a collation, a label. */
static const char *const before_others[] = { ".", "::", "COLLATE", "AS", "USING", "TABLESPACE", NULL };
/* Before these it is a schema, a routine, or the name of an argument. */
static const char *const behind_others[] = { ".", "(", "=>", ":=", NULL };

/* A column is an operand: at the beginning, or after a bracket, a comma, an operator or a keyword. */
static bool is_operand(const GArray *tokens, guint i)
{
	static const char *const words[] = { "AND", "OR", "NOT", "CASE", "WHEN", "THEN", "ELSE", "IN", "FROM", "BETWEEN",
		"SYMMETRIC", "LIKE", "ILIKE", "SIMILAR", "TO", "ESCAPE", "ROW", "FOR", "PLACING", "ZONE", "WHERE", "BOTH",
		"LEADING", "TRAILING", NULL };
	const struct token *before = tokens_at(tokens, i - 1);

	return !i || token_is(before, ",") || token_opens(before) || before->type == TOKEN_OPERATOR ||
	       token_is_one_of(before, words);
}

/* old.a and new.a in the condition of a trigger. */
static bool is_of_row(const GArray *tokens, guint i)
{
	static const char *const rows[] = { "OLD", "NEW", NULL };

	return i > 1 && token_is(tokens_at(tokens, i - 1), ".") && token_is_one_of(tokens_at(tokens, i - 2), rows) &&
	       is_operand(tokens, i - 2) && !token_is_one_of(tokens_at(tokens, i + 1), behind_others);
}

static enum meaning meaning_of(const GArray *tokens, guint i)
{
	const struct token *before = i ? tokens_at(tokens, i - 1) : NULL, *behind = tokens_at(tokens, i + 1);

	if (is_of_row(tokens, i))
		return COLUMN;
	if ((before && token_is_one_of(before, before_others)) || token_is_one_of(behind, behind_others))
		return OTHER;
	/* EXTRACT(year FROM ...) */
	if (i > 1 && token_is(behind, "FROM") && token_is(tokens_at(tokens, i - 2), "EXTRACT"))
		return OTHER;
	return is_operand(tokens, i) ? COLUMN : UNSURE;
}

char *rename_column(const char *text, const char *old, const char *new)
{
	g_autoptr(GArray) tokens = tokens_of(text);
	g_autoptr(GString) out = g_string_new(NULL);
	const char *copied = text;

	for (guint i = 0; i < tokens->len; i++) {
		const struct token *token = tokens_at(tokens, i);
		enum meaning meaning = token_is_called(token, old) ? meaning_of(tokens, i) : OTHER;
		if (meaning == UNSURE)
			return NULL;
		if (meaning != COLUMN)
			continue;
		g_string_append_len(out, copied, token->start - copied);
		quote_identifier(out, new);
		copied = token->start + token->length;
	}
	g_string_append(out, copied);
	return g_strdup(out->str);
}
