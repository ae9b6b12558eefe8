/* CREATE, ALTER, DROP POLICY, from pg_policy. */
#include "catalog/kinds/policy.h"

#include <glib.h>

#include "catalog/kinds.h"

#define AT(field) ATTRIBUTE_AT(struct policy, field)
static const struct attribute attributes[] = {
	{ "command", AT(command),
		"CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE "
		"'all' END",
		.words = "all|select|insert|update|delete", .change = CHANGE_IN_PLACE },
	{ "restrictive", AT(restrictive), "NOT p.polpermissive" },
	{ "roles", AT(roles),
		"CASE WHEN p.polroles <> '{0}' THEN (SELECT array_agg(pg_get_userbyid(r) ORDER BY pg_get_userbyid(r)::text "
		"COLLATE \"C\") FROM unnest(p.polroles) r) END",
		.roles = ROLES_BARE, .change = CHANGE_IN_PLACE },
	{ "using", AT(using), "pg_get_expr(p.polqual, p.polrelid)", .refers = REFERS_TEXT, .required = true,
		.unless = "check|command", .clause = "USING (%)" },
	{ "check", AT(check), "pg_get_expr(p.polwithcheck, p.polrelid)", .refers = REFERS_TEXT, .clause = "WITH CHECK (%)" },
	{ 0 },
};

/*
 * The command "all" is the default, and absent if there is a condition. A policy without any condition, which shows no rows, has
 * its command: an empty policy in a document is one that somebody has not finished.
 */
static void settle(struct snapshot *snapshot, struct object *object)
{
	struct policy *policy = (struct policy *)object;

	(void)snapshot;
	if ((policy->using || policy->check) && g_strcmp0(policy->command, "all") == 0)
		policy->command = NULL;
}

const struct kind policy_kind = {
	.name = "policy",
	.subject = "POLICY %I ON %P",
	.traits = TRAIT_FOLLOWS_RENAMES | TRAIT_IDLE,
	.spaces = SPACE_POLICY,
	.key = "policies",
	.sql = "POLICY",
	.size = sizeof(struct policy),
	.part = true,
	.shape = PART_MAP,
	.attributes = attributes,
	.settle = settle,
	.catalog = "pg_policy",
	.parent_catalog = "pg_class",
	.opens_tables = true,
	.from = "pg_policy p",
	.oid = "p.oid",
	.title = "p.polname",
	.parent = "p.polrelid",
};
