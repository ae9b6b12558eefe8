/* --map-role OLD=NEW. */
#include "cmd/role_map.h"

#include <stdbool.h>
#include <string.h>

#include "sql/quote.h"

#define ROLE_MAP_ERROR (g_quark_from_static_string("role map"))

/* A name in double quotes is quoted as in SQL; any other is what it looks like. */
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

GHashTable *role_map_new(const GPtrArray *list, GError **error)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	for (guint i = 0; list && i < list->len; i++) {
		const char *text = list->pdata[i], *end = end_of_name(text);
		g_autofree char *old = unquoted(text, (size_t)(end - text)), *new = *end ? unquoted(end + 1, strlen(end + 1)) : NULL;

		if (!*old || !new || !*new) {
			g_set_error(error, ROLE_MAP_ERROR, 0, "--map-role wants OLD=NEW, two names of roles; found \"%s\"", text);
			return NULL;
		}
		if (g_hash_table_contains(names, old)) {
			g_set_error(error, ROLE_MAP_ERROR, 0, "--map-role tells twice what \"%s\" is to be", old);
			return NULL;
		}
		g_hash_table_insert(names, g_steal_pointer(&old), g_steal_pointer(&new));
	}
	return g_steal_pointer(&names);
}
