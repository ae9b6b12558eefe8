/* CREATE, ALTER, DROP TEXT SEARCH PARSER and TEMPLATE, whose functions are in C. The rows' clauses are the parameters of CREATE. */
#include "catalog/kinds/text_search_parser.h"

#include <glib.h>

#include "catalog/kinds.h"
#include "catalog/kinds/text_search.h"
#include "catalog/snapshot.h"
#include "sql/name.h"

#define AT(field) ATTRIBUTE_AT(struct text_search_parser, field)
static const struct attribute parser_attributes[] = {
	{ "start", AT(start), "p.prsstart::text", .clause = "START = %", .refers = REFERS_ROUTINE, .required = true },
	{ "gettoken", AT(gettoken), "p.prstoken::text", .clause = "GETTOKEN = %", .refers = REFERS_ROUTINE, .required = true },
	{ "end", AT(end), "p.prsend::text", .clause = "END = %", .refers = REFERS_ROUTINE, .required = true },
	{ "headline", AT(headline), "p.prsheadline::text", .otherwise = "-", .clause = "HEADLINE = %", .refers = REFERS_ROUTINE },
	{ "lextypes", AT(lextypes), "p.prslextype::text", .clause = "LEXTYPES = %", .refers = REFERS_ROUTINE, .required = true },
	{ 0 },
};
#undef AT

const struct kind text_search_parser_kind = {
	.name = "text search parser",
	.sql = "TEXT SEARCH PARSER",
	.size = sizeof(struct text_search_parser),
	.attributes = parser_attributes,
	.change = CHANGE_RECREATE,
	.schema_key = true,
	.catalog = "pg_ts_parser",
	.from = "pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace",
	.where = "p.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "p.oid",
	.schema = "n.nspname",
	.title = "p.prsname",
};

#define AT(field) ATTRIBUTE_AT(struct text_search_template, field)
static const struct attribute template_attributes[] = {
	{ "init", AT(init), "t.tmplinit::text", .otherwise = "-", .clause = "INIT = %", .refers = REFERS_ROUTINE },
	{ "lexize", AT(lexize), "t.tmpllexize::text", .clause = "LEXIZE = %", .refers = REFERS_ROUTINE, .required = true },
	{ 0 },
};

/* Pyrseas writes the template of a dictionary without its schema: it is of the same schema if there is one. */
static void finish(struct snapshot *snapshot)
{
	struct own_objects dictionaries = snapshot_own_objects(snapshot, &dictionary_kind);
	struct objects templates = snapshot_objects(snapshot, &text_search_template_kind);

	for (size_t d = 0; !snapshot_version(snapshot) && d < dictionaries.count; d++) {
		struct dictionary *dictionary = (struct dictionary *)dictionaries.items[d];
		for (size_t t = 0; t < templates.count; t++)
			if (dictionary->object.schema == templates.items[t]->schema &&
				dictionary->template == templates.items[t]->name) {
				g_autofree char *qualified = name_join(templates.items[t]->schema, templates.items[t]->name);
				dictionary->template = pool_text(snapshot_pool(snapshot), qualified);
				break;
			}
	}
}

const struct kind text_search_template_kind = {
	.name = "text search template",
	.sql = "TEXT SEARCH TEMPLATE",
	.size = sizeof(struct text_search_template),
	.attributes = template_attributes,
	.change = CHANGE_RECREATE,
	.schema_key = true,
	.finish = finish,
	.catalog = "pg_ts_template",
	.from = "pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace",
	.where = "t.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "t.oid",
	.schema = "n.nspname",
	.title = "t.tmplname",
};
