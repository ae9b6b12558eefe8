/* CREATE, ALTER, DROP RULE: replaced in place unless it is for another event. */
#include "catalog/kinds/rule.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

static void say_whole(struct say *s, const char *create)
{
	const struct rule *rule = (const struct rule *)s->want;
	g_autofree char *event = g_ascii_strup(rule->event ? rule->event : "", -1);
	g_autoptr(GString) sql = g_string_new(create);

	say_append(sql, " RULE %I AS\n    ON %s TO %P", s->want->name, event, s->want);
	if (rule->condition)
		say_append(sql, "\n    WHERE %s", rule->condition);
	say_append(sql, "\n    DO %s%s", rule->instead ? "INSTEAD " : "", rule->actions ? rule->actions : "NOTHING");
	say(s, STAGE_MAKE, "%s", sql->str);
}

static void say_enabled(struct say *s)
{
	const char *enabled = ((const struct rule *)s->want)->enabled;
	const char *verb = !enabled			     ? "ENABLE"
			   : strcmp(enabled, "replica") == 0 ? "ENABLE REPLICA"
			   : strcmp(enabled, "always") == 0  ? "ENABLE ALWAYS"
							     : "DISABLE";

	if (s->want->parent->kind != &table_kind) {
		g_autofree char *name = object_describe(s->want);
		say_note(s, NOTE_RULE_ENABLED, "%s stays enabled: PostgreSQL has no command for rules of views", name);
		return;
	}
	say(s, STAGE_MAKE, "ALTER TABLE %P %s RULE %I", s->want, verb, s->want->name);
}

static void create(struct say *s)
{
	say_whole(s, "CREATE");
	if (((const struct rule *)s->want)->enabled)
		say_enabled(s);
}

static void say_rename(struct say *s)
{
	say(s, STAGE_MAKE, "ALTER RULE %I ON %P RENAME TO %I", s->have->name, s->want, s->want->name);
}

/* A replacement leaves alone whether the rule is enabled. */
static void alter(struct say *s)
{
	plain_rename(s);
	if (change_differs_in(s->change, "condition") || change_differs_in(s->change, "actions") ||
		change_differs_in(s->change, "instead"))
		say_whole(s, "CREATE OR REPLACE");
	if (change_differs_in(s->change, "enabled"))
		say_enabled(s);
}

static void drop(struct say *s)
{
	if (!s->change->undone_by)
		say(s, STAGE_UNDO, "DROP RULE %I ON %P", s->have->name, s->have);
}

const struct verbs rule_verbs = { .kind = &rule_kind, .create = create, .alter = alter, .drop = drop, .rename = say_rename };
