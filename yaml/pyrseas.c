/* Converts entries of Pyrseas' documents to our format. */
#include "yaml/pyrseas.h"

#include <string.h>

#include "catalog/kinds.h"
#include "sql/name.h"
#include "sql/quote.h"

/* Converts one entry of an object's map. */
typedef bool adapt_entry(struct loader *, const struct object *, struct node *map, struct node *entry, GError **);

static adapt_entry forget, wrap_expression, quote_collation, take_procedure, complete_references, adapt_indexes, take_cluster,
	quote_parents, qualify_parser, split_columns, unquote_bool, cut_arguments;

/* The conversion of an entry: another key, or a function. */
static const struct {
	const struct kind *kind;
	const char *key, *rename;
	adapt_entry *adapt;
} rules[] = {
	{ &check_kind, "expression", .adapt = wrap_expression },
	{ &check_kind, "columns", .adapt = forget },
	{ &domain_check_kind, "expression", .adapt = wrap_expression },
	{ &domain_check_kind, "columns", .adapt = forget },
	{ &column_kind, "collation", .adapt = quote_collation },
	{ &composite_attribute_kind, "collation", .adapt = quote_collation },
	{ &foreign_key_kind, "references", .adapt = complete_references },
	{ &foreign_key_kind, "access_method", .adapt = forget },
	{ &foreign_key_kind, "tablespace", .adapt = forget },
	{ &foreign_key_kind, "cluster", .adapt = forget },
	{ &primary_key_kind, "inherited", .adapt = forget },
	{ &primary_key_kind, "cluster", .adapt = forget },
	{ &unique_kind, "inherited", .adapt = forget },
	{ &unique_kind, "cluster", .adapt = forget },
	{ &index_kind, "columns", .rename = "keys" },
	{ &index_kind, "cluster", .adapt = forget },
	{ &trigger_kind, "procedure", .adapt = take_procedure },
	{ &table_kind, "columns", .adapt = split_columns },
	{ &table_kind, "indexes", .adapt = adapt_indexes },
	{ &table_kind, "primary_key", .adapt = take_cluster },
	{ &table_kind, "unique_constraints", .adapt = take_cluster },
	{ &table_kind, "inherits", .adapt = quote_parents },
	{ &table_kind, "partition_of", .adapt = quote_parents },
	{ &configuration_kind, "parser", .adapt = qualify_parser },
	{ &language_kind, "trusted", .adapt = unquote_bool },
	{ &aggregate_kind, "sfunc", .adapt = cut_arguments },
	{ &aggregate_kind, "finalfunc", .adapt = cut_arguments },
	{ &aggregate_kind, "combinefunc", .adapt = cut_arguments },
	{ &aggregate_kind, "serialfunc", .adapt = cut_arguments },
	{ &aggregate_kind, "deserialfunc", .adapt = cut_arguments },
	{ &aggregate_kind, "msfunc", .adapt = cut_arguments },
	{ &aggregate_kind, "minvfunc", .adapt = cut_arguments },
	{ &aggregate_kind, "mfinalfunc", .adapt = cut_arguments },
	{ &materialized_view_kind, "indexes", .adapt = adapt_indexes },
};

bool pyrseas_adapt(struct loader *loader, const struct object *object, struct node *map, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		struct node *entry = rules[i].kind == object->kind ? node_get(map, rules[i].key) : NULL;

		if (!entry)
			continue;
		if (rules[i].adapt && !rules[i].adapt(loader, object, map, entry, error))
			return false;
		if (rules[i].rename && !node_get(map, rules[i].rename))
			entry->key = rules[i].rename;
	}
	return true;
}

/* Removes an entry that has no meaning in our format. */
static bool forget(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)object, (void)error;
	loader->default_told = true;
	node_remove(map, entry);
	return true;
}

/* Whether there is a blank outside quotes and parentheses: then the text is not a name, call or constant. */
static bool has_open_blank(const char *text)
{
	unsigned depth = 0;
	char quote = '\0';

	for (; *text; text++) {
		if (quote)
			quote = *text == quote ? '\0' : quote;
		else if (*text == '\'' || *text == '"')
			quote = *text;
		else if (*text == '(' || *text == ')')
			depth += *text == '(' ? 1 : depth ? -1u : 0;
		else if (g_ascii_isspace(*text) && !depth)
			return true;
	}
	return false;
}

/* The server prints `i > 5` as `(i > 5)`. It prints names, calls and CASE without parentheses. */
static bool wrap_expression(
	struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)object, (void)map, (void)error;
	if (entry->type == NODE_SCALAR && !node_is_null(entry) && *entry->text != '(' &&
		g_ascii_strncasecmp(entry->text, "case", 4) != 0 && has_open_blank(entry->text)) {
		g_autofree char *wrapped = g_strdup_printf("(%s)", entry->text);
		entry->text = arena_text(loader->arena, wrapped, strlen(wrapped));
	}
	return true;
}

/* The unquoted name of a collation becomes SQL: C is "C". Lower-case names, qualified or not, stay. */
static bool quote_collation(
	struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)object, (void)map, (void)error;
	if (entry->type == NODE_SCALAR && !node_is_null(entry) && !strchr(entry->text, '"') &&
		entry->text[strspn(entry->text, "abcdefghijklmnopqrstuvwxyz0123456789_$.")]) {
		g_autofree char *quoted = quote_identifier_dup(entry->text);
		entry->text = arena_text(loader->arena, quoted, strlen(quoted));
	}
	return true;
}

/* Pyrseas writes parents of the same schema as unquoted names, others as SQL: here all become SQL. */
static bool quote_parents(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)object, (void)map, (void)error;
	for (struct node *item = entry->type == NODE_LIST ? entry->first : entry; item;
		item = entry->type == NODE_LIST ? item->next : NULL) {
		if (item->type != NODE_SCALAR || (item == entry && node_is_null(item)) || strpbrk(item->text, "\"."))
			continue;
		g_autofree char *quoted = quote_identifier_dup(item->text);
		item->text = arena_text(loader->arena, quoted, strlen(quoted));
	}
	return true;
}

/* An unqualified parser is of the same schema, except the only one of pg_catalog, whose name is a keyword. */
static bool qualify_parser(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)map, (void)error;
	if (entry->type != NODE_SCALAR || node_is_null(entry))
		return true;
	if (strcmp(entry->text, "default") == 0 || strcmp(entry->text, "pg_catalog.default") == 0) {
		entry->text = "pg_catalog.\"default\"";
	} else if (!name_is_qualified(entry->text)) {
		g_autofree char *name = name_join(object->schema, entry->text);
		entry->text = arena_text(loader->arena, name, strlen(name));
	}
	return true;
}

/* Adds the constants of an argument list, 'a', 'it''s', 3, as texts; false when it contains something else. */
static bool add_arguments(struct arena *arena, struct node *list, const char *text)
{
	for (;;) {
		g_autoptr(GString) argument = g_string_new(NULL);

		text += strspn(text, " \t\n");
		if (*text == '\'') {
			for (text++; *text && (*text != '\'' || text[1] == '\''); text++) {
				g_string_append_c(argument, *text);
				text += *text == '\'';
			}
			if (*text++ != '\'')
				return false;
		} else {
			size_t length = strcspn(text, ",");
			g_string_append_len(argument, text, (gssize)length);
			g_strchomp(argument->str);
			text += length;
		}
		node_add(arena, list, NULL, node_scalar(arena, NODE_QUOTED, argument->str));
		text += strspn(text, " \t\n");
		if (!*text)
			return true;
		if (*text++ != ',')
			return false;
	}
}

/* f(), f('a', 'b') and {name: f, arguments: "'a', 'b'"} become the name f and the list [a, b]. */
static bool take_procedure(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	const struct node *name = entry->type == NODE_MAP ? node_get(entry, "name") : entry;
	const struct node *given = entry->type == NODE_MAP ? node_get(entry, "arguments") : NULL;
	g_autofree char *arguments = given && given->type == NODE_SCALAR ? g_strdup(given->text) : NULL;

	(void)object;
	if (entry->type == NODE_LIST || !name || name->type != NODE_SCALAR ||
		(entry->type == NODE_MAP && entry->count != (given ? 2 : 1)))
		return loader_fail(loader, entry, error,
			"\"procedure\" of a trigger: expected a name, or a map of name and arguments, found %s",
			node_found(loader->arena, entry));
	const char *text = name->text, *open = *text == '"' ? NULL : strchr(text, '(');
	size_t length = strlen(text);
	if (length && text[length - 1] == ')' && (open || (open = strrchr(text, '(')))) {
		if (!arguments)
			arguments = g_strndup(open + 1, (size_t)(text + length - 1 - open - 1));
		text = arena_text(loader->arena, text, (size_t)(open - text));
	}
	*entry = (struct node){
		.type = NODE_SCALAR,
		.style = NODE_QUOTED,
		.text = text,
		.key = entry->key,
		.line = entry->line,
		.column = entry->column,
		.key_line = entry->key_line,
		.key_column = entry->key_column,
		.next = entry->next,
	};
	if (!arguments || !*g_strstrip(arguments))
		return true;
	struct node *list = node_new(loader->arena, NODE_LIST);
	if (node_get(map, "arguments"))
		return loader_fail(loader, entry, error, "the arguments of the trigger's procedure are given twice");
	if (!add_arguments(loader->arena, list, arguments))
		return loader_fail(loader, entry, error,
			"the arguments of the trigger's procedure, %s: expected constants, separated by commas", arguments);
	node_add(loader->arena, map, "arguments", list);
	return true;
}

/* The referenced table is in the same schema by default. */
static bool complete_references(
	struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	struct node *schema = node_get(entry, "schema");

	(void)map, (void)error;
	if (schema && schema->type == NODE_SCALAR && !*schema->text) {
		node_remove(entry, schema);
		schema = NULL;
	}
	if (entry->type == NODE_MAP && !schema && object->schema)
		node_add(loader->arena, entry, "schema", node_scalar(loader->arena, NODE_QUOTED, object->schema));
	return true;
}

/* `cluster: true` in an index or constraint is the table's `cluster_on`. */
static bool take_cluster(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)object, (void)error;
	for (const struct node *index = entry->type == NODE_MAP ? entry->first : NULL; index; index = index->next) {
		const struct node *cluster = node_get(index, "cluster");
		bool value;

		if (cluster && node_bool(cluster, &value) && value && !node_get(map, "cluster_on"))
			node_add(loader->arena, map, "cluster_on", node_scalar(loader->arena, NODE_QUOTED, index->key));
	}
	return true;
}

/* An entry with several columns, each a map, becomes several entries, in order. */
static bool split_columns(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	struct node *item = entry->type == NODE_LIST ? entry->first : NULL;

	(void)object, (void)map, (void)error;
	for (struct node *next; item; item = next) {
		next = item->next;
		bool several = item->type == NODE_MAP && item->count > 1;
		for (const struct node *column = several ? item->first : NULL; column; column = column->next)
			several = several && column->type == NODE_MAP;
		while (several && item->count > 1) {
			struct node *column = item->first, *alone = node_new(loader->arena, NODE_MAP);
			node_remove(item, column);
			alone->line = column->key_line;
			alone->column = column->key_column;
			node_add(loader->arena, alone, column->key, column);
			node_insert(entry, item, alone);
		}
	}
	return true;
}

static bool unquote_bool(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	(void)loader, (void)object, (void)map, (void)error;
	if (entry->type == NODE_SCALAR)
		entry->style = NODE_PLAIN;
	return true;
}

/* f(integer,integer): an aggregate's function has only a name; up to 0.8 Pyrseas wrote its arguments. */
static bool cut_arguments(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	const char *text = entry->type == NODE_SCALAR ? entry->text : "";
	size_t length = 0;

	(void)object, (void)map, (void)error;
	for (bool quoted = false; text[length] && (quoted || text[length] != '('); length++)
		quoted ^= text[length] == '"';
	if (length && text[length] == '(' && g_str_has_suffix(text, ")"))
		entry->text = arena_text(loader->arena, text, length);
	return true;
}

static bool has_column(const struct node *columns, const char *name)
{
	for (const struct node *item = columns && columns->type == NODE_LIST ? columns->first : NULL; item; item = item->next)
		if (strcmp(item->type == NODE_MAP && item->first ? item->first->key : item->text ? item->text : "", name) == 0)
			return true;
	return false;
}

/* A key that is a column's name in SQL quotes becomes the unquoted name. */
static void unquote_keys(struct loader *loader, const struct node *columns, struct node *keys)
{
	for (struct node *item = keys && keys->type == NODE_LIST ? keys->first : NULL; item; item = item->next) {
		const char **name = item->type == NODE_SCALAR		    ? &item->text
				    : item->type == NODE_MAP && item->first ? &item->first->key
									    : NULL;
		if (!name || **name != '"' || has_column(columns, *name))
			continue;
		g_autofree char *bare = quote_unquote_identifier(*name, strlen(*name));
		if (bare && has_column(columns, bare))
			*name = arena_text(loader->arena, bare, strlen(bare));
	}
}

/* A key such as lower(c2), which is not a column's name, is an expression. */
static void tell_expressions(struct loader *loader, const struct node *columns, struct node *keys)
{
	for (struct node *item = keys && keys->type == NODE_LIST ? keys->first : NULL; item; item = item->next) {
		if (item->type != NODE_SCALAR || !strchr(item->text, '(') || has_column(columns, item->text))
			continue;
		struct node *attributes = node_new(loader->arena, NODE_MAP);
		const char *text = item->text;
		node_add(loader->arena, attributes, "type", node_scalar(loader->arena, NODE_PLAIN, "expression"));
		item->type = NODE_MAP;
		item->text = NULL;
		node_add(loader->arena, item, text, attributes);
		attributes->line = attributes->key_line = item->line;
		attributes->column = attributes->key_column = item->column;
	}
}

static bool adapt_indexes(struct loader *loader, const struct object *object, struct node *map, struct node *entry, GError **error)
{
	for (struct node *index = entry->type == NODE_MAP ? entry->first : NULL; index; index = index->next) {
		struct node *keys = node_get(index, "keys") ? node_get(index, "keys") : node_get(index, "columns");
		unquote_keys(loader, node_get(map, "columns"), keys);
		tell_expressions(loader, node_get(map, "columns"), keys);
	}
	return take_cluster(loader, object, map, entry, error);
}
