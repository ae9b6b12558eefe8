/* Writes a snapshot as a directory of files. */
#include "yaml/tree.h"

#include <stdio.h>
#include <string.h>

#include "catalog/kinds.h"
#include "yaml/emit.h"
#include "yaml/guard.h"
#include "yaml/store.h"
#include "yaml/tree_own.h"

enum { NAME_LETTERS_MAX = 63 }; /* the maximum length of PostgreSQL's names: no two of them become equal */

struct tree {
	struct store store;
	struct yaml_write_options options;
	struct arena *arena;
	GHashTable *files;	 /* relative path to GString */
	GHashTable *directories; /* schema name to its directory's name */
	GHashTable *taken;	 /* names of such directories */
};

/* Kinds of which every object has its own file; the others share one. */
bool tree_has_own_file(const struct kind *kind)
{
	static const char *const own[] = { "table", "view", "materialized view", "foreign table", "sequence", "type", "domain",
		"function", "procedure", "aggregate", "event trigger", "publication", "subscription", "statistics", NULL };

	return g_strv_contains(own, kind_key(kind));
}

char *yaml_file_part(const char *name, unsigned limit)
{
	g_autoptr(GString) part = g_string_new(NULL);

	for (unsigned i = 0; *name && i < limit; i++, name = g_utf8_next_char(name)) {
		gunichar c = g_utf8_get_char(name);
		g_string_append_unichar(part, c == '_' || g_unichar_isalnum(c) ? c : '_');
	}
	return g_utf8_strdown(part->str, -1);
}

/* "schema.s"; with a number when another schema has that name. */
static const char *directory_of(struct tree *tree, const char *schema)
{
	const char *known = g_hash_table_lookup(tree->directories, schema);
	g_autofree char *part = yaml_file_part(schema, NAME_LETTERS_MAX), *name = g_strdup_printf("schema.%s", part);

	if (known)
		return known;
	for (unsigned number = 2; g_hash_table_contains(tree->taken, name); number++) {
		g_free(name);
		name = g_strdup_printf("schema.%s_%u", part, number);
	}
	known = g_steal_pointer(&name);
	g_hash_table_add(tree->taken, (gpointer)known);
	g_hash_table_insert(tree->directories, (gpointer)schema, (gpointer)known);
	return known;
}

static char *file_of(struct tree *tree, const struct object *object)
{
	const struct kind *kind = object->kind;
	g_autofree char *words = g_strdup(kind_key(kind));
	unsigned limit = kind->schema_key && tree->options.name_letters ? tree->options.name_letters : NAME_LETTERS_MAX;
	g_autofree char *part = yaml_file_part(object->name, limit);

	if (kind == &schema_kind)
		return g_strdup_printf("%s.yaml", directory_of(tree, object->name));
	if (!tree_has_own_file(kind))
		g_strdelimit(words, " ", '_');
	g_autofree char *file =
		tree_has_own_file(kind) ? g_strdup_printf("%s.%s.yaml", words, part) : g_strdup_printf("%s.yaml", words);
	return kind->schema_key ? g_strdup_printf("%s/%s", directory_of(tree, object->schema), file) : g_steal_pointer(&file);
}

static GString *content_of(struct tree *tree, const char *file)
{
	GString *content = g_hash_table_lookup(tree->files, file);

	if (!content) {
		content = g_string_new(NULL);
		g_hash_table_insert(tree->files, g_strdup(file), content);
	}
	return content;
}

/* Objects come in the order of their keys, so that a shared file is sorted as well. */
static void add_object(struct tree *tree, const struct object *object)
{
	g_autofree char *file = file_of(tree, object);

	yaml_write_object(object, content_of(tree, file), &tree->options);
}

static int compare_objects(gconstpointer a, gconstpointer b)
{
	const struct object *x = *(const struct object *const *)a, *y = *(const struct object *const *)b;
	g_autofree char *key = object_key(x), *other = object_key(y);
	int order = g_strcmp0(x->schema, y->schema);

	return order ? order : strcmp(key, other);
}

/* The directory of a schema that is not described itself still needs the schema's name. */
static void name_schema(struct tree *tree, const char *schema)
{
	g_autofree char *file = g_strdup_printf("%s.yaml", directory_of(tree, schema));
	g_autofree char *key = g_strdup_printf("schema %s", schema);
	struct node *empty = node_new(tree->arena, NODE_MAP);

	if (g_hash_table_contains(tree->files, file))
		return;
	empty->key = key;
	emit_entry(content_of(tree, file), empty, 0);
}

/* Adds a kind whose objects are one list. */
static void add_list(struct tree *tree, const struct snapshot *snapshot, const struct kind *kind)
{
	g_autoptr(GString) content = g_string_new(NULL);
	g_autofree char *words = g_strdelimit(g_strdup(kind_key(kind)), " ", '_'), *file = g_strdup_printf("%s.yaml", words);

	if (!yaml_write_list(snapshot, kind, content, &tree->options))
		return;
	g_string_append_len(content_of(tree, file), content->str, (gssize)content->len);
}

static void add_all(struct tree *tree, const struct snapshot *snapshot)
{
	struct objects all = snapshot_all(snapshot);
	g_autoptr(GPtrArray) objects = g_ptr_array_new();

	for (size_t i = 0; i < all.count; i++)
		if (!all.items[i]->kind->part && !all.items[i]->kind->list && !yaml_write_skips(snapshot, all.items[i]))
			g_ptr_array_add(objects, (gpointer)all.items[i]);
	g_ptr_array_sort(objects, compare_objects);
	for (guint i = 0; i < objects->len; i++)
		add_object(tree, objects->pdata[i]);
	for (guint i = 0; i < objects->len; i++)
		if (((const struct object *)objects->pdata[i])->schema)
			name_schema(tree, ((const struct object *)objects->pdata[i])->schema);
	for (size_t i = 0; i < kind_count; i++)
		if (kinds[i]->list)
			add_list(tree, snapshot, kinds[i]);
	g_autoptr(GString) preamble = g_string_new(NULL);
	yaml_write_preamble(snapshot, preamble, &tree->options);
	if (!preamble->len && !g_hash_table_size(tree->files))
		g_string_append(preamble, "{}\n"); /* no object at all: a directory without any file would be an error */
	if (preamble->len)
		g_string_append_len(content_of(tree, "omitted.yaml"), preamble->str, (gssize)preamble->len);
}

bool yaml_is_index(const char *name)
{
	static const char prefix[] = "database.", suffix[] = ".yaml";

	return g_str_has_prefix(name, prefix) && strchr(name + strlen(prefix), '.') && g_str_has_suffix(name, suffix);
}

static bool write_files(struct tree *tree, GError **error)
{
	GHashTableIter iterator;
	gpointer file, content;

	g_hash_table_iter_init(&iterator, tree->files);
	while (g_hash_table_iter_next(&iterator, &file, &content))
		if (!store_write(&tree->store, file, content, error))
			return false;
	return true;
}

/* Removes files of an earlier run that were not written again. */
static void remove_old(struct tree *tree)
{
	g_autoptr(GPtrArray) old = tree_own_files(&tree->store);

	for (guint i = 0; i < old->len; i++)
		if (!g_hash_table_contains(tree->files, old->pdata[i]))
			store_remove(&tree->store, old->pdata[i]);
}

static void free_string(gpointer string)
{
	g_string_free(string, true);
}

static void init(struct tree *tree, const struct snapshot *snapshot, const struct yaml_write_options *options)
{
	*tree = (struct tree){
		.options = options ? *options : (struct yaml_write_options){ 0 },
		.arena = arena_new(),
		.files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_string),
		.directories = g_hash_table_new(g_str_hash, g_str_equal),
		.taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	tree->options.no_owner |= snapshot_silences(snapshot)->owners;
	tree->options.no_privileges |= snapshot_silences(snapshot)->privileges;
	add_all(tree, snapshot);
}

static void clear(struct tree *tree)
{
	g_hash_table_unref(tree->files);
	g_hash_table_unref(tree->directories);
	g_hash_table_unref(tree->taken);
	arena_free(tree->arena);
}

bool yaml_write_directory(
	const struct snapshot *snapshot, const char *path, const struct yaml_write_options *options, GError **error)
{
	struct tree tree;

	init(&tree, snapshot, options);
	bool good = store_open(&tree.store, path, error);
	good = good && write_files(&tree, error) && store_commit(&tree.store, error);
	if (good)
		remove_old(&tree);
	store_close(&tree.store);
	clear(&tree);
	return good;
}

GHashTable *yaml_directory_files(const struct snapshot *snapshot, const struct yaml_write_options *options)
{
	struct tree tree;

	init(&tree, snapshot, options);
	GHashTable *files = g_hash_table_ref(tree.files);
	clear(&tree);
	return files;
}
