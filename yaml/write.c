/* Writes a snapshot as canonical YAML, object by object. */
#include "yaml/write.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "yaml/describe.h"
#include "yaml/emit.h"
#include "yaml/error.h"

enum { FLUSH = 1 << 20 };

/* An entry of a map: an object, an attribute of the schema, or a key of the document. */
struct entry {
	char *key;
	const struct object *object;
	const struct node *node;
	GPtrArray *inside; /* of a schema: objects */
};

struct writer {
	const struct snapshot *snapshot;
	struct yaml_write_options options;
	struct arena *arena, *schema_arena;
	GHashTable *inside; /* schema name to GPtrArray of objects */
	GString *out;
	FILE *file; /* NULL: all output stays in out */
};

static int compare_entries(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

static GArray *entries_new(void)
{
	return g_array_new(false, false, sizeof(struct entry));
}

static void entries_free(GArray *entries)
{
	for (guint i = 0; i < entries->len; i++)
		g_free(g_array_index(entries, struct entry, i).key);
	g_array_unref(entries);
}

static void add_entry(GArray *entries, struct entry entry)
{
	g_array_append_val(entries, entry);
}

static void flush(struct writer *writer, size_t limit)
{
	if (!writer->file || writer->out->len <= limit)
		return;
	fwrite(writer->out->str, 1, writer->out->len, writer->file);
	g_string_truncate(writer->out, 0);
}

static void write_object(struct writer *writer, const char *key, const struct object *object, unsigned indent)
{
	struct node *node = describe_object(writer->arena, object, &writer->options);

	node->key = key;
	emit_entry(writer->out, node, indent);
	arena_reset(writer->arena);
	flush(writer, FLUSH);
}

/* Writes the schema's own attributes and its objects, sorted together. */
static void write_schema(struct writer *writer, const struct entry *schema)
{
	GArray *entries = entries_new();

	if (schema->object) {
		const struct node *own = describe_object(writer->schema_arena, schema->object, &writer->options);
		for (const struct node *node = own->first; node; node = node->next)
			add_entry(entries, (struct entry){ .key = g_strdup(node->key), .node = node });
	}
	for (guint i = 0; schema->inside && i < schema->inside->len; i++) {
		const struct object *object = schema->inside->pdata[i];
		add_entry(entries, (struct entry){ .key = object_key(object), .object = object });
	}
	g_array_sort(entries, compare_entries);
	emit_key(writer->out, schema->key, 0);
	g_string_append(writer->out, entries->len ? "\n" : " {}\n");
	for (guint i = 0; i < entries->len; i++) {
		const struct entry *entry = &g_array_index(entries, struct entry, i);
		if (entry->node)
			emit_entry(writer->out, entry->node, 2);
		else
			write_object(writer, entry->key, entry->object, 2);
	}
	entries_free(entries);
	arena_reset(writer->schema_arena);
}

static bool has_privileges(const struct snapshot *snapshot)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++)
		if (all.items[i]->privileges)
			return true;
	return false;
}

static bool has_owners(const struct snapshot *snapshot)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++)
		if (all.items[i]->owner)
			return true;
	return false;
}

/* The value of `omitted`; NULL when the loader guesses it. */
static struct node *omitted_node(struct arena *arena, const struct snapshot *snapshot, const struct yaml_write_options *options)
{
	const struct silence *silence = snapshot_silences(snapshot);
	bool owners = options->no_owner || silence->owners, privileges = options->no_privileges || silence->privileges;
	struct node *list = node_new(arena, NODE_LIST);

	if (!snapshot_all(snapshot).count || (!owners && !privileges && has_owners(snapshot) && has_privileges(snapshot)))
		return NULL;
	list->key = "omitted";
	if (owners)
		node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, "owners"));
	if (privileges)
		node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, "privileges"));
	return list;
}

static struct node *selection_node(struct arena *arena, const struct selection *selection)
{
	struct node *map = node_new(arena, NODE_MAP);

	for (const struct selection_row *row = selection_rows; row->key; row++) {
		const GPtrArray *items = selection_items(selection, row);
		struct node *list = items ? node_add(arena, map, row->key, node_new(arena, NODE_LIST)) : NULL;
		for (guint i = 0; items && i < items->len; i++)
			node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, items->pdata[i]));
	}
	return map;
}

/* The selections of the snapshot; NULL: none. */
static struct node *partial_node(struct arena *arena, const struct snapshot *snapshot)
{
	const GPtrArray *selections = snapshot_selections(snapshot);
	struct node *node;

	if (!snapshot_is_partial(snapshot))
		return NULL;
	if (!selections->len)
		node = node_scalar(arena, NODE_PLAIN, "true");
	else if (selections->len == 1)
		node = selection_node(arena, selections->pdata[0]);
	else
		node = node_new(arena, NODE_LIST);
	for (guint i = 0; selections->len > 1 && i < selections->len; i++)
		node_add(arena, node, NULL, selection_node(arena, selections->pdata[i]));
	node->key = "partial";
	return node;
}

static GPtrArray *inside_of(struct writer *writer, const char *schema)
{
	GPtrArray *objects = g_hash_table_lookup(writer->inside, schema);

	if (!objects) {
		objects = g_ptr_array_new();
		g_hash_table_insert(writer->inside, (gpointer)schema, objects);
	}
	return objects;
}

static char *schema_key(const char *name)
{
	return g_strdup_printf("%s %s", kind_key(&schema_kind), name);
}

bool yaml_write_skips(const struct snapshot *snapshot, const struct object *object)
{
	return object->kind->implied && object->kind->implied(snapshot, object);
}

/* The objects of a kind that is one list; NULL when there are none to write. */
static struct node *list_node(
	struct arena *arena, const struct snapshot *snapshot, const struct kind *kind, const struct yaml_write_options *options)
{
	struct objects objects = snapshot_objects(snapshot, kind);
	struct node *list = node_new(arena, NODE_LIST);

	if (!objects.count || (kind->only_privileges && options->no_privileges))
		return NULL;
	list->key = kind_key(kind);
	for (size_t i = 0; i < objects.count; i++)
		node_add(arena, list, NULL, describe_object(arena, objects.items[i], options));
	return list;
}

static void collect(struct writer *writer, GArray *entries)
{
	GHashTableIter iterator;
	gpointer name, inside;

	for (size_t i = 0; i < kind_count; i++) {
		struct objects objects =
			kinds[i]->part || kinds[i]->list ? (struct objects){ 0 } : snapshot_objects(writer->snapshot, kinds[i]);
		for (size_t j = 0; j < objects.count; j++) {
			const struct object *object = objects.items[j];
			if (yaml_write_skips(writer->snapshot, object))
				continue;
			if (kinds[i]->schema_key)
				g_ptr_array_add(inside_of(writer, object->schema), (gpointer)object);
			else
				add_entry(entries, (struct entry){ .key = object_key(object), .object = object });
		}
	}
	/* Objects in schemas that are not described themselves, an extension's for example. */
	g_hash_table_iter_init(&iterator, writer->inside);
	while (g_hash_table_iter_next(&iterator, &name, &inside))
		if (!snapshot_find(writer->snapshot, &schema_kind, NULL, name))
			add_entry(entries, (struct entry){ .key = schema_key(name), .inside = inside });
}

static void write_entry(struct writer *writer, struct entry *entry)
{
	if (entry->node) {
		emit_entry(writer->out, entry->node, 0);
	} else if (!entry->object || entry->object->kind == &schema_kind) {
		if (entry->object)
			entry->inside = g_hash_table_lookup(writer->inside, entry->object->name);
		write_schema(writer, entry);
	} else {
		write_object(writer, entry->key, entry->object, 0);
	}
}

static void write_all(struct writer *writer)
{
	GArray *entries = entries_new();
	struct arena *arena = arena_new();
	const struct node *nodes[] = { omitted_node(arena, writer->snapshot, &writer->options),
		partial_node(arena, writer->snapshot) };

	for (size_t i = 0; i < G_N_ELEMENTS(nodes); i++)
		if (nodes[i])
			add_entry(entries, (struct entry){ .key = g_strdup(nodes[i]->key), .node = nodes[i] });
	for (size_t i = 0; i < kind_count; i++) {
		const struct node *list = kinds[i]->list ? list_node(arena, writer->snapshot, kinds[i], &writer->options) : NULL;
		if (list)
			add_entry(entries, (struct entry){ .key = g_strdup(list->key), .node = list });
	}
	collect(writer, entries);
	g_array_sort(entries, compare_entries);
	if (!entries->len)
		g_string_append(writer->out, "{}\n");
	for (guint i = 0; i < entries->len; i++)
		write_entry(writer, &g_array_index(entries, struct entry, i));
	flush(writer, 0);
	entries_free(entries);
	arena_free(arena);
}

static void write_snapshot(const struct snapshot *snapshot, GString *out, FILE *file, const struct yaml_write_options *options)
{
	static const struct yaml_write_options everything;
	struct writer writer = {
		.snapshot = snapshot,
		.options = options ? *options : everything,
		.arena = arena_new(),
		.schema_arena = arena_new(),
		.inside = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref),
		.out = out,
		.file = file,
	};

	writer.options.no_owner |= snapshot_silences(snapshot)->owners;
	writer.options.no_privileges |= snapshot_silences(snapshot)->privileges;
	write_all(&writer);
	g_hash_table_unref(writer.inside);
	arena_free(writer.arena);
	arena_free(writer.schema_arena);
}

bool yaml_write(const struct snapshot *snapshot, FILE *file, const struct yaml_write_options *options, GError **error)
{
	g_autoptr(GString) out = g_string_sized_new(FLUSH + FLUSH / 4);

	errno = 0;
	write_snapshot(snapshot, out, file, options);
	if (fflush(file) != 0 || ferror(file))
		return yaml_fail(error, YAML_ERROR_FILE, "standard output", 0, 0, "cannot be written: %s", g_strerror(errno));
	return true;
}

void yaml_write_text(const struct snapshot *snapshot, GString *out, const struct yaml_write_options *options)
{
	write_snapshot(snapshot, out, NULL, options);
}

void yaml_write_object(const struct object *object, GString *out, const struct yaml_write_options *options)
{
	struct arena *arena = arena_new();
	struct node *node = describe_object(arena, object, options);
	g_autofree char *key = object_key(object);

	node->key = key;
	emit_entry(out, node, 0);
	arena_free(arena);
}

void yaml_write_preamble(const struct snapshot *snapshot, GString *out, const struct yaml_write_options *options)
{
	struct arena *arena = arena_new();
	const struct node *omitted = omitted_node(arena, snapshot, options), *partial = partial_node(arena, snapshot);

	if (omitted)
		emit_entry(out, omitted, 0);
	if (partial)
		emit_entry(out, partial, 0);
	arena_free(arena);
}

bool yaml_write_list(
	const struct snapshot *snapshot, const struct kind *kind, GString *out, const struct yaml_write_options *options)
{
	struct arena *arena = arena_new();
	const struct node *list = list_node(arena, snapshot, kind, options);

	if (list)
		emit_entry(out, list, 0);
	arena_free(arena);
	return list;
}
