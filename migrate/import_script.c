/* Converts a script of another tool for the runner. */
#include "migrate/import_script.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/header.h"
#include "migrate/import_inside.h"
#include "migrate/reference.h"
#include "migrate/rule.h"
#include "sql/lexer.h"
#include "sql/split.h"

/* Removes the byte order mark, and carriage returns before newlines. */
static GString *clean(const char *text)
{
	GString *out = g_string_new(g_str_has_prefix(text, "\xEF\xBB\xBF") ? text + 3 : text);

	g_string_replace(out, "\r\n", "\n", 0);
	return out;
}

/* Statements that the runner executes itself: BEGIN, COMMIT, but not savepoints. */
static bool is_bracket(const struct statement *statement)
{
	static const char *const words[] = { "begin", "start", "commit", "end", "rollback", "work", "transaction" };
	struct lexer lexer;
	struct token token;
	size_t count = 0;

	if (rule_of(statement->start, statement->length) != RULE_TRANSACTION)
		return false;
	lexer_init(&lexer, statement->start, statement->length);
	for (; (token = lexer_next_significant(&lexer)).type != TOKEN_END; count++) {
		bool known = false;
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			known = known || token_is(&token, words[i]);
		if (!known || count == 2)
			return false;
	}
	return true;
}

/* After the semicolon that ends the statement and, if nothing else is on its line, after that line. */
static const char *end_of(const char *text, const struct statement *statement)
{
	const char *end = statement->start + statement->length, *start = statement->start;
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, end, strlen(end));
	token = lexer_next_significant(&lexer);
	if (token_is(&token, ";"))
		end = token.start + 1;
	while (start > text && (start[-1] == ' ' || start[-1] == '\t'))
		start--;
	const char *rest = end + strspn(end, " \t");
	return (start == text || start[-1] == '\n') && *rest == '\n' ? rest + 1 : end;
}

/* Whether a read-only transaction refuses the statement, judged by its first word. */
static bool writes(const struct statement *statement)
{
	static const char *const words[] = { "insert", "update", "delete", "merge", "truncate", "create", "alter", "drop", "grant",
		"revoke", "call" };
	struct lexer lexer;

	lexer_init(&lexer, statement->start, statement->length);
	struct token token = lexer_next_significant(&lexer);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (token_is(&token, words[i]))
			return true;
	return false;
}

static void note_needs(const struct statement *statement, struct import_needs *needs)
{
	static const char *const types[] = { [REFERENCE_LITERAL] = "text", [REFERENCE_NAME] = "ident", [REFERENCE_RAW] = "raw" };
	struct reference_reader reader;
	struct reference reference;

	needs->writes = needs->writes || writes(statement);
	needs->alone = needs->alone || rule_of(statement->start, statement->length) == RULE_ALONE;
	reference_reader_init(&reader, statement->start, statement->length);
	while (reference_next(&reader, &reference)) {
		g_autofree char *name = g_strndup(reference.name, reference.name_length);
		const char *before = g_hash_table_lookup(needs->variables, name), *now = types[reference.form];
		/* any text can be a name; only a raw variable can be used unquoted */
		if (before && strcmp(before, "raw") != 0 && strcmp(now, "raw") != 0 && strcmp(before, now) != 0)
			now = "text";
		if (!before || strcmp(before, "raw") != 0)
			g_hash_table_replace(needs->variables, g_steal_pointer(&name), (gpointer)now);
	}
}

/* Comments at the top that look like directives are changed. */
static void append_head(GString *out, const char *text, size_t length)
{
	struct lexer lexer;
	struct token token;
	const char *at = text;

	lexer_init(&lexer, text, length);
	while ((token = lexer_next(&lexer)).type == TOKEN_SPACE || token.type == TOKEN_COMMENT) {
		const char *value = NULL;
		g_autofree char *key = token.type == TOKEN_COMMENT ? directive_key(token.start, token.length, &value) : NULL;
		if (!key || strcmp(key, "note") == 0)
			continue;
		g_string_append_len(out, at, token.start - at);
		g_string_append(out, "-- note: ");
		at = token.start + 2 + strspn(token.start + 2, " \t");
	}
	g_string_append_len(out, at, text + length - at);
}

/* psql commands that can be dropped: they set variables, which environments do here, or the output format. */
static const char *const droppable[] = { "set", "unset", "echo", "qecho", "warn", "pset", "timing", "x", "t", "a", "f", "H", "C",
	NULL };

struct importing {
	const char *path, *text, *at; /* at: written up to there */
	GString *out;
	struct import_needs *needs;
	GPtrArray *said;
	GHashTable *set; /* char *: variables that the script sets */
	bool begun;	 /* a statement was written */
};

static void take_until(struct importing *importing, const char *end)
{
	if (importing->begun)
		g_string_append_len(importing->out, importing->at, end - importing->at);
	else
		append_head(importing->out, importing->at, (size_t)(end - importing->at));
	importing->at = end;
}

/* Drops the psql command at which the splitter has stopped; false where it is not droppable. */
static bool drop_command(struct importing *importing, const char *after, const char *place)
{
	size_t length = strcspn(place, "\n");
	g_autofree char *line = g_strndup(place + 1, length - (length > 0));
	g_auto(GStrv) words = g_strsplit_set(line, " \t", 3);
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, after, strlen(after));
	do
		token = lexer_next_significant(&lexer);
	while (token_is(&token, ";"));
	if (token.start != place || !words[0] || !g_strv_contains(droppable, words[0]) || strchr(line, '\\'))
		return false;
	if (strcmp(words[0], "set") == 0 && words[1])
		g_hash_table_add(importing->set, g_strdup(words[1]));
	take_until(importing, place);
	importing->at = place + length + (place[length] == '\n');
	return true;
}

static void take_statement(struct importing *importing, const struct statement *statement)
{
	take_until(importing, statement->start);
	if (is_bracket(statement)) {
		importing->at = end_of(importing->text, statement);
		return;
	}
	importing->begun = true;
	note_needs(statement, importing->needs);
}

static void tell_variables(const struct importing *importing)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, importing->set);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (g_hash_table_contains(importing->needs->variables, name))
			g_ptr_array_add(importing->said,
				g_strdup_printf("%s sets the variable %s: give it its value in vars: of each environment",
					importing->path, (char *)name));
}

char *import_script(const char *path, const char *original, struct import_needs *needs, GPtrArray *said)
{
	g_autoptr(GString) text = clean(original);
	g_autoptr(GHashTable) set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct importing importing = { path, text->str, text->str, g_string_new(NULL), needs, said, set, false };
	struct splitter splitter;
	struct statement statement;
	const char *after = text->str;
	bool again = true;

	while (again) {
		g_autoptr(GError) error = NULL;
		splitter_init(&splitter, importing.at, strlen(importing.at));
		while (splitter_next(&splitter, &statement, &error)) {
			take_statement(&importing, &statement);
			after = statement.start + statement.length;
		}
		again = error && drop_command(&importing, after, splitter.place);
		after = again ? importing.at : after;
		if (error && !again) {
			struct position position = position_of(text->str, splitter.place);
			g_ptr_array_add(
				said, g_strdup_printf("%s:%zu:%zu: %s; the rest of the script is as it was, and needs work by hand",
					      path, position.line, position.column, splitter.problem));
		}
	}
	take_until(&importing, text->str + text->len);
	tell_variables(&importing);
	return g_string_free(importing.out, false);
}
