/* CREATE, ALTER, DROP FOREIGN DATA WRAPPER, SERVER, USER MAPPING and FOREIGN TABLE. */
#include "catalog/kinds/foreign.h"

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "catalog/secret.h"
#include "catalog/snapshot.h"

/* NULL for a wrapper of an extension. */
#define OWN(sql_) "CASE WHEN x.extname IS NULL THEN " sql_ " END"

#define AT(field) ATTRIBUTE_AT(struct foreign_data_wrapper, field)
static const struct attribute wrapper_attributes[] = {
	{ "extension", AT(extension), "x.extname" },
	{ "handler", AT(handler), "CASE WHEN f.fdwhandler <> 0 AND x.extname IS NULL THEN f.fdwhandler::regproc::text END",
		.refers = REFERS_ROUTINE, .clause = "HANDLER %", .unset = "NO HANDLER" },
	{ "validator", AT(validator), "CASE WHEN f.fdwvalidator <> 0 AND x.extname IS NULL THEN f.fdwvalidator::regproc::text END",
		.refers = REFERS_ROUTINE, .clause = "VALIDATOR %", .unset = "NO VALIDATOR" },
	{ "options", AT(options), OWN("f.fdwoptions"), .options = true, .secrets = true },
	{ 0 },
};
#undef AT
static const struct kind *const wrapper_parts[] = { &server_kind, NULL };

/* A document of Pyrseas describes an extension's wrapper like any other: it has the extension's name. */
static void finish_wrappers(struct snapshot *snapshot)
{
	struct own_objects wrappers = snapshot_own_objects(snapshot, &foreign_data_wrapper_kind);
	struct objects extensions = snapshot_objects(snapshot, &extension_kind);

	for (size_t i = 0; i < wrappers.count; i++) {
		struct foreign_data_wrapper *wrapper = (struct foreign_data_wrapper *)wrappers.items[i];
		for (size_t e = 0; !snapshot_version(snapshot) && e < extensions.count; e++)
			if (extensions.items[e]->name == wrapper->object.name)
				wrapper->extension = wrapper->object.name;
		if (!wrapper->extension)
			continue;
		wrapper->handler = wrapper->validator = wrapper->object.owner = wrapper->object.comment = NULL;
		wrapper->options = NULL;
		wrapper->object.privileges = NULL;
	}
}

/* Those of extensions are there for the servers that users make of them. */
/* That of a server's wrapper, or of the wrapper. */
static void need_extension(struct scan *scan)
{
	const struct object *object = scan->object;

	depend_add_extension(scan, ((const struct foreign_data_wrapper *)(object->parent ? object->parent : object))->extension);
}

static void need_server(struct scan *scan)
{
	struct objects servers = snapshot_objects(scan->depend->snapshot, &server_kind);

	for (size_t i = 0; i < servers.count; i++)
		if (servers.items[i]->name == ((const struct table *)scan->object)->server)
			depend_add(scan->depend, scan->object, servers.items[i]);
}

const struct kind foreign_data_wrapper_kind = {
	.name = "foreign data wrapper",
	.found_by = "name",
	.default_acl = "F",
	.sql = "FOREIGN DATA WRAPPER",
	.size = sizeof(struct foreign_data_wrapper),
	.attributes = wrapper_attributes,
	.change = CHANGE_IN_PLACE,
	.parts = wrapper_parts,
	.finish = finish_wrappers,
	.keeps_members = true,
	.catalog = "pg_foreign_data_wrapper",
	.from = "pg_foreign_data_wrapper f LEFT JOIN (SELECT d.objid, e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = "
		"d.refobjid"
		" WHERE d.classid = 'pg_foreign_data_wrapper'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype "
		"= 'e') x"
		" ON x.objid = f.oid",
	.where = "x.extname IS NULL OR EXISTS (SELECT FROM pg_foreign_server s WHERE s.srvfdw = f.oid)",
	.oid = "f.oid",
	.title = "f.fdwname",
	.owner = OWN("f.fdwowner"),
	.privileges = OWN("f.fdwacl"),
	.rights = "U",
	.public_rights = "",
	.needs = need_extension,
};

#define AT(field) ATTRIBUTE_AT(struct server, field)
static const struct attribute server_attributes[] = {
	{ "type", AT(type), "s.srvtype" },
	{ "version", AT(version), "s.srvversion", .change = CHANGE_IN_PLACE },
	{ "options", AT(options), "s.srvoptions", .options = true, .secrets = true, .change = CHANGE_IN_PLACE },
	{ 0 },
};
#undef AT
static const struct kind *const server_parts[] = { &user_mapping_kind, NULL };

const struct kind server_kind = {
	.name = "server",
	.found_by = "name",
	.default_acl = "S",
	.target = "FOREIGN SERVER %O",
	.subject = "SERVER %O",
	.spaces = SPACE_SERVER,
	.sql = "SERVER",
	.size = sizeof(struct server),
	.attributes = server_attributes,
	.parts = server_parts,
	.part = true,
	.shape = PART_KEYED,
	.catalog = "pg_foreign_server",
	.parent_catalog = "pg_foreign_data_wrapper",
	.from = "pg_foreign_server s",
	.oid = "s.oid",
	.title = "s.srvname",
	.parent = "s.srvfdw",
	.owner = "s.srvowner",
	.privileges = "s.srvacl",
	.rights = "U",
	.public_rights = "",
	.needs = need_extension,
};

/* pg_user_mappings shows options only to roles that may use them; for others they are unknown. */
#define MAY_SEE \
	"(u.umuser <> 0 AND u.usename = current_user AND (pg_has_role(s.srvowner, 'USAGE') OR has_server_privilege(s.oid, " \
	"'USAGE'))" \
	" OR u.umuser = 0 AND pg_has_role(s.srvowner, 'USAGE') OR (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = " \
	"current_user))"

#define AT(field) ATTRIBUTE_AT(struct user_mapping, field)
static const struct attribute mapping_attributes[] = {
	{ "options", AT(options), "CASE WHEN " MAY_SEE " THEN u.umoptions ELSE ARRAY['" SECRET "'] END", .options = true,
		.secrets = true },
	{ 0 },
};
#undef AT

const struct kind user_mapping_kind = {
	.name = "user mapping",
	.key = "user mappings",
	.sql = "USER MAPPING",
	.size = sizeof(struct user_mapping),
	.attributes = mapping_attributes,
	.fixed_name = true,
	.change = CHANGE_IN_PLACE,
	.name_is_role = true,
	.part = true,
	.shape = PART_MAP,
	.catalog = "pg_user_mapping",
	.parent_catalog = "pg_foreign_server",
	.from = "pg_user_mappings u JOIN pg_foreign_server s ON s.oid = u.srvid",
	.oid = "u.umid",
	.title = "CASE WHEN u.umuser = 0 THEN 'PUBLIC' ELSE u.usename END",
	.parent = "u.srvid",
};

#define AT(field) ATTRIBUTE_AT(struct table, field)
static const struct attribute table_attributes[] = {
	{ "server", AT(server), "s.srvname", .required = true },
	{ "options", AT(options), "f.ftoptions", .options = true },
	{ "inherits", AT(inherits), "CASE WHEN NOT c.relispartition THEN i.parents END", .refers = REFERS_RELATION,
		.distinct = true },
	{ "partition_of", AT(partition_of), "CASE WHEN c.relispartition THEN i.parents[1] END", .refers = REFERS_RELATION,
		.required_with = "partition_bound_spec" },
	{ "partition_bound_spec", AT(partition_bound_spec), TABLE_BOUND, .refers = REFERS_TEXT, .fragment = FRAGMENT_CLAUSE,
		.required_with = "partition_of" },
	{ 0 },
};
static const struct kind *const table_parts[] = { &column_kind, &check_kind, &trigger_kind, NULL };

const struct kind foreign_table_kind = {
	.name = "foreign table",
	.found_by = "regclass",
	.default_acl = "r",
	.target = "TABLE %O",
	.traits = TRAIT_RELATION | TRAIT_TABLE,
	.spaces = SPACE_RELATION | SPACE_TYPE,
	.sql = "FOREIGN TABLE",
	.size = sizeof(struct table),
	.attributes = table_attributes,
	.change = CHANGE_IN_PLACE,
	.parts = table_parts,
	.schema_key = true,
	.settle = table_settle_parents,
	.catalog = "pg_class",
	.from = "pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
		" JOIN pg_foreign_server s ON s.oid = f.ftserver" TABLE_PARENTS,
	.oid = "c.oid",
	.schema = "n.nspname",
	.title = "c.relname",
	.owner = "c.relowner",
	.privileges = "c.relacl",
	.rights = "arwdDxtm",
	.public_rights = "",
	.needs = need_server,
};
