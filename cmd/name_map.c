/* --map-role OLD=NEW, --map-schema OLD=NEW. */
#include "cmd/name_map.h"

#include <stdbool.h>
#include <string.h>

#include "catalog/schema_names.h"
#include "sql/quote.h"

#define NAME_MAP_ERROR (g_quark_from_static_string("name map"))

/* Removes double quotes as SQL does; a name without quotes stays as it is. */
static char *unquoted(const char *text, size_t length)
{
	return *text == '"' ? quote_unquote_identifier(text, length) : g_strndup(text, length);
}

static const char *end_of_name(const char *text)
{
	bool quoted = false;

	for (; *text && (quoted || *text != '='); text++)
		quoted ^= *text == '"';
	return text;
}

/* Splits a text into the two names, which the caller frees; what: their kind, for messages. */
static bool take_apart(const char *text, const char *option, const char *what, char **old, char **new, GError **error)
{
	const char *end = end_of_name(text);

	*old = unquoted(text, (size_t)(end - text));
	*new = *end ? unquoted(end + 1, strlen(end + 1)) : g_strdup("");
	if (**old && **new)
		return true;
	g_set_error(error, NAME_MAP_ERROR, 0, "%s wants OLD=NEW, two names of %s; found \"%s\"", option, what, text);
	return false;
}

static bool fail_twice(const char *option, const char *old, GError **error)
{
	g_set_error(error, NAME_MAP_ERROR, 0, "%s says twice what \"%s\" is to be", option, old);
	return false;
}

static bool add_role(GHashTable *names, const char *text, GError **error)
{
	g_autofree char *old = NULL, *new = NULL;

	if (!take_apart(text, "--map-role", "roles", &old, &new, error))
		return false;
	if (g_hash_table_contains(names, old))
		return fail_twice("--map-role", old, error);
	g_hash_table_insert(names, g_steal_pointer(&old), g_steal_pointer(&new));
	return true;
}

GHashTable *role_map_new(const GPtrArray *list, GError **error)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	for (guint i = 0; list && i < list->len; i++)
		if (!add_role(names, list->pdata[i], error))
			return NULL;
	return g_steal_pointer(&names);
}

/* Two schemas cannot become one, and a name cannot be both old and new. */
static bool add_schema(GPtrArray *names, const char *text, GError **error)
{
	g_autofree char *old = NULL, *new = NULL;

	if (!take_apart(text, "--map-schema", "schemas", &old, &new, error))
		return false;
	if (schema_names_find(names, old) != old)
		return fail_twice("--map-schema", old, error);
	if (strcmp(old, new) == 0 || schema_names_takes(names, old) || schema_names_takes(names, new) ||
		schema_names_find(names, new) != new) {
		g_set_error(error, NAME_MAP_ERROR, 0, "--map-schema %s: no schema can be old and new, or new twice", text);
		return false;
	}
	g_ptr_array_add(names, g_steal_pointer(&old));
	g_ptr_array_add(names, g_steal_pointer(&new));
	return true;
}

GPtrArray *schema_map_new(const GPtrArray *list, struct selection *selection, GError **error)
{
	GPtrArray *const selected[] = { selection->schemas, selection->exclude_schemas };
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; list && i < list->len; i++)
		if (!add_schema(names, list->pdata[i], error))
			return NULL;
	for (size_t s = 0; s < G_N_ELEMENTS(selected); s++)
		for (guint i = 0; selected[s] && i < selected[s]->len; i++)
			selected[s]->pdata[i] = (gpointer)schema_names_find(names, selected[s]->pdata[i]);
	return g_steal_pointer(&names);
}
