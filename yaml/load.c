/* Loads a YAML document into a snapshot, key by key. */
#include "yaml/load.h"

#include <limits.h>
#include <string.h>

#include "catalog/kinds.h"
#include "yaml/allowed.h"
#include "yaml/fill.h"
#include "yaml/guard.h"
#include "yaml/key.h"
#include "yaml/load_file.h"
#include "yaml/loader.h"
#include "yaml/parse.h"
#include "yaml/renames.h"

/* Whether the object may be of that kind: the map has its mark, an attribute or a list of parts. */
static bool has_mark(const struct kind *kind, const struct node *node)
{
	return !kind->mark || node_get(node, kind->mark);
}

/* Of the kinds with that key, the one whose mark is in the map. */
static const struct kind *kind_of(struct loader *loader, const struct kind *first, const struct node *node, GError **error)
{
	g_autoptr(GString) marks = g_string_new(NULL);

	if (!first->mark)
		return first;
	for (size_t i = 0; i < kind_count; i++) {
		if (kinds[i]->part || strcmp(kind_key(kinds[i]), kind_key(first)) != 0)
			continue;
		if (has_mark(kinds[i], node))
			return kinds[i];
		g_string_append_printf(
			marks, "%s\"%s\" of %s", marks->len ? ", " : "", kinds[i]->mark, loader_a(loader, kinds[i]->name));
	}
	loader_fail(loader, node, error, "it is not clear which form of %s this is, expected one of %s",
		loader_a(loader, kind_key(first)), marks->str);
	return NULL;
}

/* Reads and ignores the value of an unknown key. */
static bool pass_over(struct loader *loader, struct guard *guard, const struct guard_event *event, bool schema, GError **error)
{
	g_autofree char *near = key_suggest(event->text);
	const struct node node = { .key = event->text, .key_line = event->line, .key_column = event->column };

	loader_pass_over(loader, &node, schema ? "a schema" : "the document", near);
	bool good = parse_value(guard, loader->arena, event, error);
	arena_reset(loader->arena);
	return good;
}

/* Fails for a key that is not an object's, or not allowed here. schema: in a schema's map. */
static bool bad_key(
	struct loader *loader, const struct node *node, const struct key *key, enum key_result result, bool schema, GError **error)
{
	if (result == KEY_UNSUPPORTED)
		return loader_fail(loader, node, error, "\"%s\": this kind of object is not supported", node->key);
	if (result == KEY_MALFORMED)
		return loader_fail(loader, node, error, "\"%s\": expected \"%s name%s\"", node->key, kind_key(key->kind),
			key->kind->between ? key->kind->between : "(arguments)");
	if (result == KEY_FOUND)
		return loader_fail(loader, node, error, "\"%s\" stands %s", node->key,
			schema ? "at the top of a document, found in a schema" : "in a schema, found at the top of the document");
	g_autofree char *near = key_suggest(node->key);
	return loader_fail(loader, node, error, "unknown key \"%s\" %s%s%s%s", node->key,
		schema ? "of a schema" : "at the top of the document",
		near ? "; did you mean \"" : ", expected the key of an object", near ? near : "",
		near	 ? "\"?"
		: schema ? " such as \"table t\""
			 : " such as \"schema public\"");
}

/* Whether objects of the kind are allowed here: at the top, or in a schema. */
static bool stands_here(const struct kind *kind, const char *schema)
{
	return schema ? kind->schema_key : !kind->schema_key && kind != &schema_kind;
}

/* Loads the next value as an object. */
static bool load_object(struct loader *loader, struct guard *guard, const struct guard_event *event, const struct key *key,
	const char *schema, GError **error)
{
	struct node *node = parse_value(guard, loader->arena, event, error);
	const struct kind *kind = node ? kind_of(loader, key->kind, node, error) : NULL;
	bool good = kind && loader_add(loader, kind, NULL, schema, key->name, key->signature, node, error);

	arena_reset(loader->arena);
	return good;
}

/* A node with only a key, for messages. */
static struct node key_node(const struct guard_event *event)
{
	return (struct node){ .key = event->text, .key_line = event->line, .key_column = event->column };
}

/* The schema's object; in a tree of files another file may describe it further. */
static struct object *schema_object(struct loader *loader, const char *name, const struct guard_event *event)
{
	struct object *object = g_hash_table_lookup(loader->schemas, name);

	if (object)
		return object;
	object = snapshot_add(loader->into, &schema_kind, NULL, name, NULL);
	object->file = loader->file;
	object->file = loader->file;
	object->line = event->line;
	object->column = MIN(event->column, USHRT_MAX);
	struct loaded loaded = { object, loader->file };
	g_array_append_val(loader->loaded, loaded);
	g_hash_table_insert(loader->schemas, (gpointer)object->name, object);
	return object;
}

static bool load_top_key(struct loader *, struct guard *, const struct guard_event *, GError **);

/*
 * Loads a key in a schema: an object, or an attribute of the schema, which is kept in own until all of them are read. own is NULL
 * at the top of a file in a schema's directory, where keys of the document are allowed as well.
 */
static bool load_schema_key(struct loader *loader, struct guard *guard, const struct guard_event *event, const char *schema,
	struct node *own, GError **error)
{
	const struct node node = key_node(event);
	struct key key;
	enum key_result result = key_split(event->text, &key);
	bool good;

	if (result == KEY_FOUND && stands_here(key.kind, schema))
		good = load_object(loader, guard, event, &key, schema, error);
	else if (result == KEY_FOUND && !own)
		good = load_top_key(loader, guard, event, error);
	else if (result == KEY_NONE && loader->options.unknown && (!own || strchr(event->text, ' ')))
		good = pass_over(loader, guard, event, true, error);
	else if (result != KEY_NONE || !own || strchr(event->text, ' '))
		good = bad_key(loader, &node, &key, result, true, error);
	else {
		struct node *entry = parse_value(guard, loader->schema_arena, event, error);
		if ((good = entry))
			node_add(loader->schema_arena, own, entry->key, entry);
	}
	key_clear(&key);
	return good;
}

static bool load_schema(struct loader *loader, struct guard *guard, const struct guard_event *key, const char *name, GError **error)
{
	struct object *schema = schema_object(loader, name, key);
	struct node *own = node_new(loader->schema_arena, NODE_MAP);
	const struct node node = key_node(key);
	struct guard_event event;

	if (!allowed_check_name(loader, schema, &node, error))
		return false;
	if (!guard_next(guard, &event, error))
		return false;
	if (event.type == GUARD_SCALAR && event.plain && node_is_null(&(struct node){ .type = NODE_SCALAR, .text = event.text }))
		return true;
	if (event.type != GUARD_MAP)
		return loader_fail(loader, &(struct node){ .line = event.line, .column = event.column }, error,
			"schema \"%s\": expected a map, found %s", name, event.type == GUARD_LIST ? "a list" : "a text");
	for (;;) {
		if (!guard_next(guard, &event, error))
			return false;
		if (event.type == GUARD_CLOSE)
			break;
		if (!load_schema_key(loader, guard, &event, schema->name, own, error))
			return false;
	}
	bool good = loader_fill(loader, schema, own, error);
	arena_reset(loader->arena);
	arena_reset(loader->schema_arena);
	return good;
}

/* `omitted: [owners, privileges]`. */
static bool load_omitted(struct loader *loader, const struct node *node, GError **error)
{
	if (node->type != NODE_LIST)
		return loader_fail(loader, node, error, "\"omitted\": expected a list, found %s", node_found(loader->arena, node));
	loader->omitted_told = true;
	for (const struct node *item = node->first; item; item = item->next) {
		if (item->type == NODE_SCALAR && strcmp(item->text, "owners") == 0)
			loader->omitted.owners = true;
		else if (item->type == NODE_SCALAR && strcmp(item->text, "privileges") == 0)
			loader->omitted.privileges = true;
		else
			return loader_fail(loader, item, error, "\"omitted\": expected owners or privileges, found %s",
				node_found(loader->arena, item));
	}
	return true;
}

/* One of the lists of a selection. */
static bool load_selected(struct loader *loader, struct selection *selection, const struct node *node, GError **error)
{
	static const char *const keys[] = { "exclude", "exclude_schemas", "exclude_tables", "include", "schemas", "tables", NULL };
	const struct selection_row *row = selection_rows;

	while (row->key && strcmp(row->key, node->key) != 0)
		row++;
	if (!row->key)
		return loader_unknown(loader, node, "\"partial\"", keys, error);
	GPtrArray **list = selection_list(selection, row);
	if (node->type != NODE_LIST || !node->first)
		return loader_fail(loader, node, error, "\"%s\": expected a list of names or patterns, found %s", node->key,
			node_found(loader->arena, node));
	*list = g_ptr_array_new_with_free_func(g_free);
	for (const struct node *item = node->first; item; item = item->next) {
		if (item->type != NODE_SCALAR)
			return loader_fail(loader, item, error, "\"%s\": expected a name or a pattern, found %s", node->key,
				node_found(loader->arena, item));
		g_ptr_array_add(*list, g_strdup(item->text));
	}
	return true;
}

static bool load_selection(struct loader *loader, const struct node *node, GError **error)
{
	struct selection *selection = g_new0(struct selection, 1);
	bool good = node->type == NODE_MAP;

	if (!good)
		loader_fail(loader, node, error, "\"partial\": expected a map of what is selected, or true, found %s",
			node_found(loader->arena, node));
	for (const struct node *child = good ? node->first : NULL; child && good; child = child->next)
		good = load_selected(loader, selection, child, error);
	if (good)
		snapshot_add_selection(loader->into, selection);
	selection_free(selection);
	return good;
}

/* `partial: {schemas: [a]}`; a list of such maps if several selections were applied in turn; `true` if the selection is unknown. */
static bool load_partial(struct loader *loader, const struct node *node, GError **error)
{
	bool partial, good = true;

	if (node_bool(node, &partial)) {
		if (partial)
			snapshot_set_partial(loader->into);
		return true;
	}
	if (node->type != NODE_LIST)
		return load_selection(loader, node, error);
	for (const struct node *item = node->first; item && good; item = item->next)
		good = load_selection(loader, item, error);
	return good;
}

/* Loads the objects of a kind that is one list. */
static bool load_list(
	struct loader *loader, struct guard *guard, const struct guard_event *event, const struct kind *kind, GError **error)
{
	struct node *node = parse_value(guard, loader->arena, event, error);
	bool good = node;

	if (good && node->type != NODE_LIST && !node_is_null(node))
		good = loader_fail(
			loader, node, error, "\"%s\": expected a list, found %s", node->key, node_found(loader->arena, node));
	for (struct node *item = good ? node->first : NULL; item && good; item = item->next)
		good = loader_add(loader, kind, NULL, NULL, "", NULL, item, error);
	arena_reset(loader->arena);
	return good;
}

/* The kind with that key at the top: a list of objects, or a single object. */
static const struct kind *bare_kind(const char *key)
{
	for (size_t i = 0; i < kind_count; i++)
		if ((kinds[i]->list || kinds[i]->single) && strcmp(kind_key(kinds[i]), key) == 0)
			return kinds[i];
	return NULL;
}

/* Loads a key about the document itself. */
static bool load_document_key(struct loader *loader, struct guard *guard, const struct guard_event *event, GError **error)
{
	const struct node *node = parse_value(guard, loader->arena, event, error);
	bool good;

	if (!node)
		good = false;
	else if (strcmp(node->key, "omitted") == 0)
		good = load_omitted(loader, node, error);
	else if (strcmp(node->key, "renames") == 0)
		good = renames_load(loader, node, error);
	else
		good = loader->partial_told = load_partial(loader, node, error);
	arena_reset(loader->arena);
	return good;
}

static bool load_top_key(struct loader *loader, struct guard *guard, const struct guard_event *event, GError **error)
{
	const struct node node = key_node(event);
	struct key key;
	bool good;

	static const char *const of_document[] = { "omitted", "partial", "renames", NULL };
	if (g_strv_contains(of_document, event->text))
		return load_document_key(loader, guard, event, error);
	const struct kind *bare = bare_kind(event->text);
	if (bare && bare->list)
		return load_list(loader, guard, event, bare, error);
	if (bare)
		return load_object(loader, guard, event, &(struct key){ .kind = bare, .name = (char *)bare->name }, NULL, error);
	enum key_result result = key_split(event->text, &key);
	if (result == KEY_FOUND && key.kind == &schema_kind)
		good = load_schema(loader, guard, event, key.name, error);
	else if (result == KEY_FOUND && stands_here(key.kind, NULL))
		good = load_object(loader, guard, event, &key, NULL, error);
	else if (result == KEY_NONE && loader->options.unknown)
		good = pass_over(loader, guard, event, false, error);
	else
		good = bad_key(loader, &node, &key, result, false, error);
	key_clear(&key);
	return good;
}

bool loader_file(struct loader *loader, const char *name, FILE *file, const char *schema, GError **error)
{
	struct guard *guard = guard_new(name, file, error);
	struct guard_event event;
	bool good = guard, empty = true;

	loader->file = pool_text(loader->pool, name);
	loader->files++;
	do {
		if (!good || !(good = guard_next(guard, &event, error)))
			break;
		empty = empty && event.type != GUARD_MAP;
		if (event.type == GUARD_KEY && schema)
			good = load_schema_key(loader, guard, &event, schema, NULL, error);
		else if (event.type == GUARD_KEY)
			good = load_top_key(loader, guard, &event, error);
	} while (good && event.type != GUARD_END);
	guard_free(guard);
	/* the program that should have written it may have failed */
	if (good && empty)
		return yaml_fail(
			error, YAML_ERROR_CONTENT, name, 0, 0, "the document is empty; write {} for a schema without objects");
	return good;
}

bool yaml_load(struct snapshot *into, const char *name, FILE *file, const struct yaml_read_options *options, GError **error)
{
	struct loader loader;

	loader_init(&loader, into, options);
	bool good = loader_file(&loader, name, file, NULL, error) && loader_finish(&loader, error);
	loader_clear(&loader);
	return good;
}

static FILE *open_text(const char *name, const char *text, size_t length, GError **error)
{
	FILE *file = length ? fmemopen((char *)text, length, "r") : fopen("/dev/null", "r");

	if (!file)
		yaml_fail(error, YAML_ERROR_FILE, name, 0, 0, "cannot be read");
	return file;
}

bool yaml_load_bytes(struct snapshot *into, const char *name, const char *text, size_t length,
	const struct yaml_read_options *options, GError **error)
{
	FILE *file = open_text(name, text, length, error);
	bool good = file && yaml_load(into, name, file, options, error);

	if (file)
		fclose(file);
	return good;
}

bool yaml_load_text(struct snapshot *into, const char *name, const char *text, size_t length, GError **error)
{
	return yaml_load_bytes(into, name, text, length, NULL, error);
}

bool yaml_load_part(struct snapshot *into, const char *name, const char *text, size_t length, const char *schema,
	const struct yaml_read_options *options, GError **error)
{
	FILE *file = open_text(name, text, length, error);
	struct loader loader;

	snapshot_set_partial(into);
	loader_init(&loader, into, options);
	bool good = file && loader_file(&loader, name, file, schema, error) && loader_finish(&loader, error);
	loader_clear(&loader);
	if (file)
		fclose(file);
	return good;
}
