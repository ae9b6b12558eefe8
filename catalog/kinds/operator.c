/* CREATE, ALTER, DROP OPERATOR, OPERATOR CLASS and OPERATOR FAMILY, with the members of the latter two. */
#include "catalog/kinds/operator.h"

#include <glib.h>
#include <string.h>

#include "catalog/depend_scan.h"
#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/routine.h"
#include "catalog/snapshot.h"
#include "sql/lexer.h"
#include "sql/name.h"
#include "sql/quote.h"

#define ROUTINE(column) "nullif(" column "::text, '-')"
/* As the key has it: always with its schema, for bare operators are a search path's choice. */
#define OPERATOR(column) \
	"(SELECT quote_ident(x.nspname) || '.' || p.oprname FROM pg_operator p JOIN pg_namespace x ON x.oid = p.oprnamespace " \
	"WHERE p.oid = " column ")"

#define AT(field) ATTRIBUTE_AT(struct operator, field)
static const struct attribute operator_attributes[] = {
	{ "procedure", AT(procedure), "o.oprcode::regproc::text", .refers = REFERS_ROUTINE, .required = true },
	{ "commutator", AT(commutator), OPERATOR("o.oprcom"), .fragment = FRAGMENT_OPERATOR, .change = CHANGE_IGNORE },
	{ "negator", AT(negator), OPERATOR("o.oprnegate"), .fragment = FRAGMENT_OPERATOR, .change = CHANGE_IGNORE },
	{ "restrict", AT(restrict_), ROUTINE("o.oprrest"), .refers = REFERS_ROUTINE, .change = CHANGE_IN_PLACE },
	{ "join", AT(join), ROUTINE("o.oprjoin"), .refers = REFERS_ROUTINE, .change = CHANGE_IN_PLACE },
	{ "hashes", AT(hashes), "o.oprcanhash", .change = CHANGE_IGNORE },
	{ "merges", AT(merges), "o.oprcanmerge", .change = CHANGE_IGNORE },
	{ 0 },
};
#undef AT

/* However the arguments are spaced, they are the same. */
static void settle_operator(struct snapshot *snapshot, struct object *object)
{
	struct pool *pool = snapshot_pool(snapshot);
	const char *identity = routine_identity(pool, object->name, object->signature),
		   *types = identity + strlen(object->name) + 1;
	g_autoptr(GString) signature = g_string_new(NULL);
	struct lexer lexer;

	object->identity = identity;
	lexer_init(&lexer, types, strlen(types) - 1);
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer)) {
		g_string_append_len(signature, token.start, (gssize)token.length);
		if (token_is(&token, ","))
			g_string_append_c(signature, ' ');
	}
	object->signature = pool_text_n(pool, signature->str, signature->len);
}

void operator_types(const struct object *object, char **left, char **right)
{
	const char *signature = object->signature, *comma = signature + strlen(signature);
	struct lexer lexer;

	lexer_init(&lexer, signature, strlen(signature));
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer))
		if (token_is(&token, ",") && !*comma)
			comma = token.start;
	*left = g_strndup(signature, (size_t)(comma - signature));
	*right = g_strstrip(g_strdup(*comma ? comma + 1 : ""));
}

/* An operator's commutator or negator has the same relation to it: servers do not always store both sides. */
static void complete_partner(GHashTable *operators, struct pool *pool, const struct object *object, bool commutator)
{
	const struct operator* operator=(const struct operator*) object;
	const char *link = commutator ? operator->commutator : operator->negator;
	g_autofree char *left = NULL, *right = NULL;

	if (!link)
		return;
	operator_types(object, &left, &right);
	struct operator* partner = g_hash_table_lookup(
		operators, pool_printf(pool, "%s(%s,%s)", link, commutator ? right : left, commutator ? left : right));
	const char **back = !partner ? NULL : commutator ? &partner->commutator : &partner->negator;
	if (back && !*back) {
		g_autoptr(GString) name = g_string_new(NULL);
		quote_format(name, "%I.%s", object->schema, object->name);
		*back = pool_text_n(pool, name->str, name->len);
	}
}

static void finish_operators(struct snapshot *snapshot)
{
	struct own_objects objects = snapshot_own_objects(snapshot, &operator_kind);
	struct pool *pool = snapshot_pool(snapshot);
	g_autoptr(GHashTable) operators = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < objects.count; i++) {
		g_autoptr(GString) name = g_string_new(NULL);
		quote_format(name, "%I.%s", objects.items[i]->schema, objects.items[i]->identity);
		g_hash_table_insert(operators, (gpointer)pool_text_n(pool, name->str, name->len), objects.items[i]);
	}
	for (size_t i = 0; i < objects.count; i++) {
		complete_partner(operators, pool, objects.items[i], true);
		complete_partner(operators, pool, objects.items[i], false);
	}
}

/* A shell, named as the commutator of another before it is created, is not an operator. */
const struct kind operator_kind = {
	.name = "operator",
	.traits = TRAIT_CODE | TRAIT_RUN,
	.sql = "OPERATOR",
	.size = sizeof(struct operator),
	.attributes = operator_attributes,
	.fixed_name = true,
	.name_is = FRAGMENT_OPERATOR,
	.signed_name = true,
	.schema_key = true,
	.settle = settle_operator,
	.finish = finish_operators,
	.catalog = "pg_operator",
	.from = "pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace",
	.where = "o.oid >= 16384 AND o.oprcode <> 0 AND n.nspname !~ '^pg_'",
	.oid = "o.oid",
	.schema = "n.nspname",
	.title = "o.oprname",
	.owner = "o.oprowner",
	.signature = "CASE o.oprleft WHEN 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END || ', ' ||"
		     " CASE o.oprright WHEN 0 THEN 'NONE' ELSE format_type(o.oprright, NULL) END",
};

#define AT(field) ATTRIBUTE_AT(struct operator_class, field)
static const struct attribute class_attributes[] = {
	{ "type", AT(type), "format_type(c.opcintype, NULL)", .refers = REFERS_TYPE, .required = true },
	{ "default", AT(default_), "c.opcdefault" },
	{ "family", AT(family),
		"CASE WHEN f.opfname <> c.opcname OR f.opfnamespace <> c.opcnamespace"
		" THEN quote_ident(fs.nspname) || '.' || quote_ident(f.opfname) END",
		.fragment = FRAGMENT_NAME, .change = CHANGE_IGNORE },
	{ "storage", AT(storage), "CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END", .refers = REFERS_TYPE },
	{ 0 },
};
#undef AT
static const struct kind *const class_parts[] = { &class_operator_kind, &class_function_kind, NULL };
static const struct kind *const family_parts[] = { &family_operator_kind, &family_function_kind, NULL };

/* The family defaults to the class's name. */
static const struct qualified *family_of(struct pool *pool, const struct object *class)
{
	const struct qualified *told = ((const struct operator_class *)class)->family;
	g_autofree char *own = told && told->name ? NULL : name_join(class->schema, class->name);

	return own ? pool_qualified(pool, own) : told;
}

const struct object *operator_class_family(const struct snapshot *snapshot, const struct object *object)
{
	const struct qualified *name = family_of(snapshot_pool(snapshot), object);
	const char *identity = pool_printf(snapshot_pool(snapshot), "%s(%s)", name->name, object->signature);

	return snapshot_find(snapshot, &operator_family_kind, object_schema_of(object, name), identity);
}

/* A family that is written like the class itself is the same as none. */
static void settle_class(struct snapshot *snapshot, struct object *object)
{
	struct operator_class *class = (struct operator_class *)object;
	const struct qualified *name = family_of(snapshot_pool(snapshot), object);
	const char *schema = object_schema_of(object, name);

	if (schema == object->schema && name->name == object->name) {
		class->family = NULL;
	} else if (class->family && !name->schema) {
		g_autofree char *qualified = name_join(schema, name->name);
		class->family = pool_qualified(snapshot_pool(snapshot), qualified);
	}
}

static bool same(const struct object *family, const struct object *class)
{
	return family->schema == class->schema && family->name == class->name && family->signature == class->signature;
}

/* CREATE OPERATOR CLASS without FAMILY creates a family with the same name: a class without one means that. */
static void finish_classes(struct snapshot *snapshot)
{
	struct objects classes = snapshot_objects(snapshot, &operator_class_kind);

	for (size_t i = 0; i < classes.count; i++) {
		const struct object *class = classes.items[i];
		struct objects families = snapshot_objects(snapshot, &operator_family_kind);
		bool found = ((const struct operator_class *)class)->family;
		for (size_t f = 0; f < families.count && !found; f++)
			found = same(families.items[f], class);
		if (found)
			continue;
		struct object *family = snapshot_add(snapshot, &operator_family_kind, class->schema, class->name, class->signature);
		family->identity = class->identity;
		family->owner = class->owner;
	}
}

static void need_method(struct scan *scan)
{
	depend_add(scan->depend, scan->object,
		snapshot_find(scan->depend->snapshot, &access_method_kind, NULL, scan->object->signature));
}

/* The family of a class is often not named at all. */
static void need_family(struct scan *scan)
{
	need_method(scan);
	depend_add(scan->depend, scan->object, operator_class_family(scan->depend->snapshot, scan->object));
}

void operator_class_add_defaults(struct scan *scan, const struct object *relation, const char *name)
{
	struct objects classes = snapshot_objects(scan->depend->snapshot, &operator_class_kind);
	const struct object *column = classes.count && relation ? object_part(relation, &column_kind, name) : NULL;

	for (size_t i = 0; column && i < classes.count; i++) {
		const struct operator_class *class = (const struct operator_class *)classes.items[i];
		if (class->default_ && class->type == ((const struct column *)column)->type)
			depend_add(scan->depend, scan->object, classes.items[i]);
	}
}

static const char *method(const struct object *class)
{
	return class->signature;
}

const struct kind operator_class_kind = {
	.name = "operator class",
	.method = method,
	.traits = TRAIT_CODE | TRAIT_RUN,
	.sql = "OPERATOR CLASS",
	.size = sizeof(struct operator_class),
	.attributes = class_attributes,
	.parts = class_parts,
	.signed_name = true,
	.between = " using ",
	.schema_key = true,
	.settle = settle_class,
	.finish = finish_classes,
	.catalog = "pg_opclass",
	.from = "pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace JOIN pg_am a ON a.oid = c.opcmethod"
		" JOIN pg_opfamily f ON f.oid = c.opcfamily JOIN pg_namespace fs ON fs.oid = f.opfnamespace",
	.where = "c.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "c.oid",
	.schema = "n.nspname",
	.title = "c.opcname",
	.owner = "c.opcowner",
	.signature = "a.amname",
	.needs = need_family,
};

static const struct attribute family_attributes[] = { { 0 } };

const struct kind operator_family_kind = {
	.name = "operator family",
	.traits = TRAIT_RUN,
	.sql = "OPERATOR FAMILY",
	.size = sizeof(struct operator_family),
	.attributes = family_attributes,
	.parts = family_parts,
	.signed_name = true,
	.between = " using ",
	.schema_key = true,
	.catalog = "pg_opfamily",
	.from = "pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace JOIN pg_am a ON a.oid = f.opfmethod",
	.where = "f.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "f.oid",
	.schema = "n.nspname",
	.title = "f.opfname",
	.owner = "f.opfowner",
	.signature = "a.amname",
	.needs = need_method,
};

/*
 * pg_depend shows whether a member belongs to a class or is loose in the family. Since 14 access methods (amadjustmembers) make
 * members loose that a class does not require: read in this way from 13 too, where the member depended on the class.
 */
#define OF(catalog, family) \
	" JOIN pg_depend d ON d.classid = '" catalog \
	"'::regclass AND d.objid = m.oid AND d.deptype IN ('i', 'a') AND (d.refclassid = 'pg_opclass'::regclass" \
	" OR d.refclassid = 'pg_opfamily'::regclass AND d.refobjid = m." family ") JOIN pg_opfamily f ON f.oid = m." family \
	" JOIN pg_am a ON a.oid = f.opfmethod"
#define IS_LOOSE(optional) "(d.refclassid = 'pg_opfamily'::regclass OR " optional ")"
#define OPTIONAL_OPERATOR \
	"CASE WHEN a.amname IN ('btree', 'hash') THEN m.amoplefttype <> m.amoprighttype ELSE a.amname IN ('gist', 'gin', " \
	"'spgist') END"
#define OPTIONAL_FUNCTION \
	"CASE WHEN a.amname IN ('btree', 'hash') THEN m.amprocnum <> 1 OR m.amproclefttype <> m.amprocrighttype" \
	" WHEN a.amname = 'gist' THEN m.amprocnum NOT IN (1, 2, 5, 6, 7) WHEN a.amname = 'gin' THEN m.amprocnum NOT IN (2, 3)" \
	" WHEN a.amname = 'spgist' THEN m.amprocnum > 5 ELSE false END"
#define TYPES(left, right) "format_type(" left ", NULL) || ', ' || format_type(" right ", NULL)"
#define NUMBER_AND_TYPES(number, left, right) number " || ' (' || " TYPES(left, right) " || ')'"
#define SHORT(number, left, right) \
	"CASE WHEN " left " = c.opcintype AND " right " = c.opcintype THEN " number \
	"::text ELSE " NUMBER_AND_TYPES(number, left, right) " END"
#define FAMILY(oid) \
	"(SELECT ' FOR ORDER BY ' || quote_ident(x.nspname) || '.' || quote_ident(s.opfname) FROM pg_opfamily s JOIN " \
	"pg_namespace x" \
	" ON x.oid = s.opfnamespace WHERE s.oid = " oid ")"

#define AT(field) ATTRIBUTE_AT(struct operator_member, field)
static const struct attribute operator_member_attributes[] = {
	{ "operator", AT(text), "m.amopopr::regoperator::text || coalesce(" FAMILY("m.amopsortfamily") ", '')",
		.refers = REFERS_TEXT, .fragment = FRAGMENT_CLAUSE, .required = true },
	{ 0 },
};
static const struct attribute function_member_attributes[] = {
	{ "function", AT(text), "m.amproc::regprocedure::text", .refers = REFERS_TEXT, .fragment = FRAGMENT_CLAUSE,
		.required = true },
	{ 0 },
};

#define MEMBER_KIND \
	.name_is = FRAGMENT_CLAUSE, .size = sizeof(struct operator_member), .part = true, .shape = PART_VALUE, .fixed_name = true
#define OPERATORS \
	.name = "operator", .key = "operators", .sql = "OPERATOR", .attributes = operator_member_attributes, .catalog = "pg_amop", \
	.oid = "m.oid"
#define FUNCTIONS \
	.name = "function", .key = "functions", .sql = "FUNCTION", .attributes = function_member_attributes, \
	.catalog = "pg_amproc", .oid = "m.oid"

const struct kind class_operator_kind = {
	OPERATORS,
	.traits = TRAIT_OF_WHOLE,
	MEMBER_KIND,
	.parent_catalog = "pg_opclass",
	.parent = "d.refobjid",
	.from = "pg_amop m" OF("pg_amop", "amopfamily") " JOIN pg_opclass c ON c.oid = d.refobjid",
	.where = "NOT " IS_LOOSE(OPTIONAL_OPERATOR),
	.title = SHORT("m.amopstrategy", "m.amoplefttype", "m.amoprighttype"),
};

const struct kind class_function_kind = {
	FUNCTIONS,
	.traits = TRAIT_OF_WHOLE,
	MEMBER_KIND,
	.parent_catalog = "pg_opclass",
	.parent = "d.refobjid",
	.from = "pg_amproc m" OF("pg_amproc", "amprocfamily") " JOIN pg_opclass c ON c.oid = d.refobjid",
	.where = "NOT " IS_LOOSE(OPTIONAL_FUNCTION),
	.title = SHORT("m.amprocnum", "m.amproclefttype", "m.amprocrighttype"),
};

const struct kind family_operator_kind = {
	OPERATORS,
	MEMBER_KIND,
	.parent_catalog = "pg_opfamily",
	.parent = "m.amopfamily",
	.from = "pg_amop m" OF("pg_amop", "amopfamily"),
	.where = IS_LOOSE(OPTIONAL_OPERATOR),
	.title = NUMBER_AND_TYPES("m.amopstrategy", "m.amoplefttype", "m.amoprighttype"),
};

const struct kind family_function_kind = {
	FUNCTIONS,
	MEMBER_KIND,
	.parent_catalog = "pg_opfamily",
	.parent = "m.amprocfamily",
	.from = "pg_amproc m" OF("pg_amproc", "amprocfamily"),
	.where = IS_LOOSE(OPTIONAL_FUNCTION),
	.title = NUMBER_AND_TYPES("m.amprocnum", "m.amproclefttype", "m.amprocrighttype"),
};
