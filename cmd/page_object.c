/* An object within a page. */
#include "cmd/page_object.h"

#include <string.h>

#include "catalog/depend.h"
#include "catalog/kinds/constraint.h"
#include "cmd/html.h"
#include "cmd/page_value.h"
#include "cmd/xml.h"
#include "sql/name.h"

enum {
	WIDEST = 6, /* columns of a table of parts, besides name and comment: what is rarer stands in one more */
	LISTED = 12 /* objects of a list that is not folded */
};

/* A column of a table of parts: a key that parts have. */
struct column {
	const char *key;
	guint count;
	bool own;
};

/* A part: its name, and what is said of it; NULL: nothing. */
struct item {
	const char *name;
	const struct node *node;
};

/* As the shapes of parts have it: a map by name, a list of names and of maps of one name. */
static GArray *items_of(const struct node *parts)
{
	GArray *items = g_array_new(false, false, sizeof(struct item));

	for (const struct node *node = parts->first; node; node = node->next) {
		struct item item = { node->key, node };
		if (parts->type == NODE_LIST && node->type == NODE_SCALAR)
			item = (struct item){ node->text, NULL };
		else if (parts->type == NODE_LIST && node->first)
			item = (struct item){ node->first->key, node->first };
		g_array_append_val(items, item);
	}
	return items;
}

static void count_keys(GArray *columns, const struct node *map)
{
	for (const struct node *node = map && map->type == NODE_MAP ? map->first : NULL; node; node = node->next) {
		guint at = 0;
		while (at < columns->len && strcmp(g_array_index(columns, struct column, at).key, node->key) != 0)
			at++;
		if (at == columns->len) {
			struct column column = { node->key, 0, true };
			g_array_append_val(columns, column);
		}
		g_array_index(columns, struct column, at).count++;
	}
}

/* The place of a key among the rows of the kind. */
static guint place_of(const struct kind *kind, const char *key)
{
	guint place = 0;
	size_t length = strlen(key);

	for (const struct attribute *row = kind->attributes; row && row->name; row++, place++)
		if (strncmp(row->name, key, length) == 0 && (!row->name[length] || row->name[length] == '.'))
			return place;
	return G_MAXUINT;
}

static int compare_columns(gconstpointer a, gconstpointer b, gpointer kind)
{
	const char *one = ((const struct column *)a)->key, *other = ((const struct column *)b)->key;
	guint place = place_of(kind, one), other_place = place_of(kind, other);
	bool comment = strcmp(one, "description") == 0, other_comment = strcmp(other, "description") == 0;

	if (comment != other_comment)
		return comment ? 1 : -1;
	return place != other_place ? (place > other_place) - (place < other_place) : strcmp(one, other);
}

/* Whether another column is as frequent as this, and not behind it. */
static void take_own(GArray *columns)
{
	for (guint i = 0; i < columns->len; i++) {
		struct column *column = &g_array_index(columns, struct column, i);
		guint before = 0;
		for (guint o = 0; o < columns->len; o++) {
			const struct column *other = &g_array_index(columns, struct column, o);
			before += other->count > column->count || (other->count == column->count && o < i);
		}
		column->own = before < WIDEST || strcmp(column->key, "description") == 0;
	}
}

static GArray *columns_of(const struct kind *kind, const GArray *items)
{
	GArray *columns = g_array_new(false, false, sizeof(struct column));

	for (guint i = 0; i < items->len; i++)
		count_keys(columns, g_array_index(items, struct item, i).node);
	g_array_sort_with_data(columns, compare_columns, (gpointer)kind);
	take_own(columns);
	return columns;
}

static void open_cell(GString *out, const char *label)
{
	g_string_append(out, "<td data-label=\"");
	xml_append(out, label);
	g_string_append(out, "\">");
}

static void append_cell(const struct page *page, GString *out, const char *key, const struct node *node)
{
	g_autofree char *words = page_words(strcmp(key, "description") == 0 ? "comment" : key);

	open_cell(out, words);
	if (node && strcmp(key, "description") == 0)
		html_element(out, "span", "about", node->text);
	else if (node)
		page_append_value(page, out, node);
	g_string_append(out, "</td>");
}

/* What no column of its own has. */
static void append_rest(const struct page *page, GString *out, const GArray *columns, const struct node *map)
{
	const char *between = "";

	open_cell(out, "more");
	for (guint i = 0; i < columns->len; i++) {
		const struct column *column = &g_array_index(columns, struct column, i);
		const struct node *node = column->own || !map ? NULL : node_get(map, column->key);
		g_autofree char *words = page_words(column->key);
		if (!node)
			continue;
		g_string_append(out, between);
		xml_append(out, words);
		g_string_append(out, ": ");
		page_append_value(page, out, node);
		between = "; ";
	}
	g_string_append(out, "</td>");
}

static void append_row(const struct page *page, GString *out, const GArray *columns, const struct item *item, bool rest)
{
	const struct node *map = item->node && item->node->type == NODE_MAP ? item->node : NULL;

	g_string_append(out, "<tr>");
	open_cell(out, "name");
	html_element(out, "code", "n", item->name ? item->name : "");
	g_string_append(out, "</td>");
	for (guint i = 0; i < columns->len; i++) {
		const struct column *column = &g_array_index(columns, struct column, i);
		if (column->own)
			append_cell(page, out, column->key, map ? node_get(map, column->key) : NULL);
	}
	/* a part that has a value rather than a map of them */
	if (item->node && !map)
		append_cell(page, out, "value", item->node);
	if (rest)
		append_rest(page, out, columns, map);
	g_string_append(out, "</tr>\n");
}

static void append_parts(
	const struct page *page, GString *out, const struct kind *kind, const char *title, const struct node *parts)
{
	g_autoptr(GArray) items = items_of(parts), columns = columns_of(kind, items);
	g_autofree char *words = page_words(title);
	bool rest = false;

	html_element(out, "h4", NULL, words);
	g_string_append(out, "<table><thead><tr><th>name</th>");
	for (guint i = 0; i < columns->len; i++) {
		const struct column *column = &g_array_index(columns, struct column, i);
		g_autofree char *head = page_words(strcmp(column->key, "description") == 0 ? "comment" : column->key);
		if (column->own)
			html_element(out, "th", NULL, head);
		rest = rest || !column->own;
	}
	g_string_append(out, rest ? "<th>more</th></tr></thead><tbody>\n" : "</tr></thead><tbody>\n");
	for (guint i = 0; i < items->len; i++)
		append_row(page, out, columns, &g_array_index(items, struct item, i), rest);
	g_string_append(out, "</tbody></table>\n");
}

/* The kind of the parts that stand under a key; NULL: it is no such key. */
static const struct kind *parts_kind(const struct kind *kind, const char *key)
{
	for (size_t i = 0; kind->parts && kind->parts[i]; i++)
		if (strcmp(kind_key(kind->parts[i]), key) == 0 && kind->parts[i]->shape != PART_KEYED)
			return kind->parts[i];
	return NULL;
}

static void append_attribute(const struct page *page, GString *out, const struct node *node)
{
	g_autofree char *words = page_words(node->key);

	html_element(out, "dt", NULL, words);
	g_string_append(out, "<dd>");
	page_append_value(page, out, node);
	g_string_append(out, "</dd>\n");
}

void page_append_object(const struct page *page, GString *out, const struct object *object)
{
	const struct node *map = page_describe(page, object), *comment = node_get(map, "description");
	g_autoptr(GString) attributes = g_string_new(NULL), parts = g_string_new(NULL);

	for (const struct node *node = map->first; node; node = node->next) {
		const struct kind *kind = parts_kind(object->kind, node->key);
		bool under = kind && kind->under && node->type == NODE_MAP && node->first;
		if (under) {
			g_autofree char *title = g_strdup_printf("%s: %s", node->key, node->first->key);
			append_parts(page, parts, kind, title, node->first);
		} else if (kind && node->type != NODE_SCALAR) {
			append_parts(page, parts, kind, node->key, node);
		} else if (node != comment && (node->type == NODE_SCALAR || node->count)) {
			append_attribute(page, attributes, node);
		}
	}
	if (comment)
		html_element(out, "p", "about", comment->text);
	if (attributes->len)
		g_string_append_printf(out, "<dl>%s</dl>\n", attributes->str);
	g_string_append(out, parts->str);
}

/* What refers by a foreign key: "app.film (actor, role)". */
static char *describe_key(const struct object *key)
{
	const struct names *columns = ((const struct foreign_key *)key)->columns;
	g_autofree char *table = name_join(key->parent->schema, key->parent->name);
	GString *out = g_string_new(table);

	for (size_t i = 0; columns && i < columns->count; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : " (", columns->items[i]);
	return g_string_free(g_string_append(out, columns ? ")" : ""), false);
}

/* Links; a longer list of them is folded. */
static void append_links(const struct page *page, GString *out, const char *title, const GPtrArray *objects)
{
	html_element(out, "h4", NULL, title);
	if (objects->len > LISTED)
		g_string_append_printf(out, "<details><summary>%u objects</summary>", objects->len);
	g_string_append(out, "<div class=\"uses\">");
	for (guint i = 0; i < objects->len; i++) {
		const struct object *object = objects->pdata[i];
		g_autofree char *text = foreign_key_of(object) ? describe_key(object) : object_describe(object);
		g_string_append(out, i ? ", " : "");
		page_append_link(page, out, object_outermost(object), text);
	}
	g_string_append_printf(out, "</div>%s\n", objects->len > LISTED ? "</details>" : "");
}

static int compare_objects(gconstpointer a, gconstpointer b)
{
	return object_compare(a, b);
}

static void gather(const struct page *page, const struct object *object, GHashTable *seen, GPtrArray *users)
{
	const GArray *numbers = depend_needed_by(page->needs, object);
	struct objects all = snapshot_all(page->snapshot);

	for (guint i = 0; i < numbers->len; i++) {
		const struct object *user = object_outermost(all.items[g_array_index(numbers, unsigned, i)]);
		if (g_hash_table_add(seen, (gpointer)user) && page_expects(page, user))
			g_ptr_array_add(users, (gpointer)user);
	}
}

void page_append_uses(const struct page *page, GString *out, const struct object *object)
{
	const GPtrArray *referring = page->tables ? tables_referring(page->tables, object) : NULL;
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) users = g_ptr_array_new();

	if (referring)
		append_links(page, out, "referenced by", referring);
	if (!page->needs || kind_is(object->kind, TRAIT_HOME))
		return;
	g_hash_table_add(seen, (gpointer)object);
	for (guint i = 0; referring && i < referring->len; i++)
		g_hash_table_add(seen, (gpointer)object_outermost(referring->pdata[i]));
	gather(page, object, seen, users);
	for (size_t k = 0; object->kind->parts && object->kind->parts[k]; k++) {
		struct parts parts = object_parts(object, object->kind->parts[k]);
		for (size_t i = 0; i < parts.count; i++)
			gather(page, parts.items[i], seen, users);
	}
	g_ptr_array_sort(users, compare_objects);
	if (users->len)
		append_links(page, out, "used by", users);
}
