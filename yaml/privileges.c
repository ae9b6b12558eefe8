/* Converts privileges to YAML, and back. */
#include "yaml/privileges.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/snapshot.h"
#include "sql/quote.h"
#include "yaml/loader.h"

/* Pyrseas writes `privileges: []` for the default of these kinds, so an empty list cannot mean that all privileges were revoked. */
static bool empty_means_default(const struct kind *kind)
{
	return strcmp(kind->name, "schema") == 0 || strcmp(kind->name, "foreign table") == 0;
}

static char *role_to_text(const char *role)
{
	if (!role)
		return g_strdup("PUBLIC");
	return strcmp(role, "PUBLIC") == 0 || *role == '"' ? quote_identifier_dup(role) : g_strdup(role);
}

static const char *role_from_text(struct pool *pool, const char *text)
{
	if (strcmp(text, "PUBLIC") == 0)
		return NULL;
	if (*text != '"')
		return pool_text(pool, text);
	g_autofree char *role = quote_unquote_identifier(text, strlen(text));
	return pool_text(pool, role);
}

/* The words in the order of their privilege letters, capitals first. */
static struct node *words_node(struct arena *arena, const char *rights)
{
	struct node *list = node_new(arena, NODE_LIST);

	if (strcmp(rights, "all") == 0) {
		node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, "all"));
		return list;
	}
	for (int letter = 'A'; letter <= 'z'; letter++) {
		const char *at = strchr(rights, letter);
		const char *word = at ? privilege_word((char)letter) : NULL;

		if (!word)
			continue;
		if (at[1] != '*') {
			node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, word));
			continue;
		}
		struct node *grantable = node_map(arena, node_add(arena, list, NULL, node_new(arena, NODE_MAP)), word);
		node_add(arena, grantable, "grantable", node_scalar(arena, NODE_PLAIN, "true"));
	}
	return list;
}

struct node *privileges_node(struct arena *arena, const struct object *object)
{
	const struct privileges *privileges = object->privileges;

	if (!privileges)
		return NULL;
	struct node *list = node_new(arena, NODE_LIST);
	if (!privileges->count && empty_means_default(object->kind)) {
		g_autofree char *owner = role_to_text(object_owner(object));
		struct node *item = node_add(arena, list, NULL, node_new(arena, NODE_MAP));
		node_add(arena, item, owner, node_new(arena, NODE_LIST));
	}
	for (size_t i = 0; i < privileges->count; i++) {
		const struct privilege *privilege = &privileges->items[i];
		g_autofree char *grantee = role_to_text(privilege->grantee);
		struct node *words = words_node(arena, privilege->rights);
		struct node *item = node_add(arena, list, NULL, node_new(arena, NODE_MAP));

		if (privilege->grantor) {
			g_autofree char *grantor = role_to_text(privilege->grantor);
			item = node_map(arena, item, grantee);
			node_add(arena, item, "grantor", node_scalar(arena, NODE_QUOTED, grantor));
			node_add(arena, item, "privs", words);
		} else {
			node_add(arena, item, grantee, words);
		}
	}
	return list;
}

/* Appends the letters of one word: a scalar, or a map of the word to {grantable: true}. */
static bool load_word(struct loader *loader, const struct object *object, const struct node *node, GString *rights, GError **error)
{
	const char *word = node->text;
	bool grantable = false;

	if (node->type == NODE_MAP && node->count == 1) {
		const struct node *option = node_get(node->first, "grantable");
		word = node->first->key;
		if (!option || !node_bool(option, &grantable))
			return loader_fail(loader, node->first, error,
				"expected {grantable: true} or {grantable: false} after privilege \"%s\"", word);
	}
	if (!word || !*word || node->type == NODE_LIST)
		return loader_fail(
			loader, node, error, "expected a privilege, such as select, found %s", node_found(loader->arena, node));
	if (g_ascii_strcasecmp(word, "all") == 0 && !grantable && !node->next && !rights->len) {
		g_string_assign(rights, "all");
		return true;
	}
	if (g_ascii_strcasecmp(word, "all") == 0)
		return loader_fail(
			loader, node, error, "\"all\" cannot stand beside other privileges or be grantable: list each privilege");
	g_autofree char *lower = g_ascii_strdown(word, -1);
	char letter = privilege_letter(lower);
	if (!letter || !strchr(object_rights(object)->rights, letter))
		return loader_fail(loader, node, error, "\"%s\" is not a privilege of %s", word,
			loader_a(loader, object_rights(object)->name));
	if (strchr(rights->str, letter))
		return loader_fail(loader, node, error, "privilege \"%s\" stands twice for one role", word);
	g_string_append_c(rights, letter);
	if (grantable)
		g_string_append_c(rights, '*');
	return true;
}

static bool load_words(
	struct loader *loader, const struct object *object, const struct node *list, const char **rights, GError **error)
{
	g_autoptr(GString) letters = g_string_new(NULL);

	if (list->type != NODE_LIST)
		return loader_fail(loader, list, error, "expected a list of privileges, found %s", node_found(loader->arena, list));
	for (const struct node *word = list->first; word; word = word->next)
		if (!load_word(loader, object, word, letters, error))
			return false;
	*rights = pool_text(loader->pool, letters->str);
	return true;
}

static bool load_item(
	struct loader *loader, const struct object *object, const struct node *item, struct privilege *privilege, GError **error)
{
	if (item->type != NODE_MAP || item->count != 1)
		return loader_fail(
			loader, item, error, "expected one role with its privileges, found %s", node_found(loader->arena, item));
	const struct node *words = item->first;
	privilege->grantee = role_from_text(loader->pool, words->key);
	if (words->type == NODE_MAP) {
		const struct node *grantor = node_get(words, "grantor");
		for (const struct node *node = words->first; node; node = node->next)
			if (strcmp(node->key, "grantor") != 0 && strcmp(node->key, "privs") != 0)
				return loader_unknown(
					loader, node, "a privilege", (const char *const[]){ "grantor", "privs", NULL }, error);
		if (grantor && grantor->type != NODE_SCALAR)
			return loader_fail(loader, grantor, error, "expected a role, found %s", node_found(loader->arena, grantor));
		if (grantor && !node_is_null(grantor))
			privilege->grantor = role_from_text(loader->pool, grantor->text);
		if (!(words = node_get(words, "privs")))
			return loader_fail(
				loader, item->first, error, "expected \"privs\", a list of privileges, beside \"grantor\"");
	}
	return load_words(loader, object, words, &privilege->rights, error);
}

bool privileges_load(struct loader *loader, struct object *object, const struct node *list, GError **error)
{
	const struct kind *rights = object_rights(object);
	const char *owner = object_owner(object);
	g_autoptr(GArray) items = g_array_new(false, true, sizeof(struct privilege));
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	if (node_is_null(list))
		return true;
	if (!rights)
		return loader_fail(loader, list, error,
			"an entry of %s: \"role\" or \"objects\" (tables, sequences, functions, types, schemas, large objects) is "
			"missing or unknown",
			object->kind->name);
	if (list->type != NODE_LIST)
		return loader_fail(loader, list, error, "expected a list of roles with their privileges, found %s",
			node_found(loader->arena, list));
	if (!list->count && empty_means_default(object->kind))
		return true;
	for (const struct node *item = list->first; item; item = item->next) {
		struct privilege privilege = { 0 };
		if (!load_item(loader, object, item, &privilege, error))
			return false;
		if (privilege.grantor && owner && strcmp(privilege.grantor, owner) == 0)
			privilege.grantor = NULL;
		if (!g_hash_table_add(
			    seen, (gpointer)pool_printf(loader->pool, "%s\n%s", privilege.grantee ? privilege.grantee : "",
					  privilege.grantor ? privilege.grantor : "")))
			return loader_fail(loader, item->first, error, "role \"%s\" stands twice: its privileges are one list",
				item->first->key);
		if (*privilege.rights)
			g_array_append_val(items, privilege);
	}
	object->privileges =
		privileges_make(loader->pool, rights, (const struct privilege *)(void *)items->data, items->len, owner);
	return true;
}
