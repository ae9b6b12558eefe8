/* UPDATE ... FROM what was kept, and INSERT. */
#include "diff/ddl/table_given_back.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "catalog/registry.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/row_security.h"
#include "diff/ddl/table_kept.h"
#include "diff/ddl/trigger_pause.h"
#include "diff/lock.h"
#include "diff/order.h"
#include "sql/quote.h"

#define COLUMN(object) ((const struct column *)(object))
#define TABLE(object) ((const struct table *)(object))

/* What a kept value is in its column. */
static void append_value(GString *out, const struct object *column)
{
	say_append(out, "kept.%I", column->name);
	if (keepsake_as_text(COLUMN(column)->type))
		g_string_append_printf(out, "::%s", COLUMN(column)->type);
}

static const char *only(const struct object *table)
{
	return TABLE(table)->partition_by ? "" : "ONLY ";
}

/*
 * has.id OPERATOR(pg_catalog.=) kept.id AND ...: where the block runs under the database's search_path, = might be another operator for
 * exactly the types of the columns.
 */
static void append_match(GString *out, const struct keepsake *kept)
{
	for (guint i = 0; i < kept->key->len; i++) {
		const struct object *column = kept->key->pdata[i];
		say_append(out, "%shas.%I%s OPERATOR(pg_catalog.=) kept.%I", i ? " AND " : "", column->name,
			keepsake_as_text(COLUMN(column)->type) ? "::text" : "", column->name);
	}
}

static void append_update(GString *out, const struct say *s, const struct keepsake *kept, const char *from)
{
	g_autoptr(GString) match = g_string_new(NULL);
	g_autofree char *table = object_describe(s->want);

	append_match(match, kept);
	say_append(out, "    UPDATE %s%O AS has SET", only(s->want), s->want);
	for (guint i = 0; i < kept->columns->len; i++) {
		const struct object *column = kept->columns->pdata[i];
		say_append(out, "%s\n        %I = ", i ? "," : "", column->name);
		append_value(out, column);
	}
	for (guint i = 0; i < kept->noted->len; i++) {
		const struct object *column = kept->noted->pdata[i];
		g_autoptr(GString) value = g_string_new(NULL);
		append_value(value, column);
		say_append(out, "%s\n        %I = COALESCE(%s, has.%I)", i + kept->columns->len ? "," : "", column->name,
			value->str, column->name);
	}
	say_append(out, "\n    FROM %s AS kept WHERE %s;\n", from, match->str);
	say_append(out, "    IF EXISTS (SELECT FROM %s AS kept WHERE NOT EXISTS (SELECT FROM %s%O AS has WHERE %s)) THEN\n", from,
		only(s->want), s->want, match->str);
	g_autofree char *left =
		g_strdup_printf("rows of %s, of which values were kept, are not there: these stay in %s", table, from);
	say_append(out, "        RAISE WARNING '%%', %L;\n    ELSE\n        DROP TABLE %s;\n    END IF;\n", left, from);
}

static void append_insert(GString *out, const struct say *s, const struct keepsake *kept, const char *from)
{
	g_autoptr(GString) columns = g_string_new(NULL), values = g_string_new(NULL);
	const struct object *above = table_parent(s->changes->want, s->want);
	bool always = false;

	for (guint i = 0; i < kept->columns->len; i++) {
		const struct object *column = kept->columns->pdata[i], *upper = above ? object_column(above, column->name) : NULL;
		always = always || g_strcmp0(COLUMN(column)->identity, "always") == 0 ||
			 (upper && g_strcmp0(COLUMN(upper)->identity, "always") == 0);
		say_append(columns, "%s%I", i ? ", " : "", column->name);
		g_string_append(values, i ? ", " : "");
		append_value(values, column);
	}
	say_append(out, columns->len ? "    INSERT INTO %O (%s)" : "    INSERT INTO %O%s", s->want, columns->str);
	say_append(out, "%s\n    SELECT %s FROM %s AS kept;\n    DROP TABLE %s;\n", always ? " OVERRIDING SYSTEM VALUE" : "",
		values->str, from, from);
}

/* Where somebody has removed what was kept, the rows do without it. */
static void say_block(struct say *s, enum stage stage, const struct keepsake *kept)
{
	g_autoptr(GString) from = g_string_new(NULL), body = g_string_new("\nBEGIN\n");
	g_autofree char *name = object_describe(s->want), *gone = g_strdup_printf("nothing is kept any more of %s", name);

	quote_qualified(from, KEPT_SCHEMA, kept->name);
	say_append(body,
		"    IF pg_catalog.to_regclass(%L) IS NULL THEN\n        RAISE WARNING '%%', %L;\n        RETURN;\n    END IF;\n",
		from->str, gone);
	if (kept->whole)
		append_insert(body, s, kept, from->str);
	else
		append_update(body, s, kept, from->str);
	g_string_append(body, "END");
	say_on_rows(s, stage, "DO %D", body->str);
	if (!kept->whole)
		table_kept_hold(s, stage, LOCK_REWRITES);
	bool takes_labels = kept->noted->len;
	for (guint i = 0; i < kept->columns->len; i++)
		takes_labels = takes_labels || keepsake_as_text(COLUMN(kept->columns->pdata[i])->type);
	batch_of(s->change, stage)->takes_labels = takes_labels;
}

/* A column GENERATED ALWAYS takes no value of an UPDATE. */
static void say_identities(struct say *s, enum stage stage, const struct keepsake *kept, const char *generated)
{
	for (guint i = 0; i < kept->columns->len; i++) {
		const struct object *column = kept->columns->pdata[i];
		if (g_strcmp0(COLUMN(column)->identity, "always") == 0)
			say(s, stage, "ALTER TABLE %O ALTER COLUMN %I SET GENERATED %s", s->want, column->name, generated);
	}
}

/* Triggers of the table, and of its partitions, see nothing of it. */
static void say_fires(struct say *s, enum stage stage, const struct object *table, bool enable)
{
	const GArray *users = depend_needed_by(s->changes->needs_want, table);

	trigger_pause(s, stage, changes_of_want(s->changes, table), false, enable);
	for (guint i = 0; TABLE(table)->partition_by && i < users->len; i++) {
		const struct object *user = snapshot_all(s->changes->want).items[g_array_index(users, unsigned, i)];
		if (user->kind == &table_kind && TABLE(user)->partition_of && table_parent(s->changes->want, user) == table)
			say_fires(s, stage, user, enable);
	}
}

static void say_update(struct say *s, const struct keepsake *kept)
{
	/* of a table that is made again, once its rows are carried over */
	enum stage stage = change_makes(s->change) ? STAGE_LATE : STAGE_FILL;

	bool forced =
		s->have && !change_makes(s->change) && !s->change->read && row_security_is_forced(TABLE(s->have)->row_security);

	if (forced) /* its owner is to see all rows */
		row_security_force(s, stage, s->want, false);
	say_fires(s, stage, s->want, false);
	say_identities(s, stage, kept, "BY DEFAULT");
	say_block(s, stage, kept);
	say_identities(s, stage, kept, "ALWAYS");
	say_fires(s, stage, s->want, true);
	if (forced)
		row_security_force(s, stage, s->want, true);
}

void table_give_back(struct say *s, const struct keepsake *kept)
{
	g_autofree char *name = object_describe(s->want);

	if (kept->whole) {
		say_block(s, STAGE_FILL, kept);
		return;
	}
	say_update(s, kept);
	say_note(s, NOTE_GIVEN_BACK, "%s gets back what was kept of it; rows that came meanwhile have the defaults, or NULL", name);
}
