/* Columns that a table has of its parents, and defaults. */
#include "diff/ddl/column_inherited.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/not_null.h"
#include "diff/way_back.h"

#define COLUMN(object) ((const struct column *)(object))

void column_say_default(struct say *s, enum stage stage)
{
	const struct column *want = COLUMN(s->want);

	if (s->want->parent->kind == &view_kind)
		say(s, stage, "ALTER VIEW %P ALTER COLUMN %I SET DEFAULT %s", s->want, s->want->name, want->default_);
	else
		say_alter(s, stage, ALTER_ONLY, "ALTER COLUMN %I SET DEFAULT %s", s->want->name, want->default_);
}

void column_say_inherited(struct say *s, const struct object *parent)
{
	const struct column *want = COLUMN(s->want), *upper = COLUMN(parent);

	if (upper->default_ != want->default_ && want->default_)
		column_say_default(s, STAGE_MAKE);
	else if (upper->default_ != want->default_)
		say_alter(s, STAGE_MAKE, ALTER_ONLY, "ALTER COLUMN %I DROP DEFAULT", s->want->name);
	if (want->not_null && !upper->not_null && !want->not_null_constraint.not_valid &&
		!way_back_fills_later(s->changes, s->change))
		not_null_set(s, STAGE_MAKE);
}

bool column_take_merged(const struct say *s, struct column *merged)
{
	const struct object *table = s->want->parent, *parent;
	bool found = false;

	if (!COLUMN(s->want)->inherited || ((const struct table *)table)->partition_of)
		return false;
	for (size_t i = 0; (parent = table_parent_at(s->changes->want, table, i)); i++) {
		const struct column *column = COLUMN(object_part(parent, &column_kind, s->want->name));
		if (column && !found)
			*merged = *column;
		if (!column)
			continue;
		found = true;
		merged->default_ = merged->default_ ? merged->default_ : column->default_;
		merged->not_null = merged->not_null || column->not_null;
	}
	return found;
}
