/* Adds statements for rows to the plans. */
#include "cmd/datacopy_plan.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "cmd/datacopy_inside.h"
#include "cmd/datacopy_write.h"
#include "diff/online/online.h"

#define DATACOPY_ERROR (g_quark_from_static_string("datacopy"))

static bool leads_to(const struct object *key, const struct object *table)
{
	const struct foreign_key *foreign_key = (const struct foreign_key *)key;

	return strcmp(foreign_key->referenced_schema, table->schema) == 0 &&
	       strcmp(foreign_key->referenced_table, table->name) == 0;
}

static const struct object *table_of(const struct datacopy_table *table, bool back)
{
	return back ? table->have : table->want;
}

/* Whether the table references one that is not placed yet. */
static bool waits(const struct datacopy_table *table, const GPtrArray *left, bool back)
{
	struct parts keys = object_parts(table_of(table, back), &foreign_key_kind);

	for (guint i = 0; i < left->len; i++)
		for (size_t k = 0; left->pdata[i] != table && k < keys.count; k++)
			if (leads_to(keys.items[k], table_of(left->pdata[i], back)))
				return true;
	return false;
}

static void fail_circle(const GPtrArray *left, bool back, GError **error)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < left->len; i++) {
		g_autofree char *name = object_describe(table_of(left->pdata[i], back));
		g_string_append_printf(names, "%s%s", i ? ", " : "", name);
	}
	g_set_error(error, DATACOPY_ERROR, 0,
		"the foreign keys of these tables form a cycle, or lead to one: %s; no order of statements works, take one out of datacopy",
		names->str);
}

/*
 * The tables, each after the wanted side's tables that its foreign keys reference; borrowed. NULL with an error that names a cycle.
 */
static GPtrArray *find_order(const struct datacopy *datacopy, bool back, GError **error)
{
	g_autoptr(GPtrArray) left = g_ptr_array_new(), ordered = g_ptr_array_new();

	for (guint i = 0; i < datacopy->tables->len; i++) {
		struct datacopy_table *table = datacopy->tables->pdata[i];
		if (table->rows->len && table_of(table, back))
			g_ptr_array_add(left, table);
	}
	while (left->len) {
		guint i = 0;
		while (i < left->len && waits(left->pdata[i], left, back))
			i++;
		if (i == left->len) {
			fail_circle(left, back, error);
			return NULL;
		}
		g_ptr_array_add(ordered, g_ptr_array_remove_index(left, i));
	}
	return g_steal_pointer(&ordered);
}

/* The effect of deleting rows of the table on other tables: " (ON DELETE CASCADE ...)"; "" where there is none. Free it. */
static char *find_consequence(const struct snapshot *snapshot, const struct object *table)
{
	struct objects keys = snapshot_objects(snapshot, &foreign_key_kind);
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < keys.count; i++) {
		const struct foreign_key *key = (const struct foreign_key *)keys.items[i];
		if (!key->on_delete || !leads_to(keys.items[i], table) || key->object.parent == table ||
			strcmp(key->on_delete, "restrict") == 0)
			continue;
		g_autofree char *name = object_describe(key->object.parent), *action = g_ascii_strup(key->on_delete, -1);
		g_string_append_printf(text, "; rows of %s that refer to them: ON DELETE %s", name, action);
	}
	return g_string_free(text, false);
}

static void add_steps(struct plan *plan, const struct object *table, GPtrArray *statements, bool loses)
{
	for (guint i = 0; i < statements->len; i++) {
		struct step *step = g_new0(struct step, 1);
		*step = (struct step){ .sql = g_steal_pointer(&statements->pdata[i]), .object = table, .loses = loses };
		g_ptr_array_add(plan->steps, step);
	}
	g_ptr_array_set_size(statements, 0);
}

static void tell(struct plan *plan, const struct snapshot *snapshot, const struct datacopy_table *table, bool back)
{
	guint deleted = back ? table->inserted : table->deleted, inserted = back ? table->deleted : table->inserted;
	guint changed = table->changed + (back ? table->restored : 0);
	g_autofree char *name = object_describe(table_of(table, back)),
			*consequence = find_consequence(snapshot, table_of(table, back));

	if (deleted)
		remark_add(plan->losses, LOSS_ROWS_DELETED, table_of(table, back), "rows of %s: %u are deleted that %s%s%s", name,
			deleted, back ? "the way there inserted" : table->path, back ? "" : " does not have", consequence);
	if (deleted || inserted || changed)
		remark_add(plan->notes, NOTE_ROWS, table_of(table, back), "rows of %s: %u inserted, %u changed, %u deleted, %s%s",
			name, inserted, changed, deleted, back ? "as they were before" : "as in ", back ? "" : table->path);
}

static bool add_way(const struct datacopy *datacopy, struct plan *plan, bool back, GError **error)
{
	const struct snapshot *snapshot = back ? datacopy->comparison->have : datacopy->comparison->want;
	g_autoptr(GPtrArray) ordered = find_order(datacopy, back, error), statements = g_ptr_array_new();

	for (guint i = ordered ? ordered->len : 0; i > 0; i--) {
		const struct datacopy_table *table = ordered->pdata[i - 1];
		datacopy_deletes(statements, table, back);
		add_steps(plan, table_of(table, back), statements, true);
	}
	for (guint i = 0; ordered && i < ordered->len; i++) {
		const struct datacopy_table *table = ordered->pdata[i];
		datacopy_fills(statements, snapshot, table, back);
		add_steps(plan, table_of(table, back), statements, false);
		tell(plan, snapshot, table, back);
	}
	online_put_rest(plan);
	return ordered;
}

bool datacopy_plan(const struct datacopy *datacopy, struct plan *up, struct plan *down, GError **error)
{
	return add_way(datacopy, up, false, error) && (!down || add_way(datacopy, down, true, error));
}
