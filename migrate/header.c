/* Directives at the top of a build file. */
#include "migrate/header.h"

#include <string.h>

#include "migrate/declaration.h"
#include "migrate/file.h"
#include "sql/lexer.h"
#include "sql/search_path.h"
#include "yaml/settings.h"
#include "yaml/suggest.h"

/* The value of a directive, and its position. */
struct value {
	const char *path, *text, *at;
	char *value;
	const char *key;
};

typedef bool take(const struct value *, void *field, GError **);

static take take_yes_no, take_text, take_duration, take_number, take_version, take_path, take_variables, take_probe;

#define AT(field) offsetof(struct header, field)
static const struct directive {
	const char *key;
	take *take; /* NULL: not used by the runner */
	size_t offset;
	bool repeats;
} directives[] = {
	{ "transaction", take_yes_no, AT(transaction) }, { "role", take_text, AT(role) },
	{ "search_path", take_path, AT(search_path) }, { "vars", take_variables, AT(variables), .repeats = true },
	{ "lock_timeout", take_duration, AT(lock_timeout) }, { "statement_timeout", take_duration, AT(statement_timeout) },
	{ "retries", take_number, AT(retries) }, { "irreversible", take_text, AT(irreversible) },
	{ "global", take_yes_no, AT(global) }, { "data_loss", take_yes_no, AT(data_loss) },
	{ "probe", take_probe, AT(probes), .repeats = true }, { "min_pg", take_version, AT(min_pg) },
	{ "issue", take_text, AT(issue) }, { "note", .repeats = true },
	{ "expect", .repeats = true }, /* belongs to the first statement: see variable.h */
};
#undef AT

static bool fail(const struct value *value, GError **error, const char *expected)
{
	return position_fail(error, MIGRATE_FILES, value->path, value->text, value->at, "\"%s\": expected %s, found \"%s\"",
		value->key, expected, value->value);
}

static bool take_yes_no(const struct value *value, void *field, GError **error)
{
	bool yes = strcmp(value->value, "yes") == 0;

	*(bool *)field = yes;
	return yes || strcmp(value->value, "no") == 0 || fail(value, error, "yes or no");
}

static bool take_text(const struct value *value, void *field, GError **error)
{
	*(char **)field = g_strdup(value->value);
	return *value->value || fail(value, error, "a text");
}

static bool take_duration(const struct value *value, void *field, GError **error)
{
	double seconds;

	*(char **)field = g_strdup(value->value);
	return settings_duration(value->value, &seconds) || fail(value, error, "a time such as 500ms, 2s or 5min");
}

static bool read_number(const char *text, guint64 most, int *number)
{
	guint64 read;

	if (!g_ascii_string_to_unsigned(text, 10, 0, most, &read, NULL))
		return false;
	*number = (int)read;
	return true;
}

static bool take_number(const struct value *value, void *field, GError **error)
{
	return read_number(value->value, 1000, field) || fail(value, error, "a number from 0 to 1000");
}

/* 15 is 150000, 15.3 is 150003. */
static bool take_version(const struct value *value, void *field, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(value->value, ".", -1);
	guint count = g_strv_length(parts);
	int major = 0, minor = 0;

	if (count < 1 || count > 2 || !read_number(parts[0], 99, &major) || major < 10 ||
		(count == 2 && !read_number(parts[1], 99, &minor)))
		return fail(value, error, "a version of PostgreSQL such as 15 or 15.3");
	*(int *)field = major * 10000 + minor;
	return true;
}

static bool take_path(const struct value *value, void *field, GError **error)
{
	*(char **)field = search_path_parse(value->value, NULL);
	return *(char **)field || fail(value, error, "a list of schemas such as app, public");
}

static bool take_variables(const struct value *value, void *field, GError **error)
{
	g_autofree char *expected = declarations_read(*(GPtrArray **)field, value->value);

	return !expected || fail(value, error, expected);
}

static bool take_probe(const struct value *value, void *field, GError **error)
{
	size_t digits = strspn(value->value, "0123456789"), blanks = strspn(value->value + digits, " \t");
	g_autofree char *text = g_strndup(value->value, digits);
	GPtrArray *probes = *(GPtrArray **)field;
	int number = 0;

	if (!blanks || !value->value[digits + blanks] || !read_number(text, 1000, &number) || !number)
		return fail(value, error, "the number of a step, from 1, and a query that returns one boolean: whether it is done");
	if (probes->len < (guint)number)
		g_ptr_array_set_size(probes, number);
	if (probes->pdata[number - 1])
		return fail(value, error, "one probe for each step");
	probes->pdata[number - 1] = g_strdup(value->value + digits + blanks);
	return true;
}

bool directive_known(const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(directives); i++)
		if (strcmp(directives[i].key, key) == 0)
			return true;
	return false;
}

char *directive_key(const char *comment, size_t length, const char **value)
{
	const char *at = comment + 2, *end = comment + length, *word;

	if (length < 3 || comment[0] != '-' || comment[1] != '-')
		return NULL;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	for (word = at; at < end && (g_ascii_islower(*at) || *at == '_');)
		at++;
	if (at == word || at == end || *at != ':' || (at + 1 < end && at[1] != ' ' && at[1] != '\t' && at[1] != '\r'))
		return NULL;
	*value = at + 1;
	while (*value < end && (**value == ' ' || **value == '\t'))
		(*value)++;
	return g_strndup(word, (size_t)(at - word));
}

static bool unknown(const struct value *value, GError **error)
{
	const char *known[G_N_ELEMENTS(directives) + 1] = { 0 };

	for (size_t i = 0; i < G_N_ELEMENTS(directives); i++)
		known[i] = directives[i].key;
	const char *nearest = suggest_nearest(value->key, known);
	return position_fail(error, MIGRATE_FILES, value->path, value->text, value->at,
		"unknown directive \"%s\"%s%s%s; write a comment that is not a directive as `-- note: %s: ...`", value->key,
		nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "", value->key);
}

static bool take_comment(
	struct header *header, bool *seen, const char *path, const char *text, const struct token *token, GError **error)
{
	const char *start = NULL;
	g_autofree char *key = directive_key(token->start, token->length, &start);

	if (!key)
		return true;
	g_autofree char *value = g_strstrip(g_strndup(start, (size_t)(token->start + token->length - start)));
	struct value found = { path, text, token->start, value, key };
	for (size_t i = 0; i < G_N_ELEMENTS(directives); i++) {
		if (strcmp(directives[i].key, key) != 0)
			continue;
		if (seen[i] && !directives[i].repeats)
			return position_fail(
				error, MIGRATE_FILES, path, text, token->start, "directive \"%s\" is there twice", key);
		seen[i] = true;
		return !directives[i].take || directives[i].take(&found, (char *)header + directives[i].offset, error);
	}
	return unknown(&found, error);
}

struct header *header_new(void)
{
	struct header *header = g_new0(struct header, 1);

	header->transaction = true;
	header->retries = -1;
	header->variables = g_ptr_array_new_with_free_func((GDestroyNotify)declaration_free);
	header->probes = g_ptr_array_new_with_free_func(g_free);
	return header;
}

struct header *header_read(const char *path, const char *text, GError **error)
{
	struct header *header = header_new();
	bool seen[G_N_ELEMENTS(directives)] = { false }, good = true;
	struct lexer lexer;
	struct token token;

	lexer_init_file(&lexer, text, strlen(text));
	while (good && ((token = lexer_next(&lexer)).type == TOKEN_SPACE || token.type == TOKEN_COMMENT))
		good = token.type == TOKEN_SPACE || take_comment(header, seen, path, text, &token, error);
	if (good)
		return header;
	header_free(header);
	return NULL;
}

void header_free(struct header *header)
{
	if (!header)
		return;
	g_free(header->role);
	g_free(header->search_path);
	g_free(header->lock_timeout);
	g_free(header->statement_timeout);
	g_free(header->irreversible);
	g_free(header->issue);
	g_ptr_array_unref(header->variables);
	g_ptr_array_unref(header->probes);
	g_free(header);
}

const struct variable_declaration *header_variable(const struct header *header, const char *name)
{
	for (guint i = 0; i < header->variables->len; i++) {
		const struct variable_declaration *declaration = header->variables->pdata[i];
		if (strcmp(declaration->name, name) == 0)
			return declaration;
	}
	return NULL;
}
