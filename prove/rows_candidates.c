/* Values that a table's conditions may accept: values in their texts, and near ones. */
#include "prove/rows_candidates.h"

#include <stdlib.h>
#include <string.h>

#include "sql/lexer.h"
#include "sql/quote.h"

enum { MOST = 24, LONGEST = 1000, REMAINDERS = 16 };

/* Formats that texts often need. */
static const char *const texts[] = { "a", "A", "user@example.org", "https://example.org/", "{}", "[]" };

static void add(struct row_column *column, char *expression)
{
	for (guint i = 0; i < column->candidates->len; i++)
		if (column->candidates->len >= MOST || strcmp(column->candidates->pdata[i], expression) == 0) {
			g_free(expression);
			return;
		}
	g_ptr_array_add(column->candidates, expression);
}

static void add_number(const struct type_set *types, struct row_column *column, const char *number, int n)
{
	static const int near[] = { 0, 1, -1 };

	if (!types_is_number(types, column->type)) {
		/* a length, perhaps */
		if (strspn(number, "0123456789") == strlen(number) && atoi(number) <= LONGEST)
			add(column, g_strdup_printf("lpad('%d', %s, '1')", n, number));
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(near); i++) {
		add(column, g_strdup_printf("%s + %d", number, near[i]));
		add(column, g_strdup_printf("%s + %d", number, n * near[i]));
	}
	add(column, g_strdup_printf("-(%s)", number));
}

/* The text of a plain constant; NULL: it has escapes. */
static char *constant(const struct token *token)
{
	if (token->type != TOKEN_STRING || token->length < 2 || *token->start != '\'')
		return NULL;
	GString *text = g_string_new_len(token->start + 1, (gssize)token->length - 2);
	g_string_replace(text, "''", "'", 0);
	return g_string_free(text, false);
}

void rows_condition_columns(const struct row_table *table, struct row_condition *condition)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct lexer lexer;

	lexer_init(&lexer, condition->text, strlen(condition->text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END && token.type != TOKEN_ERROR;
		token = lexer_next_significant(&lexer)) {
		g_autofree char *name = token_is_name(&token) ? token_name(&token) : NULL;
		if (name)
			g_hash_table_add(names, quote_identifier_dup(name));
	}
	for (guint i = 0; i < table->columns->len; i++)
		if (g_hash_table_contains(names, g_array_index(table->columns, struct row_column, i).name))
			g_array_append_val(condition->columns, i);
}

static void add_named(const struct type_set *types, struct row_column *column, const char *condition, int n)
{
	struct lexer lexer;

	lexer_init(&lexer, condition, strlen(condition));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END && token.type != TOKEN_ERROR;
		token = lexer_next_significant(&lexer)) {
		g_autofree char *text = constant(&token);
		g_autofree char *number = token.type == TOKEN_NUMBER ? g_strndup(token.start, token.length) : NULL;
		if (number)
			add_number(types, column, number, n);
		if (text && types_is_number(types, column->type) && *text && strspn(text, "0123456789.-") == strlen(text)) {
			g_autofree char *bracketed = g_strdup_printf("(%s)", text);
			add_number(types, column, bracketed, n);
		} else if (text) {
			add(column, types_literal(types, column->type, text));
		}
	}
	/* a partition by hash names no value */
	for (int i = 1; strstr(condition, "satisfies_hash_partition") && i <= REMAINDERS; i++)
		add(column, types_value(types, column->type, column->typed, n + i));
}

static void begin(const struct type_set *types, struct row_column *column, int n)
{
	char *first = types_value(types, column->type, column->typed, n);

	g_ptr_array_set_size(column->candidates, 0);
	if (first)
		g_ptr_array_add(column->candidates, first);
}

void rows_candidates(const struct type_set *types, struct row_table *table, int n)
{
	g_autofree bool *named = g_new0(bool, table->columns->len + 1);

	for (guint c = 0; c < table->columns->len; c++)
		begin(types, &g_array_index(table->columns, struct row_column, c), n);
	for (guint i = 0; i < table->conditions->len; i++) {
		const struct row_condition *condition = &g_array_index(table->conditions, struct row_condition, i);
		for (guint k = 0; k < condition->columns->len; k++) {
			guint c = g_array_index(condition->columns, guint, k);
			add_named(types, &g_array_index(table->columns, struct row_column, c), condition->text, n);
			named[c] = true;
		}
	}
	for (guint c = 0; c < table->columns->len; c++) {
		struct row_column *column = &g_array_index(table->columns, struct row_column, c);
		for (size_t i = 0; named[c] && !types_is_number(types, column->type) && i < G_N_ELEMENTS(texts); i++)
			add(column, types_literal(types, column->type, texts[i]));
		if (column->nullable && (named[c] || !column->candidates->len))
			g_ptr_array_add(column->candidates, g_strdup("NULL"));
	}
}
