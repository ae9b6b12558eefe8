/* Builds one direction of a change as statements. */
#include <string.h>

#include "cmd/export.h"
#include "migrate/status.h"
#include "sql/quote.h"

/* The settings of a change, restored where the tool's session continues. */
#define SETTINGS "ARRAY['lock_timeout', 'statement_timeout', 'search_path', 'role']"

struct way {
	GPtrArray *into;
	const struct leg *leg;
	const struct environment *environment;
	bool restores; /* restore the previous settings */
};

static void add(const struct way *way, char *statement)
{
	g_ptr_array_add(way->into, statement);
}

/* Adds a DO block, which returns no rows for psql to print. */
static void add_block(const struct way *way, const char *lines)
{
	GString *statement = g_string_new("DO ");
	g_autofree char *text = g_strdup_printf("\nBEGIN\n%sEND\n", lines);

	quote_dollar(statement, text);
	add(way, g_string_free(statement, false));
}

static const char *is_local(const struct way *way)
{
	return way->leg->header->transaction ? "true" : "false";
}

static void append_setting(const struct way *way, GString *lines, const char *name, const char *value)
{
	quote_format(lines, "  PERFORM pg_catalog.set_config(%L, %L, %s);\n", name, value, is_local(way));
}

/* Function bodies, into which no value is substituted, read variables with current_setting('patch.NAME'). */
static bool append_variables(const struct way *way, GString *lines, GError **error)
{
	const GPtrArray *declared = way->leg->header->variables;

	for (guint i = 0; declared && i < declared->len; i++) {
		const struct variable_declaration *declaration = declared->pdata[i];
		g_autofree char *name = g_strconcat("patch.", declaration->name, NULL);
		struct variable variable;
		if (!variables_get(way->environment->variables, declaration, &variable, error))
			return false;
		if (variable.secret)
			return migrate_fail(error, MIGRATE_REFUSED,
				"%s: variable \"%s\" is secret, and would stand in a file; nothing was written: run it by `dbalign apply`",
				way->leg->change->name, declaration->name);
		append_setting(way, lines, name, variable.value);
	}
	return true;
}

/* Gives the session the state in which the runner begins a change. */
static bool add_entry(const struct way *way, GError **error)
{
	const struct leg *leg = way->leg;
	g_autoptr(GString) lines = g_string_new(NULL);

	if (leg->header->min_pg)
		quote_format(lines,
			"  IF pg_catalog.current_setting('server_version_num')::integer < %d THEN\n"
			"    RAISE EXCEPTION '%s: it needs PostgreSQL %d';\n"
			"  END IF;\n",
			leg->header->min_pg, leg->change->name, leg->header->min_pg / 10000);
	if (way->restores)
		quote_format(lines,
			"  PERFORM pg_catalog.set_config('dbalign.' || name, pg_catalog.current_setting(name), %s) FROM "
			"pg_catalog.unnest(" SETTINGS ") AS name;\n",
			is_local(way));
	append_setting(way, lines, "lock_timeout", leg->lock_timeout);
	append_setting(way, lines, "statement_timeout", leg->statement_timeout);
	append_setting(way, lines, "search_path", leg->search_path);
	bool good = append_variables(way, lines, error);
	if (leg->role)
		append_setting(way, lines, "role", leg->role);
	add_block(way, lines->str);
	return good;
}

static void add_exit(const struct way *way)
{
	g_autoptr(GString) lines = g_string_new(NULL);

	if (!way->restores)
		return;
	quote_format(lines,
		"  PERFORM pg_catalog.set_config(name, pg_catalog.current_setting('dbalign.' || name), %s) FROM pg_catalog.unnest(" SETTINGS
		") AS name;\n",
		is_local(way));
	add_block(way, lines->str);
}

static bool add_check(const struct way *way, const struct leg_file *file, const char *phase, GError **error)
{
	char *check = file->statements ? export_check(file, phase, error) : NULL;

	if (check)
		add(way, check);
	return check || !file->statements;
}

/* Creates table contract as the login role, which can drop it after the role is reset. */
static void add_contract(const struct way *way)
{
	add(way, g_strdup_printf("CREATE TEMPORARY TABLE contract (key text PRIMARY KEY, value text)%s",
			 way->restores ? "" : " ON COMMIT DROP"));
	add(way, g_strdup("GRANT ALL ON pg_temp.contract TO PUBLIC"));
}

static bool fill(const struct way *way, GError **error)
{
	const struct leg *leg = way->leg;

	if (leg->carries)
		add_contract(way);
	if (!add_entry(way, error) || !add_check(way, &leg->pre, "pre", error))
		return false;
	for (guint i = 0; i < leg->main.statements->len; i++)
		add(way, g_strdup(((struct script_statement *)leg->main.statements->pdata[i])->sql));
	if (leg->header->transaction)
		add(way, g_strdup("SET CONSTRAINTS ALL IMMEDIATE"));
	if (!add_check(way, &leg->post, leg->direction == UP ? "post" : "pre", error))
		return false;
	add_exit(way);
	if (leg->carries && way->restores)
		add(way, g_strdup("DROP TABLE pg_temp.contract"));
	return true;
}

/* Fills the statements that a tool may run in another session, in a transaction that it rolls back. */
static bool fill_verify(const struct way *way, GError **error)
{
	return add_entry(way, error) && add_check(way, &way->leg->post, "post", error);
}

static bool fill_up(struct export_change *change, const struct leg *leg, struct way *way, GError **error)
{
	change->transaction = leg->header->transaction;
	bool ends = !leg->directives || !*leg->directives || g_str_has_suffix(leg->directives, "\n");
	change->head = g_strconcat(leg->directives ? leg->directives : "", ends ? NULL : "\n", NULL);
	way->into = change->up = g_ptr_array_new_with_free_func(g_free);
	if (!fill(way, error))
		return false;
	if (!leg->post.statements || strcasestr(leg->post.text, "contract"))
		return true;
	way->into = change->verify = g_ptr_array_new_with_free_func(g_free);
	way->restores = false;
	return fill_verify(way, error);
}

static bool fill_down(struct export_change *change, struct way *way, GError **error)
{
	way->into = change->down = g_ptr_array_new_with_free_func(g_free);
	return fill(way, error);
}

static bool fill_way(struct run *run, struct export_change *change, struct numbered_change *from, enum direction direction,
	bool begins, GError **error)
{
	struct leg *leg = leg_new(run, from, direction, error);
	bool good = leg;

	if (leg) {
		struct way way = { NULL, leg, run->environment, !begins || !leg->header->transaction };
		if (direction == UP)
			change->irreversible = g_strdup(leg->header->irreversible);
		good = direction == UP ? fill_up(change, leg, &way, error) : fill_down(change, &way, error);
	}
	leg_free(leg);
	return good;
}

static void free_change(void *data)
{
	struct export_change *change = data;

	g_clear_pointer(&change->up, g_ptr_array_unref);
	g_clear_pointer(&change->down, g_ptr_array_unref);
	g_clear_pointer(&change->verify, g_ptr_array_unref);
	g_free(change->head);
	g_free(change->irreversible);
	g_free(change);
}

static struct export_change *new_change(struct run *run, struct numbered_change *from, bool begins, GError **error)
{
	struct export_change *change = g_new0(struct export_change, 1);

	change->name = from->name;
	change->slug = from->slug;
	change->number = from->number;
	if (fill_way(run, change, from, UP, begins, error) &&
		(change->irreversible || fill_way(run, change, from, DOWN, begins, error)))
		return change;
	free_change(change);
	return NULL;
}

GPtrArray *export_changes(const struct project *project, const struct environment *environment, bool begins, GError **error)
{
	g_autoptr(GPtrArray) changes = g_ptr_array_new_with_free_func(free_change);
	struct run run = { .project = project, .environment = environment };

	for (guint i = 0; i < project->changes->len; i++) {
		struct export_change *change = new_change(&run, project->changes->pdata[i], begins, error);
		if (!change)
			return NULL;
		g_ptr_array_add(changes, change);
	}
	return g_steal_pointer(&changes);
}
