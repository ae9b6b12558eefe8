/* Renamed relations, types and routines, and texts that name them. */
#include "catalog/renamed.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/retext.h"
#include "catalog/snapshot_copy.h"
#include "sql/quote.h"
#include "sql/rename_object.h"

/* Rows with a relation's unqualified name, and the row of its schema, or NULL: the object's own. */
static const struct {
	const char *row, *schema;
} bare_rows[] = {
	{ "references.table", "references.schema" },
	{ "owner_table", NULL },
};

struct following {
	const struct snapshot *have, *want;
	struct snapshot *copy;
	GArray *names;	    /* struct other_name */
	GPtrArray *objects; /* that have these: of have, then of the copy */
};

static bool is_routine(const struct kind *kind)
{
	return kind->spaces & SPACE_ROUTINE;
}

static bool is_followed(const struct kind *kind)
{
	return !kind->part && (is_routine(kind) || (kind->spaces & (SPACE_RELATION | SPACE_TYPE)));
}

static char *key_of(const struct kind *kind, const char *schema, const char *name)
{
	return g_strdup_printf("%d\n%s\n%s", is_routine(kind), schema, name);
}

/* All that is a relation or a type, or a routine, by name; NULL where several routines have one. */
static GHashTable *names_of(const struct snapshot *snapshot)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++) {
		const struct kind *kind = all.items[i]->kind;
		if (!all.items[i]->schema || !(kind->spaces & (SPACE_RELATION | SPACE_TYPE | SPACE_ROUTINE)))
			continue;
		char *key = key_of(kind, all.items[i]->schema, all.items[i]->name);
		g_hash_table_insert(names, key, g_hash_table_contains(names, key) ? NULL : (gpointer)all.items[i]);
	}
	return names;
}

static bool has_name(GHashTable *names, const struct object *object, const char *name)
{
	g_autofree char *key = key_of(object->kind, object->schema, name);

	return g_hash_table_contains(names, key);
}

/* The only one of that name, if it is of the same kind, and has the same arguments. */
static const struct object *find_only(GHashTable *names, const struct object *object, const char *name)
{
	g_autofree char *key = key_of(object->kind, object->schema, name);
	const struct object *found = g_hash_table_lookup(names, key);

	return found && found->kind == object->kind && found->signature == object->signature ? found : NULL;
}

static void add_name(struct following *following, const struct object *old, const char *new)
{
	enum mention_as as = is_routine(old->kind)		  ? MENTION_ROUTINE
			     : old->kind->spaces & SPACE_RELATION ? MENTION_RELATION
								  : MENTION_TYPE;
	struct other_name name = { old->schema, old->name, new, as };

	if (g_ptr_array_find(following->objects, old, NULL))
		return;
	g_array_append_val(following->names, name);
	g_ptr_array_add(following->objects, (gpointer)old);
}

/* Finds renames whose new name is unused before, and whose old name is unused after: these are unambiguous. */
static void find_names(struct following *following)
{
	g_autoptr(GHashTable) had = names_of(following->have), has = names_of(following->want);
	const struct snapshot *const sides[] = { following->want, following->have };

	for (size_t s = 0; s < G_N_ELEMENTS(sides); s++)
		for (size_t i = 0; i < snapshot_all(sides[s]).count; i++) {
			const struct object *hinting = snapshot_all(sides[s]).items[i];
			const char *hint = is_followed(hinting->kind) ? hinting->oldname : NULL;
			if (!hint)
				continue;
			const struct object *old = find_only(had, hinting, s ? hinting->name : hint),
					    *new = find_only(has, hinting, s ? hint : hinting->name);
			if (old && new && !has_name(had, old, new->name) && !has_name(has, new, old->name))
				add_name(following, old, new->name);
		}
}

/* Whether undo statements may use the new name: not where the renamed object depends on others, and is re-created with them. */
static bool stays(const struct following *following, guint i)
{
	const struct kind *kind = ((const struct object *)following->objects->pdata[i])->kind;

	return kind_is_table(kind) || (kind_is(kind, TRAIT_TYPE) && !kind_is(kind, TRAIT_HOLDS_VALUES | TRAIT_RUN)); /* an enum */
}

static const char *follow_one(
	const struct following *following, guint i, const struct object *object, const char *text, enum object_text how)
{
	const struct other_name *name = &g_array_index(following->names, struct other_name, i);
	const struct object *whole = object_outermost(object);

	if (!strstr(text, name->old))
		return text;
	bool own = whole != object && whole->schema == name->schema && whole->name == name->old && name->as == MENTION_RELATION;
	g_autofree char *other = rename_object(text, how, name, own);
	return other ? pool_text(snapshot_pool(following->copy), other) : text;
}

static const char *follow_text(
	const struct following *following, const struct object *object, const char *text, enum object_text how)
{
	for (guint i = 0; text && i < following->names->len; i++)
		text = follow_one(following, i, object, text, how);
	return text;
}

/* A name without a schema is one of the object's own. */
static const char *follow_name(const struct following *following, const struct object *object, const char *text)
{
	for (guint i = 0; i < following->names->len; i++) {
		const struct other_name *name = &g_array_index(following->names, struct other_name, i);
		g_autofree char *old = quote_identifier_dup(name->old), *new = quote_identifier_dup(name->new);
		if (name->as != MENTION_ROUTINE && name->schema == object->schema && strcmp(old, text) == 0)
			return pool_text(snapshot_pool(following->copy), new);
	}
	return follow_text(following, object, text, OBJECT_TEXT_NAMES);
}

static const char *follow_value(void *data, const struct object *object, const struct attribute *row, const char *value)
{
	const struct following *following = data;

	if (row->only || row->incidental)
		return value;
	if (row->refers == REFERS_RELATION || row->refers == REFERS_TYPE)
		return follow_name(following, object, value);
	if (row->refers == REFERS_ROUTINE)
		return follow_text(following, object, value, OBJECT_TEXT_ROUTINE);
	if (row->fragment == FRAGMENT_ARGUMENTS || row->types != TYPES_NONE)
		return follow_text(following, object, value, OBJECT_TEXT_NAMES);
	if (row->refers == REFERS_TEXT && row->fragment != FRAGMENT_NAME)
		return follow_text(following, object, value, OBJECT_TEXT_EXPRESSION);
	return value;
}

static void follow_bare(const struct following *following, struct object *object, const char *row_name, const char *schema_row)
{
	const struct attribute *row = kind_attribute(object->kind, row_name),
			       *beside = schema_row ? kind_attribute(object->kind, schema_row) : NULL;
	const char *value = row ? attribute_text(row, object) : NULL, *schema = beside ? attribute_text(beside, object) : NULL;

	for (guint i = 0; value && i < following->names->len; i++) {
		const struct other_name *name = &g_array_index(following->names, struct other_name, i);
		if (name->as == MENTION_RELATION && strcmp(name->old, value) == 0 &&
			strcmp(name->schema, schema ? schema : object->schema) == 0) {
			attribute_set_text(row, snapshot_pool(following->copy), object, name->new);
			return;
		}
	}
}

static const char *follow_called(void *data, const struct object *object, const char *text, bool expression)
{
	const struct following *following = data;

	if (expression)
		return follow_text(following, object, text, OBJECT_TEXT_EXPRESSION);
	for (guint i = 0; i < following->names->len; i++)
		if (stays(following, i))
			text = follow_one(following, i, object, text, OBJECT_TEXT_NAMES);
	return text;
}

static void follow_objects(struct following *following, struct own_objects all)
{
	const struct retext retext = { snapshot_pool(following->copy), follow_value, follow_called, following };

	for (size_t i = 0; i < all.count; i++) {
		retext_object(&retext, all.items[i]);
		for (size_t b = 0; b < G_N_ELEMENTS(bare_rows); b++)
			follow_bare(following, all.items[i], bare_rows[b].row, bare_rows[b].schema);
	}
}

static bool has_hints(const struct snapshot *snapshot)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++)
		if (all.items[i]->oldname && is_followed(all.items[i]->kind))
			return true;
	return false;
}

/* Whether only its name differs: otherwise it may be re-created, and texts cannot follow. Columns are altered. */
static bool only_name_differs(const struct following *following, guint i)
{
	const struct other_name *name = &g_array_index(following->names, struct other_name, i);
	const struct object *old = following->objects->pdata[i], *new = NULL;
	struct objects all = snapshot_objects(following->want, old->kind);

	if (name->as == MENTION_ROUTINE)
		return true;
	for (size_t o = 0; o < all.count && !new; o++)
		new = all.items[o]->schema == old->schema &&all.items[o]->name == name->new ? all.items[o] : NULL;
	if (!new || !object_attributes_equal(old, new))
		return false;
	for (size_t k = 0; name->as == MENTION_TYPE && new->kind->parts &&new->kind->parts[k]; k++) {
		struct parts had = old->parts[k], has = new->parts[k];
		if (had.count != has.count)
			return false;
		for (size_t p = 0; p < has.count; p++)
			if (had.items[p]->name != has.items[p]->name || !object_attributes_equal(had.items[p], has.items[p]))
				return false;
	}
	return true;
}

/* Renames in a new copy; returns whether all texts can follow. Others are removed. */
static bool follow_all(struct following *following)
{
	struct own_objects all;
	bool good = true;

	following->copy = snapshot_copy(following->have);
	all = snapshot_own_all(following->copy);
	for (guint i = 0; i < following->objects->len; i++)
		following->objects->pdata[i] = all.items[((const struct object *)following->objects->pdata[i])->number];
	follow_objects(following, all);
	for (guint i = following->names->len; i-- > 0;)
		if (!only_name_differs(following, i)) {
			g_array_remove_index(following->names, i);
			g_ptr_array_remove_index(following->objects, i);
			good = false;
		}
	return good;
}

struct snapshot *snapshot_follow_names(const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GArray) names = g_array_new(false, false, sizeof(struct other_name));
	g_autoptr(GPtrArray) objects = g_ptr_array_new();
	struct following following = { have, want, NULL, names, objects };

	if (has_hints(have) || has_hints(want))
		find_names(&following);
	while (names->len && !follow_all(&following))
		snapshot_free(following.copy);
	if (!names->len)
		return NULL;
	snapshot_index(following.copy);
	for (guint i = 0; i < names->len; i++)
		snapshot_add_name(following.copy, objects->pdata[i], g_array_index(names, struct other_name, i).new);
	return following.copy;
}
