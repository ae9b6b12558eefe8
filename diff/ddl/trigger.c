/* CREATE, ALTER, DROP TRIGGER: re-created unless only its name or its state differ; before 14 there is no CREATE OR REPLACE. */
#include "catalog/kinds/trigger.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/order.h"
#include "diff/say.h"
#include "diff/told.h"

/* INSERT OR UPDATE OF a, b */
static void append_events(GString *sql, const struct trigger *trigger)
{
	for (size_t i = 0; trigger->events && i < trigger->events->count; i++) {
		g_autofree char *event = g_ascii_strup(trigger->events->items[i], -1);

		say_append(sql, "%s%s", i ? " OR " : "", event);
		if (strcmp(event, "UPDATE") != 0)
			continue;
		for (size_t c = 0; trigger->columns && c < trigger->columns->count; c++)
			say_append(sql, "%s%I", c ? ", " : " OF ", trigger->columns->items[c]);
	}
}

/* The clauses between the table and the function, in the order of the manual. */
static void append_clauses(GString *sql, const struct trigger *trigger)
{
	if (trigger->from)
		say_append(sql, "\n    FROM %s", trigger->from);
	if (trigger->deferrable)
		say_append(sql, "\n    DEFERRABLE%s", trigger->initially_deferred ? " INITIALLY DEFERRED" : "");
	if (trigger->referencing_old || trigger->referencing_new)
		g_string_append(sql, "\n    REFERENCING");
	if (trigger->referencing_old)
		say_append(sql, " OLD TABLE AS %I", trigger->referencing_old);
	if (trigger->referencing_new)
		say_append(sql, " NEW TABLE AS %I", trigger->referencing_new);
	say_append(sql, "\n    FOR EACH %s", g_strcmp0(trigger->level, "row") == 0 ? "ROW" : "STATEMENT");
	if (trigger->condition)
		say_append(sql, "\n    WHEN (%s)", trigger->condition);
}

static void append_call(GString *sql, const struct trigger *trigger)
{
	const char *procedure = trigger->procedure ? trigger->procedure : "";
	size_t length = strlen(procedure);

	/* Pyrseas writes it as a call */
	if (g_str_has_suffix(procedure, "()"))
		length -= strlen("()");
	g_string_append(sql, "\n    EXECUTE FUNCTION ");
	g_string_append_len(sql, procedure, (gssize)length);
	g_string_append_c(sql, '(');
	for (size_t i = 0; trigger->arguments && i < trigger->arguments->count; i++)
		say_append(sql, "%s%L", i ? ", " : "", trigger->arguments->items[i]);
	g_string_append_c(sql, ')');
}

/* Without ONLY: the clones on partitions, which are not described, do as their parent does. */
static void say_enabled(struct say *s, enum stage stage, const struct object *object, const char *enabled)
{
	const char *verb = !enabled			     ? "ENABLE"
			   : strcmp(enabled, "replica") == 0 ? "ENABLE REPLICA"
			   : strcmp(enabled, "always") == 0  ? "ENABLE ALWAYS"
							     : "DISABLE";

	say(s, stage, "ALTER TABLE %P %s TRIGGER %I", object, verb, object->name);
}

static const char *enabled_of(const struct object *object)
{
	return ((const struct trigger *)object)->enabled;
}

/* A clone that is to do again as those above it. */
static void say_as_above(struct say *s)
{
	const struct change *change = s->change->parent;
	const struct object *table = change->want, *above = NULL;

	if (!table || change_makes(change))
		return;
	while (!above && (table = table_parent(s->changes->want, table)))
		above = object_part(table, &trigger_kind, s->have->name);
	if (above && changes_of_want(s->changes, above)->fate == FATE_SAME)
		say_enabled(s, STAGE_UNDO, s->have, enabled_of(above));
}

static void create(struct say *s)
{
	const struct trigger *trigger = (const struct trigger *)s->want;
	g_autofree char *timing = g_ascii_strup(trigger->timing ? trigger->timing : "after", -1);
	g_autoptr(GString) sql = g_string_new(NULL);

	if (trigger->inherited) {
		say_enabled(s, STAGE_LATE, s->want, trigger->enabled);
		return;
	}
	say_append(sql, "CREATE %sTRIGGER %I\n    %s ", trigger->constraint ? "CONSTRAINT " : "", s->want->name, timing);
	append_events(sql, trigger);
	say_append(sql, "\n    ON %P", s->want);
	append_clauses(sql, trigger);
	append_call(sql, trigger);
	say(s, STAGE_MAKE, "%s", sql->str);
	if (trigger->enabled)
		say_enabled(s, STAGE_MAKE, s->want, trigger->enabled);
}

static void say_rename(struct say *s)
{
	say(s, STAGE_MAKE, "ALTER TRIGGER %I ON %P RENAME TO %I", s->have->name, s->want, s->want->name);
}

static void alter(struct say *s)
{
	plain_rename(s);
	if (change_differs_in(s->change, "enabled"))
		say_enabled(
			s, ((const struct trigger *)s->want)->inherited ? STAGE_LATE : STAGE_MAKE, s->want, enabled_of(s->want));
}

/* A clone goes with what it was made of. */
static void drop(struct say *s)
{
	if (((const struct trigger *)s->have)->inherited)
		say_as_above(s);
	else if (!s->change->undone_by)
		say(s, STAGE_UNDO, "DROP TRIGGER %I ON %P", s->have->name, s->have);
}

/* A trigger's clone on a partition is there when the partition is attached, and does as those above it until told otherwise. */
static void add_clone(struct changes *changes, struct change *change)
{
	struct batch *late = batch_find(change, STAGE_LATE);
	const struct object *table = late && change->want ? change->want->parent : NULL;

	for (; table && ((const struct trigger *)change->want)->inherited; table = table_parent(changes->want, table))
		batch_before(batch_find(changes_of_want(changes, table), STAGE_LATE), late);
}

static const struct told told_elsewhere[] = {
	{ NULL, told_above },
	{ "not wanted", told_by_parent },
	{ 0 },
};

const struct verbs trigger_verbs = { .told_elsewhere = told_elsewhere,
	.add_edges = add_clone,
	.kind = &trigger_kind,
	.create = create,
	.alter = alter,
	.drop = drop,
	.rename = say_rename };
