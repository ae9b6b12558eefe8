/* CREATE, ALTER, DROP POLICY: altered in place, but no expression can be taken away. */
#include "catalog/kinds/policy.h"

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

/* "all" is told only of a policy without conditions. */
static bool same_command(const struct policy *have, const struct policy *want)
{
	return g_strcmp0(have->command ? have->command : "all", want->command ? want->command : "all") == 0;
}

static void judge(const struct changes *changes, struct change *change)
{
	(void)changes;
	if (!same_command((const struct policy *)change->have, (const struct policy *)change->want))
		change->fate = FATE_REMAKE;
}

static void append_roles(GString *sql, const struct names *roles)
{
	g_string_append(sql, "\n    TO ");
	if (!roles)
		g_string_append(sql, "PUBLIC");
	for (size_t i = 0; roles && i < roles->count; i++)
		say_append(sql, "%s%I", i ? ", " : "", roles->items[i]);
}

static void create(struct say *s)
{
	const struct policy *policy = (const struct policy *)s->want;
	g_autofree char *command = policy->command ? g_ascii_strup(policy->command, -1) : NULL;
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "CREATE POLICY %I ON %P", s->want->name, s->want);
	if (policy->restrictive)
		g_string_append(sql, "\n    AS RESTRICTIVE");
	if (command)
		say_append(sql, "\n    FOR %s", command);
	append_roles(sql, policy->roles);
	plain_clauses(sql, "\n    ", s->want);
	say(s, STAGE_MAKE, "%s", sql->str);
}

static void say_rename(struct say *s)
{
	say(s, STAGE_MAKE, "ALTER POLICY %I ON %P RENAME TO %I", s->have->name, s->want, s->want->name);
}

static void alter(struct say *s)
{
	const struct policy *policy = (const struct policy *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);

	plain_rename(s);
	if (change_differs_in(s->change, "roles"))
		append_roles(sql, policy->roles);
	plain_altered_clauses(sql, "\n    ", s->change);
	if (sql->len)
		say(s, STAGE_MAKE, "ALTER POLICY %I ON %P%s", s->want->name, s->want, sql->str);
}

static void drop(struct say *s)
{
	if (!s->change->undone_by)
		say(s, STAGE_UNDO, "DROP POLICY %I ON %P", s->have->name, s->have);
}

const struct verbs policy_verbs = { .says_clauses = true,
	.kind = &policy_kind,
	.judge = judge,
	.create = create,
	.alter = alter,
	.drop = drop,
	.rename = say_rename };
