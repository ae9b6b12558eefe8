/* CREATE, ALTER, DROP VIEW and MATERIALIZED VIEW, from pg_class and pg_get_viewdef. */
#include "catalog/kinds/view.h"

#include <glib.h>

#include "catalog/kinds.h"
#include "catalog/snapshot.h"
#include "sql/settle.h"
#include "sql/settle_view.h"

#define AT(field) ATTRIBUTE_AT(struct view, field)
#define DEFINITION \
	{ \
		"definition", AT(definition), "pg_get_viewdef(c.oid)", .form = FORM_BLOCK, .refers = REFERS_TEXT, \
								       .fragment = FRAGMENT_QUERY, .required = true, \
								       .change = CHANGE_IGNORE \
	}
static const struct attribute view_attributes[] = {
	DEFINITION,
	{ "options", AT(options),
		"(SELECT array_agg(o ORDER BY i) FROM unnest(c.reloptions) WITH ORDINALITY u(o, i) WHERE o !~ '^check_option=')",
		.options = true, .ordered = true, .change = CHANGE_IN_PLACE },
	{ "check_option", AT(check_option), "substring(c.reloptions::text from 'check_option=([a-z]+)')", .words = "local|cascaded",
		.change = CHANGE_IN_PLACE },
	{ 0 },
};

static void settle(struct snapshot *snapshot, struct object *object)
{
	struct view *view = (struct view *)object;
	g_autofree char *settled = view->definition ? settle_view(view->definition) : NULL;

	if (settled)
		view->definition = pool_text(snapshot_pool(snapshot), settled);
}

#define VIEW_KIND \
	.settle = settle, .size = sizeof(struct view), .schema_key = true, .catalog = "pg_class", .oid = "c.oid", \
	.schema = "n.nspname", .title = "c.relname", .owner = "c.relowner", .privileges = "c.relacl", .rights = "arwdDxtm", \
	.public_rights = ""
#define OWN " AND c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'"

static const struct kind *const view_parts[] = { &column_kind, &rule_kind, &trigger_kind, NULL };

const struct kind view_kind = {
	.name = "view",
	.found_by = "regclass",
	.default_acl = "r",
	.target = "TABLE %O",
	.traits = TRAIT_RELATION | TRAIT_FOLLOWS_RENAMES | TRAIT_HOLDS_FIELDS | TRAIT_RUN | TRAIT_QUERY,
	.spaces = SPACE_RELATION | SPACE_TYPE,
	.sql = "VIEW",
	VIEW_KIND,
	.attributes = view_attributes,
	.parts = view_parts,
	.opens_tables = true,
	.from = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace",
	.where = "c.relkind = 'v'" OWN,
};

static const struct attribute materialized_view_attributes[] = {
	DEFINITION,
	{ "options", AT(options), "c.reloptions", .options = true, .ordered = true, .change = CHANGE_IN_PLACE },
	{ "toast_options", AT(toast_options), "t.reloptions", .options = true, .ordered = true, .change = CHANGE_IN_PLACE },
	{ "tablespace", AT(tablespace), "s.spcname", .change = CHANGE_IN_PLACE },
	{ "access_method", AT(access_method), "m.amname", .otherwise = "heap" },
	{ "cluster_on", AT(cluster_on),
		"(SELECT (SELECT x.relname FROM pg_class x WHERE x.oid = q.indexrelid) FROM pg_index q WHERE q.indrelid = c.oid "
		"AND q.indisclustered)",
		.change = CHANGE_IN_PLACE },
	{ "with_data", AT(with_data), "CASE WHEN NOT c.relispopulated THEN 'false' END", .otherwise = "true", .words = "false",
		.form = FORM_BARE, .incidental = true },
	{ 0 },
};
static const struct kind *const materialized_view_parts[] = { &column_kind, &index_kind, NULL };

const struct kind materialized_view_kind = {
	.name = "materialized view",
	.found_by = "regclass",
	.default_acl = "r",
	.target = "TABLE %O",
	.traits = TRAIT_RELATION | TRAIT_FOLLOWS_RENAMES | TRAIT_HOLDS_FIELDS | TRAIT_QUERY,
	.spaces = SPACE_RELATION | SPACE_TYPE,
	.sql = "MATERIALIZED VIEW",
	VIEW_KIND,
	.attributes = materialized_view_attributes,
	.parts = materialized_view_parts,
	.opens_tables = true,
	.from = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid AND "
		"t.reloptions IS NOT NULL"
		" LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_am m ON m.oid = c.relam",
	.where = "c.relkind = 'm'" OWN,
};
