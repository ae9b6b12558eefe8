/* Builds a JSON Schema as a tree of nodes, which is then written as JSON. */
#include "yaml/schema.h"

#include <stdbool.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/selection.h"
#include "yaml/node.h"
#include "yaml/schema_inside.h"
#include "yaml/schema_require.h"
#include "yaml/schema_value.h"

static struct node *put_map(struct arena *arena, struct node *map, const char *key)
{
	return node_add(arena, map, key, node_new(arena, NODE_MAP));
}

static void put_false(struct arena *arena, struct node *map, const char *key)
{
	node_add(arena, map, key, node_scalar(arena, NODE_PLAIN, "false"));
}

/* A map of known keys. */
static struct node *map_schema(struct arena *arena)
{
	struct node *map = schema_types(arena, (const char *const[]){ "object", "null", NULL });

	put_map(arena, map, "properties");
	put_false(arena, map, "additionalProperties");
	return map;
}

/* Definitions are named after the kinds' variables, which are unique: parts of two kinds may share their names. */
#define KIND(word) #word,
static const char *const words[] = { KINDS(KIND) PART_KINDS(KIND) };
#undef KIND

static struct node *reference(struct arena *arena, const struct kind *kind)
{
	struct node *map = node_new(arena, NODE_MAP);
	g_autofree char *at = g_strdup_printf("#/definitions/%s", words[kind_index(kind)]);

	schema_put(arena, map, "$ref", at);
	return map;
}

/* The map that contains the last word of a dotted name; *name becomes that word. */
static struct node *inner(struct arena *arena, struct node *schema, const char **name)
{
	const char *dot;

	while ((dot = strchr(*name, '.'))) {
		g_autofree char *key = g_strndup(*name, (size_t)(dot - *name));
		struct node *properties = node_get(schema, "properties"), *found = node_get(properties, key);
		if (found && node_get(found, "anyOf"))
			found = node_get(found, "anyOf")->first;
		schema = found ? found : node_add(arena, properties, key, map_schema(arena));
		*name = dot + 1;
	}
	return schema;
}

/* Allows a word instead of the map, when no other key is set. */
static void allow_word(struct arena *arena, struct node *schema, const char *dotted, struct node *value)
{
	g_autofree char *key = g_strndup(dotted, strcspn(dotted, "."));
	struct node *properties = node_get(schema, "properties"), *map = node_get(properties, key);

	if (map && !node_get(map, "anyOf")) {
		node_remove(properties, map);
		node_add(arena, properties, key, schema_either(arena, map, value));
	}
}

static void put_attribute(struct arena *arena, struct node *schema, const struct attribute *row)
{
	const char *name = row->name;

	if (row->form == FORM_HIDDEN)
		return;
	struct node *map = inner(arena, schema, &name);
	if (row->form == FORM_MAP) {
		node_remove(map, node_get(map, "additionalProperties"));
		node_add(arena, map, "additionalProperties", schema_text(arena));
	} else if (!node_get(node_get(map, "properties"), name)) {
		node_add(arena, node_get(map, "properties"), name, schema_value(arena, row));
	}
	if (row->form == FORM_WORD)
		allow_word(arena, schema, row->name, schema_value(arena, row));
}

/* - name: {attributes} */
static struct node *item_schema(struct arena *arena, const struct kind *part)
{
	struct node *map = node_new(arena, NODE_MAP);
	const struct attribute *type = kind_attribute(part, "type");
	struct node *value = type && part->shape == PART_LIST ? schema_either(arena, reference(arena, part), schema_text(arena))
							      : reference(arena, part);

	schema_put(arena, map, "type", "object");
	node_add(arena, map, "minProperties", node_scalar(arena, NODE_PLAIN, "1"));
	node_add(arena, map, "maxProperties", node_scalar(arena, NODE_PLAIN, "1"));
	node_add(arena, map, "additionalProperties", value);
	return schema_either(arena, map, schema_text(arena));
}

/* The value of `partition_by`, a map with one of the parent's words as key: `range`. */
static struct node *under_schema(struct arena *arena, const struct attribute *row, struct node *schema)
{
	struct node *map = schema_names(arena, schema);

	if (row->words)
		node_add(arena, map, "propertyNames", schema_words(arena, row));
	return map;
}

static struct node *parts_schema(struct arena *arena, const struct kind *kind, const struct kind *part)
{
	struct node *schema = part->shape == PART_VALUE ? schema_names(arena, schema_value(arena, part->attributes))
			      : kind_is_ordered(part)	? schema_list(arena, item_schema(arena, part))
							: schema_names(arena, reference(arena, part));

	return part->under ? under_schema(arena, kind_attribute(kind, part->under), schema) : schema;
}

/* Appends the beginning of an object's key: a word and a blank, but not a longer word of another kind, such as operator class. */
static void append_pattern(GString *pattern, const char *word)
{
	size_t length = strlen(word);
	g_autoptr(GPtrArray) longer = g_ptr_array_new();

	for (size_t i = 0; i < kind_count; i++) {
		const char *key = kind_key(kinds[i]);
		if (!kinds[i]->part && strncmp(key, word, length) == 0 && key[length] == ' ' &&
			!g_ptr_array_find_with_equal_func(longer, key, g_str_equal, NULL))
			g_ptr_array_add(longer, (gpointer)key);
	}
	g_string_append_printf(pattern, "^%s ", word);
	for (guint i = 0; i < longer->len; i++)
		g_string_append_printf(pattern, "%s%s .", i ? "|" : "(?!", (const char *)longer->pdata[i] + length + 1);
	g_string_append(pattern, longer->len ? ")." : ".");
}

/* Keys "word name" and "word name(arguments)". */
static void put_keys(struct arena *arena, struct node *schema, const char *word, struct node *value)
{
	struct node *patterns = node_get(schema, "patternProperties");
	g_autoptr(GString) pattern = g_string_new(NULL);

	append_pattern(pattern, word);
	if (!patterns)
		patterns = put_map(arena, schema, "patternProperties");
	node_add(arena, patterns, pattern->str, value);
}

static void put_part(struct arena *arena, struct node *schema, const struct kind *kind, const struct kind *part)
{
	const char *name = kind_key(part);

	if (part->shape == PART_KEYED) {
		put_keys(arena, schema, name, reference(arena, part));
		return;
	}
	struct node *map = inner(arena, schema, &name);
	node_add(arena, node_get(map, "properties"), name, parts_schema(arena, kind, part));
}

static void put_common(struct arena *arena, struct node *schema, const struct kind *kind)
{
	static const char *const texts[] = { "description", "oldname" }, *const lists[] = { "depends_on", "depends_on_extensions" };
	struct node *properties = node_get(schema, "properties");

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (!node_get(properties, texts[i]))
			node_add(arena, properties, texts[i], schema_text(arena));
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		node_add(arena, properties, lists[i], schema_list(arena, schema_text(arena)));
	node_add(arena, properties, "security_labels", schema_names(arena, schema_text(arena)));
	if (!kind->part || kind->owner)
		node_add(arena, properties, "owner", schema_text(arena));
	if ((kind->rights || kind->rights_of) && !node_get(properties, "privileges"))
		node_add(arena, properties, "privileges",
			schema_list(arena, schema_types(arena, (const char *const[]){ "object", "string", NULL })));
}

static struct node *kind_schema(struct arena *arena, const struct kind *kind)
{
	struct node *schema = map_schema(arena);

	for (const struct attribute *row = kind->attributes; row->name; row++)
		put_attribute(arena, schema, row);
	for (size_t i = 0; kind->parts && kind->parts[i]; i++)
		put_part(arena, schema, kind, kind->parts[i]);
	put_common(arena, schema, kind);
	schema_require(arena, schema, kind);
	return schema;
}

/* All kinds with the same key: their marks distinguish them. NULL where this one is not the first. */
static struct node *object_schema(struct arena *arena, const struct kind *kind)
{
	struct node *schema = NULL;

	for (size_t i = 0; i < kind_count; i++) {
		if (kinds[i]->part || strcmp(kind_key(kinds[i]), kind_key(kind)) != 0)
			continue;
		if (!schema && kinds[i] != kind)
			return NULL;
		schema = schema ? schema_either(arena, schema, reference(arena, kinds[i])) : reference(arena, kind);
	}
	return schema;
}

/* Adds the objects in a schema, or else at the top. */
static void put_objects(struct arena *arena, struct node *schema, bool in_schema)
{
	for (size_t i = 0; i < kind_count; i++) {
		struct node *value = kinds[i]->part || kinds[i]->schema_key != in_schema ? NULL : object_schema(arena, kinds[i]);
		if (!value)
			continue;
		if (kinds[i]->list)
			node_add(arena, node_get(schema, "properties"), kind_key(kinds[i]), schema_list(arena, value));
		else if (kinds[i]->single)
			node_add(arena, node_get(schema, "properties"), kind_key(kinds[i]), value);
		else
			put_keys(arena, schema, kind_key(kinds[i]), value);
	}
}

/* A selection, several of them, or true. */
static struct node *partial_schema(struct arena *arena)
{
	struct node *selection = map_schema(arena), *list = map_schema(arena);

	for (int i = 0; i < 2; i++)
		for (const struct selection_row *row = selection_rows; row->key; row++)
			node_add(arena, node_get(i ? list : selection, "properties"), row->key,
				schema_list(arena, schema_text(arena)));
	return schema_either(arena, schema_either(arena, selection, schema_list(arena, list)),
		schema_types(arena, (const char *const[]){ "boolean", "null", NULL }));
}

static struct node *document_schema(struct arena *arena)
{
	struct node *schema = map_schema(arena), *definitions = put_map(arena, schema, "definitions");

	schema_put(arena, schema, "$schema", "http://json-schema.org/draft-07/schema#");
	schema_put(arena, schema, "title", "The schema of a PostgreSQL database, as db2yaml writes it and yaml2db reads it");
	node_add(arena, node_get(schema, "properties"), "omitted", schema_list(arena, schema_text(arena)));
	node_add(arena, node_get(schema, "properties"), "partial", partial_schema(arena));
	node_add(arena, node_get(schema, "properties"), "renames", schema_names(arena, schema_text(arena)));
	put_objects(arena, schema, false);
	for (size_t i = 0; i < kind_count; i++) {
		struct node *definition = node_add(arena, definitions, words[i], kind_schema(arena, kinds[i]));
		if (kinds[i] == &schema_kind)
			put_objects(arena, definition, true);
	}
	return schema;
}

static void append_text(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

static void append_json(GString *out, const struct node *node, unsigned indent)
{
	if (node->type == NODE_SCALAR && node->style == NODE_PLAIN) {
		g_string_append(out, node->text);
		return;
	}
	if (node->type == NODE_SCALAR) {
		append_text(out, node->text);
		return;
	}
	g_string_append(out, node->type == NODE_MAP ? "{" : "[");
	for (const struct node *child = node->first; child; child = child->next) {
		g_string_append_printf(out, "\n%*s", (int)indent + 2, "");
		if (node->type == NODE_MAP) {
			append_text(out, child->key);
			g_string_append(out, ": ");
		}
		append_json(out, child, indent + 2);
		if (child->next)
			g_string_append_c(out, ',');
	}
	g_string_append_printf(out, "\n%*s%s", (int)indent, "", node->type == NODE_MAP ? "}" : "]");
}

void schema_write(GString *out, const struct node *schema)
{
	append_json(out, schema, 0);
	g_string_append_c(out, '\n');
}

void yaml_schema(GString *out)
{
	struct arena *arena = arena_new();

	schema_write(out, document_schema(arena));
	arena_free(arena);
}
