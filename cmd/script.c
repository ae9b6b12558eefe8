/* A plan as an SQL script. */
#include "cmd/script.h"

#include "cmd/head.h"
#include "sql/psql.h"

/* A script sets what its session has; what is run in one transaction leaves nothing behind for who has the session next. */
static const char set_session[] = "SET ", set_local[] = "SET LOCAL ";

/* What names all objects by their schemas: no text means another one by it. */
static const char qualified[] = "search_path = ''", all_rows[] = "row_security = off";

/*
 * Bodies may name what comes later; names are all qualified; literals are read as they were written, and have no escapes; what has no tablespace or access
 * method of its own gets none; rows that a policy hides are an error where they are to be carried over; psql shows no notices of what is meant.
 */
static const char *const settings[] = {
	"client_encoding = 'UTF8'",
	"check_function_bodies = false",
	qualified,
	"standard_conforming_strings = on",
	"DateStyle = 'ISO'",
	"IntervalStyle = 'postgres'",
	"TimeZone = 'UTC'",
	"lc_monetary = 'C'",
	"xmloption = 'content'",
	"array_nulls = on",
	"default_tablespace = ''",
	"default_table_access_method = 'heap'",
	all_rows,
	"client_min_messages = warning",
};

/*
 * What is said before a step: all is run without a path, but what computes rows, by functions whose bodies need one; and policies that hide rows are an error,
 * but for what is filled with those that they show. To be freed.
 */
static GPtrArray *switches(const struct plan *plan, guint at, const char *set, const char *search_path)
{
	static const struct step none;
	const struct step *was = at ? plan->steps->pdata[at - 1] : &none, *is = plan->steps->pdata[at];
	GPtrArray *said = g_ptr_array_new_with_free_func(g_free);

	if (was->computes && !is->computes)
		g_ptr_array_add(said, g_strconcat(set, qualified, NULL));
	else if (is->computes && !was->computes)
		g_ptr_array_add(said, g_strconcat(set, "search_path = ", search_path ? search_path : "DEFAULT", NULL));
	if (was->filtered != is->filtered)
		g_ptr_array_add(said, g_strconcat(set, is->filtered ? "row_security = on" : all_rows, NULL));
	return said;
}

static void write_steps(GString *out, const struct plan *plan, const char *search_path)
{
	bool lost = false;

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		g_autoptr(GPtrArray) before = switches(plan, i, set_session, search_path);
		for (guint b = 0; b < before->len; b++)
			g_string_append_printf(out, "%s;\n\n", (const char *)before->pdata[b]);
		/* before it there is a place for statements that save what they need */
		if (step->loses && !lost)
			g_string_append(out, "-- from here on data are lost\n\n");
		lost = lost || step->loses;
		psql_write(out, step->sql);
		g_string_append(out, ";\n\n");
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
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		g_string_append_printf(out, "%s%s;\n", set_session, settings[i]);
	g_string_append_c(out, '\n');
	write_steps(out, plan, options->search_path);
	if (options->single_transaction)
		g_string_append(out, "COMMIT;\n\n");
}

GPtrArray *script_statements(const struct plan *plan, const char *search_path)
{
	GPtrArray *statements = g_ptr_array_new_with_free_func(g_free);

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		g_ptr_array_add(statements, g_strconcat(set_local, settings[i], NULL));
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		g_autoptr(GPtrArray) before = switches(plan, i, set_local, search_path);
		for (guint b = 0; b < before->len; b++)
			g_ptr_array_add(statements, g_strdup(before->pdata[b]));
		g_ptr_array_add(statements, g_strdup(step->sql));
	}
	return statements;
}

bool script_fits_transaction(const struct plan *plan, const char *advice, GError **error)
{
	for (guint i = 0; i + 1 < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];

		if (!step->own_transaction)
			continue;
		g_set_error(error, PLAN_ERROR, 0,
			"the changes cannot be made in one transaction: what \"%s\" makes can be used only once it is committed, and "
			"more statements follow; %s",
			step->sql, advice);
		return false;
	}
	return true;
}
