/* What no statement brings about, found before any is said. */
#include "diff/refuse.h"

#include <string.h>

#include "catalog/extension.h"
#include "catalog/kinds.h"
#include "diff/plan.h"

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
		if ((row->since || row->until) && !row->incidental && !attribute_is_absent(row, object) && !has_row(object->kind, row->name, version))
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

static bool check_version(const struct snapshot *want, int version, GError **error)
{
	struct objects all = snapshot_all(want);

	for (size_t i = 0; version && i < all.count; i++) {
		const struct object *object = all.items[i];
		const struct attribute *row = find_unknown(object, version), *newer = find_newer(object, version);
		if (!row && !newer)
			continue;
		g_autofree char *name = object_describe(object);
		if (!row) {
			g_set_error(error, PLAN_ERROR, PLAN_VERSION, "%s: PostgreSQL %d has no %s %s; it is there since %d", name, version / 10000, newer->name,
				    newer->newer, newer->newer_since / 10000);
			return false;
		}
		g_set_error(error, PLAN_ERROR, PLAN_VERSION, "%s: PostgreSQL %d has no %s; it is there %s %d", name, version / 10000, row->name,
			    version < row->since ? "since" : "until", (version < row->since ? row->since : row->until - PG(1)) / 10000);
		return false;
	}
	return true;
}

/* Nothing else than dropping such an extension, with all that is made of it, could bring it into another schema. */
static bool check_moves(const struct changes *changes, GError **error)
{
	struct objects extensions = snapshot_objects(changes->want, &extension_kind);

	for (size_t i = 0; i < extensions.count; i++) {
		const struct change *change = changes_of_want(changes, extensions.items[i]);
		const struct extension *have = (const struct extension *)change->have, *want = (const struct extension *)change->want;
		if (!have || !have->schema || !want->schema || have->schema == want->schema || !(have->fixed || want->fixed))
			continue;
		g_set_error(error, PLAN_ERROR, PLAN_FIXED, "extension %s cannot be moved from schema %s to %s, for it is not relocatable: leave it where it is, or drop and"
			    " create it yourself", want->object.name, have->schema, want->schema);
		return false;
	}
	return true;
}

/* Postfix operators, whose right side is none, were there until 13. */
static bool check_operators(const struct snapshot *want, int version, GError **error)
{
	struct objects operators = snapshot_objects(want, &operator_kind);

	for (size_t i = 0; version >= PG(14) && i < operators.count; i++) {
		if (!g_str_has_suffix(operators.items[i]->signature, ", NONE"))
			continue;
		g_autofree char *name = object_describe(operators.items[i]);
		g_set_error(error, PLAN_ERROR, PLAN_VERSION, "%s: PostgreSQL %d has no postfix operators; they were there until 13", name, version / 10000);
		return false;
	}
	return true;
}

bool refuse(const struct changes *changes, GError **error)
{
	return !check_version(changes->want, changes->target, error) || !check_operators(changes->want, changes->target, error) || !check_moves(changes, error);
}
