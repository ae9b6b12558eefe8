/* Writes a tree of nodes as canonical text. */
#include "yaml/emit.h"

#include <stdlib.h>
#include <string.h>

#include "yaml/scalar.h"

static void emit_value(GString *, const struct node *, unsigned indent);

static void blanks(GString *out, unsigned count)
{
	static const char many[] = "                                ";

	for (; count >= sizeof(many); count -= sizeof(many) - 1)
		g_string_append_len(out, many, sizeof(many) - 1);
	g_string_append_len(out, many, count);
}

void emit_key(GString *out, const char *key, unsigned indent)
{
	size_t start;

	blanks(out, indent);
	start = out->len;
	scalar_write(out, key);
	if (out->len - start > SCALAR_KEY_MAX) {
		g_string_insert(out, (gssize)start, "? ");
		g_string_append_c(out, '\n');
		blanks(out, indent);
	}
	g_string_append_c(out, ':');
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp((*(const struct node *const *)a)->key, (*(const struct node *const *)b)->key);
}

/* Writes the entries of a map; after a dash the first one is not indented. */
static void emit_map(GString *out, const struct node *map, unsigned indent, bool after_dash)
{
	g_autofree const struct node **entries = g_new(const struct node *, map->count);
	size_t count = 0;

	for (const struct node *node = map->first; node; node = node->next)
		entries[count++] = node;
	if (count > 1)
		qsort(entries, count, sizeof(entries[0]), compare_keys);
	for (size_t i = 0; i < count; i++) {
		size_t start = out->len;
		emit_entry(out, entries[i], indent);
		if (i == 0 && after_dash)
			g_string_erase(out, (gssize)start, indent);
	}
}

static void emit_scalar(GString *out, const struct node *node, unsigned indent)
{
	bool block = node->style == NODE_BLOCK || strchr(node->text, '\n');

	g_string_append_c(out, ' ');
	if (node->style == NODE_PLAIN) {
		g_string_append(out, node->text);
	} else if (block && scalar_fits_block(node->text)) {
		scalar_write_block(out, node->text, indent + 2);
		return;
	} else {
		scalar_write(out, node->text);
	}
	g_string_append_c(out, '\n');
}

static void emit_list(GString *out, const struct node *list, unsigned indent)
{
	for (const struct node *item = list->first; item; item = item->next) {
		blanks(out, indent);
		g_string_append_c(out, '-');
		if (item->type == NODE_MAP && item->count) {
			g_string_append_c(out, ' ');
			emit_map(out, item, indent + 2, true);
		} else {
			emit_value(out, item, indent);
		}
	}
}

static void emit_value(GString *out, const struct node *node, unsigned indent)
{
	switch (node->type) {
	case NODE_SCALAR:
		emit_scalar(out, node, indent);
		return;
	case NODE_LIST:
		g_string_append(out, node->count ? "\n" : " []\n");
		emit_list(out, node, indent);
		return;
	case NODE_MAP:
		g_string_append(out, node->count ? "\n" : " {}\n");
		emit_map(out, node, indent + 2, false);
		return;
	}
}

void emit_entry(GString *out, const struct node *node, unsigned indent)
{
	emit_key(out, node->key, indent);
	emit_value(out, node, indent);
}
