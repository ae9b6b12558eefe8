/* What the format of Pyrseas can express. */
#include "yaml/pyrseas_words.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/trigger.h"
#include "sql/name.h"
#include "yaml/named.h"

/* Kinds (or parts of one kind only, if .of is set) and their attributes; other kinds cannot be described. */
static const struct {
	const struct kind *kind, *of;
	const char *words;
} vocabulary[] = {
	{ &schema_kind, NULL, "" },
	{ &extension_kind, NULL, "schema|version" },
	{ &language_kind, NULL, "trusted" },
	{ &cast_kind, NULL, "method|context|function" },
	{ &foreign_data_wrapper_kind, NULL, "handler|validator|options" },
	{ &server_kind, NULL, "type|version|options" },
	{ &user_mapping_kind, NULL, "options" },
	{ &event_trigger_kind, NULL, "event|procedure|enabled|tags" },
	{ &table_kind, NULL, "unlogged|inherits|options|tablespace|cluster_on|partition_of|partition_bound_spec" },
	{ &foreign_table_kind, NULL, "server|options" },
	{ &view_kind, NULL, "definition" },
	{ &materialized_view_kind, NULL, "definition|cluster_on" },
	{ &sequence_kind, NULL, "data_type|increment_by|min_value|max_value|start_value|cache_value|owner_table|owner_column" },
	{ &domain_kind, NULL, "type|default|not_null" },
	{ &enum_kind, NULL, "labels" },
	{ &composite_kind, NULL, "" },
	{ &range_kind, NULL, "subtype|canonical|subtype_diff" },
	{ &base_type_kind, NULL,
		"input|output|receive|send|typmod_in|typmod_out|analyze|internallength|alignment|storage|delimiter|category|preferred" },
	{ &function_kind, NULL,
		"language|allargs|source|obj_file|link_symbol|security_definer|returns|volatility|strict|leakproof|cost|rows" },
	{ &aggregate_kind, NULL,
		"sfunc|stype|sspace|finalfunc|finalfunc_extra|combinefunc|serialfunc|deserialfunc|initcond|msfunc|minvfunc|mstype|msspace|mfinalfunc|"
		"mfinalfunc_extra|minitcond|sortop|parallel|kind" },
	{ &operator_kind, NULL, "procedure|commutator|negator|restrict|join|hashes|merges" },
	{ &operator_class_kind, NULL, "type|default|family|storage" },
	{ &operator_family_kind, NULL, "" },
	{ &collation_kind, NULL, "lc_collate|lc_ctype" },
	{ &conversion_kind, NULL, "source_encoding|dest_encoding|function|default" },
	{ &configuration_kind, NULL, "parser" },
	{ &dictionary_kind, NULL, "template|options" },
	{ &text_search_parser_kind, NULL, "start|gettoken|end|headline|lextypes" },
	{ &text_search_template_kind, NULL, "init|lexize" },
	{ &column_kind, NULL, "type|not_null|default|collation|statistics|inherited" },
	{ &partition_key_kind, NULL, "type|collation|opclass" },
	{ &composite_attribute_kind, NULL, "type|collation" },
	{ &domain_check_kind, NULL, "expression" },
	{ &check_kind, NULL, "expression|inherited" },
	{ &primary_key_kind, NULL, "columns|deferrable|deferred|tablespace" },
	{ &unique_kind, NULL, "columns|deferrable|deferred|tablespace" },
	{ &foreign_key_kind, NULL,
		"columns|references.columns|references.schema|references.table|on_update|on_delete|match|deferrable|deferred" },
	{ &index_kind, NULL, "unique|access_method|predicate|tablespace" },
	{ &index_key_kind, NULL, "type|collation|opclass|order|nulls" },
	{ &rule_kind, &table_kind, "event|instead|condition|actions" },
	{ &trigger_kind, NULL,
		"timing|events|columns|level|condition|procedure|arguments|constraint|deferrable|initially_deferred|referencing_old|referencing_new" },
	{ &class_operator_kind, NULL, "operator" },
	{ &class_function_kind, NULL, "function" },
};

/* Objects of these kinds that it omits nevertheless: by name, by an attribute they have, or a part they lack. */
static const struct {
	const struct kind *kind;
	const char *name, *attribute;
	const struct kind *without;
} left_out[] = {
	{ &schema_kind, .name = "pyrseas" },
	{ &extension_kind, .name = "plpgsql" },
	{ &function_kind, .attribute = "window" },
	{ &function_kind, .attribute = "body" },
	{ &trigger_kind, .attribute = "inherited" },
	{ &table_kind, .without = &column_kind },
	{ &composite_kind, .without = &composite_attribute_kind },
};

/* Triggers that call a function of an extension, which is not described either. */
static bool calls_extension(const struct snapshot *snapshot, const struct object *object)
{
	const char *procedure = object->kind == &trigger_kind ? ((const struct trigger *)object)->procedure : NULL;
	struct objects functions = snapshot_objects(snapshot, &function_kind);
	g_autofree char *schema = NULL, *name = NULL;

	if (!procedure || !name_split(procedure, &schema, &name) || !schema || strcmp(schema, "pg_catalog") == 0)
		return false;
	for (size_t i = 0; i < functions.count; i++)
		if (strcmp(functions.items[i]->name, name) == 0 && strcmp(functions.items[i]->schema, schema) == 0)
			return false;
	return true;
}

static bool is_left_out(const struct snapshot *snapshot, const struct object *object)
{
	for (size_t i = 0; i < G_N_ELEMENTS(left_out); i++) {
		const struct attribute *row =
			left_out[i].attribute ? kind_attribute(left_out[i].kind, left_out[i].attribute) : NULL;
		if (left_out[i].kind == object->kind && (!left_out[i].name || strcmp(left_out[i].name, object->name) == 0) &&
			(!row || !attribute_is_absent(row, object)) &&
			(!left_out[i].without || !object_parts(object, left_out[i].without).count))
			return true;
	}
	return calls_extension(snapshot, object);
}

bool pyrseas_can_say(const struct snapshot *snapshot, const struct object *object)
{
	for (size_t i = 0; i < G_N_ELEMENTS(vocabulary); i++)
		if (vocabulary[i].kind == object->kind && (!vocabulary[i].of || vocabulary[i].of == object->parent->kind))
			return !is_left_out(snapshot, object);
	return false;
}

bool pyrseas_can_tell(const struct kind *kind, const struct attribute *row)
{
	size_t length = strlen(row->name);

	for (size_t i = 0; i < G_N_ELEMENTS(vocabulary); i++)
		for (const char *word = vocabulary[i].words; vocabulary[i].kind == kind && *word;
			word += strcspn(word, "|"), word += *word == '|')
			if (strcspn(word, "|") == length && strncmp(word, row->name, length) == 0)
				return true;
	return false;
}

const char *pyrseas_only_option(const struct kind *kind, const struct attribute *row)
{
	return kind == &table_kind && row->options ? "fillfactor" : NULL;
}
