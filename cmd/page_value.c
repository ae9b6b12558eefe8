/* Values within a page. */
#include "cmd/page_value.h"

#include <string.h>

#include "catalog/secret.h"
#include "cmd/html.h"
#include "cmd/xml.h"
#include "sql/name.h"
#include "yaml/describe.h"

enum {
	LONG = 160,  /* characters of a text that is a block though it has one line */
	FOLDED = 12, /* lines of a block that is folded */
};

static void hide_secrets(const struct page *page, struct node *node)
{
	if (node->type == NODE_SCALAR)
		node->text = secret_hide_connection(page->pool, node->text);
	for (struct node *item = node->type == NODE_LIST ? node->first : NULL; item; item = item->next)
		item->text = item->text ? secret_hide_option(page->pool, item->text) : NULL;
}

/* In the object's own rows, and in those of its parts: a document may have passwords, which a page has not. */
static void hide_all(const struct page *page, struct node *map, const struct object *object)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++) {
		struct node *node = row->secrets ? node_get(map, row->name) : NULL;
		if (node)
			hide_secrets(page, node);
	}
	for (size_t k = 0; object->kind->parts && object->kind->parts[k]; k++) {
		const struct kind *kind = object->kind->parts[k];
		struct parts parts = object_parts(object, kind);
		struct node *all = kind->shape == PART_KEYED ? map : node_get(map, kind_key(kind));
		for (size_t i = 0; i < parts.count && all && all->type == NODE_MAP; i++) {
			g_autofree char *key = kind->shape == PART_KEYED
						       ? g_strdup_printf("%s %s", kind_key(kind), parts.items[i]->name)
						       : g_strdup(parts.items[i]->name);
			struct node *node = node_get(all, key);
			if (node && node->type == NODE_MAP)
				hide_all(page, node, parts.items[i]);
		}
	}
}

const struct node *page_describe(const struct page *page, const struct object *object)
{
	struct node *map = describe_object(page->arena, object, &page->options);

	hide_all(page, map, object);
	return map;
}

char *page_words(const char *key)
{
	return g_strdelimit(g_strdup(key), "_", ' ');
}

static guint count_lines(const char *text)
{
	guint lines = 1;

	for (const char *at = text; (at = strchr(at, '\n')) && at[1]; at++)
		lines++;
	return lines;
}

/* "public.film[]" and "public.money(10)" name what is in front. */
static const struct object *named(const struct page *page, const char *text)
{
	size_t length = strcspn(text, "[(");
	g_autofree char *name = g_strndup(text, length);

	return g_hash_table_lookup(page->names, name);
}

void page_append_text(const struct page *page, GString *out, const char *text)
{
	guint lines = count_lines(text);
	const struct object *object = named(page, text);

	if (object) {
		g_string_append(out, "<code>");
		page_append_link(page, out, object, text);
		g_string_append(out, "</code>");
	} else if (lines > FOLDED) {
		g_string_append_printf(out, "<details><summary>%u lines</summary>", lines);
		html_element(out, "pre", NULL, text);
		g_string_append(out, "</details>");
	} else {
		html_element(out, lines > 1 || g_utf8_strlen(text, -1) > LONG ? "pre" : "code", NULL, text);
	}
}

static void append_scalar(const struct page *page, GString *out, const struct node *node)
{
	if (node->style == NODE_PLAIN && strcmp(node->text, "true") == 0)
		g_string_append(out, "yes");
	else
		page_append_text(page, out, node->text);
}

/* An entry of a map within a line: "order desc", "PUBLIC: usage". */
static void append_entry(const struct page *page, GString *out, const struct node *node)
{
	g_autofree char *key = page_words(node->key);

	xml_append(out, key);
	if (node->type == NODE_SCALAR && node->style == NODE_PLAIN && strcmp(node->text, "true") == 0)
		return;
	g_string_append(out, node->type == NODE_SCALAR ? " " : ": ");
	page_append_value(page, out, node);
}

/* What a foreign key refers to: "s.t (a, b)". */
static bool append_reference(const struct page *page, GString *out, const struct node *map)
{
	const struct node *table = node_get(map, "table"), *schema = node_get(map, "schema"), *columns = node_get(map, "columns");

	if (!table || !schema || table->type != NODE_SCALAR || schema->type != NODE_SCALAR)
		return false;
	g_autofree char *name = name_join(schema->text, table->text);
	page_append_text(page, out, name);
	if (columns) {
		g_string_append(out, " (");
		page_append_value(page, out, columns);
		g_string_append_c(out, ')');
	}
	return true;
}

/* An item of a list: a text, or one that says more of itself. */
static void append_item(const struct page *page, GString *out, const struct node *item)
{
	const struct node *only = item->type == NODE_MAP && item->count == 1 ? item->first : NULL;

	if (!only) {
		page_append_value(page, out, item);
		return;
	}
	html_element(out, "code", NULL, only->key);
	g_string_append(out, only->type == NODE_MAP ? " (" : ": ");
	page_append_value(page, out, only);
	g_string_append(out, only->type == NODE_MAP ? ")" : "");
}

void page_append_value(const struct page *page, GString *out, const struct node *node)
{
	bool list = node->type == NODE_LIST;

	if (node->type == NODE_SCALAR) {
		append_scalar(page, out, node);
		return;
	}
	if (!list && append_reference(page, out, node))
		return;
	for (const struct node *item = node->first; item; item = item->next) {
		(list ? append_item : append_entry)(page, out, item);
		g_string_append(out, item->next ? (list && item->type == NODE_SCALAR ? ", " : "; ") : "");
	}
}
