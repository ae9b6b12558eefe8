/* Generated columns whose expression changes, or is dropped. */
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

/*
 * The expression of the column, which is generated before and after, once its parent's has been altered: SET EXPRESSION reaches the
 * children.
 */
static const char *expression_before(const struct changes *changes, const struct change *column)
{
	const struct change *upper = changes_inherited_from(changes, column);
	const char *expression = COLUMN(column->have)->generated;

	if (!upper || !is_altered(upper))
		return expression;
	bool reached = expression_before(changes, upper) != COLUMN(upper->want)->generated ||
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
	       (is_altered(column) && table->partition_of && expression_before(changes, column) != COLUMN(column->want)->generated);
}

bool generated_unsettles(const struct changes *changes, const struct change *column)
{
	return is_altered(column) && COLUMN(column->want)->virtual &&
	       (expression_before(changes, column) != COLUMN(column->have)->generated ||
		       COLUMN(column->have)->generated != COLUMN(column->want)->generated);
}

/*
 * DROP EXPRESSION fails in a table whose children have children ("must be applied to child tables too"), as it did in all versions
 * before these minor ones of November 2026.
 */
static bool may_refuse(int version)
{
	static const int good[] = { 140025, 150020, 160016, 170012, 180006 };

	for (size_t i = 0; i < G_N_ELEMENTS(good); i++)
		if (version / PG(1) == good[i] / PG(1))
			return version < good[i];
	return version < good[0];
}

/* How many generations below its table have the column, but no more than asked for. */
static unsigned generations(const struct changes *changes, const struct object *column, unsigned most)
{
	const GArray *dependents = most ? depend_needed_by(changes->needs_want, column) : NULL;
	unsigned found = 0;

	for (guint i = 0; dependents && i < dependents->len && found < most; i++) {
		const struct object *object = snapshot_all(changes->want).items[g_array_index(dependents, unsigned, i)];
		if (object->kind == column->kind && object->name == column->name && COLUMN(object)->inherited)
			found = MAX(found, 1 + generations(changes, object, most - 1));
	}
	return found;
}

static void say_dropped(struct say *s)
{
	/* in one statement with it, TYPE ... USING would still be refused to a generated column */
	if (change_differs_in(s->change, "type"))
		say(s, STAGE_MAKE, "ALTER TABLE %P ALTER COLUMN %I DROP EXPRESSION", s->want, s->want->name);
	else
		say_alter(s, STAGE_MAKE, ALTER_PLAIN, "ALTER COLUMN %I DROP EXPRESSION", s->want->name);
	if (!s->changes->target || !may_refuse(s->changes->target) || generations(s->changes, s->want, 2) < 2)
		return;
	g_autofree char *name = object_describe(s->want), *table = object_describe(s->want->parent);
	say_note(s, NOTE_DROP_EXPRESSION,
		"%s: this server may refuse DROP EXPRESSION, as children of %s have children; minor versions from November 2026 on "
		"do it",
		name, table);
}

void generated_alter(struct say *s, const struct change *upper)
{
	const struct column *have = COLUMN(s->have), *want = COLUMN(s->want);

	if (have->generated && !want->generated && !(upper && !COLUMN(upper->want)->generated))
		say_dropped(s);
	if (have->generated && want->generated && expression_before(s->changes, s->change) != want->generated)
		say_alter(s, STAGE_MAKE, ALTER_ON_ROWS, "ALTER COLUMN %I SET EXPRESSION AS (%s)", s->want->name, want->generated);
}
