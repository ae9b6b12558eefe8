/* ALTER DATABASE, from pg_database and pg_db_role_setting. */
#include "catalog/kinds/database.h"

#include "catalog/kinds.h"

#define AT(field) ATTRIBUTE_AT(struct database, field)
static const struct attribute attributes[] = {
	{ "encoding", AT(encoding), "pg_encoding_to_char(d.encoding)" },
	{ "provider", AT(provider), "CASE d.datlocprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END",
		.otherwise = "libc", .since = PG(15), .words = "icu|builtin" },
	{ "locale", AT(locale), "d.datlocale", .since = PG(17) },
	{ "locale", AT(locale), "d.daticulocale", .since = PG(15), .until = PG(17) },
	{ "lc_collate", AT(lc_collate), "d.datcollate" },
	{ "lc_ctype", AT(lc_ctype), "d.datctype" },
	{ "rules", AT(rules), "d.daticurules", .since = PG(16) },
	{ "tablespace", AT(tablespace), "t.spcname", .otherwise = "pg_default" },
	{ "connection_limit", AT(connection_limit), "d.datconnlimit", .otherwise = "-1", .form = FORM_NUMBER, .range = "0..",
		.clause = "CONNECTION LIMIT %" },
	{ "allow_connections", AT(allow_connections), "CASE WHEN NOT d.datallowconn THEN 'false' END", .otherwise = "true",
		.words = "false", .form = FORM_BARE, .clause = "ALLOW_CONNECTIONS %" },
	{ "is_template", AT(is_template), "d.datistemplate", .clause = "IS_TEMPLATE true", .unset = "IS_TEMPLATE false" },
	{ "settings", AT(settings), "(SELECT s.setconfig FROM pg_db_role_setting s WHERE s.setdatabase = d.oid AND s.setrole = 0)",
		.options = true },
	{ "role_settings", AT(role_settings),
		"(SELECT array_agg(quote_ident(r.rolname) || ' ' || x) FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = "
		"s.setrole, unnest(s.setconfig) x"
		" WHERE s.setdatabase = d.oid)",
		.roles = ROLES_FIRST, .options = true },
	{ 0 },
};

const struct kind database_kind = {
	.name = "database",
	.sql = "DATABASE",
	.size = sizeof(struct database),
	.attributes = attributes,
	.change = CHANGE_IN_PLACE,
	.catalog = "pg_database",
	.optional = OPTIONAL_DATABASE,
	.single = true,
	.from = "pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace",
	.where = "d.datname = current_database()",
	.oid = "d.oid",
	.title = "'database'",
	.owner = "d.datdba",
	.privileges = "d.datacl",
	.rights = "CTc",
	.public_rights = "Tc",
};
