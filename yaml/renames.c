/* Former names in one section of a document. */
#include "yaml/renames.h"

#include <string.h>

#include "catalog/kinds.h"
#include "yaml/suggest.h"
#include "yaml/value.h"

/* The subject of an entry: an object, or a label of an enum. */
struct subject {
	struct object *object;
	const char *label; /* NULL: the object itself */
};

bool renames_load(struct loader *loader, const struct node *node, GError **error)
{
	if (node->type != NODE_MAP)
		return loader_fail(loader, node, error, "\"renames\": expected a map such as `table public.t: old_name`, found %s",
			node_found(loader->arena, node));
	for (const struct node *child = node->first; child; child = child->next) {
		bool new = node_is_null(child);
		if (!new && (child->type != NODE_SCALAR || !*child->text))
			return loader_fail(loader, child, error, "\"renames\": expected the former name of %s, found %s",
				child->key, node_found(loader->arena, child));
		const struct renamed renamed = { .file = loader->file,
			.line = child->key_line,
			.column = child->key_column,
			.subject = pool_text(loader->pool, child->key),
			.old = new ? NULL : pool_text(loader->pool, child->text) };
		g_array_append_val(loader->renames, renamed);
	}
	return true;
}

static bool fail(const struct renamed *renamed, GError **error, const char *format, ...) __attribute__((format(printf, 3, 4)));

static bool fail(const struct renamed *renamed, GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return yaml_fail(error, YAML_ERROR_CONTENT, renamed->file, renamed->line, renamed->column, "\"renames\": %s", text);
}

/* The name in messages with the document's word for the object that it ends with: "type s.t" of "enum s.t"; NULL: they are the same. */
static char *name_by_key(const char *name, const struct object *object)
{
	const struct object *outermost = object_outermost(object);
	g_autofree char *last = object_describe(outermost);
	const char *word = outermost->kind->name, *key = kind_key(outermost->kind);

	if (strcmp(word, key) == 0)
		return NULL;
	int before = (int)(strlen(name) - strlen(last));
	return g_strdup_printf("%.*s%s%s", before, name, key, name + before + strlen(word));
}

static void add_subject(GHashTable *subjects, char *name, struct object *object, const char *label)
{
	struct subject *subject = g_new(struct subject, 1);

	*subject = (struct subject){ object, label };
	g_hash_table_insert(subjects, name, subject);
	char *other = name_by_key(name, object);
	if (other)
		g_hash_table_insert(subjects, other, g_memdup2(subject, sizeof(*subject)));
}

/* All that has a name, by its name in messages, and by the one with the document's word for the kind. */
static GHashTable *subjects_of(const struct loader *loader)
{
	GHashTable *subjects = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	for (guint i = 0; i < loader->loaded->len; i++) {
		struct object *object = g_array_index(loader->loaded, struct loaded, i).object;
		char *name = object_describe(object);
		const struct attribute *row =
			kind_attribute(object->kind, "oldnames") ? kind_attribute(object->kind, "labels") : NULL;
		const struct names *labels = row ? attribute_names(row, object) : NULL;
		for (size_t l = 0; labels && l < labels->count; l++)
			add_subject(subjects, g_strdup_printf("label %s of %s", labels->items[l], name), object, labels->items[l]);
		add_subject(subjects, name, object, NULL);
	}
	return subjects;
}

static bool fail_unknown(GHashTable *subjects, const struct renamed *renamed, GError **error)
{
	g_autofree const char **known = (const char **)g_hash_table_get_keys_as_array(subjects, NULL);
	const char *nearest = suggest_nearest(renamed->subject, known);

	return nearest ? fail(renamed, error, "the document has no %s; did you mean \"%s\"?", renamed->subject, nearest)
		       : fail(renamed, error, "the document has no %s; remove the line if it has been dropped", renamed->subject);
}

static bool rename_label(struct loader *loader, const struct subject *subject, const struct renamed *renamed, GError **error)
{
	const struct attribute *row = kind_attribute(subject->object->kind, "oldnames");
	const struct names *known = attribute_names(row, subject->object);
	g_autofree char *start = g_strconcat(subject->label, "=", NULL);
	g_autoptr(GPtrArray) items = g_ptr_array_new();

	for (size_t i = 0; known && i < known->count; i++) {
		if (g_str_has_prefix(known->items[i], start) && strcmp(known->items[i] + strlen(start), renamed->old) != 0)
			return fail(renamed, error, "%s has a different oldname: %s", renamed->subject,
				known->items[i] + strlen(start));
		g_ptr_array_add(items, (gpointer)known->items[i]);
	}
	g_ptr_array_add(items, (gpointer)pool_printf(loader->pool, "%s=%s", subject->label, renamed->old));
	attribute_set_names(row, subject->object, value_names(loader, items, false));
	return true;
}

static bool apply(struct loader *loader, GHashTable *subjects, const struct renamed *renamed, GError **error)
{
	const struct subject *subject = g_hash_table_lookup(subjects, renamed->subject);

	if (!subject)
		return fail_unknown(subjects, renamed, error);
	struct object *object = subject->object;
	const char *name = subject->label ? subject->label : object->name;
	if (object->kind->fixed_name)
		return fail(renamed, error, "PostgreSQL cannot rename %s", renamed->subject);
	if (renamed->old == name)
		return fail(renamed, error, "%s is the present name of %s, not a former one", name, renamed->subject);
	if (!subject->label && object->oldname && object->oldname != renamed->old)
		return fail(renamed, error, "%s has a different oldname: %s", renamed->subject, object->oldname);
	if (!renamed->old) {
		object->is_new = true;
		return true;
	}
	if (subject->label)
		return rename_label(loader, subject, renamed, error);
	object->oldname = renamed->old;
	object->is_listed = true;
	return true;
}

bool renames_apply(struct loader *loader, GError **error)
{
	g_autoptr(GHashTable) subjects = loader->renames->len ? subjects_of(loader) : NULL;

	for (guint i = 0; i < loader->renames->len; i++)
		if (!apply(loader, subjects, &g_array_index(loader->renames, struct renamed, i), error))
			return false;
	return true;
}
