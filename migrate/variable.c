/* The values of variables, checked by type. */
#include "migrate/variable.h"

#include <string.h>

#include "migrate/command.h"
#include "migrate/declaration.h"
#include "migrate/file.h"
#include "migrate/status.h"

struct stored {
	char *value;	/* NULL: not read yet */
	char *argument; /* the file, or the command */
	char *origin;
	enum variable_source source;
	bool secret;
};

struct variables {
	GHashTable *stored; /* by name */
};

static void wipe(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	g_free(text);
}

static void stored_free(struct stored *stored)
{
	wipe(stored->value);
	g_free(stored->argument);
	g_free(stored->origin);
	g_free(stored);
}

struct variables *variables_new(void)
{
	struct variables *variables = g_new0(struct variables, 1);

	variables->stored = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)stored_free);
	return variables;
}

void variables_free(struct variables *variables)
{
	if (!variables)
		return;
	g_hash_table_unref(variables->stored);
	g_free(variables);
}

static struct stored *add(struct variables *variables, const char *name, bool secret, const char *origin)
{
	struct stored *stored = g_new0(struct stored, 1);

	stored->secret = secret;
	stored->origin = g_strdup(origin);
	g_hash_table_replace(variables->stored, g_strdup(name), stored);
	return stored;
}

void variables_set(struct variables *variables, const char *name, const char *value, bool secret, const char *origin)
{
	add(variables, name, secret, origin)->value = g_strdup(value);
}

void variables_set_source(struct variables *variables, const char *name, enum variable_source source, const char *argument,
	bool secret, const char *origin)
{
	struct stored *stored = add(variables, name, secret, origin);

	stored->source = source;
	stored->argument = g_strdup(argument);
}

static char *file_content(const char *path, const char *what, GError **error)
{
	size_t length = 0;
	char *text = file_read(path, &length, error);

	if (!text) {
		g_prefix_error(error, "%s: ", what);
		migrate_fail_as(error, MIGRATE_USAGE);
		return NULL;
	}
	if (!g_utf8_validate_len(text, length, NULL)) {
		migrate_fail(error, MIGRATE_USAGE, "%s: %s is not UTF-8", what, path);
		wipe(text);
		return NULL;
	}
	if (g_str_has_suffix(text, "\n"))
		text[length - 1 - g_str_has_suffix(text, "\r\n")] = '\0';
	return text;
}

static bool read_source(struct stored *stored, const char *name, GError **error)
{
	g_autofree char *what = g_strdup_printf("%s: variable %s", stored->origin, name);

	if (!stored->value)
		stored->value = stored->source == VARIABLE_FILE ? file_content(stored->argument, what, error)
								: command_output(stored->argument, what, error);
	return stored->value;
}

static bool matches(const char *pattern, const char *value)
{
	g_autofree char *whole = g_strdup_printf("\\A(?:%s)\\z", pattern);

	return g_regex_match_simple(whole, value, 0, 0);
}

/* What the type expects; NULL: the value is valid. */
static const char *expected(const struct variable_declaration *declaration, const char *value)
{
	switch (declaration->type) {
	case VARIABLE_TEXT:
	case VARIABLE_SECRET:
		return NULL;
	case VARIABLE_IDENT:
		return *value && strlen(value) < 64 ? NULL : "a name of 1 to 63 bytes";
	case VARIABLE_INT:
		return matches("[-+]?[0-9]{1,18}", value) ? NULL : "a whole number";
	case VARIABLE_BOOL:
		return matches("true|false|on|off|yes|no|1|0", value) ? NULL : "true or false";
	case VARIABLE_RAW:
		if (matches(declaration->pattern ? declaration->pattern : "[A-Za-z0-9_]+", value))
			return NULL;
		return declaration->pattern ? "what the pattern of its declaration matches" : "letters, digits and _";
	}
	return NULL;
}

bool variables_has(const struct variables *variables, const char *name)
{
	return g_hash_table_contains(variables->stored, name);
}

bool variables_get(const struct variables *variables, const struct variable_declaration *declaration, struct variable *variable,
	GError **error)
{
	struct stored *stored = g_hash_table_lookup(variables->stored, declaration->name);

	if (!stored)
		return migrate_fail(error, MIGRATE_USAGE, "variable \"%s\" has no value: give it in vars: of the environment%s",
			declaration->name,
			declaration->type == VARIABLE_SECRET ? ", as secret_file or secret_command" : ", or by --set");
	if (declaration->type == VARIABLE_SECRET && !stored->secret)
		return migrate_fail(error, MIGRATE_USAGE,
			"variable \"%s\" is declared as secret, and its value comes from %s, where others can read it; "
			"give it as secret_file or secret_command of the environment",
			declaration->name, stored->origin);
	if (!read_source(stored, declaration->name, error))
		return false;
	const char *wanted = expected(declaration, stored->value);
	*variable = (struct variable){ stored->value, stored->origin, stored->secret || declaration->type == VARIABLE_SECRET };
	if (wanted && variable->secret)
		return migrate_fail(error, MIGRATE_USAGE, "variable \"%s\" is %s: expected %s; the value of %s is another",
			declaration->name, variable_type_name(declaration->type), wanted, stored->origin);
	return !wanted || migrate_fail(error, MIGRATE_USAGE, "variable \"%s\" is %s: expected %s, found \"%s\", of %s",
				  declaration->name, variable_type_name(declaration->type), wanted, stored->value, stored->origin);
}
