/* Runs the tests of test/. */
#include "migrate/tests.h"

#include <string.h>

#include "migrate/contract.h"
#include "migrate/leg.h"
#include "migrate/pipeline.h"
#include "migrate/result.h"
#include "migrate/script.h"
#include "migrate/status.h"

struct tally {
	unsigned files, assertions, failed;
};

static bool run_statements(struct run *run, const struct leg *leg, const struct change_file *file, const GPtrArray *statements,
	GPtrArray *assertions, struct failure *failure)
{
	struct pipeline pipeline = { 0 };
	struct contract contract;
	const char *const settings[] = { leg->search_path, leg->role ? leg->role : "none" };
	bool missing;

	contract_begin(&contract, "test", file->path, assertions);
	const struct part part = { .phase = "test",
		.file = file->path,
		.statements = statements,
		.status = MIGRATE_POST,
		.contract = &contract,
		.after = { "pg_catalog", "none" } };
	pipeline_begin(&pipeline, run->session, "test");
	pipeline_text(&pipeline, "BEGIN");
	pipeline_run(&pipeline, REGISTRY_LEAVE, G_N_ELEMENTS(settings), settings, NULL);
	pipeline_part(&pipeline, &part);
	bool good = pipeline_end(&pipeline, failure);
	pipeline_clear(&pipeline);
	AUTO_RESULT undone = session_text(run->session, "ROLLBACK", NULL);
	const struct assertion *bad = good ? contract_end(&contract, &missing) : NULL;
	if (good && missing)
		failure_set(failure, MIGRATE_POST, "test", "it tests nothing");
	else if (bad)
		failure_set(failure, MIGRATE_POST, "test", "line %zu: %s: %s", bad->line, bad->text, bad->value);
	failure_locate(failure, file->path, NULL);
	return undone && failure->status == MIGRATE_DONE;
}

static bool run_file(struct run *run, const struct leg *leg, const struct change_file *file, struct tally *tally, GError **error)
{
	g_autoptr(GPtrArray) statements =
		script_read(file->path, file->text, file->length, leg->header, run->environment->variables, error);
	g_autoptr(GPtrArray) assertions = g_ptr_array_new_with_free_func(assertion_free);
	AUTO_FAILURE failure = { 0 };

	if (!statements)
		return false;
	tally->files++;
	if (!run_statements(run, leg, file, statements, assertions, &failure)) {
		g_autofree char *text = failure_text(&failure);
		tally->failed++;
		session_say(run->session, "not ok: %s", text);
	}
	tally->assertions += assertions->len;
	if (session_is_lost(run->session))
		return migrate_fail(error, MIGRATE_CONNECTION,
			"%s: the connection was lost during the tests; the database stays at %05d", run->session->name,
			run->state.number);
	return true;
}

static bool run_change(struct run *run, struct numbered_change *change, struct tally *tally, GError **error)
{
	if (!change_file(change, FILE_TEST))
		return true;
	struct leg *leg = leg_new(run, change, UP, error);
	bool good = leg;
	for (guint i = 0; i < change->files->len && good; i++) {
		const struct change_file *file = change->files->pdata[i];
		if (file->kind == FILE_TEST)
			good = run_file(run, leg, file, tally, error);
	}
	leg_free(leg);
	return good;
}

bool tests_run(struct run *run, int from, int to, GError **error)
{
	struct tally tally = { 0 };

	for (int number = from; number <= to; number++)
		if (!run_change(run, project_change(run->project, number), &tally, error))
			return false;
	g_free(run->tests);
	run->tests = g_strdup_printf("%u files, %u assertions, %u files failed", tally.files, tally.assertions, tally.failed);
	if (tally.files)
		session_say(run->session, "tests: %s", run->tests);
	else if (strcmp(run->command, "test") == 0)
		session_say(run->session, "tests: none of the changes up to %05d has any", to);
	return !tally.failed ||
	       migrate_fail(error, MIGRATE_POST,
		       "%u of %u files of tests failed; what they did was rolled back, and the changes stay: the database is at "
		       "%05d; write a change that "
		       "corrects it, or take it down",
		       tally.failed, tally.files, run->state.number);
}
