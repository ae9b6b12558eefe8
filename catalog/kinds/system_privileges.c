/* Privileges of objects of the server or of an extension that were granted or revoked later: from the ACLs and pg_init_privs. */
#include "catalog/kinds/system_privileges.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/snapshot.h"

/*
 * Objects with ACL, owner, and acldefault()'s letter, under two conditions, each supported by an index: objects of initdb with
 * initial privileges, except information_schema; and members of extensions.
 */
#define OBJECTS_OF(class_, sub_, acl_, owner_, letter_, from_, condition) \
	"SELECT '" class_ "'::regclass AS class, c.oid, " sub_ " AS sub, " acl_ " AS acl, " owner_ " AS owner, " letter_ \
	"::\"char\" AS letter FROM " from_ " WHERE " acl_ " IS NOT NULL AND " condition
#define MEMBERS(class_) " >= 16384 AND c.oid = ANY (ARRAY(SELECT objid FROM member WHERE classid = '" class_ "'::regclass))"
#define OBJECTS(class_, acl_, owner_, letter_, own) \
	OBJECTS_OF(class_, "0", acl_, owner_, letter_, class_ " c", "c.oid < 16384 AND " own) \
	" UNION ALL " OBJECTS_OF(class_, "0", acl_, owner_, letter_, class_ " c", "c.oid" MEMBERS(class_))
#define COLUMNS(relations) \
	OBJECTS_OF("pg_class", "c.attnum", "c.attacl", "0", "'c'", \
		"(" relations \
		") r CROSS JOIN LATERAL (SELECT attrelid AS oid, attnum, attacl FROM pg_attribute WHERE attrelid = r.oid" \
		" AND NOT attisdropped AND attacl IS NOT NULL OFFSET 0) c", \
		"true")
/* clang-format off */
#define ALL \
	"WITH member AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE refclassid = 'pg_extension'::regclass" \
	" AND deptype = 'e') " \
	OBJECTS("pg_class", "c.relacl", "c.relowner", "CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END", "c.relnamespace = 11") \
	" UNION ALL " COLUMNS("SELECT oid FROM pg_class WHERE relnamespace = 11 AND oid < 16384 AND relkind IN ('r', 'v')") \
	" UNION ALL " COLUMNS("SELECT objid AS oid FROM member WHERE classid = 'pg_class'::regclass AND objid >= 16384") \
	" UNION ALL " OBJECTS("pg_proc", "c.proacl", "c.proowner", "'f'", "c.pronamespace = 11") \
	" UNION ALL " OBJECTS("pg_type", "c.typacl", "c.typowner", "'T'", "c.typnamespace = 11") \
	" UNION ALL " OBJECTS("pg_namespace", "c.nspacl", "c.nspowner", "'n'", "c.oid = 11") \
	" UNION ALL " OBJECTS("pg_language", "c.lanacl", "c.lanowner", "'l'", "true")
/* clang-format on */

/* Entries of one ACL that the other has not, as GRANT and REVOKE have them. */
#define ENTRIES(of, minus, word) \
	"(SELECT array_agg(lower(x.privilege_type) || '" word \
	"' || CASE x.grantee WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(x.grantee)) END" \
	" || CASE WHEN x.is_grantable THEN ' with grant option' ELSE '' END)" \
	" FROM (SELECT grantee, privilege_type, is_grantable FROM aclexplode(" of \
	") EXCEPT SELECT grantee, privilege_type, is_grantable FROM aclexplode(" minus ")) x)"
/* Columns have no default. */
#define INITIAL "coalesce(i.initprivs, CASE WHEN o.letter <> 'c' THEN acldefault(o.letter, o.owner) END)"

#define AT(field) ATTRIBUTE_AT(struct system_privileges, field)
static const struct attribute attributes[] = {
	{ "kind", AT(kind),
		"CASE o.letter WHEN 's' THEN 'sequence' WHEN 'f' THEN 'routine' WHEN 'T' THEN 'type' WHEN 'n' THEN 'schema' WHEN "
		"'l' THEN 'language' ELSE 'table' END",
		.fragment = FRAGMENT_NAME, .required = true, .words = "table|sequence|routine|type|schema|language" },
	{ "name", AT(name), "o.name", .fragment = FRAGMENT_NAME, .required = true },
	{ "column", AT(column), "o.attribute" },
	{ "extension", AT(extension),
		"(SELECT e.extname FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid WHERE d.deptype = 'e' AND d.classid "
		"= o.class AND d.objid = o.oid)" },
	{ "granted", AT(granted), "o.granted", .fragment = FRAGMENT_EXPRESSION, .roles = ROLES_LAST },
	{ "revoked", AT(revoked), "o.revoked", .fragment = FRAGMENT_EXPRESSION, .roles = ROLES_LAST },
	{ 0 },
};

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The order of grants has no meaning. */
static const struct names *sorted(struct pool *pool, const struct names *entries)
{
	g_autofree const char **items = entries ? g_memdup2(entries->items, entries->count * sizeof(items[0])) : NULL;

	if (!items)
		return entries;
	qsort(items, entries->count, sizeof(items[0]), compare_texts);
	return pool_names(pool, items, entries->count);
}

/* Its attributes are its name. */
static void settle(struct snapshot *snapshot, struct object *object)
{
	struct system_privileges *entry = (struct system_privileges *)object;

	entry->granted = sorted(snapshot_pool(snapshot), entry->granted);
	entry->revoked = sorted(snapshot_pool(snapshot), entry->revoked);
	if (entry->kind && entry->name)
		object->name = pool_printf(snapshot_pool(snapshot), "%s %s%s%s", entry->kind, entry->name,
			entry->column ? " column " : "", entry->column ? entry->column : "");
}

static void need_extension(struct scan *scan)
{
	depend_add_extension(scan, ((const struct system_privileges *)scan->object)->extension);
}

const struct kind system_privileges_kind = {
	.name = "system privileges",
	.sql = "PRIVILEGES",
	.size = sizeof(struct system_privileges),
	.attributes = attributes,
	.change = CHANGE_IN_PLACE,
	.list = true,
	.settle = settle,
	.only_privileges = true,
	.keeps_members = true,
	.catalog = "pg_init_privs",
	.from = "(SELECT o.class, o.oid, o.letter, (pg_identify_object(o.class, o.oid, 0)).identity AS name,"
		" (SELECT a.attname FROM pg_attribute a WHERE o.sub > 0 AND a.attrelid = o.oid AND a.attnum = o.sub) AS attribute,"
		" " ENTRIES("o.acl", INITIAL, " to ") " AS granted, " ENTRIES(INITIAL, "o.acl",
			" from ") " AS revoked"
				  " FROM (" ALL
				  ") o LEFT JOIN pg_init_privs i ON i.classoid = o.class AND i.objoid = o.oid AND i.objsubid = "
				  "o.sub"
				  " WHERE o.acl IS DISTINCT FROM " INITIAL " OFFSET 0) o",
	.where = "o.granted IS NOT NULL OR o.revoked IS NOT NULL",
	.oid = "o.oid",
	.title = "o.name",
	.needs = need_extension,
};
