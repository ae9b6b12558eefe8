/* Lists the differences between two snapshots, for people and for CI. */
#include "diff/check.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/pool.h"
#include "catalog/secret.h"
#include "diff/change.h"
#include "diff/changes.h"
#include "diff/ddl/verbs.h"
#include "diff/delta.h"

static char *names_text(const struct names *names)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; names && i < names->count; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "", names->items[i]);
	return g_string_free(out, !names);
}

/* Passwords in options and connection strings are not for reports. */
static char *hidden_text(struct pool *pool, const struct attribute *row, const struct object *object)
{
	GString *out = g_string_new(NULL);
	const struct names *names = row->type == ATTRIBUTE_NAMES ? attribute_names(row, object) : NULL;

	if (row->type == ATTRIBUTE_TEXT)
		g_string_append(out, secret_hide_connection(pool, attribute_text(row, object)));
	for (size_t i = 0; names && i < names->count; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "", secret_hide_option(pool, names->items[i]));
	return g_string_free(out, false);
}

static char *value_text(struct pool *pool, const struct attribute *row, const struct object *object)
{
	if (attribute_is_absent(row, object))
		return NULL;
	if (row->secrets)
		return hidden_text(pool, row, object);
	switch (row->type) {
	case ATTRIBUTE_TEXT:
		return g_strdup(attribute_text(row, object));
	case ATTRIBUTE_BOOL:
		return g_strdup("true");
	case ATTRIBUTE_NAMES:
		break;
	}
	return names_text(attribute_names(row, object));
}

static void difference_free(gpointer data)
{
	struct difference *difference = data;

	g_free(difference->wanted);
	g_free(difference->found);
	g_free(difference->delta);
	g_free(difference);
}

static struct difference *add(GPtrArray *out, const struct object *object, const char *what, char *wanted, char *found, bool note)
{
	struct difference *difference = g_new(struct difference, 1);

	*difference = (struct difference){ .object = object, .what = what, .wanted = wanted, .found = found, .note = note };
	g_ptr_array_add(out, difference);
	return difference;
}

static char *part_list(const struct object *whole, const struct kind *kind)
{
	struct parts parts = object_parts(whole, kind);
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < parts.count; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "", parts.items[i]->name);
	return g_string_free(out, false);
}

/* The order of columns, or of attributes. */
static void add_order(GPtrArray *out, const struct changes *changes, const struct change *change, bool note)
{
	const struct kind *const *part = change->want->kind->parts;

	while ((*part)->shape != PART_LIST)
		part++;
	add(out, change->want, pool_printf(changes->pool, "order of %s", kind_key(*part)), part_list(change->want, *part),
		part_list(change->have, *part), note);
}

/* Whether the row that has the arguments with defaults also shows that argument names differ. */
static bool tells_arguments(const struct change *change)
{
	const struct attribute *row = kind_attribute(change->want->kind, "allargs");

	return row && change_differs(change, row);
}

/* The items added to and removed from a list, where the list exists before and after. */
static char *list_delta(const struct attribute *row, const struct object *have, const struct object *want)
{
	if (row->type != ATTRIBUTE_NAMES || row->secrets || attribute_is_absent(row, have) || attribute_is_absent(row, want))
		return NULL;
	return delta_names(attribute_names(row, have), attribute_names(row, want));
}

static void add_row(GPtrArray *out, const struct changes *changes, const struct change *change, const struct attribute *row)
{
	const struct object *have = change->have, *want = change->want;
	const struct verbs *verbs = verbs_of(want->kind);
	struct difference *difference = add(out, want, row->name, value_text(changes->pool, row, want),
		value_text(changes->pool, row, have), verbs->stays && verbs->stays(change, row));

	difference->sql = row->type == ATTRIBUTE_TEXT && row->refers == REFERS_TEXT;
	difference->delta = list_delta(row, have, want);
}

static void add_pair(GPtrArray *out, const struct changes *changes, const struct change *change)
{
	const struct object *have = change->have, *want = change->want;

	for (const struct attribute *row = want->kind->attributes; row->name; row++)
		if (change_differs(change, row) && !attribute_is_variant(want->kind, row))
			add_row(out, changes, change, row);
	if (have->signature != want->signature && !tells_arguments(change))
		add(out, want, "arguments", g_strdup(want->signature), g_strdup(have->signature), false);
	if (kind_is(want->kind, TRAIT_TYPE) && change_reorders(changes, change))
		add_order(out, changes, change, false);
	if (change->renamed)
		add(out, want, "name", g_strdup(want->name), g_strdup(have->name), false);
	if (change_differs_in_owner(changes, change))
		add(out, want, "owner", g_strdup(want->owner), g_strdup(have->owner), false);
	if (changes->privileges && !privileges_equal(have->privileges, want->privileges))
		add(out, want, "privileges", delta_privileges_text(want->privileges), delta_privileges_text(have->privileges),
			false)
			->delta = delta_privileges(have->privileges, want->privileges);
	if (have->labels != want->labels)
		add(out, want, "security_labels", names_text(want->labels), names_text(have->labels), false);
	if (have->extensions != want->extensions)
		add(out, want, "depends_on_extensions", names_text(want->extensions), names_text(have->extensions), false);
	if (change_differs_in_comment(have, want))
		add(out, want, "description", g_strdup(want->comment), g_strdup(have->comment), false);
}

/* The same columns in another order. */
static bool reordered(const struct change *change)
{
	struct parts have = object_columns(change->have), want = object_columns(change->want);
	bool moved = false;

	if (have.count != want.count)
		return false;
	for (size_t i = 0; i < want.count; i++) {
		moved = moved || have.items[i]->name != want.items[i]->name;
		if (!object_column(change->have, want.items[i]->name))
			return false;
	}
	return moved;
}

static void add_change(GPtrArray *out, const struct changes *changes, const struct change *change)
{
	if (change->fate == FATE_SAME)
		return;
	if (change->have && change->want)
		add_pair(out, changes, change);
	else
		add(out, change_object(change), change->want ? "missing" : "not wanted", NULL, NULL, false);
}

GPtrArray *check_changes(const struct changes *changes)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(difference_free);

	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];

		if (change_is_told_elsewhere(changes, change))
			continue;
		add_change(out, changes, change);
		if (change->have && change->want && kind_is_table(change->want->kind) && reordered(change))
			add_order(out, changes, change, true);
	}
	return out;
}

GPtrArray *check_differences(const struct snapshot *have, const struct snapshot *want)
{
	struct changes *changes;

	if (changes_none(have, want))
		return g_ptr_array_new_with_free_func(difference_free);
	changes = changes_new(have, want);
	GPtrArray *out = check_changes(changes);
	changes_free(changes);
	return out;
}

struct counts check_count(const GPtrArray *differences)
{
	struct counts counts = { 0 };
	const struct object *last = NULL;

	for (guint i = 0; i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		if (difference->note || difference->object == last)
			continue;
		last = difference->object;
		if (g_strcmp0(difference->what, "missing") == 0)
			counts.added++;
		else if (g_strcmp0(difference->what, "not wanted") == 0)
			counts.dropped++;
		else
			counts.changed++;
	}
	return counts;
}
