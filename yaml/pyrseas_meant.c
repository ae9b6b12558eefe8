/* Resolves ambiguities of a document of Pyrseas, and removes objects that another object creates. */
#include "yaml/pyrseas_meant.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/aggregate.h"
#include "catalog/kinds/cast.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/domain.h"
#include "catalog/kinds/extension.h"
#include "catalog/kinds/foreign.h"
#include "catalog/kinds/routine.h"
#include "catalog/kinds/text_search.h"
#include "catalog/kinds/text_search_parser.h"
#include "catalog/kinds/type.h"
#include "sql/lexer.h"
#include "sql/mentions.h"
#include "sql/name.h"
#include "yaml/named.h"
#include "yaml/pyrseas.h"
#include "yaml/pyrseas_names.h"

/* Whether it has the comment that the extension sets, which we omit. */
static bool tells_plpgsql(const struct object *object)
{
	return object->kind == &extension_kind && strcmp(object->name, "plpgsql") == 0 &&
	       g_strcmp0(object->comment, "PL/pgSQL procedural language") == 0;
}

bool pyrseas_tells(const struct attribute *row, const struct object *object)
{
	static const struct {
		const struct kind *kind;
		const char *row; /* NULL: any */
	} told[] = { { &sequence_kind, NULL }, { &materialized_view_kind, "with_data" }, { &trigger_kind, "level" } };

	for (size_t i = 0; i < G_N_ELEMENTS(told); i++)
		if (told[i].kind == object->kind && (!told[i].row || strcmp(told[i].row, row->name) == 0))
			return true;
	return false;
}

bool pyrseas_is_speaker(const struct loader *loader)
{
	bool sign = loader->default_told;

	if (loader->options.dialect != YAML_DIALECT_GUESSED)
		return loader->options.dialect == YAML_DIALECT_PYRSEAS;
	for (guint i = 0; i < loader->loaded->len && !sign; i++)
		sign = tells_plpgsql(g_array_index(loader->loaded, struct loaded, i).object);
	return sign && !loader->omitted_told && !loader->partial_told;
}

/* The document's objects by schema and name, and the names of its extensions. */
struct described {
	struct loader *loader;
	GHashTable *routines, *types, *extensions;
};

static struct object *loaded_at(const struct loader *loader, guint i)
{
	return g_array_index(loader->loaded, struct loaded, i).object;
}

static bool begins(const char *text, const char *with)
{
	return text && g_str_has_prefix(text, with);
}

/* Whether CREATE TYPE AS RANGE creates the function. */
static bool is_constructor(const struct object *object)
{
	const struct routine *routine = (const struct routine *)object;

	return object->kind == &function_kind && g_strcmp0(routine->language, "internal") == 0 &&
	       (begins(routine->source, "range_constructor") || begins(routine->source, "multirange_constructor"));
}

/* Names the multirange after its constructor, whose only argument is the range. */
static void name_multirange(const struct described *described, const struct routine *constructor)
{
	g_autofree char *schema = NULL, *name = NULL;

	if (!begins(constructor->source, "multirange_constructor1") || !constructor->object.signature ||
		!name_split(constructor->object.signature, &schema, &name))
		return;
	struct object *type = named_lookup(described->types, schema ? schema : constructor->object.schema, name);
	if (type && type->kind == &range_kind && !((struct range *)type)->multirange)
		((struct range *)type)->multirange = pool_qualified(snapshot_pool(described->loader->into), constructor->returns);
}

/* Whether the text names a routine that the document has, and keeps. */
static bool is_described(const struct described *described, const char *text)
{
	g_autofree char *schema = NULL, *name = NULL;

	if (!text || !name_split_first(text, &schema, &name))
		return false;
	const struct object *object = schema ? named_lookup(described->routines, schema, name) : NULL;
	return object && !snapshot_leaves_out(described->loader->into, object);
}

/* Whether a type is in a schema that the document describes, but is not in the document: it is an extension's. */
static bool names_foreign_type(const struct described *described, const char *text)
{
	g_autoptr(GArray) mentions = mentions_of(text, MENTIONS_CAST);

	for (guint i = 0; i < mentions->len; i++) {
		const struct mention *mention = &g_array_index(mentions, struct mention, i);
		g_autofree char *schema = token_name(&mention->schema), *name = token_name(&mention->name);
		if (schema && name && !named_lookup(described->types, schema, name))
			return true;
	}
	return false;
}

/* A cast from, or to, a type that an extension or a range created, unless its function is the user's. */
static bool is_brought_cast(const struct described *described, const struct object *object)
{
	const struct cast *cast = (const struct cast *)object;

	return object->kind == &cast_kind && !is_described(described, cast->function) &&
	       names_foreign_type(described, object->name);
}

static bool is_builtin_template(const char *name)
{
	static const char *const names[] = { "ispell", "simple", "snowball", "synonym", "thesaurus", NULL };

	return g_strv_contains(names, name);
}

/* The function that dictionaries of the built-in templates use; a user's template may use it, too. */
static bool is_builtin_lexize(const char *text)
{
	static const char *const names[] = { "dispell_lexize", "dsimple_lexize", "dsnowball_lexize", "dsynonym_lexize",
		"thesaurus_lexize", NULL };
	static const char catalog[] = "pg_catalog.";

	return text && g_strv_contains(names, g_str_has_prefix(text, catalog) ? text + strlen(catalog) : text);
}

/* Templates use C functions, which extensions create; their dictionaries have the same names. */
static bool is_brought_search(const struct described *described, const struct object *object)
{
	g_autofree char *schema = NULL, *template = NULL;

	const char *lexize =
		object->kind == &text_search_template_kind ? ((const struct text_search_template *)object)->lexize : NULL;
	if (object->kind == &text_search_template_kind)
		return !is_builtin_lexize(lexize) && !is_described(described, lexize);
	if (object->kind != &dictionary_kind || !name_split(((const struct dictionary *)object)->template, &schema, &template))
		return false;
	g_autofree char *its_own = g_strconcat(object->name, "_template", NULL);
	return !is_builtin_template(template) && (strcmp(template, object->name) == 0 || strcmp(template, its_own) == 0);
}

/* An extension's wrapper is in the document because of the servers that users created with it. */
static bool is_brought_wrapper(const struct described *described, const struct object *object)
{
	const struct loader *loader = described->loader;

	if (object->kind != &foreign_data_wrapper_kind || !g_hash_table_contains(described->extensions, object->name) ||
		is_described(described, ((const struct foreign_data_wrapper *)object)->handler))
		return false;
	for (guint i = 0; i < loader->loaded->len; i++)
		if (loaded_at(loader, i)->parent == object)
			return false;
	return true;
}

/* Removes objects that others create. */
static void forget_what_comes_along(const struct described *described)
{
	struct loader *loader = described->loader;

	for (guint i = 0; i < loader->loaded->len; i++)
		if (is_constructor(loaded_at(loader, i))) {
			name_multirange(described, (const struct routine *)loaded_at(loader, i));
			snapshot_leave_out(loader->into, loaded_at(loader, i));
		}
	for (guint i = 0; i < loader->loaded->len; i++) {
		const struct object *object = loaded_at(loader, i);
		if (is_brought_cast(described, object) || is_brought_search(described, object) ||
			is_brought_wrapper(described, object))
			snapshot_leave_out(loader->into, object);
	}
}

/* pg_type.typname, where the SQL name differs. */
static const char *sql_type(const char *name)
{
	static const char *const words[][2] = {
		{ "bool", "boolean" },
		{ "bpchar", "character" },
		{ "float4", "real" },
		{ "float8", "double precision" },
		{ "int2", "smallint" },
		{ "int4", "integer" },
		{ "int8", "bigint" },
		{ "time", "time without time zone" },
		{ "timestamp", "timestamp without time zone" },
		{ "timestamptz", "timestamp with time zone" },
		{ "timetz", "time with time zone" },
		{ "varbit", "bit varying" },
		{ "varchar", "character varying" },
	};

	for (size_t i = 0; name && i < G_N_ELEMENTS(words); i++)
		if (strcmp(words[i][0], name) == 0)
			return words[i][1];
	return name;
}

/* A default cannot refer to a column: an expression that does is that of a generated column. */
static bool names_column(const struct loader *loader, const char *text, GHashTable *columns)
{
	struct token before = { TOKEN_END, "", 0 };
	struct lexer lexer;

	(void)loader;
	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END;) {
		struct token next = lexer_next_significant(&lexer);
		g_autofree char *name = token_name(&token);
		if (name && !token_is(&before, ".") && !token_is(&before, "::") && !token_is(&before, "COLLATE") &&
			!token_is(&next, "(") && !token_is(&next, ".") && g_hash_table_contains(columns, name))
			return true;
		before = token;
		token = next;
	}
	return false;
}

/* The columns of the table at index i, by name. They follow it. */
static GHashTable *columns_of(const struct loader *loader, const struct object *table, guint i)
{
	GHashTable *columns = g_hash_table_new(g_str_hash, g_str_equal);

	for (; i < loader->loaded->len; i++) {
		const struct object *object = loaded_at(loader, i);
		if (object->kind == &column_kind && object->parent == table)
			g_hash_table_add(columns, (gpointer)object->name);
		else if (!object->parent)
			break;
	}
	return columns;
}

static void understand_defaults(struct loader *loader)
{
	g_autoptr(GHashTable) columns = NULL;

	for (guint i = 0; i < loader->loaded->len; i++) {
		struct object *object = loaded_at(loader, i);
		struct column *column = (struct column *)object;
		if (object->kind == &table_kind || object->kind == &foreign_table_kind) {
			g_clear_pointer(&columns, g_hash_table_unref);
			columns = columns_of(loader, object, i + 1);
		}
		if (object->kind != &column_kind || !column->default_ || !columns ||
			!names_column(loader, column->default_, columns))
			continue;
		column->generated = column->default_;
		column->default_ = NULL;
	}
}

static void understand(struct loader *loader, struct object *object)
{
	struct column *column = (struct column *)object;
	struct aggregate *aggregate = (struct aggregate *)object;
	struct range *range = (struct range *)object;

	if (object->kind == &column_kind && g_strcmp0(column->type, "name") == 0 && g_strcmp0(column->collation, "\"C\"") == 0)
		column->collation = NULL;
	if (tells_plpgsql(object))
		object->comment = NULL;
	if (object->kind == &range_kind)
		range->subtype = pool_text(loader->pool, sql_type(range->subtype));
	if (object->kind == &aggregate_kind && aggregate->sortop && !g_str_has_prefix(aggregate->sortop, "OPERATOR("))
		aggregate->sortop = pool_printf(loader->pool, "OPERATOR(%s)", aggregate->sortop);
}

void pyrseas_understand(struct loader *loader)
{
	struct described described = {
		.loader = loader,
		.routines = g_hash_table_new(named_hash, named_equal),
		.types = g_hash_table_new(named_hash, named_equal),
		.extensions = g_hash_table_new(g_str_hash, g_str_equal),
	};

	pyrseas_qualify(loader);
	for (guint i = 0; i < loader->loaded->len; i++) {
		struct object *object = loaded_at(loader, i);
		understand(loader, object);
		if (g_strcmp0(object->kind->catalog, "pg_proc") == 0)
			g_hash_table_add(described.routines, object);
		if (!object->parent &&
			(g_strcmp0(object->kind->catalog, "pg_type") == 0 || g_strcmp0(object->kind->catalog, "pg_class") == 0))
			g_hash_table_add(described.types, object);
		if (object->kind == &extension_kind)
			g_hash_table_add(described.extensions, (gpointer)object->name);
	}
	forget_what_comes_along(&described);
	understand_defaults(loader);
	g_hash_table_unref(described.routines);
	g_hash_table_unref(described.types);
	g_hash_table_unref(described.extensions);
}
