/* CREATE, ALTER, DROP TRIGGER, from pg_trigger. */
#include "catalog/kinds/trigger.h"

#include <glib.h>
#include <string.h>

#include "catalog/depend_scan.h"
#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/clause.h"
#include "catalog/snapshot.h"

#define AT(field) ATTRIBUTE_AT(struct trigger, field)
static const struct attribute attributes[] = {
	{ "timing", AT(timing),
		"CASE WHEN t.tgtype & 64 <> 0 THEN 'instead of' WHEN t.tgtype & 2 <> 0 THEN 'before' ELSE 'after' END",
		.required = true, .unless = "inherited", .words = "before|after|instead of" },
	{ "events", AT(events),
		"array_remove(ARRAY[CASE WHEN t.tgtype & 4 <> 0 THEN 'insert' END, CASE WHEN t.tgtype & 8 <> 0 THEN 'delete' END,"
		" CASE WHEN t.tgtype & 16 <> 0 THEN 'update' END, CASE WHEN t.tgtype & 32 <> 0 THEN 'truncate' END], NULL)",
		.required = true, .unless = "inherited", .words = "insert|update|delete|truncate" },
	{ "columns", AT(columns), "CASE WHEN t.tgattr <> '' THEN t.tgrelid || ' ' || (t.tgattr::int2[])::text END", .columns = true,
		.refers = REFERS_COLUMNS },
	{ "level", AT(level), "CASE WHEN t.tgtype & 1 <> 0 THEN 'row' END", .otherwise = "statement", .words = "row" },
	{ "condition", AT(condition), .refers = REFERS_TEXT },
	{ "procedure", AT(procedure), "quote_ident(fn.nspname) || '.' || quote_ident(f.proname)", .refers = REFERS_ROUTINE,
		.required = true, .unless = "inherited" },
	{ "arguments", AT(arguments), .empty = true },
	{ "constraint", AT(constraint), "t.tgconstraint <> 0", .required_with = "deferrable|initially_deferred|from" },
	{ "deferrable", AT(deferrable), "t.tgdeferrable" },
	{ "initially_deferred", AT(initially_deferred), "t.tginitdeferred" },
	{ "referencing_old", AT(referencing_old), "t.tgoldtable" },
	{ "referencing_new", AT(referencing_new), "t.tgnewtable" },
	{ "from", AT(from),
		"CASE WHEN t.tgconstrrelid BETWEEN 1 AND 16383 THEN 'pg_catalog.' ELSE '' END || nullif(t.tgconstrrelid, 0)::regclass",
		.refers = REFERS_RELATION },
	{ "enabled", AT(enabled), "CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END",
		.words = "always|replica|disabled", .change = CHANGE_IN_PLACE, .blocks = true },
	{ "inherited", AT(inherited), "t.tgparentid <> 0" },
	{ "raw_arguments", AT(raw_arguments), "CASE WHEN t.tgnargs > 0 THEN encode(t.tgargs, 'hex') END", .form = FORM_HIDDEN,
		.incidental = true },
	{ "definition", AT(definition), "CASE WHEN t.tgqual IS NOT NULL THEN pg_get_triggerdef(t.oid) END", .form = FORM_HIDDEN,
		.refers = REFERS_TEXT, .incidental = true },
	{ 0 },
};

/* tgargs is the arguments, each ended by a zero byte. */
static const struct names *decode_arguments(struct pool *pool, const char *hex)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new();
	g_autoptr(GString) argument = g_string_new(NULL);

	for (; hex[0] && hex[1]; hex += 2) {
		char byte = (char)(g_ascii_xdigit_value(hex[0]) * 16 + g_ascii_xdigit_value(hex[1]));
		if (byte) {
			g_string_append_c(argument, byte);
			continue;
		}
		g_ptr_array_add(items, (char *)pool_text_n(pool, argument->str, argument->len));
		g_string_truncate(argument, 0);
	}
	return pool_names(pool, (const char *const *)items->pdata, items->len);
}

/* A clone has the definition of its parent's trigger. */
static void forget_definition(struct trigger *trigger)
{
	struct trigger clone = { .object = trigger->object, .enabled = trigger->enabled, .inherited = true };

	*trigger = clone;
}

static void settle(struct snapshot *snapshot, struct object *object)
{
	struct trigger *trigger = (struct trigger *)object;
	struct pool *pool = snapshot_pool(snapshot);

	if (trigger->raw_arguments)
		trigger->arguments = decode_arguments(pool, trigger->raw_arguments);
	trigger->raw_arguments = NULL;
	if (trigger->definition)
		trigger->condition = clause_in_parentheses(pool, clause_after(trigger->definition, "WHEN", NULL));
	trigger->definition = NULL;
	trigger->deferrable |= trigger->initially_deferred;
	if (trigger->inherited)
		forget_definition(trigger);
}

#define TRIGGER_KIND \
	.key = "triggers", .sql = "TRIGGER", .size = sizeof(struct trigger), .part = true, .shape = PART_MAP, \
	.attributes = attributes, .settle = settle, .catalog = "pg_trigger", .parent_catalog = "pg_class", .oid = "t.oid", \
	.title = "t.tgname", .parent = "t.tgrelid"

/* Clones on partitions have tgparentid; before 15 they were also tgisinternal. Those of foreign keys always are. */
#define DIFFERS \
	"t.tgparentid <> 0 AND (t.tgenabled <> (SELECT p.tgenabled FROM pg_trigger p WHERE p.oid = t.tgparentid)" \
	" OR EXISTS (SELECT FROM pg_description d WHERE d.classoid = 'pg_trigger'::regclass AND d.objoid = t.oid))" \
	" AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.oid = t.tgconstraint AND k.contype <> 't')"
/* A trigger's clone depends on the trigger of the parent. */
static void need_cloned_trigger(struct scan *scan)
{
	struct depend *depend = scan->depend;
	const struct object *object = scan->object;
	const struct object *table = object->parent;

	if (!((const struct trigger *)object)->inherited)
		return;
	while ((table = table_parent(depend->snapshot, table)))
		depend_add(depend, object, object_part(table, &trigger_kind, object->name));
}

const struct kind trigger_kind = {
	.name = "trigger",
	.subject = "TRIGGER %I ON %P",
	.traits = TRAIT_FOLLOWS_RENAMES | TRAIT_FIRES,
	.spaces = SPACE_TRIGGER,
	TRIGGER_KIND,
	.opens_tables = true,
	.from = "pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid JOIN pg_namespace fn ON fn.oid = f.pronamespace",
	.where = "(NOT t.tgisinternal AND t.tgparentid = 0) OR (" DIFFERS ")",
	.needs = need_cloned_trigger,
};
