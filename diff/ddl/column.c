/* Columns: ADD, ALTER, DROP COLUMN. Columns of views have defaults only. */
#include "diff/ddl/column.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/column_inherited.h"
#include "diff/ddl/column_risk.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/foreign_options.h"
#include "diff/ddl/generated.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/not_null.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/sequence.h"
#include "diff/ddl/sequence_owned.h"
#include "diff/ddl/verbs.h"
#include "diff/keepsake.h"
#include "diff/maintenance.h"
#include "diff/risk.h"
#include "diff/say.h"
#include "diff/way_back.h"

#define COLUMN(object) ((const struct column *)(object))

static bool of_table(const struct change *change)
{
	return kind_is_table(change_object(change)->parent->kind);
}

/* A default that calls a routine is set once the routine is there, which may need the table itself. */
static bool made_with_parent(const struct changes *changes, const struct change *change)
{
	(void)changes;
	return !of_table(change) || change_makes(change->parent);
}

/* Those of a foreign table's column. */
static void say_fdw_options(struct say *s, const struct names *have)
{
	g_autoptr(GString) options = g_string_new(NULL);

	foreign_append_altered(options, " ", have, COLUMN(s->want)->fdw_options);
	if (options->len)
		say(s, STAGE_MAKE, "ALTER FOREIGN TABLE %P ALTER COLUMN %I%s", s->want, s->want->name, options->str);
}

/* On the way back a column becomes NOT NULL only when its rows have values, if ever. */
static void say_filled_later(struct say *s)
{
	g_autofree char *name = object_describe(s->want), *what = g_strdup_printf("NOT NULL of %s", name);

	bool told = s->change->made_by && s->change->made_by->want->kind == &column_kind &&
		    way_back_fills_later(s->changes, s->change->made_by);
	if (told || !way_back_fills_later(s->changes, s->change))
		return;
	not_null_set(s, STAGE_LATE);
	way_back_try(s, STAGE_LATE, what);
}

/* The rows of a table that is made again are carried over. */
static void risk_carried(struct say *s)
{
	if (!s->change->parent->aside || !COLUMN(s->want)->not_null)
		return;
	if (!s->have)
		risk_added_column(s);
	else if (!COLUMN(s->have)->not_null)
		risk_not_null(s);
}

/* A document may give existing rows a value by `using`; the default that sets it is dropped again. */
static bool is_filled(const struct column *want)
{
	return want->using && !want->default_ && !want->generated && !want->identity &&
	       !((const struct table *)want->object.parent)->inherits;
}

static void say_added(struct say *s)
{
	const struct column *want = COLUMN(s->want);
	g_autoptr(GString) definition = g_string_new(NULL);
	g_autofree char *name = object_describe(s->want);

	column_definition(definition, s->changes, s->change);
	if (s->change->beside)
		column_say_conversion(s);
	else if (is_filled(want))
		g_string_append_printf(definition, " DEFAULT (%s)", want->using);
	else if (!way_back_fills_later(s->changes, s->change))
		risk_added_column(s);
	say_alter(s, STAGE_MAKE, ALTER_ON_ROWS, "ADD COLUMN %s", definition->str);
	if (!is_filled(want) || s->change->beside)
		return;
	say_alter(s, STAGE_LATE, ALTER_PLAIN, "ALTER COLUMN %I DROP DEFAULT", s->want->name);
	say_note(s, NOTE_NEW_COLUMN, "%s: existing rows get %s", name, want->using);
}

static void create(struct say *s)
{
	static const struct column none;
	const struct column *want = COLUMN(s->want);
	struct column brought = { 0 }; /* inherited by CREATE TABLE from the parent's column */
	const struct object *table = s->want->parent;
	struct change *upper = changes_inherited_from(s->changes, s->change);

	if (table->kind == &view_kind || table->kind == &materialized_view_kind) {
		if (want->default_)
			column_say_default(s, STAGE_LATE);
		if (table->kind == &materialized_view_kind)
			column_settings(s, NULL, s->want);
		return;
	}
	if (s->change->made_by == s->change->parent) {
		risk_carried(s);
		if (column_take_merged(s, &brought))
			column_say_inherited(s, &brought.object);
	} else if (s->change->made_by) {
		column_say_inherited(s, upper ? upper->want : &none.object);
	} else {
		say_added(s);
	}
	column_settings(s, &(struct column){ .storage = brought.storage, .compression = brought.compression }.object, s->want);
	/* the column's own definition does not contain them */
	if (s->change->made_by &&
		(s->change->made_by != s->change->parent || (want->inherited && ((const struct table *)table)->inherits)))
		say_fdw_options(s, NULL);
	if (s->change->late_default)
		column_say_default(s, STAGE_LATE);
	say_filled_later(s);
	not_null_create(s);
}

/* Whether a child table has the column of another parent, too, which keeps both. */
static bool has_another_parent(const struct say *s, const struct change *child)
{
	const struct object *parent;

	for (size_t i = 0; child->want && (parent = table_parent_at(s->changes->have, child->have->parent, i)); i++) {
		const struct object *column = object_column(parent, child->have->name);
		const struct change *above = column && column != s->have ? changes_of_have(s->changes, column) : NULL;
		if (above && above->want && !change_undoes(above) &&
			table_is_child(s->changes->want, child->want->parent, above->want->parent))
			return true;
	}
	return false;
}

/*
 * Whether a child table keeps a column that its parent loses: it is the child's own then, and ONLY leaves it there. Without ONLY a
 * column stays inherited that the child has of another parent.
 */
static bool kept_by_child(const struct say *s)
{
	const GArray *dependents = depend_needed_by(s->changes->needs_have, s->have);

	for (guint i = 0; i < dependents->len; i++) {
		const struct object *object = snapshot_all(s->changes->have).items[g_array_index(dependents, unsigned, i)];
		if (object->kind != &column_kind || object->name != s->have->name || !COLUMN(object)->inherited)
			continue;
		const struct change *child = changes_of_have(s->changes, object);
		if (!change_undoes(child) && !has_another_parent(s, child))
			return true;
	}
	return false;
}

bool column_lets_go(const struct changes *changes, const struct object *have)
{
	return (COLUMN(have)->default_ || COLUMN(have)->generated) && changes_needs_undone_code(changes, have);
}

/*
 * If a table is renamed aside, or dropped later than a routine, the defaults of its columns that call the routine are dropped
 * first.
 */
static void say_let_go(struct say *s)
{
	const struct column *have = COLUMN(s->have);

	if (column_lets_go(s->changes, s->have))
		say_alter(s, STAGE_UNDO, ALTER_ONLY, "ALTER COLUMN %I DROP %s", s->have->name,
			have->default_ ? "DEFAULT" : "EXPRESSION");
}

/* Losses that come with a dropped table, or with a column of a parent table, are reported there. */
static void say_lost_with_attribute(struct say *s)
{
	struct say attribute = { s->changes, s->change->undone_by, s->change->undone_by->have, s->change->undone_by->want,
		s->plan };
	g_autofree char *name = object_describe(s->have);

	if (!COLUMN(s->have)->generated && !keepsake_reports(s->changes, s->change))
		say_loss(&attribute, STAGE_UNDO, LOSS_COLUMN_DROPPED, "%s is dropped, and its values are lost", name);
}

static void drop(struct say *s)
{
	if (s->change->parent->emptied || (s->change->parent->aside && !s->change->undone_by))
		say_let_go(s);
	if (s->change->undone_by && s->change->undone_by->have->kind == &composite_attribute_kind)
		say_lost_with_attribute(s);
	/* a table renamed aside keeps them: diff/ddl/table.c carries their values over, and reports those that it cannot */
	if (!kind_is_table(s->have->parent->kind) || s->change->undone_by || s->change->parent->aside)
		return;
	g_autofree char *name = object_describe(s->have);
	bool stored = !COLUMN(s->have)->generated && s->have->parent->kind != &foreign_table_kind;
	if (stored && !s->change->beside && !keepsake_reports(s->changes, s->change))
		say_loss(s, STAGE_UNDO, LOSS_COLUMN_DROPPED,
			s->want ? "%s is dropped and created again, and its values are lost, as they cannot be converted"
				: "%s is dropped, and its values are lost",
			name);
	say_alter(s, STAGE_UNDO, kept_by_child(s) ? ALTER_ONLY : ALTER_PLAIN, "DROP COLUMN %I", s->have->name);
}

/*
 * In 18 NOT NULL constraints are inherited: a parent's is dropped together with its children's, or, with ONLY, becomes the
 * children's own. Before 18 a partitioned table's was dropped with its partitions', and any other table's by itself.
 */
static bool leaves_not_null(const struct changes *changes, const struct object *parent)
{
	const GArray *dependents = depend_needed_by(changes->needs_have, parent);

	if (changes->target < PG(18))
		return !table_is_partitioned(parent->parent);
	for (guint i = 0; i < dependents->len; i++) {
		const struct object *object = snapshot_all(changes->have).items[g_array_index(dependents, unsigned, i)];
		bool child = object->kind == &column_kind && object->name == parent->name &&
			     (COLUMN(object)->inherited || COLUMN(object)->not_null_constraint.inherited);
		const struct object *want = child ? changes_of_have(changes, object)->want : NULL;
		if (want && (COLUMN(want)->not_null || leaves_not_null(changes, object)))
			return true;
	}
	return false;
}

static void say_drop_not_null(struct say *s, const struct object *with_parent)
{
	if (!with_parent || leaves_not_null(s->changes, with_parent))
		say_alter(s, STAGE_MAKE, leaves_not_null(s->changes, s->have) ? ALTER_ONLY : ALTER_PLAIN,
			"ALTER COLUMN %I DROP NOT NULL", s->want->name);
}

static void say_identity(struct say *s)
{
	const struct column *have = COLUMN(s->have), *want = COLUMN(s->want);
	g_autoptr(GString) alter = g_string_new(NULL);

	say_append(alter, "ALTER TABLE %P ALTER COLUMN %I", s->want, s->want->name);
	if (have->identity && want->identity && have->identity != want->identity)
		say(s, STAGE_MAKE, "%s SET GENERATED %s", alter->str,
			strcmp(want->identity, "always") == 0 ? "ALWAYS" : "BY DEFAULT");
	if (!have->identity && want->identity) {
		g_autoptr(GString) identity = g_string_new(NULL);
		column_append_identity(identity, s->changes, s->want);
		say(s, STAGE_MAKE, "%s ADD%s", alter->str, identity->str);
	}
}

/* Its sequence goes with it, unless another takes over from that first. */
static void say_drop_identity(struct say *s)
{
	const struct object *sequence = sequence_of_identity(s->changes, s->have);
	bool taken_over = sequence && sequence_takes_over(s->changes, changes_of_have(s->changes, sequence));

	say(s, taken_over ? STAGE_MAKE : STAGE_UNDO, "ALTER TABLE %P ALTER COLUMN %I DROP IDENTITY", taken_over ? s->want : s->have,
		s->have->name);
}

/*
 * ALTER COLUMN TYPE casts the default to the column's type, as CREATE TABLE would: the same expression is the same default after
 * it. It fails where the expression has a type that was renamed aside, such as an enum that is re-created.
 */
static bool keeps_default(const struct changes *changes, const struct change *change)
{
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);

	return have->default_ == want->default_ && !change->forced_type && !change->forced_default &&
	       !convert_is_remade(changes, have->type);
}

/* The parent's statement applies to its children, too. */
static void alter_not_null(struct say *s, const struct change *upper)
{
	bool told = upper && not_null_is_told(upper, s->change), goes = !COLUMN(s->want)->not_null && COLUMN(s->have)->not_null;

	not_null_alter(s, told);
	say_identity(s);
	if (goes && !(told && table_is_partitioned(upper->want->parent) && s->changes->target < PG(18)))
		say_drop_not_null(s, told ? upper->have : NULL);
}

/* The default that was goes first, where the type's change would not take it, and that to be comes last. */
static void drop_default(struct say *s, bool resets)
{
	if (COLUMN(s->have)->default_ && (!COLUMN(s->want)->default_ || resets || s->change->forced_default))
		say_alter(s, STAGE_UNDO, ALTER_ONLY, "ALTER COLUMN %I DROP DEFAULT", s->have->name);
}

static void set_default(struct say *s, bool resets)
{
	const struct column *have = COLUMN(s->have), *want = COLUMN(s->want);

	if (want->default_ && (have->default_ != want->default_ || resets || s->change->forced_default))
		column_say_default(s, s->change->late_default ? STAGE_LATE : STAGE_MAKE);
}

static void alter_table_column(struct say *s)
{
	const struct column *have = COLUMN(s->have);
	struct change *upper = changes_inherited_from(s->changes, s->change);
	const struct change *attribute = changes_attribute_of(s->changes, s->change);

	if (upper && !upper->have)
		upper = NULL; /* it joins the parent's column, which is already as wanted then */
	bool converted = column_differs_in_type(s->changes, s->change) || s->change->forced_type, type = converted && !attribute;
	bool resets = type && have->default_ && !keeps_default(s->changes, s->change);

	if (have->identity && !COLUMN(s->want)->identity)
		say_drop_identity(s);
	drop_default(s, resets);
	if (!attribute && !(upper && upper->renamed))
		plain_rename(s);
	generated_alter(s, upper);
	if (type && !(upper && upper->want && (upper->forced_type || column_differs_in_type(s->changes, upper))))
		column_say_type(s);
	alter_not_null(s, upper);
	set_default(s, resets);
	/* ALTER TYPE sets storage and compression to those of the type, be it the same */
	struct column reset = *have;
	if (converted)
		reset.storage = reset.compression = NULL;
	column_settings(s, &reset.object, s->want);
	say_fdw_options(s, have->fdw_options);
}

static void say_column_rename(struct say *s)
{
	const struct kind *kind = s->want->parent->kind;

	say(s, STAGE_MAKE, "ALTER %s %P RENAME COLUMN %I TO %I", kind_is_table(kind) ? "TABLE" : kind->sql, s->want, s->have->name,
		s->want->name);
}

static void alter(struct say *s)
{
	const struct column *have = COLUMN(s->have), *want = COLUMN(s->want);

	if (kind_is_table(s->want->parent->kind)) {
		alter_table_column(s);
		return;
	}
	plain_rename(s);
	if (s->want->parent->kind == &view_kind) {
		if (have->default_ && !want->default_)
			say(s, STAGE_UNDO, "ALTER VIEW %P ALTER COLUMN %I DROP DEFAULT", s->have, s->have->name);
		else if (have->default_ != want->default_)
			column_say_default(s, STAGE_LATE);
	} else {
		column_settings(s, s->have, s->want);
	}
}

static const char *kept_results(const struct object *object)
{
	return COLUMN(object)->generated && !COLUMN(object)->virtual ? "existing values are not computed again" : NULL;
}

const struct verbs column_verbs = {
	.lets_go = column_lets_go_of,
	.told_elsewhere = column_told_elsewhere,
	.add_edges = column_add_edges,
	.inherits_had = column_inherits_had,
	.inherits_has = column_inherits_has,
	.loosens = change_is_called,
	.on_dependency = column_on_dependency,
	.widen_users = column_widen_users,
	.judge_all = not_null_judge,
	.place_all = column_place_all,
	.kept_results = kept_results,
	.kind = &column_kind,
	.judge = column_judge,
	.create = create,
	.alter = alter,
	.drop = drop,
	.made_with_parent = made_with_parent,
	.rename = say_column_rename,
};
