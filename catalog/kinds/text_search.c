/*
 * CREATE, ALTER, DROP TEXT SEARCH DICTIONARY and CONFIGURATION with its mappings. Names of pg_catalog are bare, others qualified.
 */
#include "catalog/kinds/text_search.h"

#include "catalog/kinds.h"

#define QUALIFIED(schema, name) \
	"CASE WHEN " schema " = 'pg_catalog' THEN quote_ident(" name ") ELSE quote_ident(" schema ") || '.' || quote_ident(" name \
	") END"

#define AT(field) ATTRIBUTE_AT(struct dictionary, field)
static const struct attribute dictionary_attributes[] = {
	{ "template", AT(template), QUALIFIED("ts.nspname", "t.tmplname"), .refers = REFERS_TEXT,
		.only = &text_search_template_kind, .fragment = FRAGMENT_NAME, .required = true },
	{ "options", AT(options), "d.dictinitoption", .fragment = FRAGMENT_LIST, .change = CHANGE_IN_PLACE },
	{ 0 },
};
#undef AT

const struct kind dictionary_kind = {
	.name = "text search dictionary",
	.found_by = "regdictionary",
	.traits = TRAIT_CODE,
	.sql = "TEXT SEARCH DICTIONARY",
	.size = sizeof(struct dictionary),
	.schema_key = true,
	.attributes = dictionary_attributes,
	.catalog = "pg_ts_dict",
	.from = "pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace JOIN pg_ts_template t ON t.oid = d.dicttemplate"
		" JOIN pg_namespace ts ON ts.oid = t.tmplnamespace",
	.where = "d.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "d.oid",
	.schema = "n.nspname",
	.title = "d.dictname",
	.owner = "d.dictowner",
};

#define AT(field) ATTRIBUTE_AT(struct configuration, field)
static const struct attribute configuration_attributes[] = {
	{ "parser", AT(parser), "quote_ident(ps.nspname) || '.' || quote_ident(p.prsname)", .refers = REFERS_TEXT,
		.only = &text_search_parser_kind, .fragment = FRAGMENT_NAME, .required = true },
	{ 0 },
};
#undef AT
static const struct kind *const configuration_parts[] = { &mapping_kind, NULL };

const struct kind configuration_kind = {
	.name = "text search configuration",
	.found_by = "regconfig",
	.traits = TRAIT_CODE,
	.sql = "TEXT SEARCH CONFIGURATION",
	.size = sizeof(struct configuration),
	.schema_key = true,
	.attributes = configuration_attributes,
	.parts = configuration_parts,
	.catalog = "pg_ts_config",
	.from = "pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace JOIN pg_ts_parser p ON p.oid = c.cfgparser"
		" JOIN pg_namespace ps ON ps.oid = p.prsnamespace",
	.where = "c.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "c.oid",
	.schema = "n.nspname",
	.title = "c.cfgname",
	.owner = "c.cfgowner",
};

#define AT(field) ATTRIBUTE_AT(struct mapping, field)
static const struct attribute mapping_attributes[] = {
	{ "dictionaries", AT(dictionaries), "array_agg(" QUALIFIED("ds.nspname", "d.dictname") " ORDER BY m.mapseqno)",
		.refers = REFERS_TEXT, .only = &dictionary_kind, .fragment = FRAGMENT_NAME, .required = true },
	{ 0 },
};

const struct kind mapping_kind = {
	.name = "mapping",
	.key = "mappings",
	.sql = "MAPPING",
	.size = sizeof(struct mapping),
	.part = true,
	.shape = PART_VALUE,
	.attributes = mapping_attributes,
	.fixed_name = true,
	.change = CHANGE_IN_PLACE,
	.catalog = "pg_ts_config_map",
	.parent_catalog = "pg_ts_config",
	.from = "pg_ts_config_map m JOIN pg_ts_config c ON c.oid = m.mapcfg JOIN pg_ts_dict d ON d.oid = m.mapdict"
		" JOIN pg_namespace ds ON ds.oid = d.dictnamespace CROSS JOIN LATERAL ts_token_type(c.cfgparser) t",
	.where = "m.mapcfg >= 16384 AND t.tokid = m.maptokentype GROUP BY m.mapcfg, t.alias",
	.oid = "m.mapcfg",
	.title = "t.alias",
	.parent = "m.mapcfg",
};
