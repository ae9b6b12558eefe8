/* Edges of the dependency graph that no row and no text tells: what only an object's kind knows of. */
#include "catalog/depend_kind.h"

#include "catalog/depend_scan.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/base_type.h"
#include "catalog/kinds/cast.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/extension.h"
#include "catalog/kinds/foreign.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/operator.h"
#include "catalog/kinds/publication.h"
#include "catalog/kinds/routine.h"
#include "catalog/kinds/schema.h"
#include "catalog/kinds/sequence.h"
#include "catalog/kinds/system_privileges.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/trigger.h"
#include "catalog/kinds/type.h"

/* A key's name is its text, and that of a cast or transform is made of types. */
static void scan_name(struct scan *scan)
{
	const struct object *object = scan->object;
	bool key =
		object->kind == &index_key_kind || object->kind == &partition_key_kind || object->kind == &publication_table_kind;

	if (key || object->kind == &cast_kind || object->kind == &transform_kind)
		depend_scan_text(scan, object->name, false);
	const char *bare = key ? pool_find_n(scan->depend->pool, object->name, strlen(object->name)) : NULL;
	if (bare)
		g_hash_table_add(scan->names, (gpointer)bare);
}

/* Schemas and extensions are named bare, without one that would tell them apart from other names. */
static void need_homes(struct depend *depend, const struct object *object)
{
	const char *schema = object->kind == &extension_kind ? ((const struct extension *)object)->schema
			     : object->parent		     ? NULL
							     : object->schema;

	if (schema)
		depend_add(depend, object, snapshot_find(depend->snapshot, &schema_kind, NULL, schema));
	for (size_t i = 0; object->extensions && i < object->extensions->count; i++)
		depend_add(depend, object, snapshot_find(depend->snapshot, &extension_kind, NULL, object->extensions->items[i]));
	if (object->kind == &schema_kind && ((const struct schema *)object)->extension)
		depend_add(depend, object,
			snapshot_find(depend->snapshot, &extension_kind, NULL, ((const struct schema *)object)->extension));
	if (object->kind == &range_kind) {
		g_autofree char *multirange_schema = NULL,
				*multirange = range_multirange_name((const struct range *)object, &multirange_schema);
		if (multirange)
			depend_add(depend, object, snapshot_find(depend->snapshot, &schema_kind, NULL, multirange_schema));
	}
	if (object->kind == &publication_kind) {
		const struct names *schemas = ((const struct publication *)object)->schemas;
		for (size_t i = 0; schemas && i < schemas->count; i++)
			depend_add(depend, object, snapshot_find(depend->snapshot, &schema_kind, NULL, schemas->items[i]));
	}
	if (object->kind == &system_privileges_kind && ((const struct system_privileges *)object)->extension)
		depend_add(depend, object,
			snapshot_find(
				depend->snapshot, &extension_kind, NULL, ((const struct system_privileges *)object)->extension));
}

static bool same_columns(const struct names *a, const struct names *b)
{
	if (!a || !b || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		bool found = false;
		for (size_t j = 0; j < b->count; j++)
			found = found || a->items[i] == b->items[j];
		if (!found)
			return false;
	}
	return true;
}

/* A foreign key needs the columns that it refers to, and what makes them unique. */
static void need_referenced(struct depend *depend, const struct object *object)
{
	const struct foreign_key *key = (const struct foreign_key *)object;
	struct object *table = snapshot_relation(depend->snapshot, key->referenced_schema, key->referenced_table);

	if (!table || table->kind != &table_kind)
		return;
	depend_add(depend, object, table);
	for (size_t i = 0; key->referenced_columns && i < key->referenced_columns->count; i++)
		depend_add(depend, object, object_part(table, &column_kind, key->referenced_columns->items[i]));
	const struct kind *const uniques[] = { &primary_key_kind, &unique_kind };
	for (size_t k = 0; k < G_N_ELEMENTS(uniques); k++) {
		struct parts parts = object_parts(table, uniques[k]);
		for (size_t i = 0; i < parts.count; i++)
			if (same_columns(((struct key_constraint *)parts.items[i])->columns, key->referenced_columns))
				depend_add(depend, object, parts.items[i]);
	}
	struct parts indexes = object_parts(table, &index_kind);
	for (size_t i = 0; i < indexes.count; i++)
		if (((struct index *)indexes.items[i])->unique)
			depend_add(depend, object, indexes.items[i]);
}

/* The text of a query of which the server keeps what it needs; NULL: none. */
static const char *query_of(const struct object *object)
{
	if (object->kind == &function_kind || object->kind == &procedure_kind)
		return ((const struct routine *)object)->body;
	if (object->kind == &view_kind || object->kind == &materialized_view_kind)
		return attribute_text(kind_attribute(object->kind, "definition"), object);
	return NULL;
}

/* A query with GROUP BY a primary key may select columns that only the key makes unique. */
static void need_grouping_keys(struct scan *scan)
{
	const char *definition = snapshot_version(scan->depend->snapshot) ? NULL : query_of(scan->object);

	if (!definition || !strstr(definition, "GROUP BY"))
		return;
	for (guint r = 0; r < scan->relations->len; r++) {
		struct parts keys = object_parts(scan->relations->pdata[r], &primary_key_kind);
		for (size_t i = 0; i < keys.count; i++)
			depend_add(scan->depend, scan->object, keys.items[i]);
	}
}

/*
 * A field of a row in a routine's SQL body, (x).field: while that is there PostgreSQL alters the type of no column of the rows'
 * table.
 */
static void need_fields(struct scan *scan)
{
	const struct object *object = scan->object;
	bool routine = object->kind == &function_kind || object->kind == &procedure_kind;
	const char *body = routine ? ((const struct routine *)object)->body : NULL;

	for (guint r = 0; body && strstr(body, ").") && r < scan->relations->len; r++) {
		struct parts columns = object_parts(scan->relations->pdata[r], &column_kind);
		for (size_t i = 0; i < columns.count; i++)
			depend_add(scan->depend, object, columns.items[i]);
	}
}

static void need_owner_column(struct depend *depend, const struct object *object)
{
	const struct sequence *sequence = (const struct sequence *)object;
	struct object *table =
		sequence->owner_table ? snapshot_relation(depend->snapshot, object->schema, sequence->owner_table) : NULL;

	if (table && sequence->owner_column)
		depend_add(depend, object, object_part(table, &column_kind, sequence->owner_column));
}

/* What stands in no schema is named bare: languages and access methods. The family of a class is often not named at all. */
static void need_plugged_in(struct depend *depend, const struct object *object)
{
	if (object->kind == &operator_class_kind)
		depend_add(depend, object, operator_class_family(depend->snapshot, object));
	if (!depend->plugged_in)
		return;
	const struct attribute *language = kind_attribute(object->kind, "language"),
			       *method = kind_attribute(object->kind, "access_method");
	if (language && attribute_text(language, object))
		depend_add(depend, object, snapshot_find(depend->snapshot, &language_kind, NULL, attribute_text(language, object)));
	if (method && method->type == ATTRIBUTE_TEXT && attribute_text(method, object))
		depend_add(
			depend, object, snapshot_find(depend->snapshot, &access_method_kind, NULL, attribute_text(method, object)));
	if (object->kind == &transform_kind)
		depend_add(depend, object, snapshot_find(depend->snapshot, &language_kind, NULL, object->signature));
	if (object->kind == &operator_class_kind || object->kind == &operator_family_kind)
		depend_add(depend, object, snapshot_find(depend->snapshot, &access_method_kind, NULL, object->signature));
}

/* Whether the type is one of those in "name(type,type)". */
static bool takes_type(const struct object *routine, const char *type)
{
	const char *types = routine->identity + strlen(routine->name), *at = types;
	size_t length = strlen(type);

	for (; (at = strstr(at, type)); at += length)
		if ((at[-1] == '(' || at[-1] == ',') && (at[length] == ')' || at[length] == ','))
			return true;
	return false;
}

/*
 * The server ties a routine to each transform that its language has for a type that it takes or gives, whether it uses that or not.
 */
static void need_transforms(struct depend *depend, const struct object *object)
{
	if (object->kind != &function_kind && object->kind != &procedure_kind)
		return;
	struct objects transforms = snapshot_objects(depend->snapshot, &transform_kind);
	const struct routine *routine = (const struct routine *)object;
	if (!routine->language)
		return;
	for (size_t i = 0; i < transforms.count; i++) {
		const char *type = transforms.items[i]->name, *returns = routine->returns ? routine->returns : "";
		if (strcmp(transforms.items[i]->signature, routine->language) != 0)
			continue;
		if (takes_type(object, type) ||
			strcmp(g_str_has_prefix(returns, "SETOF ") ? returns + strlen("SETOF ") : returns, type) == 0)
			depend_add(depend, object, transforms.items[i]);
		for (size_t t = 0; routine->transforms && t < routine->transforms->count; t++)
			if (strcmp(routine->transforms->items[t], type) == 0)
				depend_add(depend, object, transforms.items[i]);
	}
}

/* An index on a column whose type has an operator class of its own for default needs that, and does not say so. */
static void need_default_classes(
	struct depend *depend, const struct object *object, const struct object *relation, const char *name)
{
	struct objects classes = snapshot_objects(depend->snapshot, &operator_class_kind);
	const struct object *column = classes.count && relation ? object_part(relation, &column_kind, name) : NULL;

	for (size_t i = 0; column && i < classes.count; i++) {
		const struct operator_class *class = (const struct operator_class *)classes.items[i];
		if (class->default_ && class->type == ((const struct column *)column)->type)
			depend_add(depend, object, classes.items[i]);
	}
}

static void need_classes(struct depend *depend, const struct object *object)
{
	const struct kind *kind = object->kind;

	if (kind == &index_key_kind)
		need_default_classes(depend, object, object->parent->parent, object->name);
	if (kind == &partition_key_kind)
		need_default_classes(depend, object, object->parent, object->name);
	if (kind != &primary_key_kind && kind != &unique_kind)
		return;
	const struct names *columns = ((const struct key_constraint *)object)->columns;
	for (size_t i = 0; columns && i < columns->count; i++)
		need_default_classes(depend, object, object->parent, columns->items[i]);
}

/* The index of a partition is attached to its parent's. */
static void need_attached(struct scan *scan)
{
	const char *text = index_attached_to(scan->object);

	if (text)
		depend_scan_text(scan, text, true);
}

/* A column of a partition or child follows its parent's. */
static void need_parent_columns(struct depend *depend, const struct object *object)
{
	const struct object *table = object->parent;
	const GArray *needs = table && kind_is_table(table->kind) ? depend->needs[table->number] : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(depend->snapshot).items[g_array_index(needs, unsigned, i)];
		if (kind_is_table(needed->kind))
			depend_add(depend, object, object_part(needed, object->kind, object->name));
	}
}

/* A trigger's clone is made of the trigger of a table above. */
static void need_cloned_trigger(struct depend *depend, const struct object *object)
{
	const struct object *table = object->parent;

	if (!((const struct trigger *)object)->inherited)
		return;
	while ((table = table_parent(depend->snapshot, table)))
		depend_add(depend, object, object_part(table, &trigger_kind, object->name));
}

/* The server of a foreign table, and the extension of a server's wrapper. */
static void need_foreign(struct depend *depend, const struct object *object)
{
	const struct foreign_data_wrapper *wrapper =
		(const struct foreign_data_wrapper *)(object->parent ? object->parent : object);

	if (object->kind == &foreign_table_kind) {
		struct objects servers = snapshot_objects(depend->snapshot, &server_kind);
		for (size_t i = 0; i < servers.count; i++)
			if (servers.items[i]->name == ((const struct table *)object)->server)
				depend_add(depend, object, servers.items[i]);
	} else if (wrapper->extension) {
		depend_add(depend, object, snapshot_find(depend->snapshot, &extension_kind, NULL, wrapper->extension));
	}
}

static bool is_routine(const struct kind *kind)
{
	return kind == &function_kind || kind == &procedure_kind;
}

/*
 * Takes from the routine what has the type's name, but its shell: the function is made of the shell, and the type of the function.
 */
static void loosen_from_type(struct depend *depend, const struct object *routine, const struct object *type)
{
	struct objects all = snapshot_all(depend->snapshot);
	GArray *needs = depend->needs[routine->number];

	for (guint i = 0; needs && i < needs->len;) {
		const struct object *needed = all.items[g_array_index(needs, unsigned, i)];
		if (needed->schema == type->schema && needed->name == type->name && needed->kind != &shell_type_kind)
			g_array_remove_index(needs, i);
		else
			i++;
	}
}

/* A cast's function may take or give a type that is the same in bytes, which another cast says. */
static void need_coercions(struct depend *depend, const struct object *object)
{
	struct objects casts = snapshot_objects(depend->snapshot, &cast_kind);
	const char *target = strstr(object->name, " as ");

	for (size_t i = 0; i < casts.count && target && ((const struct cast *)object)->function; i++) {
		const char *other = strstr(casts.items[i]->name, " as ");
		bool binary = g_strcmp0(((const struct cast *)casts.items[i])->method, "binary coercible") == 0;
		size_t source = (size_t)(target - object->name);

		if (binary && other &&
			(strcmp(other, target) == 0 || strncmp(casts.items[i]->name, object->name, source + strlen(" as ")) == 0))
			depend_add(depend, object, casts.items[i]);
	}
}

void depend_scan_kind(struct scan *scan)
{
	struct depend *depend = scan->depend;
	const struct object *object = scan->object;

	need_homes(depend, object);
	scan_name(scan);
	need_attached(scan);
	need_plugged_in(depend, object);
	need_transforms(depend, object);
	need_classes(depend, object);
	need_grouping_keys(scan);
	need_fields(scan);
	if (object->kind == &cast_kind)
		need_coercions(depend, object);
	if (object->kind == &foreign_key_kind)
		need_referenced(depend, object);
	if (object->kind == &sequence_kind)
		need_owner_column(depend, object);
	if (object->kind == &foreign_table_kind || object->kind == &server_kind || object->kind == &foreign_data_wrapper_kind)
		need_foreign(depend, object);
	if (object->kind == &trigger_kind)
		need_cloned_trigger(depend, object);
	if (object->kind == &column_kind || object->kind == &check_kind)
		need_parent_columns(depend, object);
}

void depend_break_circles(struct depend *depend)
{
	struct objects shells = snapshot_objects(depend->snapshot, &shell_type_kind), all = snapshot_all(depend->snapshot);

	for (size_t s = 0; s < shells.count; s++) {
		const struct object *type = base_type_of_shell(depend->snapshot, shells.items[s]);
		if (!type)
			continue;
		GArray *needs = depend->needs[type->number];
		for (guint i = 0; needs && i < needs->len; i++) {
			const struct object *needed = all.items[g_array_index(needs, unsigned, i)];
			if (is_routine(needed->kind))
				loosen_from_type(depend, needed, type);
		}
		depend_add(depend, type, shells.items[s]);
	}
}
