/* A plan tried on tables with rows. */
#include "prove/rows_proof.h"

#include <string.h>

#include "prove/ask.h"
#include "prove/rows_back.h"
#include "prove/rows_kept.h"
#include "prove/rows_make.h"
#include "prove/steps.h"
#include "sql/quote.h"

enum { NAMED = 5 }; /* tables that a note names */

static void note(const struct proof *proof, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void note(const struct proof *proof, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(proof->outcome->notes, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

/* Tables in which no row could be put. */
static void tell_without(const struct proof *proof, const struct rows *rows)
{
	g_autoptr(GString) names = g_string_new(NULL);
	guint count = 0;

	for (guint i = 0; i < rows->tables->len; i++) {
		const struct row_table *table = rows->tables->pdata[i];
		if (!table->problem)
			continue;
		proof_log(proof, "no row for %s: %s", table->name, table->problem);
		if (++count <= NAMED)
			g_string_append_printf(names, "%s%s (%s)", count > 1 ? ", " : "", table->name, table->problem);
	}
	if (count > NAMED)
		g_string_append_printf(names, " and %u more", count - NAMED);
	if (count)
		note(proof, "no row could be generated for %s", names->str);
}

/* The relations whose rows may make the plan fail, according to its risks; no duplicates. */
static GPtrArray *risky(const struct plan *plan)
{
	GPtrArray *relations = g_ptr_array_new();

	for (guint i = 0; i < plan->risks->len; i++) {
		const struct risk *risk = plan->risks->pdata[i];
		if (risk->relation && risk->unit != RISK_NAMES &&
			!g_ptr_array_find_with_equal_func(relations, risk->relation, g_str_equal, NULL))
			g_ptr_array_add(relations, risk->relation);
	}
	return relations;
}

/* Table by table: a partition that is a foreign table would be emptied on its own server. */
static bool empty_one(PGconn *connection, const char *relation, GError **error)
{
	g_autoptr(GString) sql = g_string_new(NULL);

	quote_format(sql,
		"WITH RECURSIVE t AS (SELECT %L::pg_catalog.regclass::pg_catalog.oid AS oid UNION SELECT i.inhrelid FROM "
		"pg_catalog.pg_inherits i JOIN t ON i.inhparent = t.oid)"
		" SELECT pg_catalog.format('TRUNCATE ONLY %%s CASCADE', t.oid::pg_catalog.regclass) FROM t JOIN "
		"pg_catalog.pg_class c ON c.oid = t.oid WHERE c.relkind = 'r'",
		g_str_has_prefix(relation, "ONLY ") ? relation + strlen("ONLY ") : relation);
	PGresult *result = ask(connection, "rows", sql->str, error);
	bool good = result;
	for (int i = 0; good && i < PQntuples(result); i++)
		good = ask_run(connection, "rows", PQgetvalue(result, i, 0), error);
	PQclear(result);
	return good;
}

static bool empty(PGconn *connection, const GPtrArray *relations, GError **error)
{
	bool good = true;

	for (guint i = 0; good && i < relations->len; i++)
		good = empty_one(connection, relations->pdata[i], error);
	return good;
}

/* Creates a database in the old state with rows, except in some relations. NULL with an error. */
static char *fill(const struct proof *proof, const char *old, const GPtrArray *emptied, struct kept **kept, GError **error)
{
	g_autofree char *database = scratch_create(proof->scratch, "rows", old, error);
	PGconn *connection = database ? scratch_connect(proof->scratch, database, proof->input->search_path, error) : NULL;
	struct rows *rows = connection ? rows_make(connection, error) : NULL;

	if (rows && !emptied)
		tell_without(proof, rows);
	if (rows && (!emptied || empty(connection, emptied, error)))
		*kept = kept_read(connection, error);
	rows_free(rows);
	PQfinish(connection);
	return *kept ? g_steal_pointer(&database) : NULL;
}

/* The remarks about rows that are gone: lost, or kept. */
static GPtrArray *told_of(const struct plan *plan)
{
	GPtrArray *told = g_ptr_array_new();

	g_ptr_array_extend(told, plan->losses, NULL, NULL);
	for (guint i = 0; i < plan->notes->len; i++)
		if (((const struct remark *)plan->notes->pdata[i])->code == NOTE_KEPT)
			g_ptr_array_add(told, plan->notes->pdata[i]);
	return told;
}

static GHashTable *read_values(const struct proof *proof, const char *database, GError **error)
{
	PGconn *connection = scratch_connect(proof->scratch, database, NULL, error);
	GHashTable *values = connection ? rows_back_read(connection, error) : NULL;

	PQfinish(connection);
	return values;
}

/* Checks that the way back restores kept rows: other plans promise only that nothing is lost. */
static bool expect_back(const struct proof *proof, const char *database, GHashTable *before, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) after = read_values(proof, database, error);

	if (!after)
		return false;
	rows_back_compare(before, after, proof->input->up->losses, problems);
	if (!problems->len) {
		proof_log(proof, "after the way back: what was kept is there");
		return true;
	}
	g_ptr_array_add(problems, NULL);
	g_autofree char *text = g_strjoinv("\n", (char **)problems->pdata);
	g_set_error(error, PROVE_ERROR, PROVE_UNPROVED, "after the way back rows are not as they were:\n%s", text);
	return false;
}

static bool expect_rows(const struct proof *proof, const char *when, const char *database, const struct plan *plan,
	const struct kept *before, GError **error)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free), gone = g_ptr_array_new_with_free_func(g_free);
	PGconn *connection = scratch_connect(proof->scratch, database, NULL, error);
	struct kept *after = connection ? kept_read(connection, error) : NULL;

	PQfinish(connection);
	if (!after)
		return false;
	g_autoptr(GPtrArray) told = told_of(plan);
	kept_compare(before, after, told, plan->transactions, problems, gone);
	kept_free(after);
	for (guint i = 0; !told->len && i < gone->len; i++)
		g_ptr_array_add(problems, g_strdup_printf("%s is gone, and no loss of data was reported", (char *)gone->pdata[i]));
	if (!problems->len) {
		proof_log(proof, "%s: the rows are there", when);
		return true;
	}
	g_ptr_array_add(problems, NULL);
	g_autofree char *text = g_strjoinv("\n", (char **)problems->pdata);
	g_set_error(error, PROVE_ERROR, PROVE_UNPROVED, "%s rows are not as they were:\n%s", when, text);
	return false;
}

/* Runs plan and way back; the latter may lack NOT NULL for rows without values: the schema was compared without rows. */
static bool there_and_back(
	const struct proof *proof, const char *database, const struct kept *before, bool *arrived, GError **error)
{
	const struct plan *up = proof->input->up, *down = proof->input->down;
	g_autoptr(GHashTable) values = NULL;

	if (up->kept->len && !(values = read_values(proof, database, error)))
		return false;
	g_autofree char *copy = proof->input->measures ? scratch_create(proof->scratch, "measured", database, error) : NULL;

	if (proof->input->measures && !copy)
		return false;
	*arrived = state_run(proof, "the way there, with rows", database, up, error);
	if (*arrived && copy && !(proof->outcome->steps = steps_measure(proof, copy, up, error)))
		return false;
	return *arrived && expect_rows(proof, "after the way there", database, up, before, error) &&
	       state_expect(proof, "after the way there, with rows,", database, proof->want, error) &&
	       state_run(proof, "the way back, with rows", database, down, error) &&
	       (!values || expect_back(proof, database, values, error));
}

bool rows_prove(const struct proof *proof, const char *old, GError **error)
{
	g_autoptr(GPtrArray) relations = risky(proof->input->up);
	g_autoptr(GError) problem = NULL;
	struct kept *before = NULL;
	g_autofree char *database = fill(proof, old, NULL, &before, error);
	bool arrived = false, good = database && there_and_back(proof, database, before, &arrived, &problem);

	if (database && !good && !arrived && relations->len && g_error_matches(problem, PROVE_ERROR, PROVE_UNPROVED)) {
		g_autofree char *line = g_strndup(problem->message, strcspn(problem->message, "\n"));
		proof_log(proof, "again without the rows for which a risk was reported: %s", problem->message);
		note(proof, "tables for which a risk was reported were tried without rows: %s", line);
		g_clear_error(&problem);
		g_clear_pointer(&before, kept_free);
		g_free(database);
		database = fill(proof, old, relations, &before, error);
		good = database && there_and_back(proof, database, before, &arrived, &problem);
	}
	proof->outcome->tables = before ? kept_tables(before) : 0;
	kept_free(before);
	if (problem)
		g_propagate_error(error, g_steal_pointer(&problem));
	return good;
}
