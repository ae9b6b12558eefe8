/* Privileges of what comes with the server or with an extension: what was granted and revoked since, from the ACLs and pg_init_privs. */
#include "catalog/system_privileges.h"

#include "catalog/kinds.h"
#include "catalog/snapshot.h"

/* Two conditions, each of which an index serves: what initdb has made and keeps the first privileges of, which is not information_schema; and members of
   extensions. */
#define OF_SYSTEM(oid_, own) oid_ " < 16384 AND " own
#define OF_EXTENSION(class_, oid_)                                                                                                      \
	oid_ " = ANY (ARRAY(SELECT objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND classid = '" class_ "'::regclass))"
#define IN_CATALOG(namespace_) namespace_ " = 'pg_catalog'::regnamespace"

/* One kind of object: its ACL where it has one, and what acldefault() has for it. */
#define OBJECTS_OF(class_, kind_, name_, alias_, acl_, owner_, letter_, from_, condition)                                               \
	"SELECT '" class_ "'::regclass AS class, " alias_ ".oid, 0 AS sub, " kind_ " AS kind, " name_ " AS name, NULL::name AS attribute, " acl_ " AS acl," \
	" acldefault(" letter_ ", " owner_ ") AS usual FROM " from_ " WHERE " acl_ " IS NOT NULL AND " condition
#define OBJECTS(class_, kind_, name_, alias_, acl_, owner_, letter_, from_, own)                                                        \
	OBJECTS_OF(class_, kind_, name_, alias_, acl_, owner_, letter_, from_, OF_SYSTEM(alias_ ".oid", own))                             \
	" UNION ALL " OBJECTS_OF(class_, kind_, name_, alias_, acl_, owner_, letter_, from_, OF_EXTENSION(class_, alias_ ".oid"))
#define COLUMNS_OF(condition)                                                                                                           \
	"SELECT 'pg_class'::regclass, c.oid, a.attnum, 'table', " QUALIFIED("c.relname") ", a.attname, a.attacl, NULL::aclitem[]"              \
	" FROM (SELECT attrelid, attnum, attname, attacl FROM pg_attribute WHERE attacl IS NOT NULL AND NOT attisdropped AND " condition " OFFSET 0) a" \
	" JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
#define QUALIFIED(name_) "quote_ident(n.nspname) || '.' || quote_ident(" name_ ")"

#define ALL                                                                                                                             \
	OBJECTS("pg_class", "CASE c.relkind WHEN 'S' THEN 'sequence' ELSE 'table' END", QUALIFIED("c.relname"), "c", "c.relacl", "c.relowner",  \
		"CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\"", "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace",            \
		IN_CATALOG("c.relnamespace"))                                                                                              \
	" UNION ALL " COLUMNS_OF("attrelid < 16384") " WHERE " IN_CATALOG("c.relnamespace") " UNION ALL " COLUMNS_OF(OF_EXTENSION("pg_class", "attrelid"))       \
	" UNION ALL " OBJECTS("pg_proc", "'routine'", QUALIFIED("p.proname") " || '(' || oidvectortypes(p.proargtypes) || ')'", "p", "p.proacl", \
			      "p.proowner", "'f'", "pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace", IN_CATALOG("p.pronamespace")) \
	" UNION ALL " OBJECTS("pg_type", "'type'", QUALIFIED("t.typname"), "t", "t.typacl", "t.typowner", "'T'",                               \
			      "pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace", IN_CATALOG("t.typnamespace"))                       \
	" UNION ALL " OBJECTS("pg_namespace", "'schema'", "quote_ident(s.nspname)", "s", "s.nspacl", "s.nspowner", "'n'", "pg_namespace s",     \
			      "s.nspname = 'pg_catalog'")                                                                                  \
	" UNION ALL " OBJECTS("pg_language", "'language'", "quote_ident(l.lanname)", "l", "l.lanacl", "l.lanowner", "'l'", "pg_language l", "true")

/* Entries of one ACL that the other has not, as GRANT and REVOKE have them. */
#define ENTRIES(of, minus, word)                                                                                                        \
	"(SELECT array_agg(lower(x.privilege_type) || '" word "' || CASE x.grantee WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(x.grantee)) END" \
	" || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END ORDER BY 1)"                                                   \
	" FROM (SELECT grantee, privilege_type, is_grantable FROM aclexplode(" of ") EXCEPT SELECT grantee, privilege_type, is_grantable FROM aclexplode(" minus ")) x)"
#define INITIAL "coalesce(i.initprivs, o.usual)"
#define GRANTED ENTRIES("o.acl", INITIAL, " to ")
#define REVOKED ENTRIES(INITIAL, "o.acl", " from ")

#define AT(field) ATTRIBUTE_AT(struct system_privileges, field)
static const struct attribute attributes[] = {
	{ "kind", AT(kind), "o.kind", .required = true },
	{ "name", AT(name), "o.name", .required = true },
	{ "column", AT(column), "o.attribute" },
	{ "extension", AT(extension),
	  "(SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid WHERE d.deptype = 'e' AND d.classid = o.class AND d.objid = o.oid)" },
	{ "granted", AT(granted), GRANTED },
	{ "revoked", AT(revoked), REVOKED },
	{ 0 }
};

/* Its attributes are its name. */
static void settle(struct snapshot *snapshot, struct object *object)
{
	const struct system_privileges *entry = (const struct system_privileges *)object;

	if (entry->kind && entry->name)
		object->name = pool_printf(snapshot_pool(snapshot), "%s %s%s%s", entry->kind, entry->name, entry->column ? " column " : "", entry->column ? entry->column : "");
}

const struct kind system_privileges_kind = {
	.name = "system privileges", .sql = "PRIVILEGES", .size = sizeof(struct system_privileges), .attributes = attributes, .list = true,
	.settle = settle, .only_privileges = true, .keeps_members = true, .catalog = "pg_init_privs",
	.from = "(" ALL ") o LEFT JOIN pg_init_privs i ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = o.sub",
	.where = "o.acl IS DISTINCT FROM " INITIAL " AND (" GRANTED " IS NOT NULL OR " REVOKED " IS NOT NULL)",
	.oid = "o.oid", .title = "o.name",
};
