/* ALTER DEFAULT PRIVILEGES: removed first and created last, so that they do not apply to objects that the script creates. */
#include "catalog/kinds/default_privileges.h"

#include "catalog/kinds.h"
#include "diff/ddl/grant.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

static void say_delta(struct say *s, enum stage stage, const struct privileges *have, const struct privileges *want)
{
	const struct object *object = s->want ? s->want : s->have;
	const struct default_privileges *entry = (const struct default_privileges *)object;
	g_autoptr(GString) prefix = g_string_new(NULL);

	say_append(prefix, "ALTER DEFAULT PRIVILEGES FOR ROLE %I ", entry->role);
	if (entry->schema)
		say_append(prefix, "IN SCHEMA %I ", entry->schema);
	grant_say(s, stage,
		&(struct grant_delta){
			.have = have,
			.want = want,
			.have_owner = entry->role,
			.want_owner = entry->role,
			.owner = entry->role,
			.prefix = prefix->str,
			.target = object_rights(object)->sql,
		});
}

static void create(struct say *s)
{
	say_delta(s, STAGE_LATE, NULL, s->want->privileges);
}

static void alter(struct say *s)
{
	say_delta(s, STAGE_LATE, s->have->privileges, s->want->privileges);
}

static void drop(struct say *s)
{
	say_delta(s, STAGE_UNDO, s->have->privileges, NULL);
}

const struct verbs default_privileges_verbs = { .kind = &default_privileges_kind, .create = create, .alter = alter, .drop = drop };
