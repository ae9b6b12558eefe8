/* What no statement brings about, found before any is said. */
#include "diff/refuse.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/limit.h"
#include "diff/ddl/row_type.h"
#include "diff/steps.h"
#include "diff/widen.h"

static bool has_row(const struct kind *kind, const char *name, int version)
{
	for (const struct attribute *row = kind->attributes; row->name; row++)
		if (strcmp(row->name, name) == 0 && version >= row->since && (!row->until || version < row->until))
			return true;
	return false;
}

/* What an object says that servers of that version do not know; NULL: nothing. */
static const struct attribute *find_unknown(const struct object *object, int version)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if ((row->since || row->until) && !row->incidental && !attribute_is_absent(row, object) &&
			!has_row(object->kind, row->name, version))
			return row;
	return NULL;
}

/* A value that servers of that version do not know, though they have the attribute; NULL: none. */
static const struct attribute *find_newer(const struct object *object, int version)
{
	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (row->newer && version < row->newer_since && g_strcmp0(attribute_text(row, object), row->newer) == 0)
			return row;
	return NULL;
}

/* One line of it all: what the server of that version lacks. */
static void append_unknown(GString *text, const struct object *object, int version)
{
	const struct attribute *row = find_unknown(object, version), *newer = row ? NULL : find_newer(object, version);

	if (!row && !newer)
		return;
	g_autofree char *name = object_describe(object);
	g_string_append_printf(text, "%s%s: PostgreSQL %d has no ", text->len ? "\n" : "", name, version / 10000);
	if (newer)
		g_string_append_printf(text, "%s %s; it is there since %d", newer->name, newer->newer, newer->newer_since / 10000);
	else if (version < row->since)
		g_string_append_printf(text, "%s; it is there since %d", row->name, row->since / 10000);
	else
		g_string_append_printf(text, "%s; it is there until %d", row->name, (row->until - PG(1)) / 10000);
}

/* All of it at once, for somebody will have to change it all. */
static bool check_version(const struct snapshot *want, int version, GError **error)
{
	struct objects all = snapshot_all(want);
	g_autoptr(GString) text = g_string_new(NULL);

	for (size_t i = 0; version && i < all.count; i++) {
		append_unknown(text, all.items[i], version);
		limit_describe(text, want, all.items[i], version);
	}
	if (text->len)
		g_set_error_literal(error, PLAN_ERROR, PLAN_VERSION, text->str);
	return !text->len;
}

/* An extension that is not relocatable can get into another schema only by DROP and CREATE, with everything that depends on it. */
static bool check_moves(const struct changes *changes, GError **error)
{
	struct objects extensions = snapshot_objects(changes->want, &extension_kind);

	for (size_t i = 0; i < extensions.count; i++) {
		const struct change *change = changes_of_want(changes, extensions.items[i]);
		const struct extension *have = (const struct extension *)change->have,
				       *want = (const struct extension *)change->want;
		if (!have || !have->schema || !want->schema || have->schema == want->schema || !(have->fixed || want->fixed))
			continue;
		g_set_error(error, PLAN_ERROR, PLAN_FIXED,
			"extension %s cannot be moved from schema %s to %s, for it is not relocatable: leave it where it is, or "
			"drop and"
			" create it yourself",
			want->object.name, have->schema, want->schema);
		return false;
	}
	return true;
}

/*
 * Whether have has something of the kind in that place: if not, it is new as a whole, and hints that stay in a document mean
 * nothing.
 */
static bool has_any(const struct changes *changes, const struct object *like)
{
	struct objects objects = snapshot_objects(changes->have, like->kind);

	for (size_t i = 0; i < objects.count; i++)
		if (objects.items[i]->schema == like->schema && strcmp(objects.items[i]->name, "public") != 0)
			return true;
	return false;
}

static bool has_named(struct objects objects, const char *name, const char *schema)
{
	for (size_t i = 0; i < objects.count; i++)
		if (objects.items[i]->name == name && objects.items[i]->schema == schema)
			return true;
	return false;
}

/* oldname can stay in a document, and has no effect once the object has its new name. But one of the two names has to exist. */
static bool check_oldnames(const struct changes *changes, GError **error)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		const struct object *want = change->want, *parent = change->parent ? change->parent->have : NULL;

		if (!want || change->have || !want->oldname || want->is_listed ||
			(want->parent ? !parent : !has_any(changes, want)))
			continue;
		struct parts parts = want->parent ? object_parts(parent, want->kind) : (struct parts){ 0 };
		struct objects others =
			want->parent ? (struct objects){ parts.count, parts.items } : snapshot_objects(changes->have, want->kind);
		if (has_named(others, want->oldname, want->schema))
			continue;
		g_autofree char *name = object_describe(want);
		g_set_error(error, PLAN_ERROR, PLAN_OLDNAME,
			"%s has \"oldname: %s\" (line %u), but neither %s nor %s exists: correct the name, or remove the line",
			name, want->oldname, want->line, want->oldname, want->name);
		return false;
	}
	return true;
}

/* An inherited column or check is renamed on the parent table; PostgreSQL does not rename it on the child. */
static bool check_renames_above(const struct changes *changes, GError **error)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		const struct change *upper = change->renamed && kind_is(change->want->kind, TRAIT_MERGED)
						     ? changes_inherited_from(changes, change)
						     : NULL;

		if (!upper || upper->have)
			continue;
		g_autofree char *name = object_describe(change->want), *above = object_describe(upper->want->parent);
		g_set_error(error, PLAN_ERROR, PLAN_OLDNAME,
			"%s is renamed from %s, but comes from %s, where it is new: put \"oldname\" there", name,
			change->have->name, above);
		return false;
	}
	return true;
}

/*
 * A table that is made again gives stored rows a cast: see diff/ddl/row_cast.h. A partition goes with its table, and a foreign
 * table is not made again.
 */
static bool follows_row_type(const struct change *table)
{
	return table->fate == FATE_REMAKE && table->aside && table->have->kind == &table_kind &&
	       !((const struct table *)table->have)->partition_of;
}

/* A view goes, and another relation has its name, its rows' type with it. */
static bool view_goes(const struct changes *changes, const struct change *change)
{
	const struct object *have = change->have;
	bool view = have && kind_is(have->kind, TRAIT_QUERY);

	return view && change_undoes(change) && snapshot_relation(changes->want, have->schema, have->name);
}

/* Refused: a partition, foreign table or view that changes while a column stores its row type. */
bool refuse_row_types(const struct changes *changes, GError **error)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		bool refuses = kind_is_table(change_object(change)->kind) && row_type_changes(changes, change) &&
			       !follows_row_type(change);
		if (!refuses && !view_goes(changes, change))
			continue;
		const struct object *user = row_type_user(changes, change->have);
		if (!user)
			continue;
		g_autofree char *table = object_describe(change->have), *column = object_describe(user);
		g_set_error(error, PLAN_ERROR, PLAN_FIXED,
			"%s cannot be changed while %s stores its row type: give that column a composite type of its own first, "
			"or drop it",
			table, column);
		return true;
	}
	return false;
}

/*
 * An object that has to be dropped before its successor is created, although the table that is renamed aside still depends on it;
 * NULL: none.
 */
static const struct object *find_held(const struct changes *changes, const struct object *part)
{
	const GArray *needs = depend_needs(changes->needs_have, part);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		const struct change *change = changes_of_have(changes, needed);
		bool held = needed->kind == &operator_class_kind || needed->kind == &range_kind ||
			    needed->kind == &base_type_kind || kind_is_table(needed->kind);
		bool succeeded = change->fate == FATE_REMAKE || widening_is_replaced(changes, change);
		if (held && succeeded && (!change->aside || widening_goes_first_with(changes, change)))
			return needed;
	}
	return NULL;
}

bool refuse_held(const struct changes *changes, GError **error)
{
	static const struct kind *const holders[] = { &column_kind, &partition_key_kind };
	struct objects tables = snapshot_objects(changes->have, &table_kind);

	for (size_t i = 0; i < tables.count; i++) {
		const struct change *change = changes_of_have(changes, tables.items[i]);
		for (size_t k = 0; k < G_N_ELEMENTS(holders) && change->fate == FATE_REMAKE && change->aside; k++) {
			struct parts parts = object_parts(tables.items[i], holders[k]);
			const struct object *held = NULL;
			for (size_t p = 0; p < parts.count && !held; p++)
				held = find_held(changes, parts.items[p]);
			if (!held)
				continue;
			g_autofree char *table = object_describe(tables.items[i]), *name = object_describe(held);
			g_set_error(error, PLAN_ERROR, PLAN_FIXED,
				"%s cannot be recreated together with %s, whose old rows depend on it until they are "
				"copied: give the new one another name",
				name, table);
			return true;
		}
	}
	return false;
}

bool refuse(const struct changes *changes, GError **error)
{
	return !check_version(changes->want, changes->target, error) || !check_moves(changes, error) ||
	       !check_oldnames(changes, error) || !check_renames_above(changes, error);
}
