/* A small tree of YAML nodes, and the arena in which it lives. */
#include "yaml/node.h"

#include <stdint.h>
#include <string.h>

enum { BLOCK = 64 * 1024, FOUND_MAX = 40 };

struct arena {
	GPtrArray *blocks; /* of BLOCK bytes; kept when emptied */
	GPtrArray *large;  /* what is larger has a block of its own */
	size_t current, used;
};

struct arena *arena_new(void)
{
	struct arena *arena = g_new0(struct arena, 1);

	arena->blocks = g_ptr_array_new_with_free_func(g_free);
	arena->large = g_ptr_array_new_with_free_func(g_free);
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	g_ptr_array_unref(arena->blocks);
	g_ptr_array_unref(arena->large);
	g_free(arena);
}

void arena_reset(struct arena *arena)
{
	g_ptr_array_set_size(arena->large, 0);
	arena->current = arena->used = 0;
}

void *arena_take(struct arena *arena, size_t size)
{
	size = (size + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
	if (size > BLOCK / 4) {
		g_ptr_array_add(arena->large, g_malloc(size));
		return arena->large->pdata[arena->large->len - 1];
	}
	if (arena->blocks->len && arena->used + size > BLOCK) {
		arena->current++;
		arena->used = 0;
	}
	if (arena->current == arena->blocks->len)
		g_ptr_array_add(arena->blocks, g_malloc(BLOCK));
	char *block = arena->blocks->pdata[arena->current];
	arena->used += size;
	return block + arena->used - size;
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_take(arena, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

struct node *node_new(struct arena *arena, enum node_type type)
{
	struct node *node = arena_take(arena, sizeof(*node));

	*node = (struct node){ .type = type };
	return node;
}

struct node *node_scalar(struct arena *arena, enum node_style style, const char *text)
{
	struct node *node = node_new(arena, NODE_SCALAR);

	node->style = style;
	node->text = arena_text(arena, text, strlen(text));
	return node;
}

struct node *node_add(struct arena *arena, struct node *parent, const char *key, struct node *child)
{
	child->key = key ? arena_text(arena, key, strlen(key)) : NULL;
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	parent->count++;
	return child;
}

void node_insert(struct node *parent, struct node *before, struct node *child)
{
	struct node **link = &parent->first;

	while (*link != before)
		link = &(*link)->next;
	child->next = before;
	*link = child;
	parent->count++;
}

void node_remove(struct node *parent, struct node *child)
{
	struct node *before = NULL, **link = &parent->first;

	for (; *link && *link != child; link = &before->next)
		before = *link;
	if (!*link)
		return;
	*link = child->next;
	if (parent->last == child)
		parent->last = before;
	child->next = NULL;
	parent->count--;
}

struct node *node_get(const struct node *map, const char *key)
{
	if (map->type == NODE_MAP)
		for (struct node *node = map->first; node; node = node->next)
			if (strcmp(node->key, key) == 0)
				return node;
	return NULL;
}

struct node *node_map(struct arena *arena, struct node *parent, const char *key)
{
	struct node *known = node_get(parent, key);

	return known ? known : node_add(arena, parent, key, node_new(arena, NODE_MAP));
}

bool node_is_null(const struct node *node)
{
	return node->type == NODE_SCALAR && node->style == NODE_PLAIN &&
	       (!*node->text || strcmp(node->text, "~") == 0 || g_ascii_strcasecmp(node->text, "null") == 0);
}

bool node_bool(const struct node *node, bool *value)
{
	static const char *const words[] = { "false", "true", "no", "yes", "off", "on", "n", "y" };

	if (node->type != NODE_SCALAR || node->style != NODE_PLAIN)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (g_ascii_strcasecmp(node->text, words[i]) == 0) {
			*value = i % 2;
			return true;
		}
	}
	return false;
}

const char *node_found(struct arena *arena, const struct node *node)
{
	if (node->type != NODE_SCALAR)
		return node->count		? node->type == NODE_MAP ? "a map" : "a list"
		       : node->type == NODE_MAP ? "an empty map"
						: "an empty list";
	if (node_is_null(node))
		return "nothing";
	g_autofree char *start = g_utf8_substring(node->text, 0, MIN(g_utf8_strlen(node->text, -1), FOUND_MAX));
	g_autofree char *found =
		g_strdup_printf("\"%s%s\"", g_strdelimit(start, "\t\r\n", ' '), strlen(start) < strlen(node->text) ? "..." : "");
	return arena_text(arena, found, strlen(found));
}
