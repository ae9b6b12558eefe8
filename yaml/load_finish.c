/* Completes and checks a document when every file is read. */
#include "yaml/load_file.h"

#include "yaml/circle.h"
#include "yaml/partition.h"
#include "yaml/pyrseas.h"
#include "yaml/pyrseas_meant.h"
#include "yaml/refer.h"
#include "yaml/renames.h"

/* Fails for an object that is in two files; the guard finds duplicates in one file. */
static bool check_twins(const struct loader *loader, GError **error)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < loader->loaded->len; i++) {
		struct loaded *loaded = &g_array_index(loader->loaded, struct loaded, i);
		struct object *object = loaded->object;

		if (object->kind->part || object->kind->list)
			continue;
		g_autofree char *key = object_key(object);
		char *text = g_strdup_printf("%s\n%s", object->schema ? object->schema : "", key);
		const struct loaded *first = g_hash_table_lookup(known, text);
		if (first) {
			g_free(text);
			return yaml_fail(error, YAML_ERROR_CONTENT, loaded->file, object->line, object->column,
				"\"%s\" stands twice, first at %s:%u", key, first->file, first->object->line);
		}
		g_hash_table_insert(known, text, loaded);
	}
	return true;
}

bool loader_finish(struct loader *loader, GError **error)
{
	struct silence *silence = snapshot_silence(loader->into);

	if (loader->files > 1 && !check_twins(loader, error))
		return false;
	if (pyrseas_is_speaker(loader)) {
		silence->pyrseas = true;
		pyrseas_understand(loader);
	}
	partition_complete(loader);
	silence->owners = loader->omitted_told ? loader->omitted.owners : !loader->owners;
	silence->privileges = loader->omitted_told ? loader->omitted.privileges : !loader->privileges;
	return renames_apply(loader, error) && circle_check(loader, error) &&
	       (snapshot_is_partial(loader->into) || refer_check(loader, error));
}
