/* CREATE, ALTER, DROP TABLE. */
#include "diff/ddl/table.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "diff/aside_name.h"
#include "diff/ddl/column.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/distribution.h"
#include "diff/ddl/expression.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/not_null.h"
#include "diff/ddl/partition_key.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/row_cast.h"
#include "diff/ddl/row_security.h"
#include "diff/ddl/row_type.h"
#include "diff/ddl/sequence.h"
#include "diff/ddl/sequence_owned.h"
#include "diff/ddl/table_edges.h"
#include "diff/ddl/table_kept.h"
#include "diff/ddl/table_partition_rows.h"
#include "diff/ddl/table_risk.h"
#include "diff/ddl/verbs.h"
#include "diff/keepsake.h"
#include "diff/say.h"

#define TABLE(object) ((const struct table *)(object))

bool table_changes_place(const struct change *change)
{
	const struct table *have = TABLE(change->have), *want = TABLE(change->want);

	return have->partition_of &&
	       (have->partition_of != want->partition_of || have->partition_bound_spec != want->partition_bound_spec);
}

static void note_unlogged(struct say *s)
{
	g_autofree char *name = object_describe(s->want);

	say_note(s, NOTE_PARTITIONED_UNLOGGED,
		"%s is partitioned: LOGGED and UNLOGGED cannot be changed, and have no effect, as the partitions hold the rows",
		name);
}

static void judge(const struct changes *changes, struct change *change)
{
	const struct table *have = TABLE(change->have), *want = TABLE(change->want);

	/* SET ACCESS METHOD is there since 15 */
	bool moves = have->access_method != want->access_method && changes->target && changes->target < PG(15);
	if ((want->of_type && want->of_type != have->of_type && change_reorders(changes, change)) || moves)
		change->fate = FATE_REMAKE;
	change->detached = table_changes_place(change);
}

/* Of a column that is the parent's only a constraint of its own is listed. */
static void append_inherited(GString *out, struct say *s, const struct object *column)
{
	g_autoptr(GString) constraint = g_string_new(NULL);

	not_null_append_local(constraint, s->changes, column);
	if (constraint->len)
		g_string_append_printf(out, "%s%s", out->len ? ",\n    " : "\n    ", constraint->str);
}

/* CREATE TABLE OF takes no generated column, and no identity; ALTER TABLE OF does. */
static bool is_typed_later(const struct table *table)
{
	struct parts columns = object_columns(&table->object);
	bool later = false;

	for (size_t i = 0; i < columns.count && table->of_type; i++) {
		const struct column *column = (const struct column *)columns.items[i];
		later = later || column->generated || column->identity;
	}
	return later;
}

/* Columns that CREATE TABLE lists: a child's inherited ones come from its parents, a partition is made whole and then attached. */
static void append_columns(GString *out, struct say *s)
{
	const struct table *table = TABLE(s->want);
	struct parts columns = object_columns(s->want);
	g_autoptr(GString) options = g_string_new(NULL);
	bool typed = table->of_type && !is_typed_later(table);

	for (size_t i = 0; i < columns.count; i++) {
		const struct change *change = changes_of_want(s->changes, columns.items[i]);
		const struct column *column = (const struct column *)columns.items[i];

		if (column->inherited && table->inherits) {
			append_inherited(out, s, columns.items[i]);
			continue;
		}
		if (typed) {
			g_string_truncate(options, 0);
			column_options(options, s->changes, change);
			if (options->len)
				say_append(out, "%s\n    %I WITH OPTIONS%s", out->len ? "," : "", columns.items[i]->name,
					options->str);
			continue;
		}
		g_string_append(out, out->len ? ",\n    " : "\n    ");
		column_definition(out, s->changes, change);
	}
}

static void append_checks(GString *out, struct say *s)
{
	struct parts checks = object_parts(s->want, &check_kind);

	for (size_t i = 0; i < checks.count; i++) {
		const struct check *check = (const struct check *)checks.items[i];
		const struct change *change = changes_of_want(s->changes, checks.items[i]);
		if (change->made_by != s->change || (check->inherited && TABLE(s->want)->inherits))
			continue;
		say_append(out,
			expression_is_parenthesised(check->expression) ? "%s\n    CONSTRAINT %I CHECK %s%s"
								       : "%s\n    CONSTRAINT %I CHECK (%s)%s",
			out->len ? "," : "", checks.items[i]->name, check->expression, check->no_inherit ? " NO INHERIT" : "");
	}
}

void table_append_elements(GString *out, struct say *s)
{
	append_columns(out, s);
	append_checks(out, s);
}

void table_append_inherits(GString *out, struct say *s)
{
	const struct names *parents = TABLE(s->want)->inherits;
	struct pool *pool = s->changes->pool;

	for (size_t i = 0; parents && i < parents->count; i++)
		say_append(out, "%s%s", i ? ", " : "\nINHERITS (",
			say_relation(pool, s->want, pool_qualified(pool, parents->items[i])));
	if (parents)
		g_string_append_c(out, ')');
}

static void append_all_options(GString *out, const struct table *table)
{
	g_autoptr(GString) options = g_string_new(NULL);

	say_options(options, table->options);
	for (size_t i = 0; table->toast_options && i < table->toast_options->count; i++) {
		const char *option = table->toast_options->items[i], *value = strchr(option, '=');
		g_autofree char *name = g_strndup(option, value ? (size_t)(value - option) : strlen(option));
		say_append(options, "%stoast.%I=%L", options->len ? ", " : "", name, value ? value + 1 : "true");
	}
	if (options->len)
		say_append(out, "\nWITH (%s)", options->str);
}

/* Whether the table goes with the partitioned one that it is of: it stays attached, and its rows are carried over from there. */
static bool goes_with_parent(const struct say *s)
{
	const struct object *parent = TABLE(s->have)->partition_of ? table_parent(s->changes->have, s->have) : NULL;

	return parent && changes_of_have(s->changes, parent)->aside;
}

static void say_lost_columns(struct say *s)
{
	struct parts columns = object_columns(s->have);

	for (size_t i = 0; i < columns.count; i++) {
		const struct change *change = changes_of_have(s->changes, columns.items[i]);
		g_autofree char *name = object_describe(columns.items[i]);
		if (!change->want && !((const struct column *)columns.items[i])->generated && !keepsake_reports(s->changes, change))
			say_loss(s, STAGE_LATE, LOSS_COLUMN_DROPPED, "%s is dropped, and its values are lost", name);
	}
}

/* An identity goes on where the old one stands. */
static void say_carry_positions(struct say *s)
{
	struct parts columns = object_columns(s->want);

	for (size_t i = 0; i < columns.count; i++) {
		const struct object *want = sequence_of_identity(s->changes, columns.items[i]);
		const struct change *change = want ? changes_of_want(s->changes, want) : NULL;
		if (change && change->have && change->fate == FATE_REMAKE)
			sequence_carry_over(s, change);
	}
}

/* Columns that both the old and the new table store. */
static void say_carry_over(struct say *s)
{
	g_autoptr(GString) list = g_string_new(NULL), values = g_string_new(NULL);
	const char *old = aside_name(s->changes, s->have->schema, s->have->name);
	struct parts columns = object_columns(s->want);
	bool always = false;

	for (size_t i = 0; i < columns.count; i++) {
		const struct column *want = (const struct column *)columns.items[i];
		const struct change *change = changes_of_want(s->changes, columns.items[i]);
		if (!change->have)
			continue;
		const struct column *have = (const struct column *)change->have;
		g_autofree char *name = object_describe(change->have);
		if (want->generated) {
			if (!have->generated && !keepsake_reports(s->changes, change))
				say_loss(s, STAGE_LATE, LOSS_COLUMN_GENERATED,
					"the values of %s are lost, as it becomes a generated column", name);
			continue;
		}
		g_autoptr(GString) from = g_string_new(NULL), value = g_string_new(NULL);
		say_append(from, "%I", change->have->name);
		if (want->using)
			g_string_append(value, want->using);
		else if (!convert_value(value, s->changes, from->str, have->type, want->type)) {
			if (!keepsake_reports(s->changes, change))
				say_loss(s, STAGE_LATE, LOSS_VALUES_DROPPED,
					"the values of %s are lost, as they cannot be converted", name);
			continue;
		}
		always = always || (want->identity && strcmp(want->identity, "always") == 0);
		say_append(list, "%s%I", list->len ? ", " : "", columns.items[i]->name);
		say_append(values, "%s%s", values->len ? ", " : "", value->str);
	}
	if (list->len)
		say_on_rows(s, STAGE_LATE, "INSERT INTO %O (%s)%s SELECT %s FROM %s%I.%I", s->want, list->str,
			always ? " OVERRIDING SYSTEM VALUE" : "", values->str, TABLE(s->have)->partition_by ? "" : "ONLY ",
			s->have->schema, old);
	risk_carried_rows(s);
	say_lost_columns(s);
	say_carry_positions(s);
	say(s, STAGE_LATE, "DROP TABLE %I.%I", s->have->schema, old);
}

/* Of all that makes a table made again, this is the least expected. */
static void note_inheritance(struct say *s)
{
	g_autofree char *name = object_describe(s->want);

	if (s->have && TABLE(s->have)->partition_by == TABLE(s->want)->partition_by &&
		changes_inheritance(s->changes, s->change) == INHERITANCE_REMADE)
		say_note(s, NOTE_TABLE_RECREATED, "%s is recreated, as no ALTER TABLE leaves a column to the parents alone", name);
}

/* Columns that store the row type of a table that is made again are converted to that of the new one. */
static void carry_row_type(struct say *s)
{
	const struct object *user = s->have && s->change->aside ? row_type_user(s->changes, s->have) : NULL;

	if (!user)
		return;
	g_autofree char *name = object_describe(s->want), *column = object_describe(user);
	say_note(s, NOTE_TABLE_RECREATED, "%s is recreated, as PostgreSQL does not change it while %s stores its row type", name,
		column);
	row_cast_say(s, aside_name(s->changes, s->have->schema, s->have->name));
}

static void create(struct say *s)
{
	static const struct table none;
	const struct table *table = TABLE(s->want);
	g_autoptr(GString) elements = g_string_new(NULL), sql = g_string_new(NULL);

	bool typed = table->of_type && !is_typed_later(table);
	table_append_elements(elements, s);
	say_append(sql, "CREATE %sTABLE %O", table->unlogged ? "UNLOGGED " : "", s->want);
	if (typed)
		say_append(sql, " OF %s", table->of_type->text);
	if (elements->len || !typed)
		say_append(sql, " (%s\n)", elements->str);
	table_append_inherits(sql, s);
	if (table->partition_by)
		partition_key_append(sql, s->want);
	if (table->access_method)
		say_append(sql, "\nUSING %I", table->access_method);
	append_all_options(sql, table);
	if (table->tablespace)
		say_append(sql, "\nTABLESPACE %I", table->tablespace);
	say(s, STAGE_MAKE, "%s", sql->str);
	distribution_say(s, NULL, table);
	if (table->of_type && !typed)
		say(s, STAGE_MAKE, "ALTER TABLE %O OF %s", s->want, table->of_type->text);
	if (table->partition_of)
		table_say_attach(s);
	table_say_index_marks(s, &none, table);
	note_inheritance(s);
	carry_row_type(s);
	if (s->change->aside && s->have && !goes_with_parent(s))
		say_carry_over(s);
	row_security_say(s, NULL, table->row_security);
}

/* Whether keys that stay refer to the table, which stays, of which a partition goes: they hold it until it is taken out. */
static bool is_held(const struct say *s)
{
	for (const struct object *above = table_parent(s->changes->have, s->have); above && TABLE(s->have)->partition_of;
		above = table_parent(s->changes->have, above)) {
		const GArray *users = depend_needed_by(s->changes->needs_have, above);
		for (guint i = 0; i < users->len && !change_undoes(changes_of_have(s->changes, above)); i++) {
			const struct object *user = snapshot_all(s->changes->have).items[g_array_index(users, unsigned, i)];
			if (user->kind == &foreign_key_kind && !change_undoes(changes_of_have(s->changes, user)))
				return true;
		}
	}
	return false;
}

static void drop(struct say *s)
{
	const struct table *have = TABLE(s->have);
	g_autofree char *name = object_describe(s->have);
	bool with_parent = goes_with_parent(s), leaves = partition_leaves_rows(s->changes, s->change);

	if (have->partition_of && (s->change->fate == FATE_REMAKE || leaves) && !with_parent)
		say(s, STAGE_UNDO, "ALTER TABLE %s DETACH PARTITION %O",
			say_relation(s->changes->pool, s->have, have->partition_of), s->have);
	if (s->change->aside) {
		/* its parents are altered without it */
		for (size_t i = 0; have->inherits && i < have->inherits->count; i++)
			say(s, STAGE_UNDO, "ALTER TABLE %O NO INHERIT %s", s->have,
				say_relation(
					s->changes->pool, s->have, pool_qualified(s->changes->pool, have->inherits->items[i])));
		/* its owner is to see all rows that are carried over */
		if (row_security_is_forced(have->row_security))
			row_security_force(s, STAGE_UNDO, s->have, false);
		const char *aside_as = aside_name(s->changes, s->have->schema, s->have->name);
		say(s, STAGE_UNDO, "ALTER TABLE %O RENAME TO %I", s->have, aside_as);
		if (!leaves)
			return;
		bool all = partition_leave_rows(s, aside_as);
		say(s, STAGE_LATE, "DROP TABLE %I.%I", s->have->schema, aside_as);
		if (!all)
			say_loss(s, STAGE_LATE, LOSS_TABLE_DROPPED,
				"%s is dropped, and its rows that fit no other partition are lost", name);
		return;
	}
	enum stage stage = s->change->emptied ? STAGE_MAKE : STAGE_UNDO;
	if (!have->partition_by && !keepsake_is_whole(s->changes, s->change)) /* its partitions have the rows */
		say_loss(s, stage, LOSS_TABLE_DROPPED, "%s is dropped, and its rows are lost", name);
	if (is_held(s))
		say(s, stage, "ALTER TABLE %s DETACH PARTITION %O", say_relation(s->changes->pool, s->have, have->partition_of),
			s->have);
	if (keepsake_is_whole(s->changes, s->change))
		table_say_kept_whole(s, stage);
	else
		say(s, stage, "DROP TABLE %O", s->have);
}

static void alter(struct say *s)
{
	const struct table *have = TABLE(s->have), *want = TABLE(s->want);

	plain_rename(s);
	table_alter_parents(s);
	bool typed_anew = have->of_type != want->of_type || s->change->detached;
	if (typed_anew && have->of_type)
		say(s, STAGE_UNDO, "ALTER TABLE %O NOT OF", s->have);
	if (typed_anew && want->of_type)
		say(s, STAGE_LATE, "ALTER TABLE %O OF %s", s->want, want->of_type->text);
	if (table_stays_unlogged(s->change))
		note_unlogged(s);
	else if (have->unlogged != want->unlogged)
		say_on_rows(s, STAGE_MAKE, "ALTER TABLE %O SET %s", s->want, want->unlogged ? "UNLOGGED" : "LOGGED");
	if (have->access_method != want->access_method)
		say_on_rows(s, STAGE_MAKE, "ALTER TABLE %O SET ACCESS METHOD %I", s->want,
			want->access_method ? want->access_method : "heap");
	if (have->tablespace != want->tablespace)
		say(s, STAGE_MAKE, "ALTER TABLE %O SET TABLESPACE %I", s->want, want->tablespace ? want->tablespace : "pg_default");
	say_altered_options(s, "ALTER TABLE", s->want, have->options, want->options, "");
	say_altered_options(s, "ALTER TABLE", s->want, have->toast_options, want->toast_options, "toast.");
	table_say_index_marks(s, have, want);
	distribution_say(s, have, want);
	row_security_say(s, have->row_security, want->row_security);
}

static const struct told told_elsewhere[] = {
	{ "inherits", table_parent_is_renamed },
	{ "distribution.method", distribution_column_is_renamed },
	{ 0 },
};

const struct verbs table_verbs = { .told_elsewhere = told_elsewhere,
	.mark_first = table_mark_first,
	.stays = table_row_stays,
	.note = table_note,
	.mark_all = table_mark_all,
	.add_edges = table_add_edges,
	.on_dependency = table_on_dependency,
	.widen_first = table_widen_first,
	.kind = &table_kind,
	.keep = table_say_kept,
	.judge = judge,
	.create = create,
	.alter = alter,
	.drop = drop };
