/* The list of variables that a header declares. */
#include "migrate/declaration.h"

#include <stdbool.h>
#include <string.h>

static const char *const types[] = {
	[VARIABLE_TEXT] = "text",
	[VARIABLE_IDENT] = "ident",
	[VARIABLE_INT] = "int",
	[VARIABLE_BOOL] = "bool",
	[VARIABLE_RAW] = "raw",
	[VARIABLE_SECRET] = "secret",
};

const char *variable_type_name(enum variable_type type)
{
	return types[type];
}

void declaration_free(struct variable_declaration *declaration)
{
	g_free(declaration->name);
	g_free(declaration->pattern);
	g_free(declaration);
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

static char *take_word(const char **at)
{
	size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	char *word = g_strndup(*at, length);

	*at = skip_blanks(*at + length);
	return word;
}

static bool take_type(const char *word, enum variable_type *type)
{
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (strcmp(types[i], word) == 0) {
			*type = (enum variable_type)i;
			return true;
		}
	return false;
}

/* The pattern between slashes; NULL where there is none; *wrong for an invalid regular expression. */
static char *take_pattern(const char **at, bool *wrong)
{
	const char *end;

	if (**at != '/')
		return NULL;
	end = strchr(*at + 1, '/');
	g_autofree char *pattern = end ? g_strndup(*at + 1, (size_t)(end - *at - 1)) : NULL;
	g_autoptr(GRegex) regex = pattern ? g_regex_new(pattern, 0, 0, NULL) : NULL;
	*wrong = !regex;
	if (!regex)
		return NULL;
	*at = skip_blanks(end + 1);
	return g_steal_pointer(&pattern);
}

static bool is_declared(const GPtrArray *declarations, const char *name)
{
	for (guint i = 0; i < declarations->len; i++)
		if (strcmp(((struct variable_declaration *)declarations->pdata[i])->name, name) == 0)
			return true;
	return false;
}

/* Takes one NAME TYPE; returns what was expected instead. */
static char *take_declaration(GPtrArray *declarations, const char **at)
{
	g_autofree char *name = take_word(at), *word = take_word(at);
	enum variable_type type = VARIABLE_TEXT;
	bool wrong = false;

	if (!*name || g_ascii_isdigit(*name))
		return g_strdup("names and types such as bucket text, limit int");
	if (!take_type(word, &type))
		return g_strdup_printf("a type for %s: text, ident, int, bool, raw or secret", name);
	if (is_declared(declarations, name))
		return g_strdup_printf("%s once", name);
	g_autofree char *pattern = take_pattern(at, &wrong);
	if (wrong || (pattern && type != VARIABLE_RAW))
		return g_strdup(wrong ? "a regular expression between slashes" : "a pattern for raw only");
	struct variable_declaration *declaration = g_new0(struct variable_declaration, 1);
	declaration->name = g_steal_pointer(&name);
	declaration->type = type;
	declaration->pattern = g_steal_pointer(&pattern);
	g_ptr_array_add(declarations, declaration);
	return NULL;
}

char *declarations_read(GPtrArray *declarations, const char *list)
{
	for (const char *at = skip_blanks(list);; at = skip_blanks(at + 1)) {
		char *expected = take_declaration(declarations, &at);
		if (expected)
			return expected;
		if (!*at)
			return NULL;
		if (*at != ',')
			return g_strdup("a comma between variables");
	}
}
