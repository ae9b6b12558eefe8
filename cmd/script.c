/* Writes a plan as an SQL script. */
#include "cmd/script.h"

#include <string.h>

#include "cmd/cause.h"
#include "cmd/head.h"
#include "cmd/online.h"
#include "cmd/online_batches.h"
#include "sql/psql.h"

/* A script sets parameters for its session; statements run in one transaction use SET LOCAL, which leaves nothing behind. */
static const char set_session[] = "SET ", set_local[] = "SET LOCAL ";

/*
 * Bodies may name objects that are created later; all names are qualified; string literals have standard escapes; objects without a
 * tablespace go to the database's, tables without an access method are heaps; rows that a policy hides are an error while rows are
 * carried over. psql sends UTF-8 and shows no notices; other clients set these two themselves.
 */
static const struct setting {
	const char *name, *value;
	bool client;
} settings[] = {
	{ "client_encoding", "'UTF8'", true },
	{ "check_function_bodies", "false" },
	{ "search_path", "''" },
	{ "standard_conforming_strings", "on" },
	{ "DateStyle", "'ISO'" },
	{ "IntervalStyle", "'postgres'" },
	{ "TimeZone", "'UTC'" },
	{ "lc_monetary", "'C'" },
	{ "xmloption", "'content'" },
	{ "array_nulls", "on" },
	{ "default_tablespace", "''" },
	{ "default_table_access_method", "'heap'" },
	{ "row_security", "off" },
	{ "client_min_messages", "warning", true },
};

/* With a guard search_path is the current schema only, and the session's former one where rows are computed. */
#define ASIDE_PATH "pgcanon.path"
static const char keep_path[] =
	"DO $$BEGIN PERFORM pg_catalog.set_config('" ASIDE_PATH "', pg_catalog.current_setting('search_path'), false); END$$";
static const char current_path[] =
	"DO $$BEGIN PERFORM pg_catalog.set_config('search_path', pg_catalog.quote_ident(pg_catalog.current_schema()), false); "
	"END$$";
static const char kept_path[] = "DO $$BEGIN PERFORM set_config('search_path', current_setting('" ASIDE_PATH "'), false); END$$";

GPtrArray *script_switches(const struct plan *plan, guint at, const struct script_session *session)
{
	static const struct step none;
	const struct step *was = at ? plan->steps->pdata[at - 1] : &none, *is = plan->steps->pdata[at];
	GPtrArray *said = g_ptr_array_new_with_free_func(g_free);

	if (was->computes && !is->computes)
		g_ptr_array_add(said, g_strdup(session->path));
	else if (is->computes && !was->computes)
		g_ptr_array_add(said, g_strdup(session->computing));
	if (was->filtered != is->filtered)
		g_ptr_array_add(said, g_strconcat(session->set, is->filtered ? "row_security = on" : "row_security = off", NULL));
	return said;
}

/* The SET statement for statements that compute rows: the given path, or the database's own. Free it. */
static char *set_path(const char *set, const char *search_path)
{
	return g_strconcat(set, "search_path = ", search_path ? search_path : "DEFAULT", NULL);
}

/* Whether the setting is search_path, for which a plan with a guard has its own statements. */
static bool is_path(const struct plan *plan, const struct setting *setting)
{
	return plan->guard && strcmp(setting->name, "search_path") == 0;
}

static char *say_setting(const char *set, const struct setting *setting)
{
	return g_strconcat(set, setting->name, " = ", setting->value, NULL);
}

/* Writes the cause as a comment; cause_sentence() escapes line ends in names. */
static void explain(GString *out, const struct causes *causes, const struct step *step)
{
	g_autofree char *sentence = causes ? cause_sentence(causes, step) : NULL;

	if (sentence)
		g_string_append_printf(out, "-- %s\n", sentence);
}

static void write_steps(GString *out, const struct plan *plan, const struct script_options *options)
{
	bool lost = false;
	g_autofree char *computing = plan->guard ? g_strdup(kept_path) : set_path(set_session, options->search_path);
	const struct script_session session = { set_session, plan->guard ? current_path : "SET search_path = ''", computing };
	struct online_writing online = { .plan = plan };

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		g_autoptr(GPtrArray) before = script_switches(plan, i, &session);
		for (guint b = 0; b < before->len; b++)
			g_string_append_printf(out, "%s;\n\n", (const char *)before->pdata[b]);
		/* statements that save data can be inserted here */
		if (step->loses && !lost)
			g_string_append(out, "-- from here on data are lost\n\n");
		lost = lost || step->loses;
		online_write_before(out, &online);
		g_autofree char *batches = step->batched ? online_batches(step) : NULL;
		explain(out, options->causes, step);
		psql_write(out, batches ? batches : step->sql);
		g_string_append(out, ";\n\n");
		online_write_after(out, &online);
	}
}

void script_write(GString *out, const struct plan *plan, const struct script_options *options)
{
	if (!plan->steps->len)
		return;
	head_write(out, plan, options);
	g_string_append_c(out, '\n');
	if (options->single_transaction)
		g_string_append(out, "BEGIN;\n\n");
	if (plan->guard) {
		psql_write(out, plan->guard);
		g_string_append_printf(out, ";\n%s;\n", keep_path);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
		g_autofree char *setting =
			is_path(plan, &settings[i]) ? g_strdup(current_path) : say_setting(set_session, &settings[i]);
		g_string_append_printf(out, "%s;\n", setting);
	}
	online_write_head(out, plan, options->lock_timeout);
	g_string_append_c(out, '\n');
	if (options->check && *options->check) {
		g_string_append(out,
			"-- the block that follows fails in a database that is not, or no longer, the one that this script is for\n");
		psql_write(out, options->check);
		g_string_append(out, ";\n\n");
	}
	write_steps(out, plan, options);
	if (options->single_transaction)
		g_string_append(out, "COMMIT;\n\n");
}

GPtrArray *script_settings(bool local)
{
	GPtrArray *statements = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		g_ptr_array_add(statements, say_setting(local ? set_local : set_session, &settings[i]));
	return statements;
}

void script_add_steps(GPtrArray *statements, const struct plan *plan, guint first, guint count, const char *search_path, bool local)
{
	const char *set = local ? set_local : set_session;
	g_autofree char *computing = set_path(set, search_path);
	g_autofree char *plain = g_strconcat(set, "search_path = ''", NULL);
	const struct script_session session = { set, plain, computing };

	for (guint i = first; i < first + count; i++) {
		const struct step *step = plan->steps->pdata[i];
		g_autoptr(GPtrArray) before = script_switches(plan, i, &session);
		for (guint b = 0; b < before->len; b++)
			g_ptr_array_add(statements, g_strdup(before->pdata[b]));
		g_ptr_array_add(statements, g_strdup(step->sql));
	}
}

GPtrArray *script_statements(const struct plan *plan, const char *search_path, bool together)
{
	GPtrArray *statements = script_settings(together);

	script_add_steps(statements, plan, 0, plan->steps->len, search_path, together);
	return statements;
}

/*
 * Saves the session's settings for the transaction as one JSON text in a parameter. The statement runs under the session's
 * search_path, so it qualifies all names.
 */
GPtrArray *script_save_settings(const struct plan *plan)
{
	GPtrArray *statements = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) names = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		if (!settings[i].client) {
			g_string_append_printf(names, "%s'%s'", names->len ? ", " : "", settings[i].name);
			g_ptr_array_add(statements,
				is_path(plan, &settings[i]) ? g_strdup(SCRIPT_CURRENT_PATH) : say_setting(set_local, &settings[i]));
		}
	g_ptr_array_insert(statements, 0,
		g_strdup_printf(
			"SELECT pg_catalog.set_config('" SCRIPT_SAVED "', pg_catalog.json_object_agg(name, "
			"pg_catalog.current_setting(name))::pg_catalog.text, true) FROM pg_catalog.unnest(ARRAY[%s]) AS name",
			names->str));
	return statements;
}
