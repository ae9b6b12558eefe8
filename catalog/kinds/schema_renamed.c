/* Objects in renamed schemas. */
#include "catalog/kinds/schema_renamed.h"

#include <glib.h>

#include "catalog/kinds.h"
#include "catalog/schema_names.h"
#include "catalog/snapshot_copy.h"

static bool has_schema(const struct snapshot *snapshot, const char *name)
{
	return snapshot_find(snapshot, &schema_kind, NULL, name);
}

/* Old and new names of schemas, alternately; a name that exists on both sides is not a rename. */
static void find_renamed(GPtrArray *names, const struct snapshot *hinting, const struct snapshot *have, const struct snapshot *want)
{
	struct objects schemas = snapshot_objects(hinting, &schema_kind);

	for (size_t i = 0; i < schemas.count; i++) {
		const char *old = hinting == have ? schemas.items[i]->name : schemas.items[i]->oldname;
		const char *new = hinting == have ? schemas.items[i]->oldname : schemas.items[i]->name;
		if (!old || !new || !has_schema(have, old) || !has_schema(want, new) || has_schema(have, new) ||
			has_schema(want, old) || g_ptr_array_find(names, old, NULL))
			continue;
		g_ptr_array_add(names, (gpointer)old);
		g_ptr_array_add(names, (gpointer) new);
	}
}

struct snapshot *snapshot_follow_schemas(const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	find_renamed(names, want, have, want);
	find_renamed(names, have, have, want);
	struct snapshot *copy = names->len ? snapshot_copy(have) : NULL;
	if (copy && !schema_names_follow(copy, names)) {
		snapshot_free(copy);
		copy = NULL;
	}
	return copy;
}
