/* What is to be said of a whole plan. */
#include "diff/notes.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/event_trigger.h"

/* Columns can only be added at the end. */
static void note_order(const struct changes *changes, struct plan *plan)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		if ((change->fate != FATE_ALTER && change->fate != FATE_SAME) || change_object(change)->kind != &table_kind ||
			!change_reorders(changes, change))
			continue;
		g_autofree char *name = object_describe(change->want);
		remark_add(plan->notes, NOTE_COLUMN_ORDER, change->want, "the order of the columns of %s cannot be changed", name);
	}
}

/* Whether it is enabled before and after, so that it fires on the script too. */
static bool stays_awake(const struct change *change)
{
	return change->have && change->want && change->want->kind == &event_trigger_kind && !change_makes(change) &&
	       g_strcmp0(((const struct event_trigger *)change->have)->enabled, "false") != 0 &&
	       g_strcmp0(((const struct event_trigger *)change->want)->enabled, "false") != 0 &&
	       g_strcmp0(((const struct event_trigger *)change->want)->event, "login") != 0;
}

static void note_event_triggers(const struct changes *changes, struct plan *plan)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		if (stays_awake(change))
			remark_add(plan->notes, NOTE_EVENT_TRIGGER, change->want,
				"event trigger %s is enabled before and after: it fires on the statements of this script too",
				change->want->name);
	}
}

void notes_add(const struct changes *changes, struct plan *plan)
{
	note_order(changes, plan);
	note_event_triggers(changes, plan);
}
