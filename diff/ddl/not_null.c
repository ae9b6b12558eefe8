/* NOT NULL of columns: SET NOT NULL, ADD, RENAME, VALIDATE, ALTER CONSTRAINT. */
#include "diff/ddl/not_null.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/column_risk.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/not_null_shared.h"
#include "diff/say.h"
#include "diff/told.h"
#include "diff/way_back.h"
#include "sql/name.h"

#define COLUMN(object) ((const struct column *)(object))

bool not_null_has_name(const struct changes *changes)
{
	return changes->target == 0 || changes->target >= PG(18);
}

/*
 * Whether the constraint of a column that is and stays NOT NULL can be altered. A plan between two files does so only where one of
 * them says something of the constraint, which was read from a server of 18 or later then.
 */
static bool alterable(const struct changes *changes, const struct change *change)
{
	static const char *const rows[] = { "not_null_constraint.name", "not_null_constraint.no_inherit",
		"not_null_constraint.not_valid", "not_null_constraint.description", "not_null_constraint.inherited" };
	bool told = false;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		told = told || change_differs_in(change, rows[i]);
	return changes->target >= PG(18) || (changes->target == 0 && told);
}

/* The names that a column's constraint has and is to have. */
struct names_pair {
	char *have, *want;
};

static struct names_pair names_of(const struct changes *changes, const struct object *have, const struct object *want)
{
	return (struct names_pair){ not_null_name(changes->have, have), not_null_name(changes->want, want) };
}

static void clear_names(struct names_pair *names)
{
	g_free(names->have);
	g_free(names->want);
}

/* Whether the constraint is, and stays, its parent's by name, which is renamed for all that inherit it. */
static bool follows_parent(const struct changes *changes, const struct change *change)
{
	const struct object *was = not_null_parent(changes->have, change->have), *is = not_null_parent(changes->want, change->want);

	if (!was || !is || changes_of_have(changes, was) != changes_of_want(changes, is) || change->parent->detached)
		return false;
	__attribute__((cleanup(clear_names))) struct names_pair own = names_of(changes, change->have, change->want),
								upper = names_of(changes, was, is);
	return strcmp(own.have, upper.have) == 0 && strcmp(own.want, upper.want) == 0;
}

static bool is_kept(const struct change *change)
{
	const struct object *have = change->have, *want = change->want;

	return have && want && have->kind == &column_kind && kind_is_table(want->parent->kind) && change->parent->have &&
	       change->parent->want && !change_makes(change) && COLUMN(have)->not_null && COLUMN(want)->not_null;
}

/*
 * What another table's constraint has to do with one of a partition, or a child, is undone by taking that out: only then can it be
 * renamed alone.
 */
static void detach_if_named_alone(const struct changes *changes, struct change *change)
{
	const struct object *was = not_null_parent(changes->have, change->have), *is = not_null_parent(changes->want, change->want);

	if (!was || !is || !changes_keeps_parents(changes, change->parent) || follows_parent(changes, change))
		return;
	__attribute__((cleanup(clear_names))) struct names_pair own = names_of(changes, change->have, change->want),
								upper = names_of(changes, was, is);
	/* 18 makes those of children again with their parent's when the type changes, and fails where they have names of their own */
	bool made_again = ((const struct table *)change->have->parent)->inherits && strcmp(own.have, upper.have) != 0 &&
			  (change_differs_in(change, "type") || change_differs_in(change, "collation"));
	if (made_again || strcmp(own.have, own.want) != 0 || strcmp(upper.have, upper.want) != 0)
		change->parent->detached = true;
}

bool not_null_is_taken_along(const struct changes *changes, const struct change *column)
{
	const struct change *upper = changes->target < PG(18) && is_kept(column) ? changes_inherited_from(changes, column) : NULL;

	/* the parent's column may be new where the child has had its own */
	return upper && upper->have && upper->want && ((const struct table *)upper->want->parent)->partition_by &&
	       COLUMN(upper->have)->not_null && !COLUMN(upper->want)->not_null;
}

/* NOT NULL that children have too. */
static bool reaches_children(const struct column *column)
{
	return column->not_null && !column->not_null_constraint.no_inherit;
}

bool not_null_is_told(const struct change *upper, const struct change *column)
{
	const struct column *had = COLUMN(upper->have), *has = COLUMN(upper->want);
	bool left = reaches_children(had) && has->not_null && !reaches_children(has); /* NO INHERIT leaves it to the children */

	return reaches_children(had) == COLUMN(column->have)->not_null && reaches_children(has) == COLUMN(column->want)->not_null &&
	       !left;
}

static void judge_taken_along(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len && changes->target < PG(18); i++) {
		struct change *change = changes->all->pdata[i];
		if (change->fate == FATE_SAME && change_object(change)->kind == &column_kind &&
			not_null_is_taken_along(changes, change))
			change->fate = FATE_ALTER;
	}
}

bool not_null_is_renamed(const struct changes *changes, const struct change *change)
{
	if (changes->target < PG(18) || !is_kept(change))
		return false;
	__attribute__((cleanup(clear_names))) struct names_pair names = names_of(changes, change->have, change->want);
	return strcmp(names.have, names.want) != 0;
}

void not_null_judge(struct changes *changes)
{
	judge_taken_along(changes);
	for (guint i = 0; i < changes->all->len && changes->target >= PG(18); i++) {
		struct change *change = changes->all->pdata[i];
		if (!is_kept(change))
			continue;
		if (change->fate == FATE_SAME && not_null_is_renamed(changes, change))
			change->fate = FATE_ALTER;
		detach_if_named_alone(changes, change);
		if (change->parent->detached && change->parent->fate == FATE_SAME)
			change->parent->fate = FATE_ALTER;
	}
}

bool not_null_is_of_parent(const struct snapshot *snapshot, const struct object *column, const char *name)
{
	const struct object *parent = not_null_parent(snapshot, column);
	g_autofree char *other = parent ? not_null_name(snapshot, parent) : NULL;

	return other && strcmp(other, name) == 0;
}

/* The name, where it is not the one that comes by itself: a table that is put aside has that one still. */
static char *own_name(const struct changes *changes, const struct object *column)
{
	g_autofree char *name = not_null_name(changes->want, column),
			*otherwise = not_null_default_name(column->parent->name, column->name);

	if (!not_null_has_name(changes))
		return NULL;
	bool itself = strcmp(name, otherwise) == 0 && !changes_of_want(changes, column->parent)->aside &&
		      !not_null_is_shared(changes, column->parent, name);
	return itself ? NULL : g_steal_pointer(&name);
}

void not_null_append(GString *out, const struct changes *changes, const struct object *column)
{
	const struct not_null *constraint = &COLUMN(column)->not_null_constraint;

	/* CREATE TABLE ... INHERITS brings the parent's, ALTER TABLE ... INHERIT wants one to be there */
	bool brought = constraint->inherited && change_makes(changes_of_want(changes, column->parent));
	if (!COLUMN(column)->not_null || constraint->not_valid || brought ||
		way_back_fills_later(changes, changes_of_want(changes, column)))
		return;
	g_autofree char *name = own_name(changes, column);
	if (name)
		say_append(out, " CONSTRAINT %I", name);
	g_string_append_printf(out, " NOT NULL%s", constraint->no_inherit ? " NO INHERIT" : "");
}

void not_null_append_local(GString *out, const struct changes *changes, const struct object *column)
{
	if (!COLUMN(column)->not_null || !not_null_has_name(changes) || !COLUMN(column)->not_null_constraint.local)
		return;
	g_autofree char *name = not_null_name(changes->want, column);
	say_append(out, "CONSTRAINT %I NOT NULL %I%s", name, column->name,
		COLUMN(column)->not_null_constraint.no_inherit ? " NO INHERIT" : "");
}

/* NOT VALID is of the parent's, and said of that, for all that inherit it. */
static bool comes_with_parent(const struct say *s, const char *name)
{
	const struct object *parent = not_null_parent(s->changes->want, s->want);
	g_autofree char *other = parent ? not_null_name(s->changes->want, parent) : NULL;

	return other && COLUMN(parent)->not_null_constraint.not_valid && strcmp(other, name) == 0;
}

static void say_comment(struct say *s, enum stage stage, const char *name, const char *have, const char *want)
{
	if (have == want)
		return;
	if (want)
		say(s, stage, "COMMENT ON CONSTRAINT %I ON %P IS %L", name, s->want, want);
	else
		say(s, stage, "COMMENT ON CONSTRAINT %I ON %P IS NULL", name, s->want);
}

static void say_add(struct say *s, enum stage stage, const char *name)
{
	const struct not_null *constraint = &COLUMN(s->want)->not_null_constraint;

	say(s, stage, "ALTER TABLE %P ADD CONSTRAINT %I NOT NULL %I%s%s", s->want, name, s->want->name,
		constraint->no_inherit ? " NO INHERIT" : "", constraint->not_valid ? " NOT VALID" : "");
}

void not_null_create(struct say *s)
{
	const struct not_null *constraint = &COLUMN(s->want)->not_null_constraint;

	if (!COLUMN(s->want)->not_null || !not_null_has_name(s->changes))
		return;
	g_autofree char *name = not_null_name(s->changes->want, s->want);
	bool later = way_back_fills_later(s->changes, s->change);
	/*
	 * a partition's own is there before it is attached; any other waits for those that inherit it, as CREATE would make theirs
	 * valid
	 */
	bool waits = constraint->not_valid && !(not_null_parent(s->changes->want, s->want) && constraint->name);
	if (constraint->not_valid && !comes_with_parent(s, name))
		say_add(s, waits ? STAGE_LATE : STAGE_MAKE, name);
	say_comment(s, waits || later ? STAGE_LATE : STAGE_MAKE, name, NULL, constraint->comment);
}

void not_null_set(struct say *s, enum stage stage)
{
	const struct not_null *constraint = &COLUMN(s->want)->not_null_constraint;
	g_autofree char *own = own_name(s->changes, s->want), *name = not_null_name(s->changes->want, s->want);

	if (not_null_has_name(s->changes) && (own || constraint->not_valid || constraint->no_inherit))
		say_add(s, stage, name);
	else
		say_alter(s, stage, ALTER_PLAIN, "ALTER COLUMN %I SET NOT NULL", s->want->name);
}

/* Whether a child comes to have one of its own beside its parent's, which it had alone. */
static bool becomes_own(const struct say *s)
{
	const struct object *parent = not_null_parent(s->changes->want, s->want);

	return COLUMN(s->have)->not_null_constraint.inherited && !COLUMN(s->want)->not_null_constraint.inherited && parent &&
	       !COLUMN(parent)->not_null_constraint.not_valid && changes_inherited_from(s->changes, s->change);
}

/* Whether a child's own constraint gets one of its parent beside it, under whose rule it cannot be renamed. */
static bool is_joined(const struct say *s)
{
	const struct change *upper = changes_inherited_from(s->changes, s->change);

	return upper && upper->have && !reaches_children(COLUMN(upper->have)) && reaches_children(COLUMN(upper->want));
}

/* The same constraint, with another name or another meaning. */
static void say_altered(struct say *s)
{
	const struct not_null *have = &COLUMN(s->have)->not_null_constraint, *want = &COLUMN(s->want)->not_null_constraint;
	__attribute__((cleanup(clear_names))) struct names_pair names = names_of(s->changes, s->have, s->want);
	bool follows = follows_parent(s->changes, s->change), renamed = strcmp(names.have, names.want) != 0 && !follows;

	/* it makes room for the one that the parent brings: beside that it would keep its name */
	if (renamed && is_joined(s) && not_null_is_of_parent(s->changes->want, s->want, names.want)) {
		say(s, STAGE_UNDO, "ALTER TABLE %P ALTER COLUMN %I DROP NOT NULL", s->have, s->have->name);
		say_comment(s, STAGE_LATE, names.want, NULL, want->comment);
		return;
	}
	if (renamed && is_joined(s))
		say(s, STAGE_UNDO, "ALTER TABLE %P RENAME CONSTRAINT %I TO %I", s->have, names.have, names.want);
	else if (renamed)
		say(s, STAGE_MAKE, "ALTER TABLE %P RENAME CONSTRAINT %I TO %I", s->want, names.have, names.want);
	if (becomes_own(s))
		say(s, STAGE_MAKE, "ALTER TABLE %P ALTER COLUMN %I SET NOT NULL", s->want, s->want->name);
	if (have->no_inherit != want->no_inherit)
		say(s, STAGE_MAKE, "ALTER TABLE %P ALTER CONSTRAINT %I %sINHERIT", s->want, names.want,
			want->no_inherit ? "NO " : "");
	if (have->not_valid && !want->not_valid) {
		say(s, STAGE_MAKE, "ALTER TABLE %P VALIDATE CONSTRAINT %I", s->want, names.want);
		risk_not_null(s);
	}
	bool again = !have->not_valid && want->not_valid && !follows;
	if (again) {
		say(s, STAGE_MAKE, "ALTER TABLE %P ALTER COLUMN %I DROP NOT NULL", s->want, s->want->name);
		say_add(s, STAGE_MAKE, names.want);
	}
	say_comment(s, STAGE_MAKE, names.want, again ? NULL : have->comment, want->comment);
}

/*
 * Whether the constraint comes with the parent's, which is NOT VALID, and is to be valid here: rows of this partition, or child,
 * are known to have values.
 */
static bool is_valid_alone(const struct say *s)
{
	const struct object *parent = not_null_has_name(s->changes) ? not_null_parent(s->changes->want, s->want) : NULL;

	return parent && COLUMN(parent)->not_null_constraint.not_valid && !COLUMN(s->want)->not_null_constraint.not_valid;
}

/* A column that becomes NOT NULL, by its own statement or by that of its parent, which makes it after that. */
static void say_made(struct say *s, bool told_by_parent)
{
	g_autofree char *name = not_null_name(s->changes->want, s->want);
	bool valid_alone = told_by_parent && is_valid_alone(s);

	if (!told_by_parent)
		not_null_set(s, STAGE_MAKE);
	else if (valid_alone)
		say(s, STAGE_LATE, "ALTER TABLE %P VALIDATE CONSTRAINT %I", s->want, name);
	if (!told_by_parent || valid_alone)
		risk_not_null(s);
	say_comment(s, told_by_parent ? STAGE_LATE : STAGE_MAKE, name, NULL,
		not_null_has_name(s->changes) ? COLUMN(s->want)->not_null_constraint.comment : NULL);
}

void not_null_alter(struct say *s, bool told_by_parent)
{
	bool have = COLUMN(s->have)->not_null, want = COLUMN(s->want)->not_null;

	if (want && !have) {
		say_made(s, told_by_parent);
	} else if (want && have && alterable(s->changes, s->change)) {
		say_altered(s);
	} else if (not_null_is_taken_along(s->changes, s->change)) {
		say_on_rows(s, STAGE_LATE, "ALTER TABLE %P ALTER COLUMN %I SET NOT NULL", s->want, s->want->name);
	}
}
