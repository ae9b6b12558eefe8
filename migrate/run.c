/* A run, from connecting to its end. */
#include "migrate/run.h"

#include <string.h>
#include <unistd.h>

#include "migrate/fault.h"
#include "migrate/lock.h"
#include "migrate/release.h"
#include "migrate/result.h"
#include "migrate/run_stale.h"
#include "migrate/status.h"
#include "migrate/tenant.h"
#include "sql/quote.h"

static char *new_id(void)
{
	g_autofree char *uuid = g_uuid_string_random();
	g_auto(GStrv) parts = g_strsplit(uuid, "-", -1);

	return g_strjoinv("", parts);
}

/* The table for values that a precondition passes to the postcondition; a temporary table. */
static const char contract_table[] =
	"CREATE TEMPORARY TABLE contract (key text PRIMARY KEY, value text) ON COMMIT DELETE ROWS; GRANT ALL ON pg_temp.contract "
	"TO PUBLIC";

/* Marks attempts of runs that died: this run has the lock, so no other is at work. */
static bool mark_crashed(struct run *run, GError **error)
{
	AUTO_RESULT result = session_text(run->session,
		"UPDATE dbalign.attempt t SET result = CASE WHEN s.incomplete = t.id THEN 'incomplete' ELSE 'crashed' END, "
		"finished = clock_timestamp(),"
		" message = coalesce(t.message, 'the run died') FROM dbalign.state s, dbalign.run r WHERE t.result = 'running' "
		"AND r.id = t.run"
		" RETURNING lpad(t.patch_number::text, 5, '0') || '_' || t.slug, t.result, r.client_host, r.client_pid, "
		"left(r.id, 8), t.direction",
		error);
	if (!result)
		return false;
	for (int row = 0; row < PQntuples(result); row++) {
		if (g_str_has_prefix(run->id, PQgetvalue(result, row, 4)))
			continue; /* this run's own attempt, whose connection was lost */
		session_say(run->session, "run %s of %s/%s died at %s (%s): %s", PQgetvalue(result, row, 4),
			PQgetvalue(result, row, 2), PQgetvalue(result, row, 3), PQgetvalue(result, row, 0),
			PQgetvalue(result, row, 5),
			strcmp(PQgetvalue(result, row, 1), "crashed") == 0 ? "nothing of it was applied"
									   : "it has stopped halfway");
	}
	return true;
}

static bool look_for_registry(struct session *session, GError **error)
{
	AUTO_RESULT result = session_text(session,
		"SELECT pg_catalog.to_regclass('dbalign.state') IS NOT NULL, pg_catalog.to_regclass('dbalign.tenant_state') IS NOT NULL",
		error);

	if (!result)
		return false;
	session->registry = result_bool(result, 0, 0);
	session->tenants = result_bool(result, 0, 1);
	return true;
}

/* Each tenant has its own lock: another run may create the registry at the same time, and one of the two fails. */
static bool create(struct run *run, const char *head, GError **error)
{
	const struct project *project = run->project;
	g_autoptr(GError) problem = NULL;

	if (registry_create(run->session, project->uuid, project->name, head, &problem))
		return true;
	if (run->environment->tenant && !run->session->registry && !session_is_lost(run->session) &&
		look_for_registry(run->session, NULL) && run->session->tenants)
		return registry_create(run->session, project->uuid, project->name, head, error);
	g_propagate_error(error, g_steal_pointer(&problem));
	return false;
}

/* Reads the state again, since another run may have created or changed it while this one waited; creates or upgrades the registry. */
static bool read_anew(struct run *run, GError **error)
{
	char head[65];

	if (!look_for_registry(run->session, error) || !registry_read(run->session, run->project->uuid, &run->state, error))
		return false;
	if (!run->state.exists) {
		manifest_start(run->project->uuid, head);
		if (!create(run, head, error) || !registry_read(run->session, run->project->uuid, &run->state, error))
			return false;
	}
	return run->state.version == REGISTRY_VERSION || registry_upgrade(run->session, error);
}

bool run_lock(struct run *run, bool dry, GError **error)
{
	struct session *session = run->session;
	g_autoptr(GError) problem = NULL;

	if (run->locked)
		return registry_read(session, run->project->uuid, &run->state, error);
	if (!run->journal && !(run->journal = journal_open(run->project->name, run->environment->name, run->id, &problem)))
		session_say(session, "warning: %s", problem->message);
	g_autofree char *what = lock_tenant(run->project->uuid, run->environment->tenant);
	if (!session_check_writable(session, error) || !lock_take(session, what, run->environment->lock_wait, error))
		return false;
	fault_point("lock", session->pid);
	AUTO_RESULT begun = dry ? session_text(session, "BEGIN", error) : NULL;
	AUTO_RESULT table = (begun || !dry) && read_anew(run, error) && mark_crashed(run, error)
				    ? session_text(session, contract_table, error)
				    : NULL;
	return table && (run->locked = registry_prepare(session, error));
}

struct run *run_open(const char *command, const struct project *project, const struct environment *environment, run_say say,
	void *data, GError **error)
{
	struct run *run = g_new0(struct run, 1);

	run->project = project;
	run->environment = environment;
	run->command = command;
	run->id = new_id();
	if (!environment->tenant || !project || tenant_project_check(project, error))
		run->session = session_open(environment, run->id, error);
	if (run->session) {
		run->session->say = say;
		run->session->data = data;
	}
	if (run->session && registry_read(run->session, project ? project->uuid : NULL, &run->state, error)) {
		return run;
	}
	run_free(run);
	return NULL;
}

void run_free(struct run *run)
{
	if (!run)
		return;
	session_free(run->session);
	journal_free(run->journal);
	state_clear(&run->state);
	release_free(run->release);
	g_free(run->tests);
	g_free(run->id);
	g_free(run);
}

const char *run_release(const struct run *run)
{
	return run->release ? run->release->statement->name : NULL;
}

bool run_recover(struct run *run, GError **error)
{
	run->locked = false;
	return session_reconnect(run->session, run->environment->lock_wait, error) && run_lock(run, false, error);
}

/* Finds the first file of a row of dbalign.applied that differs from the manifest. */
static bool check_row(const struct run *run, const PGresult *result, int row, GError **error)
{
	static const enum file_kind kinds[] = { FILE_BUILD, FILE_ROLLBACK, FILE_PRE, FILE_POST, FILE_EXPECT };
	const struct numbered_change *change = project_change(run->project, result_int(result, row, 0));

	if (!change || (run->stale && change->number >= run->stale))
		return true;
	if (strcmp(change->slug, PQgetvalue(result, row, 1)) != 0)
		return migrate_fail(error, MIGRATE_INTEGRITY,
			"%05d_%s was applied at %s, and the project has %s in its place; the database stays as it is: use the "
			"right checkout",
			change->number, PQgetvalue(result, row, 1), PQgetvalue(result, row, 2), change->name);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const struct change_file *file = change_file(change, kinds[i]);
		const char *applied = result_text(result, row, 4 + (int)i);
		if (g_strcmp0(file ? file->sha256 : NULL, applied) != 0)
			return migrate_fail(error, MIGRATE_INTEGRITY,
				"%s/%s was applied at %s with SHA-256 %.12s..., and the manifest has %.12s...; what was applied "
				"is never changed: restore the file, and "
				"write a new change for what is to "
				"be different",
				file_kind_name(kinds[i]), change->name, PQgetvalue(result, row, 2), applied ? applied : "(none)",
				file ? file->sha256 : "(none)");
	}
	return strcmp(change->head, PQgetvalue(result, row, 3)) == 0 ||
	       migrate_fail(error, MIGRATE_INTEGRITY,
		       "%s was applied with other files of test/ than the manifest has; restore them", change->name);
}

bool run_check_applied(struct run *run, GError **error)
{
	if (!run->state.exists)
		return true;
	AUTO_RESULT result = session_text(run->session,
		"SELECT patch_number, slug, applied_at, head, build_sha256, rollback_sha256, pre_sha256, post_sha256, "
		"expect_sha256 FROM dbalign.applied "
		"ORDER BY patch_number",
		error);
	bool good = result;

	for (int row = 0; good && row < PQntuples(result); row++)
		good = check_row(run, result, row, error);
	if (good && PQntuples(result) != run->state.number)
		return migrate_fail(error, MIGRATE_INTEGRITY,
			"%s is at %05d, and dbalign.applied has %d rows: the registry was changed by hand; restore it from a "
			"backup",
			run->session->name, run->state.number, PQntuples(result));
	return good;
}

/* Finds the differing file, when heads differ. */
static bool find_difference(struct run *run, GError **error)
{
	return run_check_applied(run, error) &&
	       migrate_fail(error, MIGRATE_INTEGRITY,
		       "%s: dbalign.state has another head than the project at %05d: the registry was changed by hand; restore it "
		       "from a backup",
		       run->session->name, run->state.number);
}

bool run_check_state(struct run *run, GError **error)
{
	const struct project *project = run->project;
	const struct state *state = &run->state;
	char start[65];

	if (!state->exists)
		return true;
	if (!run_find_stale(run, error))
		return false;
	if (run->stale)
		return true;
	if (state->number > (int)project->changes->len)
		return migrate_fail(error, MIGRATE_FILES,
			"%s is at %05d, and the project ends at %05d; nothing was done: use the checkout that the database was "
			"brought up "
			"with, or, where these are drafts, an environment with `dev: true`",
			run->session->name, state->number, (int)project->changes->len);
	manifest_start(project->uuid, start);
	const char *head = state->number ? project_change(project, state->number)->head : start;
	return strcmp(head, state->head) == 0 || find_difference(run, error);
}
