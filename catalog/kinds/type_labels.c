/* Renamed labels of enums, and the texts that have them. */
#include "catalog/kinds/type_labels.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/column_list.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/type.h"
#include "catalog/names.h"
#include "catalog/retext.h"
#include "catalog/snapshot_copy.h"
#include "sql/name.h"
#include "sql/rename_label.h"

struct renamed {
	char *type; /* its qualified name */
	const char *old, *new;
};

struct following {
	struct snapshot *copy;
	const struct renamed *now;
};

static void clear_renamed(void *renamed)
{
	g_free(((struct renamed *)renamed)->type);
}

/* The i-th key of the parent is a column of the enum. */
static bool is_key_of(const struct following *following, const struct object *parent, const struct object *key)
{
	const struct object *column = ((const struct partition_key *)key)->type ? NULL : object_column(parent, key->name);

	return column && g_strcmp0(((const struct column *)column)->type, following->now->type) == 0;
}

static char *follow_bound(const struct following *following, const struct object *object, const char *bound)
{
	const struct object *parent =
		snapshot_named_relation(following->copy, object, ((const struct table *)object)->partition_of);
	struct parts keys = parent ? table_partition_keys(parent) : (struct parts){ 0 };
	g_autofree bool *of_type = g_new0(bool, keys.count + 1);

	for (size_t i = 0; i < keys.count; i++)
		of_type[i] = is_key_of(following, parent, keys.items[i]);
	return rename_label_in_bound(bound, of_type, keys.count, following->now->old, following->now->new);
}

static const char *follow_value(void *data, const struct object *object, const struct attribute *row, const char *value)
{
	const struct following *following = data;
	const struct renamed *now = following->now;

	if (row->refers != REFERS_TEXT || row->fragment == FRAGMENT_NAME || !strchr(value, '\''))
		return value;
	bool bound = kind_is_table(object->kind) && strcmp(row->name, "partition_bound_spec") == 0;
	g_autofree char *other =
		bound ? follow_bound(following, object, value) : rename_label(value, now->type, now->old, now->new);
	return other ? pool_text(snapshot_pool(following->copy), other) : value;
}

static const char *follow_called(void *data, const struct object *object, const char *text, bool expression)
{
	const struct following *following = data;
	const struct renamed *now = following->now;
	g_autofree char *other = expression ? rename_label(text, now->type, now->old, now->new) : NULL;

	(void)object;
	return other ? pool_text(snapshot_pool(following->copy), other) : text;
}

static const char *label_in(const struct names *labels, const char *text, size_t length)
{
	for (size_t i = 0; labels && i < labels->count; i++)
		if (strlen(labels->items[i]) == length && strncmp(labels->items[i], text, length) == 0)
			return labels->items[i];
	return NULL;
}

/*
 * "new=old"; labels may have a = of their own, so each is tried. On the way back it is the present state that has the hint, the
 * other way round.
 */
static void add_hints(GArray *out, const struct enumeration *have, const struct enumeration *want, bool back)
{
	const struct names *hints = back ? have->oldnames : want->oldnames;

	for (size_t i = 0; hints && i < hints->count; i++)
		for (const char *hint = hints->items[i], *sign = strchr(hint, '='); sign; sign = strchr(sign + 1, '=')) {
			size_t left = sign - hint, right = strlen(sign + 1);
			struct label_hint found = {
				.old = back ? label_in(have->labels, hint, left) : label_in(have->labels, sign + 1, right),
				.new = back ? label_in(want->labels, sign + 1, right) : label_in(want->labels, hint, left),
			};
			if (found.old && found.new)
				g_array_append_val(out, found);
		}
}

GArray *label_hints(const struct object *have, const struct object *want)
{
	GArray *hints = g_array_new(false, false, sizeof(struct label_hint));

	add_hints(hints, (const struct enumeration *)have, (const struct enumeration *)want, false);
	add_hints(hints, (const struct enumeration *)have, (const struct enumeration *)want, true);
	return hints;
}

/* What the label is called in want. */
static const char *new_label(const GArray *hints, const char *label)
{
	for (guint i = 0; i < hints->len; i++)
		if (strcmp(g_array_index(hints, struct label_hint, i).old, label) == 0)
			return g_array_index(hints, struct label_hint, i).new;
	return label;
}

/* Whether all labels are still wanted, in their order: otherwise the type is created again. */
static bool keeps_labels(const GArray *hints, const struct names *have, const struct names *want)
{
	size_t at = 0, count = have ? have->count : 0;

	for (size_t i = 0; want && i < want->count && at < count; i++)
		at += strcmp(new_label(hints, have->items[at]), want->items[i]) == 0;
	return at == count;
}

static void add_enum(GArray *renames, const struct object *had, const struct object *has)
{
	g_autoptr(GArray) hints = label_hints(had, has);
	const struct names *before = ((const struct enumeration *)had)->labels, *after = ((const struct enumeration *)has)->labels;

	for (guint i = 0; i < hints->len && keeps_labels(hints, before, after); i++) {
		const struct label_hint *hint = &g_array_index(hints, struct label_hint, i);
		if (names_have(before, hint->new) || names_have(after, hint->old))
			continue;
		const struct renamed renamed = { name_join(has->schema, has->name), hint->old, hint->new };
		g_array_append_val(renames, renamed);
	}
}

struct snapshot *snapshot_follow_labels(const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GArray) renames = g_array_new(false, false, sizeof(struct renamed));
	struct objects enums = snapshot_objects(want, &enum_kind);
	struct following following = { 0 };

	g_array_set_clear_func(renames, clear_renamed);
	for (size_t i = 0; i < enums.count; i++) {
		const struct object *had = snapshot_twin(have, enums.items[i]);
		if (had)
			add_enum(renames, had, enums.items[i]);
	}
	if (!renames->len)
		return NULL;
	following.copy = snapshot_copy(have);
	const struct retext retext = { snapshot_pool(following.copy), follow_value, follow_called, &following };
	struct own_objects all = snapshot_own_all(following.copy);
	for (guint r = 0; r < renames->len; r++) {
		following.now = &g_array_index(renames, struct renamed, r);
		for (size_t i = 0; i < all.count; i++)
			retext_object(&retext, all.items[i]);
	}
	snapshot_index(following.copy);
	return following.copy;
}
