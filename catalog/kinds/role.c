/* CREATE, ALTER, DROP ROLE, from pg_roles, pg_auth_members and pg_db_role_setting. */
#include "catalog/kinds/role.h"

#include "catalog/kinds.h"

/*
 * The options of a membership that GRANT role TO role does not set by default: since 16 INHERIT depends on the member's own
 * attribute.
 */
#define ADMIN "CASE WHEN bool_or(m.admin_option) THEN ' WITH ADMIN OPTION' ELSE '' END"
#define OPTIONS \
	"coalesce(' WITH ' || nullif(concat_ws(', ', CASE WHEN bool_or(m.admin_option) THEN 'ADMIN TRUE' END," \
	" CASE WHEN bool_or(m.inherit_option) <> r.rolinherit THEN 'INHERIT ' || upper(bool_or(m.inherit_option)::text) END," \
	" CASE WHEN NOT bool_or(m.set_option) THEN 'SET FALSE' END), ''), '')"
#define MEMBER_OF(options) \
	"(SELECT array_agg(x.grant) FROM (SELECT quote_ident(o.rolname) || " options " AS grant FROM pg_auth_members m" \
	" JOIN pg_roles o ON o.oid = m.roleid WHERE m.member = r.oid GROUP BY o.rolname) x)"

#define AT(field) ATTRIBUTE_AT(struct role, field)
static const struct attribute attributes[] = {
	{ "superuser", AT(superuser), "r.rolsuper", .clause = "SUPERUSER", .unset = "NOSUPERUSER" },
	{ "createdb", AT(createdb), "r.rolcreatedb", .clause = "CREATEDB", .unset = "NOCREATEDB" },
	{ "createrole", AT(createrole), "r.rolcreaterole", .clause = "CREATEROLE", .unset = "NOCREATEROLE" },
	{ "inherit", AT(inherit), "CASE WHEN NOT r.rolinherit THEN 'false' END", .otherwise = "true", .words = "false",
		.form = FORM_BARE },
	{ "login", AT(login), "r.rolcanlogin", .clause = "LOGIN", .unset = "NOLOGIN" },
	{ "replication", AT(replication), "r.rolreplication", .clause = "REPLICATION", .unset = "NOREPLICATION" },
	{ "bypassrls", AT(bypassrls), "r.rolbypassrls", .clause = "BYPASSRLS", .unset = "NOBYPASSRLS" },
	{ "connection_limit", AT(connection_limit), "r.rolconnlimit", .otherwise = "-1", .form = FORM_NUMBER, .range = "0..",
		.clause = "CONNECTION LIMIT %" },
	{ "valid_until", AT(valid_until), "r.rolvaliduntil", .otherwise = "infinity", .clause = "VALID UNTIL '%'" },
	{ "member_of", AT(member_of), MEMBER_OF(OPTIONS), .since = PG(16), .roles = ROLES_FIRST, .options = true },
	{ "member_of", AT(member_of), MEMBER_OF(ADMIN), .until = PG(16), .roles = ROLES_FIRST, .options = true },
	{ "settings", AT(settings), "(SELECT s.setconfig FROM pg_db_role_setting s WHERE s.setdatabase = 0 AND s.setrole = r.oid)",
		.options = true },
	{ "unused", AT(unused), "u.oid IS NULL", .form = FORM_HIDDEN, .incidental = true },
	{ 0 },
};

/* Roles that objects of this database, or the database itself, name; and those of which they are members. */
#define USED \
	"(WITH RECURSIVE used AS (SELECT s.refobjid AS oid FROM pg_shdepend s JOIN pg_database d ON d.datname = " \
	"current_database()" \
	" WHERE s.refclassid = 'pg_authid'::regclass AND (s.dbid = d.oid OR s.classid = 'pg_database'::regclass AND s.objid = " \
	"d.oid)" \
	" UNION SELECT m.roleid FROM used JOIN pg_auth_members m ON m.member = used.oid) SELECT oid FROM used)"

const struct kind role_kind = {
	.name = "role",
	.sql = "ROLE",
	.size = sizeof(struct role),
	.attributes = attributes,
	.change = CHANGE_IN_PLACE,
	.catalog = "pg_authid",
	.optional = OPTIONAL_ROLES,
	.from = "pg_roles r LEFT JOIN " USED " u ON u.oid = r.oid",
	.where = "r.oid >= 16384",
	.oid = "r.oid",
	.title = "r.rolname",
};
