/*
 * CREATE, ALTER, DROP TABLE: plain, inherited, partitioned, partition, typed; from pg_class, pg_inherits and pg_partitioned_table.
 */
#include "catalog/kinds/table.h"

#include <glib.h>
#include <string.h>

#include "catalog/depend_need.h"
#include "catalog/kinds.h"
#include "catalog/kinds/operator.h"
#include "catalog/lookup.h"
#include "catalog/snapshot.h"
#include "sql/lexer.h"
#include "sql/quote.h"
#include "sql/settle.h"

#define AT(field) ATTRIBUTE_AT(struct table, field)
static const struct attribute attributes[] = {
	{ "unlogged", AT(unlogged), "c.relpersistence = 'u'" },
	{ "inherits", AT(inherits), "CASE WHEN NOT c.relispartition THEN i.parents END", .refers = REFERS_RELATION,
		.distinct = true },
	{ "options", AT(options), "c.reloptions", .options = true, .ordered = true },
	{ "toast_options", AT(toast_options), "t.reloptions", .options = true, .ordered = true },
	{ "tablespace", AT(tablespace), "s.spcname" },
	{ "access_method", AT(access_method), "m.amname", .otherwise = "heap" },
	{ "of_type", AT(of_type), "CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END", .refers = REFERS_TYPE },
	{ "row_security", AT(row_security),
		"CASE WHEN c.relrowsecurity THEN CASE WHEN c.relforcerowsecurity THEN 'forced' ELSE 'enabled' END WHEN "
		"c.relforcerowsecurity THEN 'forced only' END",
		.words = "enabled|forced|forced only" },
	{ "replica_identity", AT(replica_identity),
		"CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' WHEN 'i' THEN coalesce((SELECT 'index ' ||"
		" (SELECT x.relname FROM pg_class x WHERE x.oid = r.indexrelid) FROM pg_index r WHERE r.indrelid = c.oid AND "
		"r.indisreplident), 'nothing') END",
		.words = "full|nothing|index *" },
	{ "cluster_on", AT(cluster_on), "u.index" },
	/* where the server has Citus, see catalog/read/distribution.h */
	{ "distribution.method", AT(distribution), .form = FORM_WORD, .words = "reference|local|single|hash *|range *|append *",
		.required_with = "distribution.shards" },
	{ "distribution.shards", AT(shards), .form = FORM_NUMBER, .otherwise = "32", .range = "1..64000" },
	{ "partition_by", AT(partition_by), .form = FORM_HIDDEN, .words = "range|list|hash", .change = CHANGE_RECREATE },
	{ "partition_of", AT(partition_of), "CASE WHEN c.relispartition THEN i.parents[1] END", .refers = REFERS_RELATION,
		.required_with = "partition_bound_spec" },
	{ "partition_bound_spec", AT(partition_bound_spec), TABLE_BOUND, .refers = REFERS_TEXT, .fragment = FRAGMENT_CLAUSE,
		.required_with = "partition_of" },
	{ 0 },
};
#undef AT

/* Values read for the partition keys of a table. */
struct scratch {
	const char *partition_definition;
};

#define AT(field) ATTRIBUTE_AT(struct scratch, field)
static const struct attribute scratch[] = {
	{ "partition_definition", AT(partition_definition), "CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END",
		.refers = REFERS_TEXT },
	{ 0 },
};
#undef AT

static const struct kind *const parts[] = {
	&column_kind,
	&partition_key_kind,
	&check_kind,
	&primary_key_kind,
	&unique_kind,
	&exclusion_kind,
	&index_kind,
	&foreign_key_kind,
	&rule_kind,
	&trigger_kind,
	&policy_kind,
	NULL,
};

/* Adds the key that the tokens from first to before last are: a column, or an expression, then COLLATE and an operator class. */
static void add_key(struct snapshot *snapshot, struct object *table, const struct token *tokens, size_t count)
{
	struct pool *pool = snapshot_pool(snapshot);
	size_t end = count, opclass = 0, collate = 0;
	unsigned depth = 0;

	for (size_t i = 0; i < count; i++) {
		if (token_is(&tokens[i], "("))
			depth++;
		else if (token_is(&tokens[i], ")"))
			depth--;
		else if (depth == 0 && i > 0 && token_is(&tokens[i], "COLLATE"))
			collate = i;
		else if (depth == 0 && i > 0 && (tokens[i].type == TOKEN_WORD || tokens[i].type == TOKEN_QUOTED) &&
			 !token_is(&tokens[i - 1], ".") && i - 1 != collate)
			opclass = i;
	}
	const char *limit = tokens[count - 1].start + tokens[count - 1].length;
	const char *opclass_text = opclass ? pool_text_n(pool, tokens[opclass].start, limit - tokens[opclass].start) : NULL;
	if (opclass)
		end = opclass;
	const char *collation = NULL;
	if (collate) {
		limit = tokens[end - 1].start + tokens[end - 1].length;
		collation = pool_text_n(pool, tokens[collate + 1].start, limit - tokens[collate + 1].start);
		end = collate;
	}
	bool column = end == 1;
	g_autofree char *name =
		column ? quote_unquote_identifier(tokens[0].start, tokens[0].length)
		       : g_strndup(tokens[0].start, tokens[end - 1].start + tokens[end - 1].length - tokens[0].start);
	struct partition_key *key = (struct partition_key *)snapshot_add_part(snapshot, &partition_key_kind, table, name);
	key->type = column ? NULL : pool_text(pool, "expression");
	key->collation = collation;
	key->opclass = opclass_text;
}

static const char *without_schema(struct pool *pool, const char *name, const char *prefix)
{
	return g_str_has_prefix(name, prefix) ? pool_text(pool, name + strlen(prefix)) : name;
}

/* People write bounds with the words that precede them in CREATE TABLE. */
static const char *without_for_values(struct pool *pool, const char *bound)
{
	struct lexer lexer;

	if (!bound)
		return NULL;
	lexer_init(&lexer, bound, strlen(bound));
	struct token first = lexer_next_significant(&lexer), second = lexer_next_significant(&lexer);
	if (!token_is(&first, "for") || !token_is(&second, "values"))
		return bound;
	struct token third = lexer_next_significant(&lexer);
	return pool_text(pool, third.start);
}

void table_settle_parents(struct snapshot *snapshot, struct object *object)
{
	struct table *table = (struct table *)object;
	struct pool *pool = snapshot_pool(snapshot);
	g_autoptr(GString) prefix = g_string_new(NULL);
	g_autofree const char **names = NULL;

	if (!table->partition_of && !table->inherits)
		return;
	table->partition_bound_spec = without_for_values(pool, table->partition_bound_spec);
	quote_format(prefix, "%I.", object->schema);
	if (table->partition_of)
		table->partition_of = pool_qualified(pool, without_schema(pool, table->partition_of->text, prefix->str));
	if (!table->inherits)
		return;
	names = g_new(const char *, table->inherits->count);
	for (size_t i = 0; i < table->inherits->count; i++)
		names[i] = without_schema(pool, table->inherits->items[i], prefix->str);
	table->inherits = pool_names(pool, names, table->inherits->count);
}

/* Takes "RANGE (a, lower(b) COLLATE "C")" apart: no function of the server gives the keys one by one. */
static void add_keys(struct snapshot *snapshot, struct object *table, const char *definition)
{
	const char *open = strchr(definition, '(');
	g_autoptr(GArray) tokens = g_array_new(false, false, sizeof(struct token));
	struct lexer lexer;
	unsigned depth = 0;

	if (!open)
		return;
	g_autofree char *strategy = g_ascii_strdown(definition, open - definition - 1);
	((struct table *)table)->partition_by = pool_text(snapshot_pool(snapshot), strategy);
	lexer_init(&lexer, open + 1, strlen(open + 1));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		bool closing = token_is(&token, ")");

		if (depth == 0 && (closing || token_is(&token, ","))) {
			add_key(snapshot, table, (struct token *)(void *)tokens->data, tokens->len);
			g_array_set_size(tokens, 0);
			continue;
		}
		depth += token_is(&token, "(") ? 1 : closing ? -1 : 0;
		g_array_append_val(tokens, token);
	}
}

static void derive_keys(struct snapshot *snapshot, const struct lookup *lookup)
{
	struct own_objects tables = snapshot_own_objects(snapshot, &table_kind);

	for (size_t i = 0; i < tables.count; i++) {
		const struct scratch *read = lookup_scratch_of(lookup, tables.items[i]);
		g_autofree char *settled = read ? settle_expression(read->partition_definition) : NULL;
		if (read)
			add_keys(snapshot, tables.items[i], settled ? settled : read->partition_definition);
	}
}

const struct kind table_kind = {
	.name = "table",
	.found_by = "regclass",
	.default_acl = "r",
	.traits = TRAIT_RELATION | TRAIT_ASIDE | TRAIT_TABLE,
	.spaces = SPACE_RELATION | SPACE_TYPE,
	.sql = "TABLE",
	.size = sizeof(struct table),
	.attributes = attributes,
	.scratch = scratch,
	.scratch_size = sizeof(struct scratch),
	.change = CHANGE_IN_PLACE,
	.parts = parts,
	.schema_key = true,
	.settle = table_settle_parents,
	.catalog = "pg_class",
	.from = "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid AND "
		"t.reloptions IS NOT NULL"
		" LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace LEFT JOIN pg_am m ON m.oid = c.relam" TABLE_PARENTS
		" LEFT JOIN (SELECT q.indrelid, (SELECT x.relname FROM pg_class x WHERE x.oid = q.indexrelid) AS index FROM "
		"pg_index q"
		" WHERE q.indisclustered) u ON u.indrelid = c.oid",
	.where = "c.relkind IN ('r', 'p') AND c.oid >= 16384 AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'",
	.oid = "c.oid",
	.schema = "n.nspname",
	.title = "c.relname",
	.owner = "c.relowner",
	.privileges = "c.relacl",
	.rights = "arwdDxtm",
	.public_rights = "",
};

#define AT(field) ATTRIBUTE_AT(struct partition_key, field)
static const struct attribute key_attributes[] = {
	{ "type", AT(type), .otherwise = "column", .words = "expression" },
	{ "collation", AT(collation), .refers = REFERS_TEXT, .only = &collation_kind, .fragment = FRAGMENT_NAME },
	{ "opclass", AT(opclass), .refers = REFERS_TEXT, .only = &operator_class_kind, .fragment = FRAGMENT_NAME },
	{ 0 },
};

/* An expression, or a column, whose type may have its own operator class. */
static void need_name(struct scan *scan)
{
	depend_scan_key(scan);
	operator_class_add_defaults(scan, scan->object->parent, scan->object->name);
}

static const char *key_method(const struct object *key)
{
	return g_strcmp0(((const struct table *)key->parent)->partition_by, "hash") == 0 ? "hash" : "btree";
}

const struct kind partition_key_kind = {
	.name = "partition key",
	.method = key_method,
	.traits = TRAIT_FOLLOWS_RENAMES | TRAIT_OF_WHOLE,
	.name_is = FRAGMENT_EXPRESSION,
	.name_is_if = "type",
	.key = "partition_by",
	.under = "partition_by",
	.sql = "PARTITION BY",
	.size = sizeof(struct partition_key),
	.part = true,
	.shape = PART_PLAIN,
	.attributes = key_attributes,
	.derive = derive_keys,
	.fixed_name = true,
	.needs = need_name,
};

struct parts table_partition_keys(const struct object *table)
{
	return object_parts(table, &partition_key_kind);
}

bool table_is_partitioned(const struct object *object)
{
	return object->kind == &table_kind && ((const struct table *)object)->partition_by;
}

/* The name of a parent in a table's description. */
static const struct qualified *parent_name(struct pool *pool, const struct object *object, size_t index)
{
	const struct table *table = (const struct table *)object;

	if (!kind_is_table(object->kind))
		return NULL;
	if (table->partition_of)
		return index == 0 ? table->partition_of : NULL;
	return table->inherits && index < table->inherits->count ? pool_qualified(pool, table->inherits->items[index]) : NULL;
}

const struct object *table_parent_at(const struct snapshot *snapshot, const struct object *object, size_t index)
{
	return snapshot_named_relation(snapshot, object, parent_name(snapshot_pool(snapshot), object, index));
}

bool table_is_child(const struct snapshot *snapshot, const struct object *object, const struct object *parent)
{
	bool found = false;

	for (size_t i = 0; !found && parent_name(snapshot_pool(snapshot), object, i); i++)
		found = table_parent_at(snapshot, object, i) == parent;
	return found;
}

const struct object *table_parent(const struct snapshot *snapshot, const struct object *object)
{
	return table_parent_at(snapshot, object, 0);
}
