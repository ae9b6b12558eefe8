/* CREATE, ALTER, DROP POLICY, from pg_policy. */
#include "catalog/policy.h"

#include "catalog/kinds.h"

#define AT(field) ATTRIBUTE_AT(struct policy, field)
static const struct attribute attributes[] = {
	{ "command", AT(command), "CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' END",
	  .otherwise = "all" },
	{ "restrictive", AT(restrictive), "NOT p.polpermissive" },
	{ "roles", AT(roles), "CASE WHEN p.polroles <> '{0}' THEN (SELECT array_agg(pg_get_userbyid(r) ORDER BY pg_get_userbyid(r)::text COLLATE \"C\") FROM unnest(p.polroles) r) END", .roles = ROLES_BARE },
	{ "using", AT(using), "pg_get_expr(p.polqual, p.polrelid)", .refers = REFERS_TEXT },
	{ "check", AT(check), "pg_get_expr(p.polwithcheck, p.polrelid)", .refers = REFERS_TEXT },
	{ 0 }
};

const struct kind policy_kind = {
	.name = "policy", .key = "policies", .sql = "POLICY", .size = sizeof(struct policy), .part = true, .shape = PART_MAP,
	.attributes = attributes, .catalog = "pg_policy", .parent_catalog = "pg_class", .from = "pg_policy p", .oid = "p.oid", .title = "p.polname",
	.parent = "p.polrelid",
};
