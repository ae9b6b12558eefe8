/* Leaves alone what the format of a Pyrseas document cannot express. */
#include "cmd/left_alone.h"

#include <string.h>

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/sequence.h"
#include "catalog/names.h"
#include "catalog/snapshot_copy.h"
#include "catalog/snapshot_finish.h"
#include "yaml/pyrseas_words.h"

enum { NAMED = 3 }; /* objects of each kind or attribute that the note names */

/* What is left alone: objects of a kind, or an attribute of objects. */
struct group {
	const struct kind *kind;
	const char *attribute; /* NULL: the objects themselves */
	GString *names;
	unsigned count;
};

struct filling {
	struct snapshot *document;
	const struct snapshot *other;
	struct depend *needs; /* the dependencies of other */
	GHashTable *added;    /* objects of other that were added to the document, to the copies */
	GPtrArray *groups;    /* struct group * */
};

static void group_free(gpointer data)
{
	struct group *group = data;

	g_string_free(group->names, true);
	g_free(group);
}

static struct group *group_of(struct filling *filling, const struct kind *kind, const char *attribute)
{
	for (guint i = 0; i < filling->groups->len; i++) {
		struct group *group = filling->groups->pdata[i];
		if (attribute ? g_strcmp0(group->attribute, attribute) == 0 : group->kind == kind && !group->attribute)
			return group;
	}
	struct group *group = g_new(struct group, 1);
	*group = (struct group){ .kind = kind, .attribute = attribute, .names = g_string_new(NULL) };
	g_ptr_array_add(filling->groups, group);
	return group;
}

/* attribute: of the object; NULL: the object itself. */
static void note(struct filling *filling, const char *attribute, const struct object *object)
{
	struct group *group = group_of(filling, object->kind, attribute);
	g_autofree char *name = object_describe(object);

	if (++group->count <= NAMED)
		g_string_append_printf(group->names, "%s%s", group->count > 1 ? ", " : "", name);
}

/* The corresponding object of the other side, possibly under its former name. */
static const struct object *twin_of(const struct snapshot *in, const struct object *object)
{
	if (!object->parent) {
		const struct object *twin = snapshot_find(in, object->kind, object->schema, object->identity);
		return twin || !object->oldname ? twin : snapshot_find(in, object->kind, object->schema, object->oldname);
	}
	const struct object *parent = twin_of(in, object->parent),
			    *twin = parent ? object_part(parent, object->kind, object->name) : NULL;
	return twin || !parent || !object->oldname ? twin : object_part(parent, object->kind, object->oldname);
}

static bool is_told_otherwise(const struct attribute *row, const struct object *object)
{
	for (const char *name = row->not_with; name && *name; name += strcspn(name, "|"), name += *name == '|') {
		g_autofree char *rival = g_strndup(name, strcspn(name, "|"));
		const struct attribute *other = kind_attribute(object->kind, rival);
		if (other && !attribute_is_absent(other, object))
			return true;
	}
	return false;
}

/* Whether one of the words, "a|b.*", names the row or the map that it belongs to. */
static bool names_row(const char *words, const struct attribute *row)
{
	for (const char *word = words; word && *word; word += strcspn(word, "|"), word += *word == '|') {
		size_t length = strcspn(word, "|.");
		if (strncmp(word, row->name, length) == 0 && (!row->name[length] || row->name[length] == '.'))
			return true;
	}
	return false;
}

/* Whether the row requires another one that the object lacks: the name of a NOT NULL constraint requires NOT NULL. */
static bool lacks_its_base(const struct attribute *row, const struct object *object)
{
	for (const struct attribute *base = object->kind->attributes; base->name; base++)
		if (names_row(base->required_with, row) && attribute_is_absent(base, object))
			return true;
	return false;
}

/* A document of Pyrseas can express only one of the options: the twin's others are added to it. */
static void fill_options(
	struct filling *filling, const struct attribute *row, const char *only, struct object *object, const struct object *twin)
{
	const struct names *told = attribute_names(row, object), *known = attribute_names(row, twin);
	g_autoptr(GPtrArray) options = g_ptr_array_new();
	g_autofree char *prefix = g_strconcat(only, "=", NULL);

	for (size_t i = 0; known && i < known->count; i++)
		if (!g_str_has_prefix(known->items[i], prefix) && !options_find(told, known->items[i]))
			g_ptr_array_add(options, (gpointer)known->items[i]);
	if (!options->len)
		return;
	note(filling, row->name, object);
	for (size_t i = 0; told && i < told->count; i++)
		g_ptr_array_add(options, (gpointer)told->items[i]);
	attribute_set_names(
		row, object, pool_names(snapshot_pool(filling->document), (const char *const *)options->pdata, options->len));
}

static void fill_attributes(struct filling *filling, struct object *object, const struct object *twin)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++) {
		const char *only = pyrseas_only_option(object->kind, row);
		if (only && row->type == ATTRIBUTE_NAMES && pyrseas_can_tell(object->kind, row)) {
			fill_options(filling, row, only, object, twin);
			continue;
		}
		if (row->incidental || row->form == FORM_HIDDEN || pyrseas_can_tell(object->kind, row) ||
			!attribute_is_absent(row, object) || attribute_is_absent(row, twin) || is_told_otherwise(row, object) ||
			lacks_its_base(row, object))
			continue;
		attribute_copy(row, twin, object);
		note(filling, row->name, object);
	}
	if (!object->labels)
		object->labels = twin->labels;
	if (!object->extensions)
		object->extensions = twin->extensions;
}

/* Pyrseas shows the expression of a generated column as a default. */
static void settle_column(struct object *object, const struct object *twin)
{
	struct column *column = (struct column *)object;
	const struct column *is = (const struct column *)twin;

	if (column->default_ && is->generated == column->default_)
		column->default_ = NULL;
}

/* The document has the sequence of an identity column as one that the column owns. */
static void settle_sequences(struct filling *filling)
{
	struct own_objects sequences = snapshot_own_objects(filling->document, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		struct sequence *sequence = (struct sequence *)sequences.items[i];
		const struct sequence *twin = (const struct sequence *)twin_of(filling->other, sequences.items[i]);
		if (!twin || !twin->identity || sequence->identity || sequence->owner_column != twin->owner_column ||
			sequence->owner_table != twin->owner_table)
			continue;
		sequence->identity = true;
		sequence->type = twin->type;
	}
}

/* Pyrseas lists the INCLUDE columns of an index among its keys. */
static void settle_index(const struct filling *filling, struct object *object, const struct object *twin)
{
	const struct names *include = ((const struct index *)twin)->include;
	struct parts keys = object_parts(object, &index_key_kind), its = object_parts(twin, &index_key_kind);

	if (!include || keys.count != its.count + include->count)
		return;
	for (size_t i = 0; i < keys.count; i++)
		if (keys.items[i]->name != (i < its.count ? its.items[i]->name : include->items[i - its.count]))
			return;
	for (size_t i = its.count; i < keys.count; i++)
		snapshot_leave_out(filling->document, keys.items[i]);
}

/* Adds a copy with its parts; an exclusion constraint replaces the index that the document has in its place. */
static void add(struct filling *filling, const struct object *object, struct object *parent)
{
	const struct object *index =
		parent && object->kind == &exclusion_kind ? object_part(parent, &index_kind, object->name) : NULL;

	if (index)
		snapshot_leave_out(filling->document, index);
	g_hash_table_insert(filling->added, (gpointer)object, snapshot_adopt(filling->document, object, parent));
	note(filling, NULL, object);
}

static void fill_object(struct filling *filling, struct object *object)
{
	const struct object *twin = twin_of(filling->other, object);

	if (!twin)
		return;
	if (object->kind == &column_kind)
		settle_column(object, twin);
	if (object->kind == &index_kind)
		settle_index(filling, object, twin);
	/* a document always has the comment that an extension brings, which only a server knows */
	if (object->kind == &extension_kind && !twin->comment && !snapshot_version(filling->other))
		object->comment = NULL;
	fill_attributes(filling, object, twin);
	for (size_t k = 0; object->kind->parts && object->kind->parts[k]; k++)
		for (size_t i = 0; i < twin->parts[k].count; i++) {
			const struct object *part = twin->parts[k].items[i];
			if (!pyrseas_can_say(filling->other, part) && !object_part(object, part->kind, part->name))
				add(filling, part, object);
		}
}

/* Whether the document has the object, or got it. */
static bool is_there(const struct filling *filling, const struct object *object)
{
	const struct object *whole = object_outermost(object);

	return g_hash_table_contains(filling->added, object) || g_hash_table_contains(filling->added, whole) ||
	       snapshot_find(filling->document, whole->kind, whole->schema, whole->identity);
}

/* Whether the document will have all that the object depends on. */
static bool has_its_needs(const struct filling *filling, const struct object *object)
{
	const GArray *needs = depend_needs(filling->needs, object);

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(filling->other).items[g_array_index(needs, unsigned, i)];
		if (object_outermost(needed) != object_outermost(object) && !is_there(filling, needed))
			return false;
	}
	return true;
}

/*
 * Whether the document will have all that the parts depend on; parts of the copy without their dependencies are removed: a
 * publication's table that is dropped, a foreign key to it.
 */
static bool parts_have_their_needs(const struct filling *filling, const struct object *object, const struct object *copy)
{
	bool all = true;

	for (size_t k = 0; object->kind->parts && object->kind->parts[k]; k++)
		for (size_t i = 0; i < object->parts[k].count; i++) {
			const struct object *part = object->parts[k].items[i];
			bool good = has_its_needs(filling, part);
			if (!good && copy)
				snapshot_leave_out(filling->document, copy->parts[k].items[i]);
			all = parts_have_their_needs(filling, part, good && copy ? copy->parts[k].items[i] : NULL) && good && all;
		}
	return all;
}

/* A document of "dbtoyaml -n s" has no schema public, and says nothing about schemas that it does not contain. */
static bool is_out_of_sight(const struct filling *filling, const struct object *object)
{
	const char *schema = object->kind == &schema_kind ? object->name : object->schema;

	return schema && !snapshot_find(filling->document, &schema_kind, NULL, "public") &&
	       !snapshot_find(filling->document, &schema_kind, NULL, schema);
}

static bool is_to_stay(const struct filling *filling, const struct object *object)
{
	if (object->parent || object->kind->optional || is_there(filling, object) ||
		(object->kind->implied && object->kind->implied(filling->other, object)))
		return false;
	return !pyrseas_can_say(filling->other, object) || is_out_of_sight(filling, object);
}

/*
 * Repeats until nothing is added: an object may come before one that it depends on. whole: only objects all of whose parts can be
 * added.
 */
static void add_objects(struct filling *filling, bool whole)
{
	struct objects all = snapshot_all(filling->other);
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < all.count; i++) {
			const struct object *object = all.items[i];
			if (!is_to_stay(filling, object) || !has_its_needs(filling, object) ||
				(whole && !parts_have_their_needs(filling, object, NULL)))
				continue;
			add(filling, object, NULL);
			if (!whole)
				parts_have_their_needs(filling, object, g_hash_table_lookup(filling->added, object));
			more = true;
		}
	}
}

static char *tell(const GPtrArray *groups)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < groups->len; i++) {
		const struct group *group = groups->pdata[i];
		g_string_append_printf(out, "%s%s%s%s", i ? "; " : "", group->attribute ? group->attribute : "",
			group->attribute ? " of " : "", group->names->str);
		if (group->count > NAMED)
			g_string_append_printf(out, " and %u more", group->count - NAMED);
	}
	return groups->len ? g_string_free(g_steal_pointer(&out), false) : NULL;
}

char *left_alone(struct snapshot *document, const struct snapshot *other)
{
	struct filling filling = {
		.document = document,
		.other = other,
		.needs = depend_new(other),
		.added = g_hash_table_new(NULL, NULL),
		.groups = g_ptr_array_new_with_free_func(group_free),
	};
	struct own_objects all = snapshot_own_all(document);

	for (size_t i = 0; i < all.count; i++)
		fill_object(&filling, all.items[i]);
	settle_sequences(&filling);
	add_objects(&filling, true);
	add_objects(&filling, false);
	snapshot_refresh(document);
	char *text = tell(filling.groups);
	depend_free(filling.needs);
	g_hash_table_unref(filling.added);
	g_ptr_array_unref(filling.groups);
	return text;
}

char *left_alone_note(const char *name)
{
	return g_strdup_printf(
		"%s is read as a document of Pyrseas, which cannot describe row security, policies, procedures, exclusion "
		"constraints, statistics, rules"
		" of views, publications and more: what a database has of these is not in it, and would be dropped by comparing "
		"with what is written here,"
		" unless with --pyrseas",
		name);
}
