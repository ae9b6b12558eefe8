/* CREATE, ALTER, DROP TYPE of base types and shells, from pg_type. */
#include "catalog/kinds/base_type.h"

#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/type.h"
#include "catalog/snapshot.h"
#include "sql/name.h"

#define TYPE_KIND \
	.key = "type", .sql = "TYPE", .schema_key = true, .catalog = "pg_type", .oid = "t.oid", .schema = "n.nspname", \
	.title = "t.typname", .owner = "t.typowner"
#define TYPES "pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace AND n.nspname !~ '^pg_'"
#define FUNCTION(column) "nullif(t." column "::text, '-')"

#define AT(field) ATTRIBUTE_AT(struct base_type, field)
static const struct attribute base_attributes[] = {
	{ "input", AT(input), "t.typinput::text", .clause = "INPUT = %", .refers = REFERS_ROUTINE, .required = true },
	{ "output", AT(output), "t.typoutput::text", .clause = "OUTPUT = %", .refers = REFERS_ROUTINE, .required = true },
	{ "receive", AT(receive), FUNCTION("typreceive"), .clause = "RECEIVE = %", .refers = REFERS_ROUTINE,
		.change = CHANGE_IN_PLACE, .unset = "RECEIVE = NONE" },
	{ "send", AT(send), FUNCTION("typsend"), .clause = "SEND = %", .refers = REFERS_ROUTINE, .change = CHANGE_IN_PLACE,
		.unset = "SEND = NONE" },
	{ "typmod_in", AT(typmod_in), FUNCTION("typmodin"), .clause = "TYPMOD_IN = %", .refers = REFERS_ROUTINE,
		.change = CHANGE_IN_PLACE, .unset = "TYPMOD_IN = NONE" },
	{ "typmod_out", AT(typmod_out), FUNCTION("typmodout"), .clause = "TYPMOD_OUT = %", .refers = REFERS_ROUTINE,
		.change = CHANGE_IN_PLACE, .unset = "TYPMOD_OUT = NONE" },
	{ "analyze", AT(analyze), FUNCTION("typanalyze"), .clause = "ANALYZE = %", .refers = REFERS_ROUTINE,
		.change = CHANGE_IN_PLACE, .unset = "ANALYZE = NONE" },
	{ "subscript", AT(subscript), FUNCTION("typsubscript"), .clause = "SUBSCRIPT = %", .since = PG(14),
		.refers = REFERS_ROUTINE, .change = CHANGE_IN_PLACE, .unset = "SUBSCRIPT = NONE" },
	{ "internallength", AT(internallength), "CASE t.typlen WHEN -1 THEN 'variable' ELSE t.typlen::text END",
		.otherwise = "variable", .clause = "INTERNALLENGTH = %", .form = FORM_NUMBER },
	{ "passedbyvalue", AT(passedbyvalue), "t.typbyval", .clause = "PASSEDBYVALUE" },
	{ "alignment", AT(alignment),
		"CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'd' THEN 'double' ELSE 'int4' END",
		.otherwise = "int4", .clause = "ALIGNMENT = %", .words = "char|int2|double" },
	{ "storage", AT(storage),
		"CASE t.typstorage WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' WHEN 'm' THEN 'main' ELSE 'plain' END",
		.otherwise = "plain", .clause = "STORAGE = %", .words = "external|extended|main", .change = CHANGE_IN_PLACE },
	{ "category", AT(category), "t.typcategory", .otherwise = "U", .clause = "CATEGORY = '%'" },
	{ "preferred", AT(preferred), "t.typispreferred", .clause = "PREFERRED = true" },
	{ "default", AT(default_), "t.typdefault", .clause = "DEFAULT = '%'", .empty = true },
	{ "element", AT(element), "CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END", .clause = "ELEMENT = %",
		.refers = REFERS_TYPE },
	{ "delimiter", AT(delimiter), "t.typdelim", .otherwise = ",", .clause = "DELIMITER = '%'" },
	{ "collatable", AT(collatable), "t.typcollation <> 0", .clause = "COLLATABLE = true" },
	{ 0 },
};
#undef AT

static const struct object *find_in(const struct snapshot *snapshot, const struct kind *kind, const struct object *like)
{
	return snapshot_find(snapshot, kind, like->schema, like->name);
}

const struct object *base_type_shell(const struct snapshot *snapshot, const struct object *type)
{
	return type->kind == &base_type_kind || type->kind == &range_kind ? find_in(snapshot, &shell_type_kind, type) : NULL;
}

const struct object *base_type_of_shell(const struct snapshot *snapshot, const struct object *shell)
{
	const struct object *type = find_in(snapshot, &base_type_kind, shell);

	return type ? type : find_in(snapshot, &range_kind, shell);
}

static void add_shell(struct snapshot *snapshot, const struct object *type)
{
	struct object *shell = snapshot_add(snapshot, &shell_type_kind, type->schema, type->name, NULL);

	shell->identity = shell->name;
	shell->file = type->file;
	shell->line = type->line;
	shell->column = type->column;
	((struct shell_type *)shell)->defined = true;
}

/* Pyrseas writes functions of the type's own schema without it. */
static void qualify_functions(struct snapshot *snapshot, struct object *type)
{
	struct objects functions = snapshot_objects(snapshot, &function_kind);
	struct pool *pool = snapshot_pool(snapshot);

	for (const struct attribute *row = type->kind->attributes; row->name; row++) {
		const char *text = row->refers == REFERS_ROUTINE ? attribute_text(row, type) : NULL;
		g_autofree char *schema = NULL, *name = NULL;
		if (!text || !name_split(text, &schema, &name) || schema)
			continue;
		for (size_t i = 0; i < functions.count; i++)
			if (functions.items[i]->schema == type->schema && strcmp(functions.items[i]->name, name) == 0) {
				g_autofree char *qualified = name_join(type->schema, name);
				attribute_set_text(row, pool, type, pool_text(pool, qualified));
				break;
			}
	}
}

static void finish_base_types(struct snapshot *snapshot)
{
	struct own_objects types = snapshot_own_objects(snapshot, &base_type_kind);
	struct objects ranges = snapshot_objects(snapshot, &range_kind);

	for (size_t i = 0; i < types.count; i++) {
		if (!snapshot_version(snapshot))
			qualify_functions(snapshot, types.items[i]);
		add_shell(snapshot, types.items[i]);
	}
	for (size_t i = 0; i < ranges.count; i++)
		if (((const struct range *)ranges.items[i])->canonical)
			add_shell(snapshot, ranges.items[i]);
}

/* The default subscript handler of a fixed-length type with elements; before 14 there was none. */
static void settle_base_type(struct snapshot *snapshot, struct object *object)
{
	struct base_type *type = (struct base_type *)object;
	bool fixed = type->internallength && strcmp(type->internallength, "variable") != 0;

	(void)snapshot;
	if (type->element && fixed && g_strcmp0(type->subscript, "raw_array_subscript_handler") == 0)
		type->subscript = NULL;
}

/* Array types are created with their element types and are not described; neither is a dropped type's remains. */
const struct kind base_type_kind = {
	.name = "base type",
	.found_by = "regtype",
	.default_acl = "T",
	.traits = TRAIT_TYPE | TRAIT_RUN | TRAIT_ASIDE,
	.spaces = SPACE_TYPE,
	TYPE_KIND,
	.size = sizeof(struct base_type),
	.attributes = base_attributes,
	.change = CHANGE_RECREATE,
	.mark = "input",
	.settle = settle_base_type,
	.finish = finish_base_types,
	.privileges = "t.typacl",
	.rights = "U",
	.public_rights = "U",
	.from = TYPES,
	.where = "t.typtype = 'b' AND t.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)",
};

#define AT(field) ATTRIBUTE_AT(struct shell_type, field)
static const struct attribute shell_attributes[] = {
	{ "shell", AT(shell), "true", .change = CHANGE_IGNORE },
	{ "defined", AT(defined), .form = FORM_HIDDEN, .change = CHANGE_IGNORE },
	{ 0 },
};

static bool implied(const struct snapshot *snapshot, const struct object *object)
{
	(void)snapshot;
	return ((const struct shell_type *)object)->defined;
}

const struct kind shell_type_kind = {
	.name = "shell type",
	.spaces = SPACE_TYPE,
	TYPE_KIND,
	.size = sizeof(struct shell_type),
	.attributes = shell_attributes,
	.fixed_name = true,
	.mark = "shell",
	.implied = implied,
	.from = TYPES,
	.where = "t.typtype = 'p' AND NOT t.typisdefined AND t.oid >= 16384",
};
