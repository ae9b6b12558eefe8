/* What earlier attempts have left of columns that are made beside the old ones. */
#include "diff/online/beside_left.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/routine.h"
#include "catalog/kinds/trigger.h"
#include "catalog/snapshot_copy.h"
#include "catalog/snapshot_finish.h"
#include "diff/online/beside_name.h"
#include "sql/name.h"

#define COLUMN(object) ((const struct column *)(object))

struct beside_left {
	const struct snapshot *have; /* whole */
	struct snapshot *without;
	GPtrArray *columns; /* const struct object * of have */
};

/* Of a column NAME__new the column NAME. */
static const struct object *column_of(const struct object *new)
{
	g_autofree char *name = beside_name_without(new->name);

	return name ? object_part(new->parent, new->kind, name) : NULL;
}

static const struct object *function_of(const struct snapshot *have, const struct object *table, const char *column)
{
	g_autofree char *name = beside_name_of_function(table, column), *identity = g_strdup_printf("%s()", name);

	return snapshot_find(have, &function_kind, table->schema, identity);
}

/* The table's trigger of that name, if it calls the function of that name. */
static const struct object *trigger_of(const struct object *table, const char *column)
{
	const struct object *trigger = object_part(table, &trigger_kind, column);
	g_autofree char *name = beside_name_of_function(table, column), *called = name_join(table->schema, name);

	return trigger && strcmp(((const struct trigger *)trigger)->procedure, called) == 0 ? trigger : NULL;
}

static bool is_left(const struct snapshot *have, const struct snapshot *want, const GHashTable *usual, const struct object *new)
{
	const struct object *column = kind_is_table(new->parent->kind) ? column_of(new) : NULL,
			    *table = column ? snapshot_twin(want, new->parent) : NULL,
			    *wanted = table ? object_part(table, new->kind, column->name) : NULL;

	return wanted && !object_part(table, new->kind, new->name) && COLUMN(wanted)->type != COLUMN(column)->type &&
	       !g_hash_table_contains((GHashTable *)usual, wanted) && trigger_of(new->parent, new->name) &&
	       function_of(have, new->parent, new->name);
}

/* Whether a part of the table is of the column: by its name, or an index that is not wanted by the suffix. */
static bool is_of(const struct object *part, const struct object *new, const struct snapshot *want)
{
	bool index = kind_is(part->kind, TRAIT_INDEX) && g_str_has_suffix(part->name, BESIDE_SUFFIX);

	return strcmp(part->name, new->name) == 0 || (index && !snapshot_twin(want, part));
}

static void remove_left(
	struct snapshot *without, const struct snapshot *have, const struct snapshot *want, const struct object *new)
{
	const struct object *table = snapshot_twin(without, new->parent);

	snapshot_leave_out(without, snapshot_twin(without, function_of(have, new->parent, new->name)));
	for (size_t k = 0; table->kind->parts && table->kind->parts[k]; k++)
		for (size_t p = 0; p < table->parts[k].count; p++)
			if (is_of(table->parts[k].items[p], new, want))
				snapshot_leave_out(without, table->parts[k].items[p]);
}

struct beside_left *beside_left_new(const struct snapshot *have, const struct snapshot *want, const GHashTable *usual)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	struct objects columns = snapshot_objects(have, &column_kind);
	struct beside_left *left;

	for (size_t i = 0; i < columns.count; i++)
		if (is_left(have, want, usual, columns.items[i]))
			g_ptr_array_add(found, (gpointer)columns.items[i]);
	if (!found->len)
		return NULL;
	left = g_new0(struct beside_left, 1);
	left->have = have;
	left->columns = g_ptr_array_ref(found);
	left->without = snapshot_copy(have);
	for (guint i = 0; i < found->len; i++)
		remove_left(left->without, have, want, found->pdata[i]);
	snapshot_refresh(left->without);
	return left;
}

void beside_left_free(struct beside_left *left)
{
	if (!left)
		return;
	snapshot_free(left->without);
	g_ptr_array_unref(left->columns);
	g_free(left);
}

const struct snapshot *beside_left_without(const struct beside_left *left)
{
	return left->without;
}

const struct object *beside_left_given(const struct beside_left *left, const struct object *object)
{
	struct objects all = snapshot_all(left->without);
	bool copied = object && object->number < all.count && all.items[object->number] == object;

	return copied ? snapshot_twin(left->have, object) : object;
}

const struct object *beside_left_column(const struct changes *changes, const struct object *table, const char *name)
{
	for (guint i = 0; changes->left && i < changes->left->columns->len; i++) {
		const struct object *new = changes->left->columns->pdata[i];
		if (new->parent->schema == table->schema &&new->parent->name == table->name &&
			strcmp(column_of(new)->name, name) == 0)
			return new;
	}
	return NULL;
}

const char *beside_left_body(const struct changes *changes, const struct object *left)
{
	const struct object *function = function_of(changes->left->have, left->parent, left->name);

	return function ? ((const struct routine *)function)->source : NULL;
}

bool beside_left_has(const struct changes *changes, const struct object *table, const char *name)
{
	const struct object *whole = changes->left ? snapshot_twin(changes->left->have, table) : NULL;
	bool found = false;

	for (size_t k = 0; whole && whole->kind->parts && whole->kind->parts[k]; k++)
		found = found || (kind_is(whole->kind->parts[k], TRAIT_INDEX | TRAIT_CONSTRAINT) &&
					 object_part(whole, whole->kind->parts[k], name));
	return found;
}

void beside_left_note(const struct changes *changes, struct plan *plan)
{
	g_autoptr(GHashTable) none = g_hash_table_new(NULL, NULL);
	struct beside_left *left = beside_left_new(changes->have, changes->want, none);

	for (guint i = 0; left && i < left->columns->len; i++) {
		const struct object *new = left->columns->pdata[i];
		g_autofree char *name = object_describe(new), *column = object_describe(column_of(new));
		remark_add(plan->notes, NOTE_BACKFILL, new,
			"%s, which is dropped, was to take the place of %s: yaml2db --online goes on with it", name, column);
	}
	beside_left_free(left);
}
