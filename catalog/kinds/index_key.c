/*
 * Keys of indexes, from the vectors of pg_index. pg_get_indexdef is dear, and so is a row for each key: names of columns, operator
 * classes and collations are looked up here.
 */
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/kinds/clause.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/operator.h"
#include "catalog/lookup.h"
#include "catalog/names.h"
#include "catalog/snapshot.h"
#include "sql/settle.h"

#define AT(field) ATTRIBUTE_AT(struct index_key, field)
static const struct attribute attributes[] = {
	{ "type", AT(type), .otherwise = "column", .words = "expression" },
	{ "collation", AT(collation), .refers = REFERS_TEXT, .only = &collation_kind, .fragment = FRAGMENT_NAME },
	{ "opclass", AT(opclass), .refers = REFERS_TEXT, .only = &operator_class_kind, .fragment = FRAGMENT_NAME },
	{ "opclass_options", AT(opclass_options), .options = true, .ordered = true },
	{ "order", AT(order), .otherwise = "asc", .words = "desc" },
	{ "nulls", AT(nulls), .words = "first|last" },
	{ "statistics", AT(statistics), .otherwise = "-1", .form = FORM_NUMBER, .range = "0..10000", .change = CHANGE_IN_PLACE },
	{ 0 },
};

/* Parentheses around the whole are redundant; CREATE INDEX requires them except around a call. */
static void settle(struct snapshot *snapshot, struct object *object)
{
	struct pool *pool = snapshot_pool(snapshot);
	const char *text, *inside;

	if (!((const struct index_key *)object)->type)
		return;
	g_autofree char *settled = settle_expression(object->name);
	text = clause_trimmed(pool, settled ? settled : object->name, NULL);
	while ((inside = clause_parenthesised(pool, text)))
		text = inside;
	object->name = object->identity = clause_is_call(text) ? pool_text(pool, text) : pool_printf(pool, "(%s)", text);
}

/* The oids of one key, with its column or expression. */
struct raw_key {
	unsigned attribute, class, collation, option;
	unsigned type, type_collation;
	const char *name, *statistics;
	const struct names *class_options; /* of all keys */
};

/* Whether it is the class that CREATE INDEX chooses: the type's default, or that of binary-coercible types. */
static bool is_default(const struct lookup_class *class, unsigned type)
{
	return class->is_default && (class->type == type || class->is_polymorphic || type >= LOOKUP_FIRST_USER_OID ||
					    (class->type == LOOKUP_TEXT && type == LOOKUP_VARCHAR) ||
					    (class->type == LOOKUP_INET && type == LOOKUP_CIDR));
}

static const struct names *options_of(struct pool *pool, const struct names *known, unsigned position)
{
	g_autoptr(GPtrArray) options = g_ptr_array_new();

	for (size_t i = 0; known && i < known->count; i++) {
		const char *option = known->items[i], *blank = strchr(option, ' ');
		if (blank && (unsigned)atoi(option) == position)
			g_ptr_array_add(options, (gpointer)pool_text(pool, blank + 1));
	}
	return pool_names(pool, (const char *const *)options->pdata, options->len);
}

static void add_key(
	struct snapshot *snapshot, const struct lookup *lookup, struct object *index, const struct raw_key *raw, unsigned position)
{
	static const char *const nulls[] = { NULL, "last", "first", NULL };
	struct index_key *key = (struct index_key *)snapshot_add_part(snapshot, &index_key_kind, index, raw->name);
	struct pool *pool = snapshot_pool(snapshot);
	const struct lookup_class *class = lookup_class(lookup, raw->class);

	key->object.position = position;
	key->type = raw->attribute ? NULL : pool_text(pool, "expression");
	key->opclass_options = options_of(pool, raw->class_options, position);
	if (class && (key->opclass_options || !is_default(class, raw->type)))
		key->opclass = pool_text(pool, class->name);
	if (raw->collation && raw->collation != raw->type_collation)
		key->collation = pool_text(pool, lookup_collation(lookup, raw->collation));
	key->order = raw->option & 1 ? pool_text(pool, "desc") : NULL;
	key->nulls = pool_text(pool, nulls[raw->option & 3]);
	if (raw->statistics)
		attribute_set_text(
			kind_attribute(&index_key_kind, "statistics"), pool, &key->object, pool_text(pool, raw->statistics));
}

/* The next number of a vector, which moves to the one after it. */
static unsigned next(const char **vector)
{
	char *end;
	unsigned number = (unsigned)strtoul(*vector, &end, 10);

	*vector = end;
	return number;
}

static const struct object *column_at(const struct object *relation, unsigned position)
{
	struct parts columns = object_parts(relation, &column_kind);

	for (size_t i = 0; i < columns.count; i++)
		if (columns.items[i]->position == position)
			return columns.items[i];
	return NULL;
}

static void add_keys(struct snapshot *snapshot, const struct lookup *lookup, struct object *index)
{
	const struct index_scratch *read = lookup_scratch_of(lookup, index);
	g_auto(GStrv) vectors = read && read->keys ? g_strsplit(read->keys, "|", 5) : NULL;
	const char *keys, *classes, *collations, *options;
	unsigned count = vectors ? (unsigned)atoi(vectors[0]) : 0;
	size_t expression = 0;

	if (!count)
		return;
	keys = vectors[1], classes = vectors[2], collations = vectors[3], options = vectors[4];
	for (unsigned position = 1; position <= count; position++) {
		struct raw_key raw = {
			.attribute = next(&keys),
			.class = next(&classes),
			.collation = next(&collations),
			.option = next(&options),
			.class_options = read->class_options,
		};
		const struct object *object = raw.attribute ? column_at(index->parent, raw.attribute) : NULL;
		const struct column_scratch *column = object ? lookup_scratch_of(lookup, object) : NULL;

		if (column) {
			const char *type = column->type, *collation = column->collation;
			raw.name = object->name;
			raw.type = next(&type);
			raw.type_collation = next(&collation);
		} else if (!raw.attribute && read->expressions && expression < read->expressions->count && read->expression_types &&
			   position <= read->expression_types->count) {
			const char *type = read->expression_types->items[position - 1];
			raw.name = read->expressions->items[expression++];
			raw.type = next(&type);
			raw.type_collation = next(&type);
			raw.statistics = type + strspn(type, " ");
		} else {
			continue;
		}
		add_key(snapshot, lookup, index, &raw, position);
	}
}

static void derive(struct snapshot *snapshot, const struct lookup *lookup)
{
	struct own_objects indexes = snapshot_own_objects(snapshot, &index_kind);

	for (size_t i = 0; i < indexes.count; i++)
		add_keys(snapshot, lookup, indexes.items[i]);
}

/* An expression, or a column, whose type may have its own operator class. */
static void need_name(struct scan *scan)
{
	depend_scan_key(scan);
	operator_class_add_defaults(scan, scan->object->parent->parent, scan->object->name);
}

static const char *method(const struct object *key)
{
	const char *method = ((const struct index *)key->parent)->access_method;

	return method ? method : "btree";
}

const struct kind index_key_kind = {
	.name = "index key",
	.method = method,
	.traits = TRAIT_FOLLOWS_RENAMES | TRAIT_OF_WHOLE,
	.name_is = FRAGMENT_EXPRESSION,
	.name_is_if = "type",
	.key = "keys",
	.sql = "KEY",
	.size = sizeof(struct index_key),
	.part = true,
	.required = true,
	.shape = PART_PLAIN,
	.attributes = attributes,
	.fixed_name = true,
	.settle = settle,
	.derive = derive,
	.needs = need_name,
};

bool index_is_key(const struct object *object, const struct names *columns)
{
	const struct index *index = (const struct index *)object;
	struct parts keys = object_parts(object, &index_key_kind);

	if (!index->unique || index->predicate || !columns || keys.count != columns->count)
		return false;
	for (size_t i = 0; i < keys.count; i++)
		if (((const struct index_key *)keys.items[i])->type || !names_have(columns, keys.items[i]->name))
			return false;
	return true;
}
