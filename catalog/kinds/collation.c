/* CREATE, ALTER, DROP COLLATION, from pg_collation. ICU kept its locale in collcollate before 15. */
#include "catalog/kinds/collation.h"

#include <glib.h>
#include <stdbool.h>

#include "catalog/kinds.h"
#include "catalog/kinds/locale.h"
#include "catalog/snapshot.h"

#define AT(field) ATTRIBUTE_AT(struct collation, field)
static const struct attribute attributes[] = {
	{ "provider", AT(provider),
		"CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' WHEN 'd' THEN 'default' ELSE 'libc' END",
		.otherwise = "libc", .newer = "builtin", .newer_since = PG(17), .words = "icu|builtin|default",
		.required_with = "rules" },
	/* as given until 15, a language tag since 16 */
	{ "locale", AT(locale), "c.colllocale", .since = PG(17), .empty = true, .incidental = true },
	{ "locale", AT(locale), "c.colliculocale", .since = PG(15), .until = PG(17), .empty = true, .incidental = true },
	{ "locale", AT(locale), "CASE c.collprovider WHEN 'i' THEN c.collcollate END", .until = PG(15), .empty = true,
		.incidental = true },
	{ "locale tag", AT(tag), .form = FORM_HIDDEN },
	{ "lc_collate", AT(lc_collate), "c.collcollate", .since = PG(15), .required = true, .unless = "locale" },
	{ "lc_ctype", AT(lc_ctype), "c.collctype", .since = PG(15), .required = true, .unless = "locale" },
	{ "lc_collate", AT(lc_collate), "CASE c.collprovider WHEN 'i' THEN NULL ELSE c.collcollate END", .until = PG(15) },
	{ "lc_ctype", AT(lc_ctype), "CASE c.collprovider WHEN 'i' THEN NULL ELSE c.collctype END", .until = PG(15) },
	{ "rules", AT(rules), "c.collicurules", .since = PG(16) },
	{ "deterministic", AT(deterministic), "CASE WHEN NOT c.collisdeterministic THEN 'false' END", .otherwise = "true",
		.words = "false", .form = FORM_BARE },
	{ 0 },
};

static void settle(struct snapshot *snapshot, struct object *object)
{
	struct collation *collation = (struct collation *)object;
	bool icu = g_strcmp0(collation->provider, "icu") == 0;

	g_autofree char *tag = collation->locale && icu ? locale_tag(collation->locale) : NULL;
	collation->tag = tag ? pool_text(snapshot_pool(snapshot), tag) : collation->locale;
}

const struct kind collation_kind = {
	.name = "collation",
	.found_by = "regcollation",
	.traits = TRAIT_ASIDE,
	.sql = "COLLATION",
	.size = sizeof(struct collation),
	.attributes = attributes,
	.schema_key = true,
	.settle = settle,
	.catalog = "pg_collation",
	.from = "pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace",
	.where = "c.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "c.oid",
	.schema = "n.nspname",
	.title = "c.collname",
	.owner = "c.collowner",
};
