/* Generated columns whose expression changes. */
#include "diff/ddl/generated.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/inherit.h"

#define COLUMN(object) ((const struct column *)(object))

bool generated_is_above(const struct change *upper, const struct change *column)
{
	return upper->have->kind == &column_kind && upper->parent != column->parent && upper->have->name == column->have->name;
}

static bool is_altered(const struct change *column)
{
	return column->fate == FATE_ALTER && column->have->kind == &column_kind && COLUMN(column->have)->generated &&
	       COLUMN(column->want)->generated;
}

const char *generated_before(const struct changes *changes, const struct change *column)
{
	const struct change *upper = changes_inherited_from(changes, column);
	const char *expression = COLUMN(column->have)->generated;

	if (!upper || !is_altered(upper))
		return expression;
	bool reached = generated_before(changes, upper) != COLUMN(upper->want)->generated ||
		       COLUMN(upper->have)->generated != COLUMN(upper->want)->generated;
	return reached ? COLUMN(upper->want)->generated : expression;
}

/*
 * Whether the column is made again with another expression than its parent's column, which ADD COLUMN of the parent would give it.
 */
static bool is_made_otherwise(const struct changes *changes, const struct change *column)
{
	const struct change *upper =
		column->fate == FATE_REMAKE && COLUMN(column->want)->generated ? changes_inherited_from(changes, column) : NULL;

	return upper && change_makes(upper) && COLUMN(upper->want)->generated &&
	       COLUMN(upper->want)->generated != COLUMN(column->want)->generated;
}

bool generated_stands_alone(const struct changes *changes, const struct change *column)
{
	const struct table *table = (const struct table *)column->want->parent;

	return is_made_otherwise(changes, column) ||
	       (is_altered(column) && table->partition_of && generated_before(changes, column) != COLUMN(column->want)->generated);
}

bool generated_unsettles(const struct changes *changes, const struct change *column)
{
	return is_altered(column) && COLUMN(column->want)->virtual &&
	       (generated_before(changes, column) != COLUMN(column->have)->generated ||
		       COLUMN(column->have)->generated != COLUMN(column->want)->generated);
}
