/* Writes a JSON Schema for a file of settings. */
#include "yaml/settings_schema.h"

#include "yaml/scalar.h"
#include "yaml/schema_inside.h"
#include "yaml/schema_value.h"
#include "yaml/settings.h"

#define DURATION "^[0-9]+(\\.[0-9]+)?(us|ms|s|min|h|d)?$"

static struct node *map_of(struct arena *, const struct setting *rows);

static struct node *words_schema(struct arena *arena, const char *const *words)
{
	struct node *map = node_new(arena, NODE_MAP), *list = node_add(arena, map, "enum", node_new(arena, NODE_LIST));

	for (; *words; words++) {
		schema_add_word(arena, list, *words);
		if (scalar_is_number(*words))
			node_add(arena, list, NULL, node_scalar(arena, NODE_PLAIN, *words));
	}
	return map;
}

static struct node *pattern_schema(struct arena *arena, const char *pattern)
{
	struct node *map = schema_text(arena);

	schema_put(arena, map, "pattern", pattern);
	return map;
}

static struct node *text_schema(struct arena *arena, const struct setting *row)
{
	g_autofree char *whole = row->pattern ? g_strdup_printf("^(?:%s)$", row->pattern) : NULL;

	return row->words ? words_schema(arena, row->words) : whole ? pattern_schema(arena, whole) : schema_text(arena);
}

static struct node *value_of(struct arena *arena, const struct setting *row)
{
	switch (row->type) {
	case SETTING_TEXT:
		return text_schema(arena, row);
	case SETTING_DURATION:
	case SETTING_SECONDS:
		return pattern_schema(arena, DURATION);
	case SETTING_BOOL:
		return schema_types(arena, (const char *const[]){ "boolean", "null", NULL });
	case SETTING_NUMBER:
		return schema_types(arena, (const char *const[]){ "integer", "null", NULL });
	case SETTING_TEXTS:
		return schema_list(arena, schema_text(arena));
	case SETTING_MAP:
		return schema_names(arena, schema_text(arena));
	case SETTING_ENTRIES:
		return schema_names(arena, schema_either(arena, map_of(arena, row->rows), schema_text(arena)));
	case SETTING_NODE:
		return row->words ? schema_either(arena, words_schema(arena, row->words),
					    schema_types(arena, (const char *const[]){ "object", NULL }))
				  : schema_list(arena, schema_types(arena, (const char *const[]){ "object", "array", NULL }));
	}
	return NULL;
}

static struct node *map_of(struct arena *arena, const struct setting *rows)
{
	struct node *map = schema_types(arena, (const char *const[]){ "object", NULL });
	struct node *properties = node_add(arena, map, "properties", node_new(arena, NODE_MAP)),
		    *required = node_new(arena, NODE_LIST);

	for (; rows->name; rows++) {
		struct node *value = node_add(arena, properties, rows->name, value_of(arena, rows));
		schema_put(arena, value, "description", rows->description);
		if (rows->required)
			node_add(arena, required, NULL, node_scalar(arena, NODE_QUOTED, rows->name));
	}
	if (required->count)
		node_add(arena, map, "required", required);
	node_add(arena, map, "additionalProperties", node_scalar(arena, NODE_PLAIN, "false"));
	return map;
}

void settings_schema(GString *out, const char *title, const struct setting *rows)
{
	struct arena *arena = arena_new();
	struct node *schema = map_of(arena, rows);

	schema_put(arena, schema, "$schema", "http://json-schema.org/draft-07/schema#");
	schema_put(arena, schema, "title", title);
	schema_write(out, schema);
	arena_free(arena);
}
