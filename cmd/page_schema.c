/* db2yaml --html: the documentation of a schema as a page. */
#include "cmd/page_schema.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "catalog/kinds/schema.h"
#include "cmd/html.h"
#include "cmd/page.h"
#include "cmd/page_object.h"
#include "cmd/xml.h"
#include "yaml/write.h"

/* The key of what is in no schema: it comes before all names. */
#define NO_SCHEMA ""

static int compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
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

/* Tables and views: relations that have parts. */
static bool has_rows(const struct kind *kind)
{
	return kind_is(kind, TRAIT_RELATION) && !kind_is(kind, TRAIT_TYPE) && kind->parts;
}

static GPtrArray *objects_within(GHashTable *sections, const char *schema)
{
	GPtrArray *objects = g_hash_table_lookup(sections, schema ? schema : NO_SCHEMA);

	if (!objects)
		g_hash_table_insert(sections, (gpointer)(schema ? schema : NO_SCHEMA), objects = g_ptr_array_new());
	return objects;
}

static void take_kind(const struct page *page, const struct kind *kind, GHashTable *sections)
{
	struct objects objects = snapshot_objects(page->snapshot, kind);

	for (size_t i = 0; i < objects.count; i++) {
		const char *schema = schema_name_of(objects.items[i]);
		if (is_shown(page, objects.items[i]))
			g_ptr_array_add(objects_within(sections, schema), (gpointer)objects.items[i]);
		else if (is_schema(objects.items[i]))
			objects_within(sections, schema);
	}
}

/* The objects of each schema, and of none: first those that have rows. A schema without objects has an empty array. */
static GHashTable *sections_of(const struct page *page)
{
	GHashTable *sections = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);

	for (int with_rows = 1; with_rows >= 0; with_rows--)
		for (size_t k = 0; k < kind_count; k++)
			if (!kinds[k]->part && has_rows(kinds[k]) == with_rows)
				take_kind(page, kinds[k], sections);
	return sections;
}

static void append_count(GString *out, guint count, const char *name)
{
	size_t length = strlen(name);
	const char *end = "s";

	if (count == 1 || (g_str_has_suffix(name, "s") && !g_str_has_suffix(name, "ss")))
		end = "";
	else if (g_str_has_suffix(name, "ss"))
		end = "es";
	else if (g_str_has_suffix(name, "y"))
		length--, end = "ies";
	g_string_append_printf(out, "%s%u %.*s%s", out->len ? ", " : "", count, (int)length, name, end);
}

static void count_kinds(guint *counts, const GPtrArray *objects)
{
	for (guint i = 0; i < objects->len; i++)
		counts[kind_index(((const struct object *)objects->pdata[i])->kind)]++;
}

/* "12 tables, 3 views" */
static char *describe_counts(const guint *counts)
{
	GString *out = g_string_new(NULL);

	for (size_t k = 0; k < kind_count; k++)
		if (counts[k])
			append_count(out, counts[k], kinds[k]->name);
	return g_string_free(out, false);
}

static bool add_objects(struct page *page, const GPtrArray *objects, GError **error)
{
	bool good = true;

	for (guint i = 0; i < objects->len && good; i++)
		good = add_object(page, objects->pdata[i], error);
	return good;
}

static bool add_schema(struct page *page, const char *name, const GPtrArray *objects, GError **error)
{
	g_autofree guint *numbers = g_new0(guint, kind_count);
	const struct object *schema = schema_find(page->snapshot, name);
	g_autofree char *id = page_schema_id(name);
	guint tables = tables_count(page->tables, name);
	bool good = true;

	count_kinds(numbers, objects);
	g_autofree char *counts = describe_counts(numbers);
	page_open_section(page, id, "schema", name);
	g_string_append(page->body, "<div data-whole=\"\">");
	html_element(page->body, "p", "facts", *counts ? counts : "Nothing is in it.");
	if (schema)
		page_append_object(page, page->body, schema);
	arena_reset(page->arena);
	if (tables > 1 && tables <= TABLES_WHOLE)
		good = tables_write_whole(page->tables, name, page->body, error);
	g_string_append(page->body, "</div>\n");
	good = good && add_objects(page, objects, error);
	page_close_section(page);
	return good;
}

/* How many objects there are, and schemas; of which server. */
static void append_facts(const struct page *page, GHashTable *sections)
{
	g_autofree guint *numbers = g_new0(guint, kind_count);
	struct objects all = snapshot_all(page->snapshot);
	int version = snapshot_version(page->snapshot);
	GHashTableIter iterator;
	gpointer objects;

	g_hash_table_iter_init(&iterator, sections);
	while (g_hash_table_iter_next(&iterator, NULL, &objects))
		count_kinds(numbers, objects);
	for (size_t i = 0; i < all.count; i++)
		numbers[kind_index(all.items[i]->kind)] += is_schema(all.items[i]);
	g_autofree char *counts = describe_counts(numbers);
	html_element(page->head, "p", "facts", *counts ? counts : "Nothing is described.");
	if (version)
		g_string_append_printf(page->head, "<p class=\"facts\">PostgreSQL %d</p>\n", version / 10000);
}

static void expect(struct page *page, GHashTable *sections)
{
	GHashTableIter iterator;
	gpointer objects;

	g_hash_table_iter_init(&iterator, sections);
	while (g_hash_table_iter_next(&iterator, NULL, &objects))
		for (guint i = 0; i < ((GPtrArray *)objects)->len; i++)
			page_expect(page, ((GPtrArray *)objects)->pdata[i]);
}

static bool add_section(struct page *page, const char *schema, const GPtrArray *objects, GError **error)
{
	if (strcmp(schema, NO_SCHEMA) != 0)
		return add_schema(page, schema, objects, error);
	page_open_section(page, "database", "database", "in no schema");
	bool good = add_objects(page, objects, error);
	page_close_section(page);
	return good;
}

static bool fill(struct page *page, GError **error)
{
	g_autoptr(GHashTable) sections = sections_of(page);
	g_autofree const char **names = (const char **)g_hash_table_get_keys_as_array(sections, NULL);
	guint count = g_hash_table_size(sections);

	expect(page, sections);
	append_facts(page, sections);
	g_string_append(page->head, "<div data-whole=\"\">");
	bool good = tables_write_schemas(page->tables, page->head, error);
	g_string_append(page->head, "</div>\n");
	qsort(names, count, sizeof(*names), compare_names);
	for (guint i = 0; i < count && good; i++)
		good = add_section(page, names[i], g_hash_table_lookup(sections, names[i]), error);
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
