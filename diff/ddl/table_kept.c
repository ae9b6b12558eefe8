/* CREATE TABLE ... AS, or SET SCHEMA, of what a table loses. */
#include "diff/ddl/table_kept.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "catalog/registry.h"
#include "diff/ddl/row_security.h"
#include "diff/ddl/row_type.h"
#include "diff/ddl/sequence_owned.h"
#include "diff/ddl/table_given_back.h"
#include "diff/keepsake.h"
#include "diff/lock.h"
#include "diff/order.h"
#include "diff/steps.h"
#include "sql/quote.h"

#define COLUMN(object) ((const struct column *)(object))
#define TABLE(object) ((const struct table *)(object))
#define COLLATE " COLLATE pg_catalog.\"default\""

/* What a column's values are kept as: of no type and no collation of the database's own. */
static void append_value(GString *out, const struct object *object)
{
	const struct column *column = COLUMN(object);
	bool text = keepsake_as_text(column->type);

	say_append(out,
		text		    ? "%s%I::text" COLLATE
		: column->collation ? "%s%I" COLLATE
				    : "%s%I",
		out->len ? ", " : "", object->name);
	if (text || column->collation)
		say_append(out, " AS %I", object->name);
}

/* state::text IN ('gone', 'lost') */
static void append_labels(GString *out, const struct say *s, const struct object *column)
{
	g_autoptr(GPtrArray) labels = keepsake_labels(s->changes, changes_of_have(s->changes, column));

	say_append(out, "%I::text IN (", column->name);
	for (guint i = 0; i < labels->len; i++)
		say_append(out, "%s%L", i ? ", " : "", (const char *)labels->pdata[i]);
	g_string_append_c(out, ')');
}

/* Of rows that have a label that goes, the label; where nothing else is kept, of these rows alone. */
static void append_noted(GString *out, GString *where, const struct say *s, const struct keepsake *kept)
{
	for (guint i = 0; i < kept->noted->len; i++) {
		const struct object *column = object_column(s->have, ((const struct object *)kept->noted->pdata[i])->name);
		g_autoptr(GString) labels = g_string_new(NULL);
		append_labels(labels, s, column);
		say_append(out, ", CASE WHEN %s THEN %I::text END" COLLATE " AS %I", labels->str, column->name, column->name);
		if (!kept->columns->len)
			g_string_append_printf(where, "%s%s", where->len ? " OR " : "\n    WHERE ", labels->str);
	}
}

static void append_values(GString *out, const struct object *table, const GPtrArray *columns)
{
	for (guint i = 0; columns && i < columns->len; i++)
		append_value(out, object_column(table, ((const struct object *)columns->pdata[i])->name));
}

static struct step *add_aside(struct say *s, enum stage stage, const char *sql)
{
	struct step *step = batch_add(batch_of(s->change, stage), g_strdup(sql));

	step->aside = true;
	step->cause = KEPT_CAUSE;
	return step;
}

void table_kept_hold(struct say *s, enum stage stage, unsigned work)
{
	const GPtrArray *steps = batch_of(s->change, stage)->steps;
	struct step *step = steps->pdata[steps->len - 1];

	step->held = "ACCESS EXCLUSIVE";
	step->work = work;
}

/*
 * Nobody else may write between the copy and the drop, as that would be lost. The mode is ACCESS EXCLUSIVE, which the drop needs: a
 * weaker lock, strengthened later, may deadlock. The DO block is there because LOCK TABLE is an error outside a transaction block.
 */
static void say_lock(struct say *s, enum stage stage, const char *only)
{
	g_autoptr(GString) body = g_string_new(NULL);

	say_append(body, "BEGIN LOCK TABLE %s%O; END", only, s->have);
	say(s, stage, "DO %D", body->str);
	table_kept_hold(s, stage, 0);
}

/*
 * UNLOGGED, so that no publication of all tables sends the rows to a subscriber, who has no such table; SET LOGGED writes them without
 * sending them.
 */
static void say_copy(struct say *s, enum stage stage, const struct keepsake *kept)
{
	g_autoptr(GString) values = g_string_new(NULL), where = g_string_new(NULL);
	bool forced = row_security_is_forced(TABLE(s->have)->row_security);
	const char *only = TABLE(s->have)->partition_by ? "" : "ONLY ";

	append_values(values, s->have, kept->key);
	append_values(values, s->have, kept->columns);
	append_noted(values, where, s, kept);
	say_lock(s, stage, only);
	if (forced) /* its owner is to see all rows */
		row_security_force(s, stage, s->have, false);
	g_autoptr(GString) create = g_string_new(NULL), logged = g_string_new(NULL);
	say_append(create, "CREATE UNLOGGED TABLE %I.%I AS\n    SELECT %s\n    FROM %s%O%s", KEPT_SCHEMA, kept->name, values->str,
		only, s->have, where->str);
	say_append(logged, "ALTER TABLE %I.%I SET LOGGED", KEPT_SCHEMA, kept->name);
	struct step *copy = add_aside(s, stage, create->str);
	copy->object = s->have;
	copy->had = s->have;
	table_kept_hold(s, stage, LOCK_SCANS);
	add_aside(s, stage, logged->str);
	if (forced && !kept->whole)
		row_security_force(s, stage, s->have, true);
}

/* Its rows are not sent by a copy, and what it is made of goes with its parents. */
static bool is_copied(const struct object *table)
{
	return TABLE(table)->partition_of || TABLE(table)->inherits || TABLE(table)->of_type;
}

/* Whether the part still exists: one with a statement of its own, as a key to which another table refers, is dropped by then. */
static bool goes_along(const struct say *s, const struct object *part)
{
	return changes_of_have(s->changes, part)->undone_by == s->change;
}

static void append_subcommand(GString *out, const char *format, const char *name)
{
	g_string_append(out, out->len ? ",\n    " : "\n    ");
	say_append(out, format, name);
}

/* What refers to other tables, calls functions or belongs to the database is taken off, first of all what needs the rest. */
static void append_constraints(GString *out, const struct say *s, const struct object *table)
{
	for (int foreign = 1; foreign >= 0; foreign--)
		for (size_t k = 0; table->kind->parts[k]; k++)
			for (size_t i = 0; kind_is(table->kind->parts[k], TRAIT_CONSTRAINT) && i < table->parts[k].count; i++)
				if (kind_is(table->kind->parts[k], TRAIT_IDLE) == foreign &&
					goes_along(s, table->parts[k].items[i]))
					append_subcommand(out, "DROP CONSTRAINT %I", table->parts[k].items[i]->name);
}

static void append_bare_columns(GString *out, const struct object *table)
{
	struct parts columns = object_columns(table);

	for (size_t i = 0; i < columns.count; i++) {
		const struct column *column = (const struct column *)columns.items[i];
		const char *name = column->object.name;
		if (column->generated)
			append_subcommand(out, "DROP COLUMN %I", name);
		if (column->default_)
			append_subcommand(out, "ALTER COLUMN %I DROP DEFAULT", name);
		if (column->identity)
			append_subcommand(out, "ALTER COLUMN %I DROP IDENTITY", name);
	}
}

static void append_types(GString *out, const struct object *table)
{
	struct parts columns = object_columns(table);

	for (size_t i = 0; i < columns.count; i++) {
		const struct column *column = (const struct column *)columns.items[i];
		const char *name = column->object.name;
		bool text = keepsake_as_text(column->type);
		if (column->generated || !(text || column->collation))
			continue;
		append_subcommand(out, "ALTER COLUMN %I TYPE ", name);
		g_string_append_printf(out, "%s" COLLATE, text ? "text" : column->type);
		if (text)
			say_append(out, " USING %I::text", name);
	}
}

/* Indexes, triggers, rules and policies. */
static void say_parts_off(struct say *s, enum stage stage)
{
	const struct object *table = s->have;

	for (size_t k = 0; table->kind->parts[k]; k++) {
		const struct kind *kind = table->kind->parts[k];
		for (size_t i = 0; i < table->parts[k].count; i++) {
			const struct object *part = table->parts[k].items[i];
			if (!goes_along(s, part) || kind_is(kind, TRAIT_CONSTRAINT))
				continue;
			if (kind_is(kind, TRAIT_INDEX))
				say(s, stage, "DROP INDEX %I.%I", part->schema, part->name);
			else if (kind_is(kind, TRAIT_FIRES | TRAIT_IDLE))
				say(s, stage, "DROP %s %I ON %O", kind->sql, part->name, table);
		}
	}
}

static void say_move(struct say *s, enum stage stage, const struct keepsake *kept)
{
	g_autoptr(GString) bare = g_string_new(NULL), types = g_string_new(NULL);

	say_parts_off(s, stage);
	append_constraints(bare, s, s->have);
	append_bare_columns(bare, s->have);
	append_types(types, s->have);
	if (TABLE(s->have)->row_security)
		append_subcommand(bare, "DISABLE ROW LEVEL SECURITY", NULL);
	if (row_security_is_forced(TABLE(s->have)->row_security))
		append_subcommand(bare, "NO FORCE ROW LEVEL SECURITY", NULL);
	if (bare->len)
		say(s, stage, "ALTER TABLE %O%s", s->have, bare->str);
	if (types->len)
		say(s, stage, "ALTER TABLE %O%s", s->have, types->str);
	sequence_say_gone(s, stage);
	say(s, stage, "ALTER TABLE %O OWNER TO CURRENT_USER", s->have);
	say(s, stage, "ALTER TABLE %O RENAME TO %I", s->have, kept->name);
	say(s, stage, "ALTER TABLE %I.%I SET SCHEMA %I", s->have->schema, kept->name, KEPT_SCHEMA);
}

static void note_kept(struct say *s, const struct keepsake *kept, const struct object *object, const char *what)
{
	g_autofree char *name = object_describe(object), *where = quote_identifier_dup(kept->name);

	remark_add(s->plan->notes, NOTE_KEPT, object, "the %s of %s are kept in %s.%s", what, name, KEPT_SCHEMA, where);
}

void table_say_kept_whole(struct say *s, enum stage stage)
{
	const struct keepsake *kept = keepsake_add(s->plan, s->changes, s->change);

	note_kept(s, kept, s->have, "rows");
	if (!is_copied(s->have)) {
		say_move(s, stage, kept);
		return;
	}
	say_copy(s, stage, kept);
	say(s, stage, "DROP TABLE %O", s->have);
}

/* A column of a table without a key is lost as without --keep, and so are its partitions'. */
static void say_not_kept(struct say *s)
{
	struct parts columns = object_columns(s->have);
	g_autoptr(GPtrArray) key = keepsake_key(s->changes, s->change);

	for (size_t i = 0; i < columns.count; i++) {
		struct change *column = changes_of_have(s->changes, columns.items[i]);
		if (!keepsake_would_lose(s->changes, column))
			continue;
		struct say of = { s->changes, s->change->aside ? s->change : column, column->have, column->want, s->plan };
		g_autofree char *name = object_describe(column->have);
		say_loss(&of, s->change->aside ? STAGE_LATE : STAGE_UNDO, LOSS_NOT_KEPT,
			"%s is dropped, and its values are lost: they cannot be kept, as %s", name,
			key ? "a cast of your own makes text of a value, or a value of text"
			    : "no key of the table stays as it is");
	}
}

/* Rows of the table that columns of others have as values lose theirs all the same. */
static void say_lost_in_rows(struct say *s, const struct keepsake *kept)
{
	const struct object *user = row_type_user(s->changes, s->have);
	g_autofree char *where = user ? object_describe(user) : NULL;

	for (guint i = 0; user && i < kept->columns->len; i++) {
		struct say of = { s->changes, s->change, s->have, s->want, s->plan };
		g_autofree char *name = object_describe(kept->columns->pdata[i]);
		say_loss(&of, STAGE_LATE, LOSS_NOT_KEPT,
			"%s is dropped, and its values in %s, which stores rows of the table, are lost", name, where);
	}
}

static void say_columns_kept(struct say *s)
{
	const struct keepsake *kept = keepsake_add(s->plan, s->changes, s->change);

	if (!kept) {
		say_not_kept(s);
		return;
	}
	for (guint i = 0; i < kept->columns->len; i++)
		note_kept(s, kept, kept->columns->pdata[i], "values");
	for (guint i = 0; i < kept->noted->len; i++)
		note_kept(s, kept, kept->noted->pdata[i], "labels that go");
	say_lost_in_rows(s, kept);
	say_copy(s, STAGE_KEEP, kept);
}

void table_say_kept(struct say *s)
{
	if (!s->changes->keeping)
		return;
	if (s->have && s->want && s->have->kind == &table_kind)
		say_columns_kept(s);
	if (s->want && keepsake_of(s->changes, s->change))
		table_give_back(s, keepsake_of(s->changes, s->change));
}
