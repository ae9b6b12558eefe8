/*
 * Qualifies names without a schema in a document of Pyrseas: 0.10 reads a server with a search_path of pg_catalog and the schemas
 * of the role's own path without public, 0.8 also with public, so that names in a schema named like the role are unqualified.
 */
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/trigger.h"
#include "catalog/kinds/type.h"
#include "sql/mentions.h"
#include "sql/quote.h"
#include "yaml/pyrseas.h"
#include "yaml/pyrseas_builtin.h"
#include "yaml/pyrseas_names.h"
#include "yaml/pyrseas_path.h"

/* How to parse rows whose .refers does not say it; NULL: of any kind. */
static const struct {
	const struct kind *kind;
	const char *row;
	enum mention_text how;
} forms[] = {
	{ NULL, "allargs", MENTIONS_ARGUMENTS },
	{ NULL, "returns", MENTIONS_TYPE },
	{ NULL, "collation", MENTIONS_COLLATION },
	{ NULL, "opclass", MENTIONS_OTHER },
	{ NULL, "subtype_opclass", MENTIONS_OTHER },
	{ NULL, "parser", MENTIONS_OTHER },
	{ NULL, "template", MENTIONS_OTHER },
	{ NULL, "commutator", MENTIONS_OPERATOR },
	{ NULL, "negator", MENTIONS_OPERATOR },
	{ NULL, "operator", MENTIONS_OPERATOR },
	{ &cast_kind, "function", MENTIONS_ROUTINE },
	{ &class_function_kind, "function", MENTIONS_ROUTINE },
	{ &family_function_kind, "function", MENTIONS_ROUTINE },
	{ NULL, "sortop", MENTIONS_NONE },
	{ &event_trigger_kind, "procedure", MENTIONS_NONE },
};

struct object *resolver_object(const struct resolver *resolver, guint i)
{
	return g_array_index(resolver->loader->loaded, struct loaded, i).object;
}

static enum mention_text form_of(const struct kind *kind, const struct attribute *row)
{
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++)
		if ((!forms[i].kind || forms[i].kind == kind) && strcmp(forms[i].row, row->name) == 0)
			return forms[i].how;
	switch (row->refers) {
	case REFERS_TEXT:
		return MENTIONS_EXPRESSION;
	case REFERS_TYPE:
		return MENTIONS_TYPE;
	case REFERS_ROUTINE:
		return MENTIONS_ROUTINE;
	case REFERS_NOTHING:
	case REFERS_RELATION:
	case REFERS_COLUMNS:
	case REFERS_BODY:
		break;
	}
	return MENTIONS_NONE;
}

/* How texts refer to an object of the kind. */
static enum mention_as as_of(const struct kind *kind)
{
	if (g_strcmp0(kind->catalog, "pg_proc") == 0)
		return MENTION_ROUTINE;
	if (g_strcmp0(kind->catalog, "pg_type") == 0)
		return MENTION_TYPE;
	if (g_strcmp0(kind->catalog, "pg_class") == 0)
		return MENTION_RELATION;
	return kind == &operator_kind ? MENTION_OPERATOR : kind == &collation_kind ? MENTION_COLLATION : MENTION_OTHER;
}

static char *known_key(enum mention_as as, const char *schema, const char *name)
{
	return g_strdup_printf("%u %s\n%s", (unsigned)as, schema, name);
}

static void know(struct resolver *resolver, enum mention_as as, const char *schema, const char *name)
{
	g_hash_table_add(resolver->known, known_key(as, schema, name));
}

bool resolver_knows(const struct resolver *resolver, enum mention_as as, const char *schema, const char *name)
{
	g_autofree char *key = known_key(as, schema, name);

	return g_hash_table_contains(resolver->known, key);
}

/* A relation is also a type; a range has a multirange, and constructors with its name. */
static void know_object(struct resolver *resolver, const struct object *object)
{
	enum mention_as as = as_of(object->kind);

	know(resolver, as, object->schema, object->name);
	if (as == MENTION_RELATION)
		know(resolver, MENTION_TYPE, object->schema, object->name);
	if (object->kind == &range_kind) {
		g_autofree char *multirange = g_strconcat(object->name, "_multirange", NULL);
		know(resolver, MENTION_ROUTINE, object->schema, object->name);
		know(resolver, MENTION_TYPE, object->schema, multirange);
	}
	if (as == MENTION_OPERATOR)
		g_ptr_array_add(resolver->operators, (gpointer)object);
}

static void visit_object(struct resolver *resolver, struct object *object, resolver_text *function)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++) {
		enum mention_text how = row->type == ATTRIBUTE_TEXT ? form_of(object->kind, row) : MENTIONS_NONE;
		const char *text = how ? attribute_text(row, object) : NULL,
			   *now = text ? function(resolver, object, text, how) : NULL;
		if (now)
			attribute_set_text(row, resolver->loader->pool, object, now);
	}
	if (object->signature && (as_of(object->kind) == MENTION_ROUTINE || object->kind == &operator_kind)) {
		const char *now = function(resolver, object, object->signature, MENTIONS_ARGUMENTS);
		object->signature = now ? now : object->signature;
	}
	bool expression =
		object->kind->name_is_if &&
		g_strcmp0(attribute_text(kind_attribute(object->kind, object->kind->name_is_if), object), "expression") == 0;
	if (object->kind == &cast_kind || expression) {
		const char *now =
			function(resolver, object, object->name, object->kind == &cast_kind ? MENTIONS_CAST : MENTIONS_EXPRESSION);
		object->name = now ? now : object->name;
	}
}

void resolver_visit(struct resolver *resolver, resolver_text *function)
{
	for (guint i = 0; i < resolver->loader->loaded->len; i++)
		visit_object(resolver, resolver_object(resolver, i), function);
}

/*
 * The schema of an unqualified name; home: the object's own, where routines that are a whole text, and all that aggregates name,
 * are also looked up.
 */
static const char *schema_of(const struct resolver *resolver, const char *home, enum mention_as as, const char *name)
{
	if (home && resolver_in_path(resolver, home) && resolver_knows(resolver, as, home, name))
		return home;
	for (guint i = 0; i < resolver->path->len; i++)
		if (resolver_knows(resolver, as, resolver->path->pdata[i], name))
			return resolver->path->pdata[i];
	return NULL;
}

/* Whether an operand, a column, has the type. */
static bool is_of_type(const struct resolver *resolver, const struct token *operand, const char *type)
{
	g_autofree char *name = token_name(operand);
	const GPtrArray *types = name ? g_hash_table_lookup(resolver->columns, name) : NULL;

	for (guint i = 0; types && i < types->len; i++)
		if (strcmp(types->pdata[i], type) == 0)
			return true;
	return false;
}

/* Whether an operand, a column, has a type of an extension in the path. */
static bool is_of_extension(const struct resolver *resolver, const struct token *operand)
{
	g_autofree char *name = token_name(operand),
			*prefix = resolver->extension ? g_strconcat(resolver->extension, ".", NULL) : NULL;
	const GPtrArray *types = name && prefix ? g_hash_table_lookup(resolver->columns, name) : NULL;

	for (guint i = 0; types && i < types->len; i++)
		if (g_str_has_prefix(types->pdata[i], prefix) && !strchr(types->pdata[i], '[') &&
			!resolver_knows(
				resolver, MENTION_TYPE, resolver->extension, (const char *)types->pdata[i] + strlen(prefix)))
			return true;
	return false;
}

/* The schema of the document's operator that an expression uses. */
static const char *schema_of_operator(const struct resolver *resolver, const struct mention *mention, const char *name)
{
	bool common = pyrseas_is_builtin_operator(name);

	for (guint i = 0; i < resolver->operators->len; i++) {
		const struct object *operator= resolver->operators->pdata[i];
		if (strcmp(operator->name, name) != 0 || !resolver_in_path(resolver, operator->schema))
			continue;
		g_auto(GStrv) types = g_strsplit(operator->signature, ", ", 2);
		if (!common || (types[0] && types[1] &&
				       (is_of_type(resolver, &mention->left, types[0]) ||
					       is_of_type(resolver, &mention->right, types[1]))))
			return operator->schema;
	}
	/* extensions often define comparison operators, but seldom || for their types */
	return strcmp(name, "||") != 0 && (is_of_extension(resolver, &mention->left) || is_of_extension(resolver, &mention->right))
		       ? resolver->extension
		       : NULL;
}

static const char *find(
	const struct resolver *resolver, const struct object *object, const struct mention *mention, enum mention_text how)
{
	g_autofree char *bare =
		mention->as == MENTION_OPERATOR ? g_strndup(mention->name.start, mention->name.length) : token_name(&mention->name);
	bool alone = how != MENTIONS_EXPRESSION && how != MENTIONS_ARGUMENTS &&
		     (mention->as != MENTION_TYPE || object->kind == &aggregate_kind || object->kind == &range_kind);

	if (mention->as == MENTION_OPERATOR && how == MENTIONS_EXPRESSION)
		return schema_of_operator(resolver, mention, bare);
	const char *schema = schema_of(resolver, object->schema, mention->as, bare);
	if (!schema && alone && object->schema && resolver_knows(resolver, mention->as, object->schema, bare))
		schema = object->schema;
	/* a type that is not described is an extension's */
	if (!schema && mention->as == MENTION_TYPE && !pyrseas_is_builtin_type(bare))
		schema = resolver->extension;
	/* which has its schema in our documents nevertheless */
	return !schema && object->kind == &trigger_kind && how == MENTIONS_ROUTINE ? "pg_catalog" : schema;
}

static void append(GString *out, const struct mention *mention, const char *schema, enum mention_text how)
{
	g_autoptr(GString) name = g_string_new(NULL);

	quote_identifier(name, schema);
	g_string_append_printf(name, ".%.*s", (int)mention->name.length, mention->name.start);
	if (mention->literal)
		quote_literal(out, name->str);
	else if (mention->as == MENTION_OPERATOR && how == MENTIONS_EXPRESSION)
		g_string_append_printf(out, "OPERATOR(%s)", name->str);
	else
		g_string_append(out, name->str);
}

static const char *qualify(struct resolver *resolver, const struct object *object, const char *text, enum mention_text how)
{
	g_autoptr(GArray) mentions = mentions_of(text, how);
	g_autoptr(GString) out = g_string_new(NULL);
	const char *copied = text;

	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);
		const char *schema = mention->schema.type == TOKEN_END ? find(resolver, object, mention, how) : NULL;
		if (!schema || mention->whole.start < copied)
			continue;
		g_string_append_len(out, copied, mention->whole.start - copied);
		append(out, mention, schema, how);
		copied = mention->whole.start + mention->whole.length;
	}
	if (copied == text)
		return NULL;
	g_string_append(out, copied);
	return pool_text_n(resolver->loader->pool, out->str, out->len);
}

/* Collects the types of columns, for the operands of operators; they are qualified already. */
static void know_columns(struct resolver *resolver)
{
	for (guint i = 0; i < resolver->loader->loaded->len; i++) {
		const struct object *object = resolver_object(resolver, i);
		const char *type = object->kind == &column_kind ? ((const struct column *)object)->type : NULL;
		GPtrArray *types = type ? g_hash_table_lookup(resolver->columns, object->name) : NULL;
		if (type && !types)
			g_hash_table_insert(resolver->columns, (gpointer)object->name, types = g_ptr_array_new());
		if (type)
			g_ptr_array_add(types, (gpointer)type);
	}
}

/* Qualifies types first: types of columns decide which operator a text uses. */
static void qualify_types(struct resolver *resolver)
{
	for (guint i = 0; i < resolver->loader->loaded->len; i++) {
		struct object *object = resolver_object(resolver, i);
		const struct attribute *row = kind_attribute(object->kind, "type");
		const char *now = row && row->refers == REFERS_TYPE && attribute_text(row, object)
					  ? qualify(resolver, object, attribute_text(row, object), MENTIONS_TYPE)
					  : NULL;
		if (now)
			attribute_set_text(row, resolver->loader->pool, object, now);
		if (object->kind == &operator_kind && (now = qualify(resolver, object, object->signature, MENTIONS_ARGUMENTS)))
			object->signature = now;
	}
}

void pyrseas_qualify(struct loader *loader)
{
	struct resolver resolver = {
		.loader = loader,
		.known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.qualified = g_hash_table_new(g_str_hash, g_str_equal),
		.bare = g_hash_table_new(g_str_hash, g_str_equal),
		.path = g_ptr_array_new(),
		.columns = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref),
		.operators = g_ptr_array_new(),
	};

	for (guint i = 0; i < loader->loaded->len; i++)
		if (resolver_object(&resolver, i)->schema && !resolver_object(&resolver, i)->parent)
			know_object(&resolver, resolver_object(&resolver, i));
	resolver_find_path(&resolver);
	qualify_types(&resolver);
	know_columns(&resolver);
	resolver_visit(&resolver, qualify);
	g_hash_table_unref(resolver.known);
	g_hash_table_unref(resolver.qualified);
	g_hash_table_unref(resolver.bare);
	g_hash_table_unref(resolver.columns);
	g_ptr_array_unref(resolver.path);
	g_ptr_array_unref(resolver.operators);
}
