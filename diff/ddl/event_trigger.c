/*
 * CREATE, ALTER, DROP EVENT TRIGGER: re-created unless only its name or its state differ; it does not fire on the script's own
 * statements, unless it exists before and after.
 */
#include "catalog/kinds/event_trigger.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"
#include "diff/steps.h"

/* Disabled before anything else runs, enabled after. */
static void say_enabled(struct say *s, const char *enabled)
{
	bool disabled = enabled && strcmp(enabled, "false") == 0;
	const char *verb = !enabled			     ? "ENABLE"
			   : strcmp(enabled, "replica") == 0 ? "ENABLE REPLICA"
			   : strcmp(enabled, "always") == 0  ? "ENABLE ALWAYS"
							     : "DISABLE";
	bool first = disabled && s->change->fate == FATE_ALTER;

	say(s, first ? STAGE_UNDO : STAGE_LATE, "ALTER EVENT TRIGGER %I %s", first ? s->have->name : s->want->name, verb);
}

static void create(struct say *s)
{
	const struct event_trigger *trigger = (const struct event_trigger *)s->want;
	const char *procedure = trigger->procedure ? trigger->procedure : "";
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "CREATE EVENT TRIGGER %I\n    ON %I", s->want->name, trigger->event ? trigger->event : "");
	for (size_t i = 0; trigger->tags && i < trigger->tags->count; i++)
		say_append(sql, "%s%L", i ? ", " : "\n    WHEN TAG IN (", trigger->tags->items[i]);
	say_append(sql, "%s\n    EXECUTE FUNCTION %s%s", trigger->tags ? ")" : "", procedure,
		g_str_has_suffix(procedure, "()") ? "" : "()");
	say(s, STAGE_LATE, "%s", sql->str);
	if (trigger->enabled)
		say_enabled(s, trigger->enabled);
}

static void alter(struct say *s)
{
	plain_rename(s);
	if (change_differs_in(s->change, "enabled"))
		say_enabled(s, ((const struct event_trigger *)s->want)->enabled);
}

/* Whether it is enabled before and after, so that it fires on the script too. */
static bool stays_awake(const struct change *change)
{
	return change->have && change->want && !change_makes(change) &&
	       g_strcmp0(((const struct event_trigger *)change->have)->enabled, "false") != 0 &&
	       g_strcmp0(((const struct event_trigger *)change->want)->enabled, "false") != 0 &&
	       g_strcmp0(((const struct event_trigger *)change->want)->event, "login") != 0;
}

static void note(const struct changes *changes, const struct change *change, struct plan *plan)
{
	(void)changes;
	if (stays_awake(change))
		remark_add(plan->notes, NOTE_EVENT_TRIGGER, change->want,
			"event trigger %s is enabled before and after: it fires on the statements of this script too",
			change->want->name);
}

const struct verbs event_trigger_verbs = { .kind = &event_trigger_kind, .note = note, .create = create, .alter = alter };
