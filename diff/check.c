/* What differs between two snapshots, for people and for CI. */
#include "diff/check.h"

#include "catalog/kinds.h"
#include "catalog/table.h"
#include "diff/change.h"

static char *names_text(const struct names *names)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; names && i < names->count; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "", names->items[i]);
	return g_string_free(out, !names);
}

static char *value_text(const struct attribute *row, const struct object *object)
{
	if (attribute_is_absent(row, object))
		return NULL;
	switch (row->type) {
	case ATTRIBUTE_TEXT: return g_strdup(attribute_text(row, object));
	case ATTRIBUTE_BOOL: return g_strdup("true");
	case ATTRIBUTE_NAMES: break;
	}
	return names_text(attribute_names(row, object));
}

static char *privileges_text(const struct privileges *privileges)
{
	GString *out;

	if (!privileges)
		return NULL;
	out = g_string_new(privileges->count ? NULL : "none");
	for (size_t i = 0; i < privileges->count; i++)
		g_string_append_printf(out, "%s%s=%s%s%s", i ? ", " : "", privileges->items[i].grantee ? privileges->items[i].grantee : "PUBLIC",
				       privileges->items[i].rights, privileges->items[i].grantor ? "/" : "",
				       privileges->items[i].grantor ? privileges->items[i].grantor : "");
	return g_string_free(out, false);
}

static void difference_free(gpointer data)
{
	struct difference *difference = data;

	g_free(difference->wanted);
	g_free(difference->found);
	g_free(difference);
}

static struct difference *add(GPtrArray *out, const struct object *object, const char *what, char *wanted, char *found, bool note)
{
	struct difference *difference = g_new(struct difference, 1);

	*difference = (struct difference){ .object = object, .what = what, .wanted = wanted, .found = found, .note = note };
	g_ptr_array_add(out, difference);
	return difference;
}

static void add_pair(GPtrArray *out, const struct changes *changes, const struct change *change)
{
	const struct object *have = change->have, *want = change->want;

	/* what a kind judges to be the same is no difference: whose a column is follows from its table */
	for (const struct attribute *row = want->kind->attributes; row->name && change->fate != FATE_SAME; row++)
		if (change_differs(change, row) && !attribute_is_variant(want->kind, row))
			add(out, want, row->name, value_text(row, want), value_text(row, have), false)->sql =
				row->type == ATTRIBUTE_TEXT && row->refers == REFERS_TEXT;
	if (change->renamed)
		add(out, want, "name", g_strdup(want->name), g_strdup(have->name), false);
	if (changes->owners && want->owner && have->owner != want->owner && want->kind != &extension_kind)
		add(out, want, "owner", g_strdup(want->owner), g_strdup(have->owner), false);
	if (changes->privileges && !privileges_equal(have->privileges, want->privileges))
		add(out, want, "privileges", privileges_text(want->privileges), privileges_text(have->privileges), false);
	if (have->labels != want->labels)
		add(out, want, "security_labels", names_text(want->labels), names_text(have->labels), false);
	if (have->extensions != want->extensions)
		add(out, want, "depends_on_extensions", names_text(want->extensions), names_text(have->extensions), false);
	if (have->comment != want->comment)
		add(out, want, "description", g_strdup(want->comment), g_strdup(have->comment), false);
}

/* The same columns in another order. */
static bool reordered(const struct change *change)
{
	struct parts have = object_parts(change->have, &column_kind), want = object_parts(change->want, &column_kind);
	bool moved = false;

	if (have.count != want.count)
		return false;
	for (size_t i = 0; i < want.count; i++) {
		moved = moved || have.items[i]->name != want.items[i]->name;
		if (!object_part(change->have, &column_kind, want.items[i]->name))
			return false;
	}
	return moved;
}

static char *column_list(const struct object *table)
{
	struct parts columns = object_parts(table, &column_kind);
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < columns.count; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "", columns.items[i]->name);
	return g_string_free(out, false);
}

GPtrArray *check_differences(const struct snapshot *have, const struct snapshot *want)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(difference_free);
	struct changes *changes;

	if (changes_none(have, want))
		return out;
	changes = changes_new(have, want);

	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		const struct change *parent = change->parent;

		/* parts of what is missing or not wanted are not told one by one; columns of a view follow from its text */
		if (parent && (!parent->have || !parent->want))
			continue;
		if (change_object(change)->kind->implied && change_object(change)->kind->implied(change->want ? want : have, change_object(change)))
			continue;
		if (change->have && change->want) {
			add_pair(out, changes, change);
			if (kind_is_table(change->want->kind) && reordered(change))
				add(out, change->want, "order of columns", column_list(change->want), column_list(change->have), true);
		} else if (change->fate != FATE_SAME && !(parent && change_object(change)->kind == &column_kind && !kind_is_table(parent->want->kind))) {
			add(out, change_object(change), change->want ? "missing" : "not wanted", NULL, NULL, false);
		}
	}
	changes_free(changes);
	return out;
}
