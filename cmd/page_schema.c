/* db2yaml --html: the documentation of a schema as a page. */
#include "cmd/page_schema.h"

#include <string.h>

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "catalog/kinds/schema.h"
#include "cmd/html.h"
#include "cmd/page.h"
#include "cmd/page_object.h"
#include "cmd/xml.h"
#include "yaml/write.h"

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* What is not in a schema comes first, then each schema, by its name. */
static GPtrArray *schema_names(const struct snapshot *snapshot)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *names = g_ptr_array_new();
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++) {
		const struct object *object = all.items[i];
		const char *name = schema_name_of(object);
		if (name && g_hash_table_add(seen, (gpointer)name))
			g_ptr_array_add(names, (gpointer)name);
	}
	g_ptr_array_sort(names, compare_names);
	return names;
}

/* It has a section rather than an object of the page. */
static bool is_schema(const struct object *object)
{
	return !object->kind->schema_key && schema_name_of(object);
}

static bool is_shown(const struct page *page, const struct object *object)
{
	return !object->parent && !is_schema(object) && !yaml_write_skips(page->snapshot, object) &&
	       !(object->kind->only_privileges && page->options.no_privileges);
}

static bool add_object(struct page *page, const struct object *object, GError **error)
{
	g_autofree char *id = page_id(object), *name = page_name(object);

	page_open_object(page, id, object->kind->name, name, NULL);
	page_append_object(page, page->body, object);
	page_append_uses(page, page->body, object);
	bool good = tables_write_around(page->tables, object, page->body, error);
	page_close_object(page);
	return good;
}

static bool add_kind(struct page *page, const struct kind *kind, const char *schema, GError **error)
{
	struct objects objects = snapshot_objects(page->snapshot, kind);
	bool good = true;

	for (size_t i = 0; i < objects.count && good; i++)
		if (is_shown(page, objects.items[i]) && g_strcmp0(schema_name_of(objects.items[i]), schema) == 0)
			good = add_object(page, objects.items[i], error);
	return good;
}

/* Tables and views: relations that have parts. */
static bool has_rows(const struct kind *kind)
{
	return kind_is(kind, TRAIT_RELATION) && !kind_is(kind, TRAIT_TYPE) && kind->parts;
}

/* Those of that schema; NULL: of none. First what has rows. */
static bool add_objects(struct page *page, const char *schema, GError **error)
{
	bool good = true;

	for (int with_rows = 1; with_rows >= 0; with_rows--)
		for (size_t k = 0; k < kind_count && good; k++)
			if (!kinds[k]->part && has_rows(kinds[k]) == with_rows)
				good = add_kind(page, kinds[k], schema, error);
	return good;
}

/* "12 tables, 3 views": of that schema; all: whatever it is in. */
static char *describe_counts(const struct page *page, const char *schema, bool all)
{
	GString *out = g_string_new(NULL);

	for (size_t k = 0; k < kind_count; k++) {
		struct objects objects = kinds[k]->part ? (struct objects){ 0 } : snapshot_objects(page->snapshot, kinds[k]);
		guint count = 0;
		for (size_t i = 0; i < objects.count; i++)
			count += (is_shown(page, objects.items[i]) || (all && is_schema(objects.items[i]))) &&
				 (all || g_strcmp0(schema_name_of(objects.items[i]), schema) == 0);
		const char *name = kinds[k]->name;
		bool plain = count == 1 || g_str_has_suffix(name, "s");
		if (count && !plain && g_str_has_suffix(name, "y"))
			g_string_append_printf(out, "%s%u %.*sies", out->len ? ", " : "", count, (int)strlen(name) - 1, name);
		else if (count)
			g_string_append_printf(out, "%s%u %s%s", out->len ? ", " : "", count, name, plain ? "" : "s");
	}
	return g_string_free(out, false);
}

static bool add_schema(struct page *page, const char *name, GError **error)
{
	const struct object *schema = schema_find(page->snapshot, name);
	g_autofree char *id = page_schema_id(name), *counts = describe_counts(page, name, false);
	guint tables = tables_count(page->tables, name);
	bool good = true;

	page_open_section(page, id, "schema", name);
	g_string_append(page->body, "<div data-whole=\"\">");
	html_element(page->body, "p", "facts", *counts ? counts : "Nothing is in it.");
	if (schema)
		page_append_object(page, page->body, schema);
	arena_reset(page->arena);
	if (tables > 1 && tables <= TABLES_WHOLE)
		good = tables_write_whole(page->tables, name, page->body, error);
	g_string_append(page->body, "</div>\n");
	good = good && add_objects(page, name, error);
	page_close_section(page);
	return good;
}

static bool has_others(const struct page *page)
{
	struct objects all = snapshot_all(page->snapshot);

	for (size_t i = 0; i < all.count; i++)
		if (is_shown(page, all.items[i]) && schema_name_of(all.items[i]))
			return true;
	return false;
}

static bool fill(struct page *page, GError **error)
{
	g_autoptr(GPtrArray) names = schema_names(page->snapshot);
	g_autofree char *counts = describe_counts(page, NULL, true);
	struct objects all = snapshot_all(page->snapshot);
	int version = snapshot_version(page->snapshot);
	bool good = true;

	for (size_t i = 0; i < all.count; i++)
		if (is_shown(page, all.items[i]))
			page_expect(page, all.items[i]);
	html_element(page->head, "p", "facts", *counts ? counts : "Nothing is described.");
	if (version)
		g_string_append_printf(page->head, "<p class=\"facts\">PostgreSQL %d</p>\n", version / 10000);
	g_string_append(page->head, "<div data-whole=\"\">");
	good = tables_write_schemas(page->tables, page->head, error);
	g_string_append(page->head, "</div>\n");
	if (good && has_others(page)) {
		page_open_section(page, "database", "database", "in no schema");
		good = add_objects(page, NULL, error);
		page_close_section(page);
	}
	for (guint i = 0; i < names->len && good; i++)
		good = add_schema(page, names->pdata[i], error);
	return good;
}

bool page_schema(
	const struct snapshot *snapshot, const char *name, const struct yaml_write_options *options, GString *out, GError **error)
{
	g_autofree char *title = g_strdup_printf("Schema of %s", name);
	struct page page;

	page_init(&page, snapshot_pool(snapshot), tables_new(NULL, snapshot, NULL));
	page.snapshot = snapshot;
	page.options = *options;
	page.options.no_owner |= snapshot_silences(snapshot)->owners;
	page.options.no_privileges |= snapshot_silences(snapshot)->privileges;
	page.needs = depend_new(snapshot);
	bool good = fill(&page, error);
	if (good)
		page_write(&page, title, out);
	page_clear(&page);
	return good;
}
