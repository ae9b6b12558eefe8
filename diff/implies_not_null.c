/* Expressions that imply that a column is not NULL. */
#include "diff/implies_not_null.h"

#include <glib.h>
#include <string.h>

#include "sql/tokens.h"

/* Where the word stands in that part of an expression, outside of brackets; its end where it does not. */
static guint find_word(const GArray *tokens, guint at, guint end, const char *word)
{
	while (at < end && !token_is(tokens_at(tokens, at), word))
		at = token_opens(tokens_at(tokens, at)) ? tokens_skip(tokens, at) : at + 1;
	return MIN(at, end);
}

static const char *const is_null[] = { "IS", "NULL", NULL }, *const is_not_null[] = { "IS", "NOT", "NULL", NULL };

/* Whether that part of an expression is the column and these words. */
static bool says(const GArray *tokens, guint at, guint end, const char *column, const char *const *words)
{
	g_autofree char *name = token_is_name(tokens_at(tokens, at)) ? token_name(tokens_at(tokens, at)) : NULL;

	if (!name || strcmp(name, column) != 0)
		return false;
	for (at++; *words && at < end && token_is(tokens_at(tokens, at), *words); words++)
		at++;
	return !*words && at == end;
}

/* Whether column IS NOT NULL is one of the conditions that an expression joins by AND. */
static bool implied(const GArray *tokens, guint at, guint end, const char *column)
{
	while (at < end && token_is(tokens_at(tokens, at), "(") && tokens_skip(tokens, at) == end)
		at++, end--;
	if (token_is(tokens_at(tokens, at), "NOT") && tokens_skip(tokens, at + 1) == end)
		return says(tokens, at + 2, end - 1, column, is_null);
	if (says(tokens, at, end, column, is_not_null))
		return true;
	bool joined = find_word(tokens, at, end, "AND") < end && find_word(tokens, at, end, "OR") == end, found = false;
	for (guint next; joined && !found && at < end; at = next + 1) {
		next = find_word(tokens, at, end, "AND");
		found = implied(tokens, at, next, column);
	}
	return found;
}

bool implies_not_null(const char *expression, const char *column)
{
	g_autoptr(GArray) tokens = tokens_of(expression);

	return implied(tokens, 0, tokens->len, column);
}
