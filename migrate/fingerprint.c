/* The schema of the project, and its differences from the expected one. */
#include "migrate/fingerprint.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/schema.h"
#include "catalog/pool.h"
#include "catalog/read/read.h"
#include "catalog/registry.h"
#include "catalog/snapshot_finish.h"
#include "diff/check.h"
#include "migrate/file.h"
#include "migrate/tenant.h"
#include "yaml/load.h"
#include "yaml/write.h"

enum { READ_TRIES = 3 };

static bool is_listed(const GPtrArray *schemas, const char *name)
{
	for (guint i = 0; i < schemas->len; i++)
		if (strcmp(schemas->pdata[i], name) == 0)
			return true;
	return false;
}

static const char *schema_of(const struct object *object)
{
	return object->kind == &schema_kind ? object->name : object->schema;
}

static bool accept(const struct object *object, void *data)
{
	const struct project *project = data;
	const char *schema = schema_of(object);

	if (!project->schemas)
		return !schema || (strcmp(schema, REGISTRY_SCHEMA) != 0 && strcmp(schema, KEPT_SCHEMA) != 0);
	return schema && is_listed(project->schemas, schema);
}

/* In a database with tenants: accepts objects in the tenant's schema. */
static bool accept_tenant(const struct object *object, void *data)
{
	const char *schema = schema_of(object);

	return schema && strcmp(schema, data) == 0;
}

static struct snapshot *read_once(struct run *run, bool within, struct pool *pool, GError **error)
{
	struct snapshot *snapshot = snapshot_new(pool);
	g_autoptr(GPtrArray) unsupported = g_ptr_array_new_with_free_func(g_free);
	struct selection selection = { .schemas = run->project->schemas };
	const char *tenant = run->environment->tenant;
	g_autoptr(GPtrArray) names = tenant ? tenant_names(run->project, tenant) : NULL;
	bool (*read)(PGconn *, struct snapshot *, GPtrArray *, bool (*)(const struct object *, void *), void *, GError **) =
		within ? catalog_read_within : catalog_read;

	snapshot_set_schema_names(snapshot, names);
	if (read(run->session->connection, snapshot, unsupported, tenant ? accept_tenant : accept,
		    tenant ? (void *)tenant : (void *)run->project, error)) {
		snapshot_set_schema_names(snapshot, NULL);
		snapshot_add_selection(snapshot, &selection);
		return snapshot;
	}
	snapshot_free(snapshot);
	return NULL;
}

/* Retries where others change the schema during reading, as other tenants' changes do. */
static struct snapshot *read_schema(struct run *run, bool within, struct pool *pool, GError **error)
{
	for (int tries = 1;; tries++) {
		g_autoptr(GError) problem = NULL;
		struct snapshot *snapshot = read_once(run, within, pool, &problem);
		if (snapshot)
			return snapshot;
		bool usable = catalog_read_undo(run->session->connection, within);
		if (!usable || !g_error_matches(problem, READ_ERROR, READ_CHANGED) || tries == READ_TRIES) {
			migrate_fail(error, session_is_lost(run->session) ? MIGRATE_CONNECTION : MIGRATE_SQL,
				"%s: the schema could not be read: %s", run->session->name, problem->message);
			return NULL;
		}
	}
}

static int compare_names(const void *a, const void *b)
{
	return strcmp((*(const struct object *const *)a)->name, (*(const struct object *const *)b)->name);
}

/* The order of columns is not drift: a restored column comes last, and no ALTER TABLE changes that. */
static void sort_columns(struct snapshot *snapshot)
{
	struct own_objects all = snapshot_own_all(snapshot);

	for (size_t i = 0; i < all.count; i++) {
		const struct kind *const *parts = all.items[i]->kind->parts;
		for (size_t k = 0; parts && parts[k]; k++) {
			struct parts *columns = &all.items[i]->parts[k];
			if (parts[k]->shape != PART_LIST || columns->count < 2)
				continue;
			const struct object **items = pool_alloc(snapshot_pool(snapshot), columns->count * sizeof(items[0]));
			memcpy(items, columns->items, columns->count * sizeof(items[0]));
			qsort(items, columns->count, sizeof(items[0]), compare_names);
			columns->items = items;
		}
	}
}

/* Sorts columns: do not use the snapshot for comparing afterwards. */
static char *hash_of(struct snapshot *snapshot)
{
	g_autoptr(GString) text = g_string_new(NULL);
	char sha256[65];

	sort_columns(snapshot);
	yaml_write_text(snapshot, text, NULL);
	file_hash(text->str, text->len, sha256);
	return g_strdup(sha256);
}

char *fingerprint_read(struct run *run, bool within, GString *yaml, GError **error)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = read_schema(run, within, pool, error);

	if (snapshot && yaml)
		yaml_write_text(snapshot, yaml, NULL);
	char *fingerprint = snapshot ? hash_of(snapshot) : NULL;

	snapshot_free(snapshot);
	pool_free(pool);
	return fingerprint;
}

static struct snapshot *load(struct run *run, struct pool *pool, const char *name, const char *yaml, size_t length, GError **error)
{
	struct snapshot *snapshot = snapshot_new(pool);
	g_autoptr(GError) problem = NULL;
	bool good = yaml_load_text(snapshot, name, yaml, length, &problem);

	if (good)
		snapshot_keep(snapshot, accept, (void *)run->project);
	if (good && run->project->schemas)
		snapshot_set_partial(snapshot);
	if (good && snapshot_finish(snapshot, &problem))
		return snapshot;
	migrate_fail(error, MIGRATE_FILES, "%s", problem->message);
	snapshot_free(snapshot);
	return NULL;
}

char *fingerprint_compare(
	struct run *run, bool within, const char *name, const char *yaml, size_t length, char **fingerprint, GError **error)
{
	struct pool *pool = pool_new();
	struct snapshot *want = load(run, pool, name, yaml, length, error);
	struct snapshot *have = want ? read_schema(run, within, pool, error) : NULL;
	char *text = NULL;

	if (have) {
		g_autoptr(GPtrArray) differences = check_differences(have, want);
		text = check_describe(differences);
		if (fingerprint)
			*fingerprint = hash_of(have);
	}
	snapshot_free(have);
	snapshot_free(want);
	pool_free(pool);
	return text;
}
