/* What CREATE TABLE and ADD COLUMN say of a column. */
#include "diff/ddl/column.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/sequence.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/foreign_options.h"
#include "diff/ddl/not_null.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/sequence_owned.h"

#define COLUMN(object) ((const struct column *)(object))

void column_append_identity(GString *out, const struct changes *changes, const struct object *object)
{
	const struct object *sequence = sequence_of_identity(changes, object);

	g_string_append_printf(
		out, " GENERATED %s AS IDENTITY", strcmp(COLUMN(object)->identity, "always") == 0 ? "ALWAYS" : "BY DEFAULT");
	if (!sequence)
		return;
	say_append(out, " (SEQUENCE NAME %O", sequence);
	struct sequence typed = *(const struct sequence *)sequence;
	typed.type = NULL; /* it has the column's */
	plain_clauses(out, " ", &typed.object);
	g_string_append_c(out, ')');
}

/*
 * A column of CREATE TABLE ... INHERITS takes the expression of its parent's: before 16 it may not even say the same. One that is
 * added to a child takes nothing.
 */
static bool inherits_expression(const struct changes *changes, const struct change *change)
{
	const struct object *object = change->want;
	const GArray *needs = depend_needs(changes->needs_want, object);

	if (!change_makes(change->parent) || !kind_is_table(object->parent->kind) ||
		!((const struct table *)object->parent)->inherits)
		return false;
	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (needed->kind == &column_kind && needed->name == object->name &&
			COLUMN(needed)->generated == COLUMN(object)->generated)
			return true;
	}
	return false;
}

/* The default that a child's column has of its parents' where it says none. */
static const char *inherited_default(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_want, object);
	const char *found = NULL;

	if (!kind_is_table(object->parent->kind) || !((const struct table *)object->parent)->inherits)
		return NULL;
	for (guint i = 0; i < needs->len && !found; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (needed->kind == &column_kind && needed->name == object->name)
			found = COLUMN(needed)->default_;
	}
	return found;
}

void column_options(GString *out, const struct changes *changes, const struct change *change)
{
	const struct column *column = COLUMN(change->want);

	if (column->generated && !inherits_expression(changes, change))
		say_append(out, " GENERATED ALWAYS AS (%s) %s", column->generated, column->virtual ? "VIRTUAL" : "STORED");
	if (column->default_ && !change->late_default)
		say_append(out, " DEFAULT %s", column->default_);
	else if (!column->default_ && !column->generated && !column->identity && inherited_default(changes, change->want))
		g_string_append(out, " DEFAULT NULL");
	if (column->identity)
		column_append_identity(out, changes, change->want);
	not_null_append(out, changes, change->want);
}

void column_definition(GString *out, const struct changes *changes, const struct change *change)
{
	const struct column *column = COLUMN(change->want);

	say_append(out, "%I %s", change->want->name, column->type);
	foreign_append_options(out, " ", column->fdw_options);
	if (column->collation)
		say_append(out, " COLLATE %s", column->collation);
	column_options(out, changes, change);
}
