/* CREATE, ALTER, DROP EVENT TRIGGER, from pg_event_trigger. */
#include "catalog/kinds/event_trigger.h"

#include "catalog/kinds.h"

#define AT(field) ATTRIBUTE_AT(struct event_trigger, field)
static const struct attribute attributes[] = {
	{ "event", AT(event), "e.evtevent", .newer = "login", .newer_since = PG(17), .required = true,
		.words = "ddl_command_start|ddl_command_end|sql_drop|table_rewrite|login" },
	{ "procedure", AT(procedure), "quote_ident(fn.nspname) || '.' || quote_ident(f.proname) || '()'", .refers = REFERS_ROUTINE,
		.required = true },
	{ "enabled", AT(enabled), "CASE e.evtenabled WHEN 'D' THEN 'false' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END",
		.otherwise = "true", .words = "false|replica|always", .form = FORM_BARE, .change = CHANGE_IN_PLACE },
	{ "tags", AT(tags), "e.evttags", .options = true, .ordered = true },
	{ 0 },
};

const struct kind event_trigger_kind = {
	.name = "event trigger",
	.found_by = "name",
	.traits = TRAIT_OUTERMOST,
	.sql = "EVENT TRIGGER",
	.size = sizeof(struct event_trigger),
	.attributes = attributes,
	.catalog = "pg_event_trigger",
	.from = "pg_event_trigger e JOIN pg_proc f ON f.oid = e.evtfoid JOIN pg_namespace fn ON fn.oid = f.pronamespace",
	.oid = "e.oid",
	.title = "e.evtname",
	.owner = "e.evtowner",
};
