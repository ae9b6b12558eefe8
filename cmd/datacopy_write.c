/* The statements that make rows equal to the files. */
#include "cmd/datacopy_write.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/sequence.h"
#include "cmd/datacopy_inside.h"
#include "sql/name.h"
#include "sql/quote.h"

/* One direction: the rows before, and after. */
struct direction {
	const struct object *table;
	const GPtrArray *found_columns, *columns;
	bool back;
};

static struct direction direction_of(const struct datacopy_table *table, bool back)
{
	return back ? (struct direction){ table->have, table->want_columns, table->have_columns, true }
		    : (struct direction){ table->want, table->have_columns, table->want_columns, false };
}

static const GPtrArray *found_in(const struct direction *way, const struct datacopy_row *row)
{
	return way->back ? row->want : row->have;
}

static const GPtrArray *wanted_in(const struct direction *way, const struct datacopy_row *row)
{
	return way->back ? row->have : row->want;
}

static void append_value(GString *sql, const char *value)
{
	if (value)
		quote_literal(sql, value);
	else
		g_string_append(sql, "NULL");
}

static void append_table(GString *sql, const char *before, const struct object *table, bool only)
{
	g_string_append_printf(sql, "%s %s", before, only && !((const struct table *)table)->partition_by ? "ONLY " : "");
	quote_qualified(sql, table->schema, table->name);
}

/* "(a, b)", or the values of a row in these columns; a single one has no parentheses. */
static void append_key(GString *sql, const struct names *key, const GPtrArray *columns, const GPtrArray *values)
{
	g_string_append(sql, key->count > 1 ? "(" : "");
	for (size_t i = 0; i < key->count; i++) {
		g_string_append(sql, i ? ", " : "");
		if (values)
			append_value(sql, values->pdata[datacopy_column_at(columns, key->items[i])]);
		else
			quote_identifier(sql, key->items[i]);
	}
	g_string_append(sql, key->count > 1 ? ")" : "");
}

void datacopy_deletes(GPtrArray *statements, const struct datacopy_table *table, bool back)
{
	const struct direction way = direction_of(table, back);
	g_autoptr(GString) sql = g_string_new(NULL);
	guint count = 0;

	append_table(sql, "DELETE FROM", way.table, true);
	if (table->key) {
		g_string_append(sql, "\n    WHERE ");
		append_key(sql, table->key, NULL, NULL);
		g_string_append(sql, " IN (");
	}
	for (guint i = 0; i < table->rows->len; i++) {
		const struct datacopy_row *row = table->rows->pdata[i];
		if (!found_in(&way, row) || wanted_in(&way, row))
			continue;
		if (table->key) {
			g_string_append(sql, count ? ",\n        " : "\n        ");
			append_key(sql, table->key, way.found_columns, found_in(&way, row));
		}
		count++;
	}
	g_string_append(sql, table->key ? ")" : "");
	if (count)
		g_ptr_array_add(statements, g_string_free(g_steal_pointer(&sql), false));
}

static void add_update(
	GPtrArray *statements, const struct datacopy_table *table, const struct direction *way, const struct datacopy_row *row)
{
	const GPtrArray *found = found_in(way, row), *wanted = wanted_in(way, row);
	GString *sql = g_string_new(NULL);
	bool any = false;

	append_table(sql, "UPDATE", way->table, true);
	for (guint i = 0; i < way->columns->len; i++) {
		const char *name = ((const struct object *)way->columns->pdata[i])->name;
		int at = datacopy_column_at(way->found_columns, name);
		if (at >= 0 && g_strcmp0(found->pdata[at], wanted->pdata[i]) == 0)
			continue;
		quote_format(sql, "%s%I = ", any ? ", " : "\n    SET ", name);
		append_value(sql, wanted->pdata[i]);
		any = true;
	}
	g_string_append(sql, "\n    WHERE ");
	append_key(sql, table->key, NULL, NULL);
	g_string_append(sql, " = ");
	append_key(sql, table->key, way->columns, wanted);
	char *text = g_string_free(sql, !any);
	if (any)
		g_ptr_array_add(statements, text);
}

static void add_updates(GPtrArray *statements, const struct datacopy_table *table, const struct direction *way)
{
	for (guint i = 0; i < table->rows->len; i++) {
		const struct datacopy_row *row = table->rows->pdata[i];
		if (row->have && row->want)
			add_update(statements, table, way, row);
	}
}

static bool has_identity(const GPtrArray *columns)
{
	for (guint i = 0; i < columns->len; i++)
		if (((const struct column *)columns->pdata[i])->identity)
			return true;
	return false;
}

static void append_row(GString *sql, const GPtrArray *values)
{
	for (guint i = 0; i < values->len; i++) {
		g_string_append(sql, i ? ", " : "(");
		append_value(sql, values->pdata[i]);
	}
	g_string_append_c(sql, ')');
}

static void add_insert(GPtrArray *statements, const struct datacopy_table *table, const struct direction *way)
{
	g_autoptr(GString) sql = g_string_new(NULL);
	bool any = false;

	append_table(sql, "INSERT INTO", way->table, false);
	for (guint i = 0; i < way->columns->len; i++)
		quote_format(sql, "%s%I", i ? ", " : " (", ((const struct object *)way->columns->pdata[i])->name);
	g_string_append(sql, has_identity(way->columns) ? ")\n    OVERRIDING SYSTEM VALUE VALUES" : ")\n    VALUES");
	for (guint i = 0; i < table->rows->len; i++) {
		const struct datacopy_row *row = table->rows->pdata[i];
		if (found_in(way, row) || !wanted_in(way, row))
			continue;
		g_string_append(sql, any ? ",\n        " : "\n        ");
		append_row(sql, wanted_in(way, row));
		any = true;
	}
	if (any)
		g_ptr_array_add(statements, g_string_free(g_steal_pointer(&sql), false));
}

/* Sets sequences past the values that the rows have. */
static void add_positions(GPtrArray *statements, const struct snapshot *snapshot, const struct object *table)
{
	struct objects sequences = snapshot_objects(snapshot, &sequence_kind);

	for (size_t i = 0; i < sequences.count; i++) {
		const struct sequence *sequence = (const struct sequence *)sequences.items[i];
		if (g_strcmp0(sequence->owner_table, table->name) != 0 || strcmp(sequence->object.schema, table->schema) != 0)
			continue;
		g_autofree char *name = name_join(table->schema, sequence->object.name),
				*of = name_join(table->schema, table->name);
		g_autoptr(GString) sql = g_string_new(NULL);
		quote_format(sql, "SELECT pg_catalog.setval(%L, greatest((SELECT max(%I) FROM %s), (SELECT last_value FROM %s)))",
			name, sequence->owner_column, of, name);
		g_ptr_array_add(statements, g_string_free(g_steal_pointer(&sql), false));
	}
}

static bool refers_to_itself(const struct object *table)
{
	struct parts keys = object_parts(table, &foreign_key_kind);

	for (size_t i = 0; i < keys.count; i++) {
		const struct foreign_key *key = (const struct foreign_key *)keys.items[i];
		if (strcmp(key->referenced_schema, table->schema) == 0 && strcmp(key->referenced_table, table->name) == 0)
			return true;
	}
	return false;
}

/*
 * Updates before it inserts, since a new row may take a unique value that another row gives up; in a table that references itself
 * it inserts first, since updated rows may reference new ones.
 */
void datacopy_fills(GPtrArray *statements, const struct snapshot *snapshot, const struct datacopy_table *table, bool back)
{
	const struct direction way = direction_of(table, back);
	bool first = refers_to_itself(way.table);

	if (!first)
		add_updates(statements, table, &way);
	guint updated = statements->len;
	add_insert(statements, table, &way);
	if (statements->len > updated)
		add_positions(statements, snapshot, way.table);
	if (first)
		add_updates(statements, table, &way);
}
