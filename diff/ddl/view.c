/* CREATE, ALTER, DROP VIEW and MATERIALIZED VIEW. */
#include "catalog/kinds/view.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/clause.h"
#include "catalog/kinds/column.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/row_security.h"
#include "diff/ddl/verbs.h"
#include "diff/maintenance.h"
#include "diff/order.h"
#include "diff/say.h"

#define VIEW(object) ((const struct view *)(object))

/* The query alone: pg_get_viewdef() begins with a blank and ends in a semicolon. */
static const char *query_of(const struct changes *changes, const struct object *object)
{
	const char *definition = VIEW(object)->definition;

	return definition ? clause_trimmed(changes->pool, definition, NULL) : NULL;
}

static bool same_query(const struct changes *changes, const struct change *change)
{
	return query_of(changes, change->have) == query_of(changes, change->want);
}

/* CREATE OR REPLACE VIEW can only append columns; what YAML does not tell of them cannot be known. */
static bool is_replaceable(const struct change *change)
{
	struct parts have = object_columns(change->have), want = object_columns(change->want);

	if (!have.count || want.count < have.count)
		return false;
	for (size_t i = 0; i < have.count; i++) {
		const struct column *old = (const struct column *)have.items[i], *new = (const struct column *)want.items[i];
		if (old->object.name != new->object.name || old->type != new->type || old->collation != new->collation)
			return false;
	}
	return true;
}

static void judge_view(const struct changes *changes, struct change *change)
{
	if (!same_query(changes, change))
		change->fate = is_replaceable(change) ? FATE_ALTER : FATE_REMAKE;
}

/* WITH (...) in full: CREATE OR REPLACE forgets what it does not hear. */
static void say_view(struct say *s, enum stage stage, const char *create)
{
	const struct view *view = VIEW(s->want);
	g_autoptr(GString) options = g_string_new(NULL);

	say_options(options, view->options);
	if (view->check_option)
		say_append(options, "%scheck_option=%L", options->len ? ", " : "", view->check_option);
	if (options->len) {
		g_string_prepend(options, "\nWITH (");
		g_string_append(options, ")");
	}
	say(s, stage, "%s VIEW %O%s AS\n%s", create, s->want, options->str, query_of(s->changes, s->want));
}

/* Columns of the view's types, and nothing behind them: what stands in for its query in a circle. */
static void append_stub(GString *out, const struct object *view)
{
	struct parts columns = object_columns(view);

	g_string_append(out, "SELECT");
	for (size_t i = 0; i < columns.count; i++) {
		const struct column *column = (const struct column *)columns.items[i];
		say_append(out, "%s\n    NULL::%s", i ? "," : "", column->type);
		if (column->collation)
			say_append(out, " COLLATE %s", column->collation);
		say_append(out, " AS %I", columns.items[i]->name);
	}
}

static void create_view(struct say *s)
{
	g_autoptr(GString) stub = g_string_new(NULL);

	if (!s->change->stub) {
		say_view(s, STAGE_MAKE, "CREATE");
		return;
	}
	append_stub(stub, s->want);
	say(s, STAGE_MAKE, "CREATE VIEW %O AS\n%s", s->want, stub->str);
	say_view(s, STAGE_LATE, "CREATE OR REPLACE");
}

static void drop_view(struct say *s)
{
	g_autoptr(GString) stub = g_string_new(NULL);

	if (!s->change->emptied) {
		plain_drop(s);
		return;
	}
	append_stub(stub, s->have);
	say(s, STAGE_UNDO, "CREATE OR REPLACE VIEW %O AS\n%s", s->have, stub->str);
	say(s, STAGE_MAKE, "DROP VIEW %O", s->have);
}

static void alter_view(struct say *s)
{
	const struct view *have = VIEW(s->have), *want = VIEW(s->want);

	plain_rename(s);
	if (!same_query(s->changes, s->change)) {
		say_view(s, STAGE_MAKE, "CREATE OR REPLACE");
		return;
	}
	say_altered_options(s, "ALTER VIEW", s->want, have->options, want->options, "");
	if (have->check_option != want->check_option && want->check_option)
		say(s, STAGE_MAKE, "ALTER VIEW %O SET (check_option=%L)", s->want, want->check_option);
	else if (have->check_option != want->check_option)
		say(s, STAGE_MAKE, "ALTER VIEW %O RESET (check_option)", s->want);
}

/* An emptied view has let go of all but what its columns are made of, which those need. */
static bool lets_go(const struct change *change, const struct change *needed)
{
	return change->emptied && needed->have->kind != &schema_kind;
}

const struct verbs view_verbs = {
	.lets_go = lets_go, .kind = &view_kind, .judge = judge_view, .create = create_view, .alter = alter_view, .drop = drop_view
};

/* SET ACCESS METHOD is of 15, and rewrites everything all the same. */
static void judge_materialized(const struct changes *changes, struct change *change)
{
	if (!same_query(changes, change))
		change->fate = FATE_REMAKE;
}

/* Clustering waits for its index. */
static void say_cluster(struct say *s)
{
	say(s, STAGE_LATE, "ALTER MATERIALIZED VIEW %O CLUSTER ON %I", s->want, VIEW(s->want)->cluster_on);
}

static bool is_populated(const struct object *object)
{
	return object->kind != &materialized_view_kind || g_strcmp0(VIEW(object)->with_data, "false") != 0;
}

/* Whether a view can be read: no materialized view below it is empty. */
static bool is_readable(const struct changes *changes, const struct object *view, GHashTable *seen)
{
	const GArray *needs = depend_needs(changes->needs_want, view);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if ((needed->kind == &view_kind || needed->kind == &materialized_view_kind) &&
			g_hash_table_add(seen, (gpointer)needed) && !(is_populated(needed) && is_readable(changes, needed, seen)))
			return false;
	}
	return true;
}

/* Filled when all that its functions use is there. */
static void create_materialized(struct say *s)
{
	const struct view *view = VIEW(s->want);
	g_autoptr(GString) clauses = g_string_new(NULL);

	if (view->access_method)
		say_append(clauses, "\nUSING %I", view->access_method);
	if (view->options) {
		g_string_append(clauses, "\nWITH (");
		say_options(clauses, view->options);
		g_string_append_c(clauses, ')');
	}
	if (view->tablespace)
		say_append(clauses, "\nTABLESPACE %I", view->tablespace);
	say(s, STAGE_MAKE, "CREATE MATERIALIZED VIEW %O%s AS\n%s\nWITH NO DATA", s->want, clauses->str,
		query_of(s->changes, s->want));
	say_altered_options(s, "ALTER MATERIALIZED VIEW", s->want, NULL, view->toast_options, "toast.");
	if (view->cluster_on)
		say_cluster(s);
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	if (is_populated(s->want) && is_readable(s->changes, s->want, seen)) {
		say_on_rows(s, STAGE_LATE, "REFRESH MATERIALIZED VIEW %O", s->want);
		maintenance_risk(s, s->want);
	}
}

static void alter_materialized(struct say *s)
{
	const struct view *have = VIEW(s->have), *want = VIEW(s->want);
	const struct object *index = want->cluster_on ? object_part(s->want, &index_kind, want->cluster_on) : NULL;

	plain_rename(s);
	say_altered_options(s, "ALTER MATERIALIZED VIEW", s->want, have->options, want->options, "");
	say_altered_options(s, "ALTER MATERIALIZED VIEW", s->want, have->toast_options, want->toast_options, "toast.");
	if (have->tablespace != want->tablespace)
		say(s, STAGE_MAKE, "ALTER MATERIALIZED VIEW %O SET TABLESPACE %I", s->want,
			want->tablespace ? want->tablespace : "pg_default");
	if (have->cluster_on && !want->cluster_on)
		say(s, STAGE_MAKE, "ALTER MATERIALIZED VIEW %O SET WITHOUT CLUSTER", s->want);
	else if (want->cluster_on &&
		 (have->cluster_on != want->cluster_on || (index && change_makes(changes_of_want(s->changes, index)))))
		say_cluster(s);
}

/* A materialized view is filled after those that it reads through other views. */
static void add_filled(struct changes *changes, struct batch *late, const struct object *view, GHashTable *seen)
{
	const GArray *needs = late ? depend_needs(changes->needs_want, view) : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (needed->kind == &materialized_view_kind)
			batch_before(batch_find(changes_of_want(changes, needed), STAGE_LATE), late);
		else if (needed->kind == &view_kind && g_hash_table_add(seen, (gpointer)needed))
			add_filled(changes, late, needed, seen);
	}
}

static void add_edges(struct changes *changes, struct change *change)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	if (change->want)
		add_filled(changes, batch_find(change, STAGE_LATE), change->want, seen);
}

const struct verbs materialized_view_verbs = {
	.filtered = row_security_filters,
	.add_edges = add_edges,
	.kind = &materialized_view_kind,
	.judge = judge_materialized,
	.create = create_materialized,
	.alter = alter_materialized,
};
