/* Objects that schemas need on a server and do not create. */
#include "prove/surroundings.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "catalog/role_names.h"
#include "prove/ask.h"
#include "prove/error.h"

static gint compare(gconstpointer a, gconstpointer b, gpointer data)
{
	(void)data;
	return strcmp(a, b);
}

static void need_role(const char *role, enum role_use use, void *data)
{
	(void)use;
	g_tree_insert(data, (gpointer)role, NULL);
}

static const char *tablespace_of(const struct object *object)
{
	const struct attribute *row = kind_attribute(object->kind, "tablespace");

	return row ? attribute_text(row, object) : NULL;
}

/* The first column of a query, as a set. */
static GHashTable *ask_names(struct scratch *scratch, const char *sql, GError **error)
{
	PGresult *result = ask(scratch_cluster(scratch), scratch_name(scratch), sql, error);
	GHashTable *found = result ? g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) : NULL;

	for (int i = 0; result && i < PQntuples(result); i++)
		g_hash_table_add(found, g_strdup(PQgetvalue(result, i, 0)));
	PQclear(result);
	return found;
}

/* A kind of thing that is the cluster's, or its host's. */
struct making {
	struct scratch *scratch;
	GHashTable *known;
	const char *what;
	bool (*make)(struct scratch *, const char *name, GError **); /* NULL: it cannot be created */
	GString *lacks;
};

static gboolean make_one(gpointer name, gpointer value, gpointer data)
{
	struct making *making = data;
	g_autoptr(GError) problem = NULL;

	(void)value;
	if (g_hash_table_contains(making->known, name) || (making->make && making->make(making->scratch, name, &problem)))
		return false;
	g_string_append_printf(making->lacks, "\n%s \"%s\" %s", making->what, (const char *)name,
		problem ? problem->message : "is not installed on the server's host");
	return false;
}

static bool make(struct scratch *scratch, GTree *names, const char *sql, const char *what,
	bool (*how)(struct scratch *, const char *, GError **), GString *lacks, GError **error)
{
	g_autoptr(GHashTable) known = g_tree_nnodes(names) ? ask_names(scratch, sql, error) : NULL;
	struct making making = { scratch, known, what, how, lacks };

	if (known)
		g_tree_foreach(names, make_one, &making);
	return known || !g_tree_nnodes(names);
}

bool surroundings_make(struct scratch *scratch, const struct snapshot *const *snapshots, size_t count, GError **error)
{
	g_autoptr(GTree) roles = g_tree_new_full(compare, NULL, NULL, NULL),
			 tablespaces = g_tree_new_full(compare, NULL, NULL, NULL);
	g_autoptr(GTree) extensions = g_tree_new_full(compare, NULL, NULL, NULL);
	g_autoptr(GString) lacks = g_string_new(NULL);

	for (size_t s = 0; s < count; s++) {
		struct objects all = snapshot_all(snapshots[s]);
		for (size_t i = 0; i < all.count; i++) {
			const struct object *object = all.items[i];
			role_names_each(object, need_role, roles);
			if (tablespace_of(object))
				g_tree_insert(tablespaces, (gpointer)tablespace_of(object), NULL);
			if (object->kind == &extension_kind)
				g_tree_insert(extensions, (gpointer)object->name, NULL);
		}
		struct objects own = snapshot_objects(snapshots[s], &role_kind);
		for (size_t i = 0; i < own.count; i++)
			g_tree_remove(roles, own.items[i]->name);
	}
	if (!make(scratch, roles, "SELECT rolname FROM pg_catalog.pg_roles", "role", scratch_make_role, lacks, error) ||
		!make(scratch, tablespaces, "SELECT spcname FROM pg_catalog.pg_tablespace", "tablespace", scratch_make_tablespace,
			lacks, error) ||
		!make(scratch, extensions, "SELECT name FROM pg_catalog.pg_available_extensions", "extension", NULL, lacks, error))
		return false;
	if (lacks->len)
		g_set_error(error, PROVE_ERROR, PROVE_LACKS, "%s lacks objects that the schemas need:%s", scratch_name(scratch),
			lacks->str);
	return !lacks->len;
}

bool surroundings_have_versions(
	struct scratch *scratch, const struct snapshot *const *snapshots, size_t count, bool *have, GError **error)
{
	g_autoptr(GHashTable) known =
		ask_names(scratch, "SELECT name || ' ' || version FROM pg_catalog.pg_available_extension_versions", error);

	*have = true;
	for (size_t s = 0; known && s < count; s++) {
		struct objects extensions = snapshot_objects(snapshots[s], &extension_kind);
		for (size_t i = 0; i < extensions.count; i++) {
			const struct extension *extension = (const struct extension *)extensions.items[i];
			g_autofree char *version =
				g_strdup_printf("%s %s", extension->object.name, extension->version ? extension->version : "");
			*have = *have && g_hash_table_contains(known, version);
		}
	}
	return known;
}
