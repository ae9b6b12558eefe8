/* The types of a database, and values of them for generated rows. */
#include "prove/types.h"

#include <stdlib.h>
#include <string.h>

#include "prove/ask.h"
#include "sql/quote.h"

enum { DEEPEST = 6 };

struct type {
	const char *name, *sql, *kind, *category, *base, *element, *subtype,
		*range;	   /* kind: pg_type.typtype; the last four are oids, "" for none */
	GPtrArray *labels; /* of an enum: const char * */
	GPtrArray *fields; /* of a composite type: struct field * */
};

struct field {
	const char *type, *typed; /* oid; with its length */
};

struct type_set {
	GHashTable *types;    /* oid as text -> struct type * */
	PGresult *results[3]; /* own all texts */
};

/* The n-th value: @ is n. Other types get the text n. A + marks types of extensions. */
static const struct {
	const char *types, *value;
} values[] = {
	{ " bool ", "(@ % 2 = 1)" },
	{ " date ", "(date '2001-01-01' + @)" },
	{ " timestamp timestamptz ", "(timestamp '2001-01-01' + @ * interval '1 day')" },
	{ " time timetz ", "(time '00:00' + @ * interval '1 minute')" },
	{ " interval ", "(@ * interval '1 day')" },
	{ " uuid ", "lpad('@', 32, '0')" },
	{ " json jsonb ", "'{\"n\": @}'" },
	{ " xml ", "'<n>@</n>'" },
	{ " bytea ", "'n@'" },
	{ " inet cidr ", "'10.0.0.@'" },
	{ " macaddr ", "('08:00:2b:01:02:' || lpad('@', 2, '0'))" },
	{ " macaddr8 ", "('08:00:2b:01:02:03:04:' || lpad('@', 2, '0'))" },
	{ " varbit ", "repeat('1', @)" },
	{ " point ", "'(@,@)'" },
	{ " line ", "'{1,1,@}'" },
	{ " lseg ", "'[(@,0),(@,1)]'" },
	{ " box ", "'((@,0),(@.5,1))'" },
	{ " path ", "'((@,0),(@,1))'" },
	{ " polygon ", "'((@,0),(@,1),(@.5,1))'" },
	{ " circle ", "'<(@,0),0.1>'" },
	{ " tsvector tsquery +ltree +lquery ", "'n@'" },
	{ " pg_lsn ", "'0/@'" },
	{ " txid_snapshot pg_snapshot ", "'@:@:'" },
	{ " jsonpath ", "'$.n@'" },
	{ " tid ", "'(0,@)'" },
	{ " +hstore ", "'n=>@'" },
	{ " +geometry +geography ", "'POINT(@ @)'" },
};

static const char types_sql[] =
	"SELECT t.oid, CASE WHEN t.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace THEN '+' ELSE '' END || t.typname, "
	"pg_catalog.format_type(t.oid, NULL), t.typtype, t.typcategory, nullif(t.typbasetype, 0),"
	" CASE WHEN t.typcategory = 'A' THEN nullif(t.typelem, 0) END, r.rngsubtype, m.rngtypid FROM pg_catalog.pg_type t"
	" LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid LEFT JOIN %s m ON m.rngmultitypid = t.oid";
static const char labels_sql[] = "SELECT enumtypid, enumlabel FROM pg_catalog.pg_enum ORDER BY enumtypid, enumsortorder";
static const char fields_sql[] =
	"SELECT c.reltype, a.atttypid, pg_catalog.format_type(a.atttypid, a.atttypmod) FROM pg_catalog.pg_attribute a JOIN "
	"pg_catalog.pg_class c ON c.oid = a.attrelid"
	" WHERE c.relkind IN ('c', 'r', 'p', 'v', 'm', 'f') AND c.reltype <> 0 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY "
	"a.attrelid, a.attnum";

static void free_type(gpointer data)
{
	struct type *type = data;

	if (type->labels)
		g_ptr_array_unref(type->labels);
	if (type->fields)
		g_ptr_array_unref(type->fields);
	g_free(type);
}

static void take_types(struct type_set *types, PGresult *result)
{
	for (int i = 0; i < PQntuples(result); i++) {
		struct type *type = g_new0(struct type, 1);
		const char **const texts[] = { &type->name, &type->sql, &type->kind, &type->category, &type->base, &type->element,
			&type->subtype, &type->range };
		for (int t = 0; t < (int)G_N_ELEMENTS(texts); t++)
			*texts[t] = PQgetvalue(result, i, t + 1);
		g_hash_table_insert(types->types, PQgetvalue(result, i, 0), type);
	}
}

static void take_parts(struct type_set *types, PGresult *labels, PGresult *fields)
{
	for (int i = 0; i < PQntuples(labels); i++) {
		struct type *type = g_hash_table_lookup(types->types, PQgetvalue(labels, i, 0));
		if (!type->labels)
			type->labels = g_ptr_array_new();
		g_ptr_array_add(type->labels, PQgetvalue(labels, i, 1));
	}
	for (int i = 0; i < PQntuples(fields); i++) {
		struct type *type = g_hash_table_lookup(types->types, PQgetvalue(fields, i, 0));
		struct field *field = g_new0(struct field, 1);
		*field = (struct field){ PQgetvalue(fields, i, 1), PQgetvalue(fields, i, 2) };
		if (!type->fields)
			type->fields = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(type->fields, field);
	}
}

struct type_set *types_read(PGconn *connection, GError **error)
{
	struct type_set *types = g_new0(struct type_set, 1);
	/* 13 has no multiranges */
	g_autofree char *sql = g_strdup_printf(types_sql, PQserverVersion(connection) < 140000
								  ? "(SELECT NULL::oid AS rngmultitypid, NULL::oid AS rngtypid)"
								  : "pg_catalog.pg_range");
	const char *const queries[] = { sql, labels_sql, fields_sql };
	bool good = true;

	types->types = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_type);
	for (size_t i = 0; good && i < G_N_ELEMENTS(queries); i++)
		good = (types->results[i] = ask(connection, NULL, queries[i], error));
	if (!good) {
		types_free(types);
		return NULL;
	}
	take_types(types, types->results[0]);
	take_parts(types, types->results[1], types->results[2]);
	return types;
}

void types_free(struct type_set *types)
{
	if (!types)
		return;
	g_hash_table_unref(types->types);
	for (size_t i = 0; i < G_N_ELEMENTS(types->results); i++)
		PQclear(types->results[i]);
	g_free(types);
}

static const struct type *base_of(const struct type_set *types, const char *oid)
{
	const struct type *type = g_hash_table_lookup(types->types, oid);

	while (type && *type->base)
		type = g_hash_table_lookup(types->types, type->base);
	return type;
}

static char *value(const struct type_set *types, const char *oid, const char *typed, int n, int depth);

static char *row_value(const struct type_set *types, const struct type *type, int n, int depth)
{
	g_autoptr(GString) out = g_string_new("ROW(");

	for (guint i = 0; type->fields && i < type->fields->len; i++) {
		const struct field *field = type->fields->pdata[i];
		g_autofree char *item = value(types, field->type, field->typed, n, depth + 1);
		g_string_append_printf(out, "%s%s", i ? ", " : "", item ? item : "NULL");
	}
	g_string_append_printf(out, ")::%s", type->sql);
	return g_strdup(out->str);
}

static char *base_value(const struct type *type, const char *typed, int n)
{
	g_autofree char *word = g_strdup_printf(" %s ", type->name), *number = g_strdup_printf("%d", n);
	g_autoptr(GString) out = g_string_new(NULL);

	if (strcmp(type->name, "bit") == 0)
		return g_strdup_printf("%d::integer::%s", n, typed);
	for (size_t i = 0; i < G_N_ELEMENTS(values) && !out->len; i++)
		if (strstr(values[i].types, word))
			g_string_append(out, values[i].value);
	if (!out->len)
		g_string_append(out, "'@'");
	g_string_replace(out, "@", number, 0);
	g_string_append_printf(out, "::%s", type->sql);
	return g_strdup(out->str);
}

static char *value(const struct type_set *types, const char *oid, const char *typed, int n, int depth)
{
	const struct type *type = g_hash_table_lookup(types->types, oid);
	g_autofree char *inner = NULL;

	if (!type || depth > DEEPEST)
		return NULL;
	if (type->labels) {
		g_autoptr(GString) out = g_string_new(NULL);
		quote_literal(out, type->labels->pdata[(guint)(n - 1) % type->labels->len]);
		g_string_append_printf(out, "::%s", type->sql);
		return g_strdup(out->str);
	}
	switch (*type->kind) {
	case 'd':
		inner = value(types, type->base, base_of(types, oid)->sql, n, depth + 1);
		return inner ? g_strdup_printf("%s::%s", inner, type->sql) : NULL;
	case 'c':
		return row_value(types, type, n, depth);
	case 'r':
		inner = value(types, type->subtype, "", n, depth + 1);
		return inner ? g_strdup_printf("%s(%s, %s, '[]')", type->sql, inner, inner) : NULL;
	case 'm':
		inner = value(types, type->range, "", n, depth + 1);
		return inner ? g_strdup_printf("%s(%s)", type->sql, inner) : NULL;
	default:
		break;
	}
	if (*type->element) {
		inner = value(types, type->element, "", n, depth + 1);
		return inner ? g_strdup_printf("ARRAY[%s]::%s", inner, type->sql) : NULL;
	}
	return *type->kind == 'b' ? base_value(type, typed, n) : NULL;
}

char *types_value(const struct type_set *types, const char *oid, const char *typed, int n)
{
	return value(types, oid, typed, n, 0);
}

char *types_literal(const struct type_set *types, const char *oid, const char *literal)
{
	const struct type *type = base_of(types, oid);
	g_autoptr(GString) out = g_string_new(NULL);

	quote_literal(out, literal);
	g_string_append_printf(out, "::%s", type ? type->sql : "text");
	return g_strdup(out->str);
}

bool types_is_number(const struct type_set *types, const char *oid)
{
	const struct type *type = base_of(types, oid);

	return type && *type->category == 'N';
}
