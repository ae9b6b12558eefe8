/* Catalogs that hold nothing of the user's in most databases. */
#include "catalog/read/sparse.h"

#include <glib.h>
#include <string.h>

#include "catalog/kind.h"

const char sparse_extensions[] = "extensions", sparse_distribution[] = "pg_dist_partition";

#define OWN "oid >= 16384"

/*
 * Where the test is another than that the catalog has a row of an oid that users' objects have: another catalog's, or another
 * condition.
 */
static const struct {
	const char *catalog, *test, *where;
} rows[] = {
	{ "pg_am", NULL },
	{ "pg_amop", NULL },
	{ "pg_amproc", NULL },
	{ "pg_cast", NULL },
	{ "pg_collation", NULL },
	{ "pg_conversion", NULL },
	{ "pg_default_acl", NULL },
	{ "pg_event_trigger", NULL },
	{ "pg_foreign_data_wrapper", NULL },
	{ "pg_foreign_server", NULL },
	{ "pg_language", NULL },
	{ "pg_opclass", NULL },
	{ "pg_operator", NULL },
	{ "pg_opfamily", NULL },
	{ "pg_policy", NULL },
	{ "pg_publication", NULL },
	{ "pg_publication_rel", NULL },
	{ "pg_statistic_ext", NULL },
	{ "pg_transform", NULL },
	{ "pg_ts_config", NULL },
	{ "pg_ts_config_map", "pg_ts_config" },
	{ "pg_ts_dict", NULL },
	{ "pg_ts_parser", NULL },
	{ "pg_ts_template", NULL },
	{ "pg_user_mapping", "pg_foreign_server" }, /* itself it is for superusers */
	{ sparse_extensions, "pg_extension" },
	{ sparse_distribution, "pg_class", "oid = to_regclass('pg_catalog.pg_dist_partition')" },
	/* the cluster's, and its oid is for superusers before 14 */
	{ "pg_subscription", NULL, "subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())" },
};

char *sparse_sql(void)
{
	GString *sql = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_string_append_printf(sql, "%sSELECT '%s' WHERE EXISTS (SELECT FROM %s WHERE %s)", i ? " UNION ALL " : "",
			rows[i].catalog, rows[i].test ? rows[i].test : rows[i].catalog, rows[i].where ? rows[i].where : OWN);
	return g_string_free(sql, false);
}

const char *sparse_catalog(const struct kind *kind)
{
	for (size_t i = 0; kind->catalog && i < G_N_ELEMENTS(rows); i++)
		if (strcmp(rows[i].catalog, kind->catalog) == 0)
			return rows[i].catalog;
	return NULL;
}
