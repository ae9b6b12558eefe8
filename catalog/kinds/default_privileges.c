/* ALTER DEFAULT PRIVILEGES, from pg_default_acl. */
#include "catalog/kinds/default_privileges.h"

#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/snapshot.h"

#define AT(field) ATTRIBUTE_AT(struct default_privileges, field)
static const struct attribute attributes[] = {
	{ "objects", AT(objects),
		"CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN "
		"'types'"
		" WHEN 'n' THEN 'schemas' ELSE 'large objects' END",
		.required = true, .words = "tables|sequences|functions|types|schemas|large objects" },
	{ "role", AT(role), "pg_get_userbyid(d.defaclrole)", .roles = ROLES_BARE, .required = true },
	{ "schema", AT(schema), "n.nspname" },
	{ 0 },
};

/* Entries for all schemas replace the built-in defaults; those of one schema are added to them, so they start empty. */
#define RIGHTS(name_, key_, sql_, all, of_public) \
	{ \
		{ .name = name_, .key = key_, .sql = sql_, .rights = all, .public_rights = of_public }, \
		{ \
			.name = name_, .key = key_, .sql = sql_, .rights = all, .public_rights = "", .no_owner_rights = true \
		} \
	}
static const struct kind rights[][2] = {
	RIGHTS("table", "tables", "TABLES", "arwdDxtm", ""),
	RIGHTS("sequence", "sequences", "SEQUENCES", "rwU", ""),
	RIGHTS("function", "functions", "FUNCTIONS", "X", "X"),
	RIGHTS("type", "types", "TYPES", "U", "U"),
	RIGHTS("schema", "schemas", "SCHEMAS", "UC", ""),
	RIGHTS("large object", "large objects", "LARGE OBJECTS", "rw", ""),
};

static const struct kind *rights_of(const struct object *object)
{
	const struct default_privileges *entry = (const struct default_privileges *)object;

	for (size_t i = 0; entry->role && entry->objects && i < G_N_ELEMENTS(rights); i++)
		if (strcmp(rights[i][0].key, entry->objects) == 0)
			return &rights[i][entry->schema ? 1 : 0];
	return NULL;
}

static const char *owner_of(const struct object *object)
{
	return ((const struct default_privileges *)object)->role;
}

/* Its attributes are its name. */
static void settle(struct snapshot *snapshot, struct object *object)
{
	const struct default_privileges *entry = (const struct default_privileges *)object;
	const char *schema = entry->schema;

	if (rights_of(object))
		object->name = pool_printf(snapshot_pool(snapshot), "%s%s%s on %s", entry->role, schema ? " in schema " : "",
			schema ? schema : "", entry->objects);
}

const struct kind default_privileges_kind = {
	.name = "default privileges",
	.traits = TRAIT_OUTERMOST,
	.sql = "DEFAULT PRIVILEGES",
	.size = sizeof(struct default_privileges),
	.attributes = attributes,
	.list = true,
	.settle = settle,
	.rights_of = rights_of,
	.owner_of = owner_of,
	.only_privileges = true,
	.catalog = "pg_default_acl",
	.from = "pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace",
	.oid = "d.oid",
	.title = "pg_get_userbyid(d.defaclrole)",
	.privileges = "d.defaclacl",
};

const char *default_privileges_objects(const struct kind *kind)
{
	static const struct {
		const struct kind *kind;
		const char *objects;
	} kinds_of[] = {
		{ &table_kind, "tables" },
		{ &foreign_table_kind, "tables" },
		{ &view_kind, "tables" },
		{ &materialized_view_kind, "tables" },
		{ &sequence_kind, "sequences" },
		{ &function_kind, "functions" },
		{ &procedure_kind, "functions" },
		{ &aggregate_kind, "functions" },
		{ &enum_kind, "types" },
		{ &composite_kind, "types" },
		{ &range_kind, "types" },
		{ &domain_kind, "types" },
		{ &base_type_kind, "types" },
		{ &schema_kind, "schemas" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds_of); i++)
		if (kinds_of[i].kind == kind)
			return kinds_of[i].objects;
	return NULL;
}
