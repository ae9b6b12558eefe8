/* Finds the variables that a file uses. */
#include "migrate/lint_variable.h"

#include <string.h>

#include "migrate/lint_text.h"
#include "migrate/reference.h"
#include "migrate/variable.h"
#include "sql/lexer.h"

#define SETTING "patch."

static void note_settings(const char *sql, size_t length, GHashTable *used);

/* 'patch.name', the argument of current_setting(), also within a function's body. */
static void note_string(const struct token *token, GHashTable *used)
{
	const char *dollar = *token->start == '$' ? memchr(token->start + 1, '$', token->length - 1) : NULL;
	size_t tag = dollar ? (size_t)(dollar - token->start) + 1 : 1, prefix = strlen(SETTING);

	if (token->length < 2 * tag)
		return;
	const char *inside = token->start + tag;
	size_t length = token->length - 2 * tag;
	if (dollar)
		note_settings(inside, length, used);
	else if (length > prefix && strncmp(inside, SETTING, prefix) == 0)
		g_hash_table_add(used, g_strndup(inside + prefix, length - prefix));
}

static void note_settings(const char *sql, size_t length, GHashTable *used)
{
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, sql, length);
	while ((token = lexer_next_significant(&lexer)).type != TOKEN_END)
		if (token.type == TOKEN_STRING)
			note_string(&token, used);
}

void lint_note_variables(const GPtrArray *statements, GHashTable *used)
{
	for (guint i = 0; i < statements->len; i++) {
		const struct script_statement *statement = statements->pdata[i];
		struct reference_reader reader;
		struct reference reference;
		reference_reader_init(&reader, statement->raw, statement->raw_length);
		while (reference_next(&reader, &reference))
			g_hash_table_add(used, g_strndup(reference.name, reference.name_length));
		note_settings(statement->raw, statement->raw_length, used);
	}
}
