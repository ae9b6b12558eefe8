/* DISABLE and ENABLE TRIGGER and RULE, for as long as a script writes rows. */
#include "diff/ddl/trigger_pause.h"

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/trigger.h"

/* One that is there all the time. */
static bool stays(const struct change *change)
{
	return change->have && !change_makes(change);
}

static const char *verb_of(const char *enabled)
{
	return !enabled				  ? "ENABLE"
	       : g_str_equal(enabled, "always")	  ? "ENABLE ALWAYS"
	       : g_str_equal(enabled, "disabled") ? "DISABLE"
						  : "ENABLE REPLICA";
}

static void say_one(struct say *s, enum stage stage, const struct object *table, const struct object *part, const char *verb)
{
	say(s, stage, "ALTER TABLE %O %s %s %I", table, verb, part->kind->sql, part->name);
}

/* What has no clones: rules. */
static void say_others(struct say *s, enum stage stage, const struct object *table, bool enable)
{
	for (size_t k = 0; table->kind->parts[k]; k++) {
		const struct kind *kind = table->kind->parts[k];
		for (size_t i = 0; kind_is(kind, TRAIT_FIRES) && kind != &trigger_kind && i < table->parts[k].count; i++) {
			const struct object *part = table->parts[k].items[i];
			const char *enabled = attribute_text(kind_attribute(kind, "enabled"), part);
			if (stays(changes_of_want(s->changes, part)) && g_strcmp0(enabled, "disabled") != 0)
				say_one(s, stage, table, part, enable ? verb_of(enabled) : "DISABLE");
		}
	}
}

void trigger_pause(struct say *s, enum stage stage, const struct change *table, bool attached, bool enable)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (const struct object *of = table->want; of; of = attached ? table_parent(s->changes->want, of) : NULL) {
		struct parts triggers = object_parts(of, &trigger_kind);
		for (size_t i = 0; i < triggers.count; i++) {
			const struct trigger *trigger = (const struct trigger *)triggers.items[i];
			bool cloned = of == table->want || trigger->inherited || g_strcmp0(trigger->level, "row") == 0;
			bool idle = g_strcmp0(trigger->enabled, "disabled") == 0;
			if (!cloned || !stays(changes_of_want(s->changes, triggers.items[i])) ||
				!g_hash_table_add(seen, (gpointer)trigger->object.name))
				continue;
			/* the clone that is disabled is so again after ENABLE for the table above */
			if (!idle || (enable && trigger->inherited && !attached))
				say_one(s, stage, table->want, triggers.items[i], enable ? verb_of(trigger->enabled) : "DISABLE");
		}
	}
	say_others(s, stage, table->want, enable);
}
