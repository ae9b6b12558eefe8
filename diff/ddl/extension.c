/* CREATE, ALTER, DROP EXTENSION. What either side does not tell, version or schema, stays as it is. */
#include "catalog/kinds/extension.h"

#include "catalog/kinds.h"
#include "diff/ddl/verbs.h"

static bool moves(const struct change *change)
{
	const struct extension *have = (const struct extension *)change->have, *want = (const struct extension *)change->want;

	return have->schema && want->schema && have->schema != want->schema;
}

static bool updates(const struct change *change)
{
	const struct extension *have = (const struct extension *)change->have, *want = (const struct extension *)change->want;

	return have->version && want->version && have->version != want->version;
}

static void create(struct say *s)
{
	const struct extension *extension = (const struct extension *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "CREATE EXTENSION %I", s->want->name);
	if (extension->schema)
		say_append(sql, "\n    WITH SCHEMA %I", extension->schema);
	if (extension->version)
		say_append(sql, "\n    VERSION %L", extension->version);
	say(s, STAGE_MAKE, "%s", sql->str);
}

static void alter(struct say *s)
{
	const struct extension *extension = (const struct extension *)s->want;

	if (updates(s->change) && extension->no_way_back)
		say_note(s, "extension %s stays at version %s: no update leads back to %s", s->want->name,
			((const struct extension *)s->have)->version, extension->version);
	else if (updates(s->change))
		say(s, STAGE_MAKE, "ALTER EXTENSION %I UPDATE TO %L", s->want->name, extension->version);
	if (moves(s->change))
		say(s, STAGE_MAKE, "ALTER EXTENSION %I SET SCHEMA %I", s->want->name, extension->schema);
}

/*
 * Its tables are not described. Those of PostGIS and pg_cron have rows of the user's; a document does not tell whether there are
 * any.
 */
static void drop(struct say *s)
{
	if (!((const struct extension *)s->have)->tableless)
		say_loss(s, STAGE_UNDO, "extension %s is dropped, and what its own tables hold is lost", s->have->name);
	say(s, STAGE_UNDO, "DROP EXTENSION %O", s->have);
}

const struct verbs extension_verbs = { .kind = &extension_kind, .create = create, .alter = alter, .drop = drop };
