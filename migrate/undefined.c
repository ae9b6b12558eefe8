/* Finds variables without declaration, or without value. */
#include "migrate/undefined.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/reference.h"

static bool is_declared(const struct numbered_change *change, const struct change_file *file, const struct reference *reference,
	const char *name, GError **error)
{
	return header_variable(change->header, name) ||
	       position_fail(error, MIGRATE_USAGE, file->path, file->text, reference->start,
		       "variable \"%s\" is not declared: write `-- vars: %s TYPE` at the top of the build file", name, name);
}

static bool has_value(
	const struct environment *environment, const char *name, const char *path, const char *text, const char *at, GError **error)
{
	return variables_has(environment->variables, name) ||
	       position_fail(error, MIGRATE_USAGE, path, text, at,
		       "variable \"%s\" has no value in environment %s; nothing was done, and there was no connection yet: give "
		       "it in vars: of the "
		       "environment, or by --set",
		       name, environment->name);
}

static bool check_file(
	const struct numbered_change *change, const struct change_file *file, const struct environment *environment, GError **error)
{
	struct reference_reader reader;
	struct reference reference;

	reference_reader_init(&reader, file->text, file->length);
	while (reference_next(&reader, &reference)) {
		g_autofree char *name = g_strndup(reference.name, reference.name_length);
		if (!is_declared(change, file, &reference, name, error) ||
			!has_value(environment, name, file->path, file->text, reference.start, error))
			return false;
	}
	return true;
}

/* A quick check: a colon before a quote or a letter, and not after a colon, is rare. */
static bool may_have_variables(const struct change_file *file)
{
	const char *end = file->text + file->length;

	for (const char *colon = file->text; (colon = memchr(colon, ':', (size_t)(end - colon))); colon++)
		if ((colon == file->text || colon[-1] != ':') && (g_ascii_isalpha(colon[1]) || strchr("_'\"", colon[1])))
			return true;
	return false;
}

bool undefined_check(const struct numbered_change *change, const struct environment *environment, GError **error)
{
	const struct change_file *build = change_file(change, FILE_BUILD);

	for (guint i = 0; i < change->files->len; i++) {
		const struct change_file *file = change->files->pdata[i];
		if (file->kind != FILE_EXPECT && may_have_variables(file) && !check_file(change, file, environment, error))
			return false;
	}
	/* variables that function bodies read as settings have no other position than the declaration */
	for (guint i = 0; i < change->header->variables->len; i++) {
		const struct variable_declaration *declaration = change->header->variables->pdata[i];
		if (!has_value(environment, declaration->name, build->path, build->text, build->text, error))
			return false;
	}
	return true;
}
