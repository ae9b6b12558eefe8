/* Whether a column that differs is altered, or dropped and added. */
#include "diff/ddl/column.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/inherit.h"

#define COLUMN(object) ((const struct column *)(object))

static bool of_table(const struct change *change)
{
	return kind_is_table(change_object(change)->parent->kind);
}

bool column_differs_in_type(const struct changes *changes, const struct change *change)
{
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);

	return have->collation != want->collation ||
	       (have->type != want->type && !convert_follows(changes, have->type, want->type));
}

/* Whether ALTER cannot make the column generated, or stored, as wanted. */
static bool generates_anew(const struct changes *changes, const struct column *have, const struct column *want)
{
	if (have->generated && have->virtual != want->virtual)
		return true;
	return have->generated != want->generated && want->generated && (!have->generated || changes->target < PG(17));
}

/* Whether ALTER cannot change the one column into the other; the column of a parent table decides for the inherited ones. */
static bool has_to_be_remade(const struct changes *changes, const struct change *change)
{
	const struct change *upper = changes_inherited_from(changes, change);
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);

	if (upper)
		return upper->have && upper->want && has_to_be_remade(changes, upper);
	if (generates_anew(changes, have, want))
		return true;
	enum conversion conversion = convert_types(changes, have->type, want->type)->way;
	/* a generated column's values are computed anew: it takes no USING */
	bool converts =
		have->generated && want->generated ? conversion == CONVERSION_FREE : conversion != CONVERSION_NONE || want->using;
	return column_differs_in_type(changes, change) && change->want->parent->kind != &foreign_table_kind && !converts;
}

/* ALTER TYPE takes no USING for the tables of the type: where one is needed they leave it meanwhile. */
static bool cascades(const struct changes *changes, const struct change *change)
{
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);

	return !column_differs_in_type(changes, change) ||
	       (!want->using && convert_types(changes, have->type, want->type)->way == CONVERSION_FREE);
}

static void detach(struct change *table)
{
	table->detached = true;
	table->fate = table->fate == FATE_SAME ? FATE_ALTER : table->fate;
}

/*
 * A child's column that is generated as its parent's, which stays, is not: it becomes so, or is no more, while the child has no
 * parent.
 */
static void judge_generated_child(const struct changes *changes, struct change *column)
{
	const struct change *upper = changes_inherited_from(changes, column);
	const struct column *have = COLUMN(column->have), *want = COLUMN(column->want);
	bool anew = generates_anew(changes, have, want);

	if (column->fate == FATE_REMAKE || !upper || !upper->have)
		return;
	if (anew || (have->generated && !want->generated && !COLUMN(upper->have)->generated))
		detach(column->parent);
	if (anew)
		column->fate = FATE_REMAKE;
}

/*
 * No column of a typed table goes alone: the type is made again, or the table where the type does not change, and the rows are
 * carried over.
 */
static void judge_typed(const struct changes *changes, struct change *column)
{
	struct change *table = column->parent, *attribute = changes_attribute_of(changes, column);
	bool becomes_typed = table->want->kind == &table_kind && ((const struct table *)table->want)->of_type;

	/* its place among the columns would not be that of the attribute */
	if (!attribute && becomes_typed && column->fate == FATE_REMAKE)
		table->fate = FATE_REMAKE;
	if (!attribute)
		return;
	if (column->fate == FATE_REMAKE) {
		(change_differs_at_all(attribute) ? attribute->parent : table)->fate = FATE_REMAKE;
	} else if (!cascades(changes, column)) {
		detach(table);
	}
}

void column_judge(const struct changes *changes, struct change *change)
{
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);

	/* a partition's columns are its parent's however it came to be one */
	if (of_table(change) && ((const struct table *)change->want->parent)->partition_of &&
		change_differs_only_in(change, "inherited")) {
		change->fate = FATE_SAME;
		return;
	}
	change->fate = FATE_ALTER;
	change->disturbs = false;
	if (!of_table(change)) {
		/* the view's own statement changes its columns, but for what can be altered */
		change->fate = change->renamed || have->default_ != want->default_ || have->storage != want->storage ||
					       have->statistics != want->statistics || have->options != want->options ||
					       have->compression != want->compression
				       ? FATE_ALTER
				       : FATE_SAME;
		return;
	}
	change->disturbs = column_differs_in_type(changes, change) || have->generated != want->generated;
	if (has_to_be_remade(changes, change))
		change->fate = FATE_REMAKE;
	judge_generated_child(changes, change);
	judge_typed(changes, change);
}
