/* Parses one value of a document as a tree, from the guard's events. */
#include "yaml/parse.h"

#include <string.h>

static bool parse_children(struct guard *, struct arena *, struct node *parent, GError **);

/* The node that an event begins, with its children. */
static struct node *parse_event(struct guard *guard, struct arena *arena, const struct guard_event *event, GError **error)
{
	struct node *node = node_new(arena, event->type == GUARD_MAP	? NODE_MAP
					    : event->type == GUARD_LIST ? NODE_LIST
									: NODE_SCALAR);

	node->line = event->line;
	node->column = event->column;
	if (node->type != NODE_SCALAR)
		return parse_children(guard, arena, node, error) ? node : NULL;
	node->style = event->plain ? NODE_PLAIN : NODE_QUOTED;
	node->text = arena_text(arena, event->text, event->length);
	return node;
}

static bool parse_children(struct guard *guard, struct arena *arena, struct node *parent, GError **error)
{
	for (;;) {
		struct guard_event event;
		struct node *child;

		if (!guard_next(guard, &event, error))
			return false;
		if (event.type == GUARD_CLOSE)
			return true;
		if (event.type == GUARD_KEY) {
			unsigned line = event.line, column = event.column;
			const char *key = arena_text(arena, event.text, event.length);
			if (!guard_next(guard, &event, error) || !(child = parse_event(guard, arena, &event, error)))
				return false;
			child->key_line = line;
			child->key_column = column;
			node_add(arena, parent, key, child);
		} else if ((child = parse_event(guard, arena, &event, error))) {
			node_add(arena, parent, NULL, child);
		} else {
			return false;
		}
	}
}

struct node *parse_value(struct guard *guard, struct arena *arena, const struct guard_event *key, GError **error)
{
	const char *text = key ? arena_text(arena, key->text, key->length) : NULL;
	unsigned line = key ? key->line : 0, column = key ? key->column : 0;
	struct guard_event event;
	struct node *node;

	if (!guard_next(guard, &event, error) || !(node = parse_event(guard, arena, &event, error)))
		return NULL;
	node->key = text;
	node->key_line = line;
	node->key_column = column;
	return node;
}
