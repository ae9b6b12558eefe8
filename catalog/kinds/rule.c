/* CREATE, ALTER, DROP RULE, from pg_rewrite. */
#include "catalog/kinds/rule.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/clause.h"
#include "catalog/snapshot.h"

#define AT(field) ATTRIBUTE_AT(struct rule, field)
static const struct attribute attributes[] = {
	{ "event", AT(event),
		"CASE r.ev_type WHEN '1' THEN 'select' WHEN '2' THEN 'update' WHEN '3' THEN 'insert' ELSE 'delete' END",
		.required = true, .words = "select|insert|update|delete", .change = CHANGE_RECREATE },
	{ "instead", AT(instead), "r.is_instead" },
	{ "condition", AT(condition), .refers = REFERS_TEXT },
	{ "actions", AT(actions), .refers = REFERS_TEXT, .fragment = FRAGMENT_ACTIONS },
	{ "enabled", AT(enabled), "CASE r.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END",
		.words = "always|replica|disabled" },
	{ "definition", AT(definition), "pg_get_ruledef(r.oid)", .form = FORM_HIDDEN, .refers = REFERS_TEXT, .incidental = true },
	{ 0 },
};

/* CREATE RULE r AS ON event TO t [WHERE condition] DO [ALSO|INSTEAD] actions; */
static void settle(struct snapshot *snapshot, struct object *object)
{
	struct rule *rule = (struct rule *)object;
	struct pool *pool = snapshot_pool(snapshot);

	if (rule->definition) {
		const char *to = clause_after(rule->definition, "TO", NULL);
		const char *action = clause_after(to, "DO", NULL), *instead = clause_after(action, "INSTEAD", NULL);
		const char *where = clause_after(to, "WHERE", "DO");
		if (where)
			rule->condition = clause_trimmed(pool, where, action - strlen("DO"));
		rule->actions = rule->instead && instead ? instead : action;
		rule->definition = NULL;
	}
	if (rule->condition)
		rule->condition = clause_trimmed(pool, rule->condition, NULL);
	if (rule->actions)
		rule->actions = clause_trimmed(pool, rule->actions, NULL);
}

const struct kind rule_kind = {
	.name = "rule",
	.subject = "RULE %I ON %P",
	.traits = TRAIT_FOLLOWS_RENAMES | TRAIT_HOLDS_FIELDS | TRAIT_IDLE | TRAIT_FIRES,
	.spaces = SPACE_RULE,
	.key = "rules",
	.sql = "RULE",
	.size = sizeof(struct rule),
	.part = true,
	.shape = PART_MAP,
	.attributes = attributes,
	.change = CHANGE_IN_PLACE,
	.settle = settle,
	.catalog = "pg_rewrite",
	.parent_catalog = "pg_class",
	.opens_tables = true,
	.from = "pg_rewrite r",
	.where = "r.rulename <> '_RETURN' AND r.oid >= 16384",
	.oid = "r.oid",
	.title = "r.rulename",
	.parent = "r.ev_class",
};
