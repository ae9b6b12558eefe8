/* CREATE, ALTER, DROP EXTENSION. A version or schema that either side does not have stays unchanged. */
#include "diff/ddl/extension.h"

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "diff/ddl/verbs.h"
#include "diff/order.h"
#include "diff/say.h"
#include "diff/told.h"

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
		say_note(s, NOTE_EXTENSION_VERSION, "extension %s stays at version %s: no update leads back to %s", s->want->name,
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
		say_loss(s, STAGE_UNDO, LOSS_EXTENSION_DROPPED, "extension %s is dropped, and what its own tables hold is lost",
			s->have->name);
	say(s, STAGE_UNDO, "DROP EXTENSION %O", s->have);
}

/* Extensions go when nothing else is left to be undone, for their members are not known one by one. */
static void add_gone(struct changes *changes, struct change *change)
{
	struct batch *gone = batch_find(change, STAGE_UNDO);

	for (guint i = 0; gone && change_undoes(change) && i < changes->all->len; i++) {
		struct change *other = changes->all->pdata[i];
		if (kind_is(change_object(other)->kind, TRAIT_HOME))
			continue;
		batch_before(batch_find(other, STAGE_UNDO), gone);
		if (other->aside)
			batch_before(batch_find(other, STAGE_LATE), gone);
		if (other->fate == FATE_ALTER)
			batch_before(batch_find(other, STAGE_MAKE), gone);
	}
}

/* The schema of an extension is changed before anything that names its members, as all statements do by the new schema. */
static void add_moved(struct changes *changes, struct change *extension)
{
	struct batch *move =
		extension->fate == FATE_ALTER && change_differs_in(extension, "schema") ? batch_find(extension, STAGE_MAKE) : NULL;

	for (guint i = 0; move && i < changes->all->len; i++) {
		struct change *other = changes->all->pdata[i];
		const struct kind *kind = change_object(other)->kind;
		bool before = kind_is(kind, TRAIT_HOME | TRAIT_OUTERMOST) || kind->optional;
		for (int stage = 0; !before && stage < STAGE_COUNT; stage++)
			batch_before(move, batch_find(other, stage));
		if (kind == &schema_kind) /* one that goes may be the old one */
			batch_before(move, batch_find(other, STAGE_UNDO));
	}
}

static void add_edges(struct changes *changes, struct change *extension)
{
	if (extension->fate == FATE_SAME)
		return;
	add_gone(changes, extension);
	add_moved(changes, extension);
}

bool extension_has_step(const struct changes *changes, const struct change *change)
{
	const struct object *object = change_object(change);
	const struct attribute *row = kind_attribute(object->kind, "extension");
	const char *name = row ? attribute_text(row, object) : NULL;
	const struct object *extension =
		name ? snapshot_find(change->want ? changes->want : changes->have, &extension_kind, NULL, name) : NULL;

	return extension && told_has_step(change->want ? changes_of_want(changes, extension) : changes_of_have(changes, extension));
}

/* No update leads to the version that is wanted. */
static bool stays(const struct change *change, const struct attribute *row)
{
	return ((const struct extension *)change->want)->no_way_back && row->offset == offsetof(struct extension, version);
}

const struct verbs extension_verbs = {
	.stays = stays, .add_edges = add_edges, .kind = &extension_kind, .create = create, .alter = alter, .drop = drop
};
