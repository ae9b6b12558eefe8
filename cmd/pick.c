/* Copies single objects from one snapshot to another. */
#include "cmd/pick.h"

#include <string.h>

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "catalog/kinds/sequence.h"
#include "catalog/snapshot_copy.h"
#include "catalog/snapshot_finish.h"

#define PICK_ERROR (g_quark_from_static_string("pick"))

struct picking {
	const struct snapshot *document, *database;
	GHashTable *take, *drop; /* objects of the database; of the document. Without parts */
	bool needed;
	GString *problems; /* a line each */
};

static bool is_whole(const struct object *object)
{
	return !object->kind->part && !object->kind->list;
}

/* The text after the word and a blank; the text itself where it does not begin with these. */
static const char *behind(const char *text, const char *word)
{
	size_t length = strlen(word);

	return g_str_has_prefix(text, word) && text[length] == ' ' ? text + length + 1 : text;
}

/*
 * "function public.f(a integer)", without the arguments, or without the kind; the kind is named as in messages or documents, "enum"
 * or "type". An object without schema needs its kind.
 */
static bool is_called(const struct object *object, const char *name)
{
	g_autofree char *full = object_describe(object), *bare = g_strdup_printf("%s.%s", object->schema, object->name);
	const char *const words[] = { object->kind->name, kind_key(object->kind) }, *described = behind(full, object->kind->name);

	if (strcmp(full, name) == 0)
		return true;
	for (size_t i = 0; object->schema && i < G_N_ELEMENTS(words); i++) {
		const char *rest = behind(name, words[i]);
		if (strcmp(rest, described) == 0 || strcmp(rest, bare) == 0)
			return true;
	}
	return false;
}

static unsigned match(const struct snapshot *snapshot, const char *name, GHashTable *into)
{
	struct objects all = snapshot_all(snapshot);
	unsigned found = 0;

	for (size_t i = 0; i < all.count; i++)
		if (is_whole(all.items[i]) && is_called(all.items[i], name)) {
			g_hash_table_add(into, (gpointer)all.items[i]);
			found++;
		}
	return found;
}

/* Sequences that columns of a table own are picked with it. */
static void add_sequences(const struct snapshot *snapshot, GHashTable *set)
{
	struct objects sequences = snapshot_objects(snapshot, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		const struct object *column = sequence_column(snapshot, sequences.items[i]);
		if (column && g_hash_table_contains(set, column->parent))
			g_hash_table_add(set, (gpointer)sequences.items[i]);
	}
}

/* Whether the result will contain the object. */
static bool will_be(const struct picking *picking, const struct object *object)
{
	const struct object *top = object_outermost(object), *taken = snapshot_twin(picking->database, top),
			    *stays = snapshot_twin(picking->document, top);

	if (taken && g_hash_table_contains(picking->take, taken))
		return snapshot_twin(picking->database, object);
	return stays && !g_hash_table_contains(picking->drop, stays) && snapshot_twin(picking->document, object);
}

static void tell(struct picking *picking, const char *format, const struct object *from, const struct object *to)
{
	g_autofree char *one = object_describe(object_outermost(from)), *other = object_describe(to),
			*line = g_strdup_printf(format, one, other);

	if (!strstr(picking->problems->str, line))
		g_string_append(picking->problems, line);
}

/*
 * Picks an object that another depends on, or reports it. True where a new object was picked, whose dependencies are to be
 * examined.
 */
static bool add_need(struct picking *picking, const struct object *from, const struct object *to)
{
	if (will_be(picking, to))
		return false;
	if (picking->needed)
		return g_hash_table_add(picking->take, (gpointer)object_outermost(to));
	tell(picking, "%s needs %s, which the document lacks\n", from, object_outermost(to));
	return false;
}

static bool add_needs(struct picking *picking, const struct depend *depend)
{
	struct objects all = snapshot_all(picking->database);
	bool more = false;

	for (size_t i = 0; i < all.count; i++) {
		const struct object *object = all.items[i],
				    *schema = object->schema ? snapshot_find(picking->database, &schema_kind, NULL, object->schema)
							     : NULL;
		const GArray *needs = depend_needs(depend, object);
		if (!g_hash_table_contains(picking->take, object_outermost(object)))
			continue;
		if (schema)
			more = add_need(picking, object, schema) || more;
		for (guint n = 0; n < needs->len; n++)
			more = add_need(picking, object, all.items[g_array_index(needs, unsigned, n)]) || more;
	}
	return more;
}

/* Reports objects of the document that stay but depend on an object that is dropped. */
static void check_rest(struct picking *picking)
{
	struct objects all = snapshot_all(picking->document);
	struct depend *depend = depend_new(picking->document);

	for (size_t i = 0; i < all.count; i++) {
		const GArray *needs = depend_needs(depend, all.items[i]);
		if (g_hash_table_contains(picking->drop, object_outermost(all.items[i])))
			continue;
		for (guint n = 0; n < needs->len; n++) {
			const struct object *to = all.items[g_array_index(needs, unsigned, n)];
			if (!will_be(picking, to))
				tell(picking, "%s is not picked, and needs %s, which goes\n", all.items[i], to);
		}
	}
	depend_free(depend);
}

/* Drops the document's versions of all picked objects. */
static void drop_twins(struct picking *picking)
{
	GHashTableIter iterator;
	gpointer object;

	g_hash_table_iter_init(&iterator, picking->take);
	while (g_hash_table_iter_next(&iterator, &object, NULL)) {
		const struct object *twin = snapshot_twin(picking->document, object);
		if (twin)
			g_hash_table_add(picking->drop, (gpointer)twin);
	}
}

static struct snapshot *put_together(const struct picking *picking)
{
	struct snapshot *result = snapshot_copy(picking->document);
	struct objects old = snapshot_all(picking->document), new = snapshot_all(picking->database);
	const GPtrArray *selections = snapshot_selections(picking->document);

	for (guint i = 0; i < selections->len; i++)
		snapshot_add_selection(result, selections->pdata[i]);
	for (size_t i = 0; i < old.count; i++)
		if (g_hash_table_contains(picking->drop, old.items[i]))
			snapshot_leave_out(result, snapshot_twin(result, old.items[i]));
	for (size_t i = 0; i < new.count; i++)
		if (g_hash_table_contains(picking->take, new.items[i]))
			snapshot_adopt(result, new.items[i], NULL);
	snapshot_refresh(result);
	return result;
}

static bool choose(struct picking *picking, const GPtrArray *names, GError **error)
{
	for (guint i = 0; i < names->len; i++) {
		unsigned there = match(picking->database, names->pdata[i], picking->take),
			 here = match(picking->document, names->pdata[i], picking->drop);
		if (there + here)
			continue;
		g_set_error(error, PICK_ERROR, 0,
			"--pick %s: neither the database nor the document has such an object; names are as in messages: table "
			"public.film",
			(char *)names->pdata[i]);
		return false;
	}
	add_sequences(picking->database, picking->take);
	add_sequences(picking->document, picking->drop);
	drop_twins(picking);
	struct depend *depend = depend_new(picking->database);
	while (add_needs(picking, depend)) {
		add_sequences(picking->database, picking->take);
		drop_twins(picking);
	}
	depend_free(depend);
	check_rest(picking);
	if (picking->problems->len)
		g_set_error(error, PICK_ERROR, 0, "nothing was written:\n%s%s", picking->problems->str,
			strstr(picking->problems->str, "document lacks") ? "--pick-needed takes along what the document lacks"
									 : "");
	return !picking->problems->len;
}

struct snapshot *pick(
	const struct snapshot *document, const struct snapshot *database, const GPtrArray *names, bool needed, GError **error)
{
	struct picking picking = {
		.document = document,
		.database = database,
		.needed = needed,
		.take = g_hash_table_new(NULL, NULL),
		.drop = g_hash_table_new(NULL, NULL),
		.problems = g_string_new(NULL),
	};
	struct snapshot *result = choose(&picking, names, error) ? put_together(&picking) : NULL;

	g_hash_table_unref(picking.take);
	g_hash_table_unref(picking.drop);
	g_string_free(picking.problems, true);
	return result;
}
