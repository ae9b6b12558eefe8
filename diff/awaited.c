/* Which labels later statements use: found in their constants. */
#include "diff/awaited.h"

#include <string.h>

#include "diff/order.h"
#include "sql/lexer.h"

/* The last batch, by its place, that has each text among its constants, and the last that may have any among its values. */
struct constants {
	GHashTable *last; /* char * -> place */
	guint at, any;
};

static void add(struct constants *constants, const char *text, size_t length)
{
	g_hash_table_replace(constants->last, g_strndup(text, length), GUINT_TO_POINTER(constants->at));
}

/* '{a,"b c"}' has the labels a and b c, as a constant of an array or a row has them. */
static void add_elements(struct constants *constants, const char *text)
{
	while (*text) {
		text += strspn(text, "{}(),\"");
		size_t length = strcspn(text, "{}(),\"");
		if (length)
			add(constants, text, length);
		text += length;
	}
}

static void add_statement(struct constants *constants, const char *sql, size_t length);

/* The value of '...' or E'...'; of the escapes of E'' only quotes and backslashes are decoded. */
static char *value_of(const struct token *token)
{
	const char *end = token->start + token->length - 1, *at = memchr(token->start, '\'', token->length);
	bool escapes = *token->start == 'E' || *token->start == 'e';
	GString *value = g_string_new(NULL);

	for (at++; at < end; at++) {
		if (*at == '\'' || (escapes && *at == '\\'))
			at++;
		g_string_append_c(value, *at);
	}
	return g_string_free(value, false);
}

/* The body of a routine, in dollars, is SQL that may be run for rows. */
static void add_string(struct constants *constants, const struct token *token)
{
	if (*token->start == '$') {
		size_t mark = (size_t)((const char *)memchr(token->start + 1, '$', token->length - 1) - token->start) + 1;
		add_statement(constants, token->start + mark, token->length - 2 * mark);
		return;
	}
	g_autofree char *value = value_of(token);
	add(constants, value, strlen(value));
	if (*value == '{' || *value == '(')
		add_elements(constants, value);
}

static void add_statement(struct constants *constants, const char *sql, size_t length)
{
	struct lexer lexer;

	lexer_init(&lexer, sql, length);
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer))
		if (token.type == TOKEN_STRING)
			add_string(constants, &token);
}

static bool is_awaited(const struct constants *constants, const struct batch *batch, guint at)
{
	for (guint i = 0; batch->labels && i < batch->labels->len; i++)
		if (GPOINTER_TO_UINT(g_hash_table_lookup(constants->last, batch->labels->pdata[i])) > at)
			return true;
	return batch->labels && batch->labels->len && constants->any > at;
}

void awaited_mark(GPtrArray *batches)
{
	bool any = false;

	for (guint i = 0; i < batches->len; i++)
		any = any || ((const struct batch *)batches->pdata[i])->labels;
	if (!any)
		return;
	struct constants constants = { .last = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
	for (constants.at = 0; constants.at < batches->len; constants.at++) {
		const struct batch *batch = batches->pdata[constants.at];
		if (batch->takes_labels)
			constants.any = constants.at;
		for (guint t = 0; t < batch->steps->len; t++)
			add_statement(&constants, ((const struct step *)batch->steps->pdata[t])->sql,
				strlen(((const struct step *)batch->steps->pdata[t])->sql));
	}
	for (guint i = 0; i < batches->len; i++) {
		const struct batch *batch = batches->pdata[i];
		bool awaited = is_awaited(&constants, batch, i);
		for (guint t = 0; t < batch->steps->len; t++)
			((struct step *)batch->steps->pdata[t])->own_transaction = awaited;
	}
	g_hash_table_unref(constants.last);
}
