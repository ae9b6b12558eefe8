/* What a name in an expression or a query means. */
#include "sql/column_name.h"

#include "sql/tokens.h"

/* Behind these a name is one of a type, a collation, a label. */
static const char *const before_others[] = { ".", "::", "COLLATE", "AS", "USING", "TABLESPACE", NULL };
/* Before these it is a schema, a routine, or the name of an argument. */
static const char *const behind_others[] = { ".", "(", "=>", ":=", NULL };

/* A column is an operand: at the beginning, or after a bracket, a comma, an operator or a keyword. */
static bool is_operand(const GArray *tokens, guint i)
{
	static const char *const words[] = { "AND", "OR", "NOT", "CASE", "WHEN", "THEN", "ELSE", "IN", "FROM", "BETWEEN",
		"SYMMETRIC", "LIKE", "ILIKE", "SIMILAR", "TO", "ESCAPE", "ROW", "FOR", "PLACING", "ZONE", "WHERE", "BOTH",
		"LEADING", "TRAILING", "SELECT", "DISTINCT", "ON", "BY", "HAVING", NULL };
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

enum column_name column_name_at(const GArray *tokens, guint i)
{
	const struct token *before = i ? tokens_at(tokens, i - 1) : NULL, *behind = tokens_at(tokens, i + 1);

	if (is_of_row(tokens, i))
		return COLUMN_NAME;
	if ((before && token_is_one_of(before, before_others)) || token_is_one_of(behind, behind_others))
		return COLUMN_NAME_NOT;
	/* EXTRACT(year FROM ...) */
	if (i > 1 && token_is(behind, "FROM") && token_is(tokens_at(tokens, i - 2), "EXTRACT"))
		return COLUMN_NAME_NOT;
	return is_operand(tokens, i) ? COLUMN_NAME : COLUMN_NAME_UNSURE;
}
