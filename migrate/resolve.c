/* Records an operator's finding about a change that stopped. */
#include "migrate/resolve.h"

#include "migrate/resolution.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "sql/quote.h"

/* Finds the stopped change, and the number of its steps. */
static bool find(struct run *run, int number, int step, GError **error)
{
	g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, run->state.incomplete);
	const char *const values[] = { id };

	if (!run->state.incomplete)
		return migrate_fail(
			error, MIGRATE_USAGE, "%s: no change has stopped halfway; there is nothing to resolve", run->session->name);
	AUTO_RESULT result = session_query(run->session,
		"SELECT t.patch_number, (SELECT count(*) FROM dbalign.step s WHERE s.attempt = t.id) FROM dbalign.attempt t WHERE "
		"t.id = $1::bigint",
		1, values, error);
	if (!result)
		return false;
	if (!PQntuples(result) || result_int(result, 0, 0) != number)
		return migrate_fail(error, MIGRATE_USAGE, "change %05d has not stopped halfway; %05d has", number,
			PQntuples(result) ? result_int(result, 0, 0) : 0);
	if (step < 0 || step > result_int(result, 0, 1))
		return migrate_fail(
			error, MIGRATE_USAGE, "change %05d has no step %d; it has %d", number, step, result_int(result, 0, 1));
	return true;
}

static void write_sql(GString *sql, const struct run *run, int number, int step, bool done, const char *note)
{
	g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, run->state.incomplete);
	g_autofree char *said = step ? g_strdup_printf("step %d: %s: %s", step, done ? "done" : "redo", note)
				     : g_strdup_printf("%s: %s", done ? "done" : "redo", note);

	quote_format(sql, "INSERT INTO dbalign.note (attempt, patch_number, text, os_user) VALUES (%s, %d, %L, %L); ", id, number,
		said, g_get_user_name());
	quote_format(sql, "UPDATE dbalign.step SET state = %L WHERE attempt = %s", done ? "done" : "planned", id);
	if (step)
		quote_format(sql, " AND number = %d", step);
	/* an attempt whose file ended the transaction has no steps: it becomes incomplete or resolved */
	quote_format(sql, "; UPDATE dbalign.attempt SET result = %L WHERE id = %s AND result = 'escaped'",
		done ? "incomplete" : "resolved", id);
	if (!step && !done)
		quote_format(sql,
			"; UPDATE dbalign.attempt SET result = 'resolved' WHERE id = %s; UPDATE dbalign.state SET incomplete = "
			"NULL",
			id);
}

bool resolve(struct run *run, int number, int step, bool done, const char *note, bool force, GError **error)
{
	const struct finding finding = { number, step, done, note };
	g_autoptr(GString) sql = g_string_new(NULL);
	g_autofree char *whole = NULL;

	if (!run_lock(run, false, error) || !find(run, number, step, error))
		return false;
	if (!(whole = force ? g_strconcat(note, " (forced, without a signed statement)", NULL)
			    : resolution_note(run, &finding, error)))
		return false;
	write_sql(sql, run, number, step, done, whole);
	AUTO_RESULT result = session_text(run->session, sql->str, error);
	journal_write(run->journal, "resolve",
		json_pack("{si si sb ss}", "change", number, "step", step, "done", done, "note", whole), true);
	return result;
}
