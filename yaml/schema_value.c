/* Values in a JSON Schema: texts, numbers, words, lists. */
#include "yaml/schema_value.h"

#include <string.h>

#include "yaml/schema_inside.h"

struct node *schema_put(struct arena *arena, struct node *map, const char *key, const char *text)
{
	return node_add(arena, map, key, node_scalar(arena, NODE_QUOTED, text));
}

/* {"type": [...]} */
struct node *schema_types(struct arena *arena, const char *const *names)
{
	struct node *map = node_new(arena, NODE_MAP), *list = node_add(arena, map, "type", node_new(arena, NODE_LIST));

	for (; *names; names++)
		node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, *names));
	return map;
}

/* A text, which an editor may read as a number or a boolean. */
struct node *schema_text(struct arena *arena)
{
	return schema_types(arena, (const char *const[]){ "string", "number", "boolean", "null", NULL });
}

struct node *schema_list(struct arena *arena, struct node *item)
{
	struct node *map = schema_types(arena, (const char *const[]){ "array", "null", NULL });

	node_add(arena, map, "items", item);
	return map;
}

/* A map of names. */
struct node *schema_names(struct arena *arena, struct node *value)
{
	struct node *map = schema_types(arena, (const char *const[]){ "object", "null", NULL });

	node_add(arena, map, "additionalProperties", value);
	return map;
}

struct node *schema_either(struct arena *arena, struct node *a, struct node *b)
{
	struct node *map = node_new(arena, NODE_MAP), *list = node_add(arena, map, "anyOf", node_new(arena, NODE_LIST));

	node_add(arena, list, NULL, a);
	node_add(arena, list, NULL, b);
	return map;
}

/* A text that is a number, and numbers. */
static struct node *number_schema(struct arena *arena, const char *type, const char *pattern)
{
	struct node *map = schema_types(arena, (const char *const[]){ type, "string", "null", NULL });

	schema_put(arena, map, "pattern", pattern);
	return map;
}

void schema_add_word(struct arena *arena, struct node *list, const char *word)
{
	bool value;

	node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, word));
	if (node_bool(node_scalar(arena, NODE_PLAIN, word), &value))
		node_add(arena, list, NULL, node_scalar(arena, NODE_PLAIN, value ? "true" : "false"));
}

/* {"enum": [...]}; "index *" is a pattern. */
struct node *schema_words(struct arena *arena, const struct attribute *row)
{
	g_auto(GStrv) all = g_strsplit(row->words ? row->words : "", "|", -1);
	struct node *map = node_new(arena, NODE_MAP), *list = node_add(arena, map, "enum", node_new(arena, NODE_LIST)),
		    *pattern = NULL;

	if (row->otherwise)
		schema_add_word(arena, list, row->otherwise);
	for (char **word = all; *word; word++) {
		g_autofree char *start =
			g_str_has_suffix(*word, " *") ? g_strdup_printf("^%.*s", (int)strlen(*word) - 1, *word) : NULL;
		if (!start)
			schema_add_word(arena, list, *word);
		else
			schema_put(arena, pattern = schema_types(arena, (const char *const[]){ "string", NULL }), "pattern", start);
	}
	node_add(arena, list, NULL, node_scalar(arena, NODE_PLAIN, "null"));
	return pattern ? schema_either(arena, map, pattern) : map;
}

/* The values of the row, or of an item if it is a list: see yaml/allowed.c. */
static struct node *item_value_schema(struct arena *arena, const struct attribute *row)
{
	if (row->form == FORM_REAL)
		return number_schema(arena, "number", "^[-+]?[0-9.]+([eE][-+]?[0-9]+)?$");
	if (row->form == FORM_NUMBER && !row->options) {
		struct node *number = number_schema(arena, "integer", "^[-+]?[0-9]+$");
		bool word = row->words || (row->otherwise && g_ascii_isalpha(*row->otherwise));
		return word ? schema_either(arena, number, schema_words(arena, row)) : number;
	}
	return row->words && row->form != FORM_MAP ? schema_words(arena, row) : schema_text(arena);
}

struct node *schema_value(struct arena *arena, const struct attribute *row)
{
	if (row->type == ATTRIBUTE_BOOL)
		return schema_types(arena, (const char *const[]){ "boolean", "null", NULL });
	return row->type == ATTRIBUTE_NAMES ? schema_list(arena, item_value_schema(arena, row)) : item_value_schema(arena, row);
}
