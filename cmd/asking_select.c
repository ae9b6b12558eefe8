/* The SELECTs that look up objects. */
#include "cmd/asking_select.h"

#include <string.h>

#include "catalog/kinds.h"
#include "cmd/asking.h"
#include "sql/name.h"
#include "sql/quote.h"

void asking_append_name(GString *out, const char *schema, const char *bare)
{
	g_autofree char *name = name_join(schema, bare);

	quote_literal(out, name);
}

/* The literal of a routine's argument types as oidvectortypes() lists them: its identity is name(type,type). */
static void append_types(GString *out, const struct object *routine)
{
	const char *types = routine->identity + strlen(routine->name) + 1;
	g_autoptr(GString) list = g_string_new(NULL);
	bool quoted = false;

	for (const char *at = types; *at && at[1]; at++) {
		quoted ^= *at == '"';
		g_string_append_c(list, *at);
		if (*at == ',' && !quoted)
			g_string_append_c(list, ' ');
	}
	quote_literal(out, list->str);
}

/* "FROM and WHERE" of a row, with the object's names filled in. */
static void append_found(GString *out, const char *found, const struct object *object)
{
	const struct object *parent = object->parent;

	for (const char *at = found; *at; at++) {
		if (*at != '%') {
			g_string_append_c(out, *at);
			continue;
		}
		switch (*++at) {
		case 'O':
			asking_append_name(out, object->schema, object->name);
			break;
		case 'P':
			asking_append_name(out, parent->schema, parent->name);
			break;
		case 'B':
			quote_literal(out, parent->name);
			break;
		case 'Q':
			asking_append_name(out, parent->schema, object->name);
			break;
		case 'S':
			asking_append_name(out, NULL, object->schema);
			break;
		case 'A':
			append_types(out, object);
			break;
		default:
			quote_literal(out, object->name);
			break;
		}
	}
}

char *asking_select(const struct object *object, const char *conditions, bool there)
{
	g_autoptr(GString) found = g_string_new(NULL);

	append_found(found, asking_of(object->kind)->found, object);
	char *where = strstr(found->str, " WHERE ");
	return g_strdup_printf("SELECT %sEXISTS (\n    SELECT FROM %.*s\n    WHERE %s%s)", there ? "" : "NOT ",
		(int)(where - found->str), found->str, where + strlen(" WHERE "), conditions);
}

char *asking_oid(const struct object *object)
{
	const struct kind *kind = object->kind;
	g_autoptr(GString) name = g_string_new(NULL);
	const char *as = kind == &schema_kind			  ? "to_regnamespace"
			 : kind->part || !kind->schema_key	  ? NULL
			 : strcmp(kind->catalog, "pg_class") == 0 ? "to_regclass"
			 : strcmp(kind->catalog, "pg_type") == 0  ? "to_regtype"
			 : strcmp(kind->catalog, "pg_proc") == 0  ? "to_regprocedure"
								  : NULL;

	if (!as)
		return NULL;
	quote_qualified(name, object->schema, object->name);
	if (strcmp(kind->catalog, "pg_proc") == 0)
		g_string_append(name, object->identity + strlen(object->name));
	GString *oid = g_string_new(as);
	g_string_append_c(oid, '(');
	quote_literal(oid, name->str);
	g_string_append_c(oid, ')');
	return g_string_free(oid, false);
}

/* The oid of a parent, as the query of its parts selects it. */
static void append_parent(GString *out, const struct object *parent)
{
	const struct kind *kind = parent->kind;
	const char *as = strcmp(kind->catalog, "pg_class") == 0	 ? "to_regclass"
			 : strcmp(kind->catalog, "pg_type") == 0 ? "to_regtype"
								 : NULL;

	if (as) {
		g_string_append_printf(out, "%s(", as);
		asking_append_name(out, parent->schema, parent->name);
		g_string_append(out, ")");
		return;
	}
	g_string_append_printf(out, "(SELECT %s FROM %s WHERE %s = ", kind->oid, kind->from, kind->title);
	quote_literal(out, parent->name);
	if (kind->schema) {
		g_string_append_printf(out, " AND %s = ", kind->schema);
		quote_literal(out, parent->schema);
	}
	if (kind->signature) {
		g_string_append_printf(out, " AND %s = ", kind->signature);
		quote_literal(out, parent->signature ? parent->signature : "");
	}
	g_string_append(out, ")");
}

/* Adds one identifying column to the SELECT list and its condition to WHERE. */
static void append_asked(GString *sql, GString *where, const char *name, const char *value, const char *text)
{
	if (!value)
		return;
	g_string_append_printf(sql, ", %s AS %s", value, name);
	g_string_append_printf(where, text ? "%so.%s = " : "%so.%s IS NULL", where->len ? " AND " : "", name);
	if (text)
		quote_literal(where, text);
}

/* Selects owner and privileges of an object found by name: two columns of its catalog. NULL where it is not found by name. */
static char *select_found(const struct object *object, const char *condition)
{
	static const struct {
		const char *catalog, *prefix;
	} columns[] = { { "pg_class", "rel" }, { "pg_type", "typ" }, { "pg_proc", "pro" }, { "pg_namespace", "nsp" } };
	g_autofree char *oid = asking_oid(object);

	for (size_t i = 0; oid && i < G_N_ELEMENTS(columns); i++)
		if (strcmp(columns[i].catalog, object->kind->catalog) == 0)
			return g_strdup_printf(
				"SELECT EXISTS (\n    SELECT FROM (SELECT %sowner AS owner, %sacl AS value FROM %s WHERE oid = "
				"%s) AS o\n    WHERE %s)",
				columns[i].prefix, columns[i].prefix, columns[i].catalog, oid, condition);
	return NULL;
}

/* All that identifies the object: name, schema, signature and parent. */
static void append_identity(GString *sql, GString *where, const struct object *object)
{
	const struct kind *kind = object->kind;

	for (const struct attribute *row = kind->attributes; kind->list && row->name; row++) /* the list is the object's name */
		append_asked(sql, where, row->name, row->sql, attribute_text(row, object));
	if (!kind->list)
		append_asked(sql, where, "name", kind->title, object->name);
	append_asked(sql, where, "schema", kind->schema, object->schema);
	append_asked(sql, where, "signature", kind->signature, object->signature ? object->signature : "");
	if (!kind->parent)
		return;
	g_string_append_printf(sql, ", %s AS parent", kind->parent);
	g_string_append_printf(where, "%so.parent = ", where->len ? " AND " : "");
	append_parent(where, object->parent);
}

char *asking_select_read(const struct object *object, const char *value, const char *condition, bool there)
{
	const struct kind *kind = object->kind;
	bool common = condition && *condition && there && (!value || value == kind->privileges);
	char *found = common ? select_found(object, condition) : NULL;

	if (found)
		return found;
	g_autoptr(GString) sql = g_string_new(NULL), where = g_string_new(NULL);

	g_string_append_printf(
		sql, "SELECT %sEXISTS (\n    SELECT FROM (\n        SELECT %s AS oid", there ? "" : "NOT ", kind->oid);
	append_identity(sql, where, object);
	if (kind->sub_object)
		g_string_append_printf(sql, ", %s AS number", kind->position);
	if (kind->owner)
		g_string_append_printf(sql, ", %s AS owner", kind->owner);
	if (value)
		g_string_append_printf(sql, ", %s AS value", value);
	g_string_append_printf(sql, "\n        FROM %s%s%s) AS o\n    WHERE %s%s%s)", kind->from,
		kind->where ? "\n        WHERE " : "", kind->where ? kind->where : "", where->str,
		condition && *condition ? "\n      AND " : "", condition ? condition : "");
	return g_string_free(g_steal_pointer(&sql), false);
}

char *asking_select_any(const struct object *object, bool there)
{
	return asking_of(object->kind) ? asking_select(object, "", there) : asking_select_read(object, NULL, NULL, there);
}
