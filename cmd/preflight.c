/* Checks for roles, tablespaces and extensions that a server needs before a script can run there. */
#include "cmd/preflight.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "catalog/pool.h"
#include "catalog/role_names.h"
#include "sql/quote.h"

enum { NAMED = 3 }; /* objects that a message names for each role */

static gint compare(gconstpointer a, gconstpointer b, gpointer data)
{
	(void)data;
	return strcmp(a, b);
}

static GTree *needs_new(void)
{
	return g_tree_new_full(compare, NULL, g_free, (GDestroyNotify)g_ptr_array_unref);
}

static void need(GTree *needs, const char *name, const struct object *object)
{
	GPtrArray *objects = name ? g_tree_lookup(needs, name) : NULL;

	if (!name)
		return;
	if (!objects) {
		objects = g_ptr_array_new();
		g_tree_insert(needs, g_strdup(name), objects);
	}
	if (!objects->len || objects->pdata[objects->len - 1] != object)
		g_ptr_array_add(objects, (gpointer)object);
}

/* The snapshot whose roles are checked: where owners or privileges are not compared, roles that only these name do not count. */
struct use {
	GTree *roles;
	const struct object *object;
	const struct snapshot *want;
	bool owners, privileges;
};

static void need_role(const char *role, enum role_use how, void *data)
{
	const struct use *use = data;
	bool compared =
		how == ROLE_OWNS ? use->owners : use->privileges || (how == ROLE_IS_NAMED && !use->object->kind->only_privileges);

	if (compared && !snapshot_find(use->want, &role_kind, NULL, role))
		need(use->roles, role, use->object);
}

static void need_tablespace(GTree *tablespaces, const struct object *object)
{
	const struct attribute *row = object->kind == &database_kind ? NULL : kind_attribute(object->kind, "tablespace");

	if (row)
		need(tablespaces, attribute_text(row, object), object);
}

static void need_extension(GTree *extensions, GTree *versions, const struct object *object, const struct snapshot *want)
{
	const char *version = ((const struct extension *)object)->version;

	need(extensions, object->name, object);
	if (version)
		need(versions, pool_printf(snapshot_pool(want), "%s %s", object->name, version), object);
}

struct told {
	GHashTable *known;
	const char *format;
	GPtrArray *missing;
};

static gboolean tell(gpointer name, gpointer value, gpointer data)
{
	const struct told *told = data;
	const GPtrArray *objects = value;
	g_autoptr(GString) text = g_string_new(NULL);

	if (g_hash_table_contains(told->known, name))
		return false;
	g_string_append_printf(text, told->format, (const char *)name);
	for (guint i = 0; i < MIN(objects->len, NAMED); i++) {
		g_autofree char *object = object_describe(objects->pdata[i]);
		g_string_append_printf(text, "%s%s", i ? ", " : "", object);
	}
	if (objects->len > NAMED)
		g_string_append_printf(text, " and %u more", objects->len - NAMED);
	g_ptr_array_add(told->missing, g_string_free(g_steal_pointer(&text), false));
	return false;
}

static gboolean append_literal(gpointer name, gpointer value, gpointer data)
{
	GString *sql = data;

	(void)value;
	quote_format(sql, g_str_has_suffix(sql->str, "(") ? "%L" : ", %L", (const char *)name);
	return false;
}

/*
 * Asks only for the needed names: roles and tablespaces belong to the cluster, and others may be in an encoding that cannot be read
 * here. sql: a SELECT of one column called name.
 */
static bool look_up(struct place *place, GTree *needs, const char *sql, const char *format, GPtrArray *missing, GError **error)
{
	struct told told = { .format = format, .missing = missing };
	g_autoptr(GString) asked = g_string_new(NULL);

	if (!g_tree_nnodes(needs))
		return true;
	g_string_append_printf(asked, "SELECT known.name FROM (%s) known WHERE known.name IN (", sql);
	g_tree_foreach(needs, append_literal, asked);
	g_string_append_c(asked, ')');
	told.known = place_lookup(place, asked->str, error);
	if (!told.known)
		return false;
	g_tree_foreach(needs, tell, &told);
	g_hash_table_unref(told.known);
	return true;
}

static const char *update_key(const struct snapshot *want, const struct extension *from, const struct extension *to)
{
	return pool_printf(snapshot_pool(want), "%s from %s to %s", from->object.name, from->version, to->version);
}

/* Finds extensions that cannot be updated to the wanted version, and those that cannot be updated back. */
static bool find_updates(
	struct place *place, struct snapshot *have, const struct snapshot *want, GPtrArray *missing, GError **error)
{
	struct objects extensions = snapshot_objects(want, &extension_kind);
	g_autoptr(GPtrArray) changed = g_ptr_array_new();
	g_autoptr(GString) sql = g_string_new(
		"SELECT e.extname || ' from ' || p.source || ' to ' || p.target FROM pg_catalog.pg_extension e,"
		" LATERAL pg_catalog.pg_extension_update_paths(e.extname) p WHERE p.path IS NOT NULL AND e.extname IN (");

	for (size_t i = 0; i < extensions.count; i++) {
		const struct extension *is = (const struct extension *)extensions.items[i];
		const struct extension *was = (const struct extension *)snapshot_find(have, &extension_kind, NULL, is->object.name);
		if (!was || !was->version || !is->version || strcmp(was->version, is->version) == 0)
			continue;
		quote_format(sql, "%s%L", changed->len ? ", " : "", is->object.name);
		g_ptr_array_add(changed, (gpointer)is);
	}
	g_string_append_c(sql, ')');
	GHashTable *updates = changed->len ? place_lookup(place, sql->str, error) : NULL;
	for (guint i = 0; updates && i < changed->len; i++) {
		const struct extension *is = changed->pdata[i];
		struct extension *was =
			(struct extension *)snapshot_own(have, snapshot_find(have, &extension_kind, NULL, is->object.name));
		if (!g_hash_table_contains(updates, update_key(want, was, is)))
			g_ptr_array_add(missing,
				g_strdup_printf(
					"extension %s has version %s there, and no update leads to %s: give another version or "
					"none",
					is->object.name, was->version, is->version));
		was->no_way_back = !g_hash_table_contains(updates, update_key(want, is, was));
	}
	if (updates)
		g_hash_table_unref(updates);
	return updates || !changed->len;
}

bool preflight(struct place *place, struct snapshot *have, const struct snapshot *want, GPtrArray *missing, GError **error)
{
	const struct silence *a = snapshot_silences(have), *b = snapshot_silences(want);
	struct objects all = snapshot_all(want);
	g_autoptr(GTree) roles = needs_new();
	g_autoptr(GTree) extensions = needs_new();
	g_autoptr(GTree) versions = needs_new();
	g_autoptr(GTree) tablespaces = needs_new();

	for (size_t i = 0; i < all.count; i++) {
		struct use use = { roles, all.items[i], want, !a->owners && !b->owners, !a->privileges && !b->privileges };
		role_names_each(all.items[i], need_role, &use);
		need_tablespace(tablespaces, all.items[i]);
		if (all.items[i]->kind == &extension_kind)
			need_extension(extensions, versions, all.items[i], want);
	}
	return look_up(place, roles, "SELECT rolname AS name FROM pg_catalog.pg_roles",
		       "role \"%s\" does not exist on the server; create it first, it is needed by ", missing, error) &&
	       look_up(place, tablespaces, "SELECT spcname AS name FROM pg_catalog.pg_tablespace",
		       "tablespace \"%s\" does not exist on the server; create it first, it is needed by ", missing, error) &&
	       look_up(place, extensions,
		       "SELECT name FROM pg_catalog.pg_available_extensions UNION SELECT extname FROM pg_catalog.pg_extension",
		       "extension \"%s\" is not installed on the server's host; install its package first, it is needed by ",
		       missing, error) &&
	       look_up(place, versions,
		       "SELECT name || ' ' || version AS name FROM pg_catalog.pg_available_extension_versions"
		       " UNION SELECT extname || ' ' || extversion FROM pg_catalog.pg_extension",
		       "extension version \"%s\" is not available on the server's host; give another one or none in ", missing,
		       error) &&
	       (missing->len || find_updates(place, have, want, missing, error));
}
