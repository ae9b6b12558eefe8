/* Names of NOT NULL constraints, and whose they are. */
#include "catalog/kinds/column.h"

#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "catalog/snapshot.h"

#define COLUMN(object) ((const struct column *)(object))

enum { NAME_LENGTH = 63 }; /* NAMEDATALEN - 1 */

/* The server cuts a name between characters. */
static size_t cut(const char *text, size_t length)
{
	while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	return length;
}

/* As makeObjectName does it: the longer of both is cut. */
char *not_null_default_name(const char *name, const char *column)
{
	static const char end[] = "_not_null";
	size_t room = NAME_LENGTH - strlen(end) - (column ? 1 : 0), first = strlen(name), second = column ? strlen(column) : 0;

	while (first + second > room) {
		if (first > second)
			first--;
		else
			second--;
	}
	first = cut(name, first);
	second = column ? cut(column, second) : 0;
	return g_strdup_printf("%.*s%s%.*s%s", (int)first, name, column ? "_" : "", (int)second, column ? column : "", end);
}

static bool is_partition(const struct object *table)
{
	return ((const struct table *)table)->partition_of;
}

const struct object *not_null_parent(const struct snapshot *snapshot, const struct object *column)
{
	const struct object *parent, *found = NULL;

	for (size_t i = 0; (parent = table_parent_at(snapshot, column->parent, i)); i++) {
		const struct object *same = object_part(parent, &column_kind, column->name);
		if (!same || !COLUMN(same)->not_null || COLUMN(same)->not_null_constraint.no_inherit)
			continue;
		if (!found || (COLUMN(found)->not_null_constraint.not_valid && !COLUMN(same)->not_null_constraint.not_valid))
			found = same;
	}
	return found;
}

char *not_null_name(const struct snapshot *snapshot, const struct object *column)
{
	const struct not_null *constraint = &COLUMN(column)->not_null_constraint;
	const struct object *parent = not_null_parent(snapshot, column);
	bool from_parent = parent && !constraint->local &&
			   (is_partition(column->parent) || COLUMN(column)->inherited || constraint->inherited);

	if (constraint->name)
		return g_strdup(constraint->name);
	return from_parent ? not_null_name(snapshot, parent) : not_null_default_name(column->parent->name, column->name);
}

/* Removes default values from a constraint that was read. */
static void settle(const struct snapshot *snapshot, struct column *column)
{
	struct not_null *constraint = &column->not_null_constraint;
	const struct object *parent = not_null_parent(snapshot, &column->object);
	bool validated = parent && COLUMN(parent)->not_null_constraint.not_valid &&
			 !constraint->not_valid; /* the child has it as if it were its own */
	bool inherited = constraint->inherited && !validated, partition = is_partition(column->object.parent);

	constraint->local = parent && !partition && column->inherited && !inherited;
	constraint->inherited = parent && !partition && !column->inherited && inherited;
	const char *name = constraint->name;
	constraint->name = NULL;
	if (parent && inherited && !partition)
		return;
	g_autofree char *otherwise = not_null_name(snapshot, &column->object);
	if (strcmp(otherwise, name) != 0)
		constraint->name = name;
}

void not_null_complete(struct snapshot *snapshot)
{
	struct own_objects all = snapshot_own_all(snapshot);

	for (size_t i = 0; snapshot_version(snapshot) && i < all.count; i++) {
		struct column *column = (struct column *)all.items[i];
		if (all.items[i]->kind == &column_kind && kind_is_table(all.items[i]->parent->kind) &&
			column->not_null_constraint.name)
			settle(snapshot, column);
	}
}
