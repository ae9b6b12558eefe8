/* Runs of releases: the release is found before connecting, its report is written afterwards. */
#include <string.h>

#include "cmd/dbalign_run.h"
#include "cmd/terminal.h"
#include "migrate/release_write.h"
#include "migrate/route.h"

/* Finds the release; it gives the number where the run ends. A bundle contains one release. */
static bool find_release(struct dbalign_run *run, struct apply_options *how, GError **error)
{
	if (run->bundle && how->release && strcmp(how->release, run->release) != 0)
		return migrate_fail(error, MIGRATE_USAGE, "%s has %s, and not %s", run->bundle, run->release, how->release);
	if (run->bundle && run->environment->policy)
		how->release = run->release;
	if (!release_find(run->project, run->environment, how->release, direction_name(how->direction), &run->checked, error))
		return false;
	if (run->checked && how->to < 0)
		how->to = run->checked->statement->to;
	return how->to >= 0 || how->direction == UP || migrate_fail(error, MIGRATE_USAGE, "down to which number? --to N is needed");
}

bool dbalign_open_for(struct dbalign_run *run, const char *command, struct apply_options *how, GError **error)
{
	bool up = how->direction == UP;

	if (!dbalign_open_files(run, error) || !find_release(run, how, error))
		return false;
	const struct route_needs needs = { how->use_stored ? NULL : run->environment, up ? 1 : how->to + 1, up ? how->to : -1 };
	if (!route_verify_files(run->project, &needs, error) || !dbalign_connect(run, command, error))
		return false;
	run->run->release = g_steal_pointer(&run->checked);
	return true;
}

/* Exit statuses of a release that was begun and failed. */
static bool is_failure(int status)
{
	return status == MIGRATE_PRE || status == MIGRATE_SQL || status == MIGRATE_POST || status == MIGRATE_INCOMPLETE ||
	       status == MIGRATE_UNKNOWN;
}

/* With tenants, the last one writes the report of success, one that fails that of failure. NULL without an error: not yet. */
static char *write_report(struct dbalign_run *run, const char *failure, GError **error)
{
	bool all = true;

	if (run->environment->tenant && !session_is_lost(run->run->session) &&
		!release_tenant_ended(run->run, failure, &all, error))
		return NULL;
	if (!failure && !all)
		return NULL;
	return release_report(run->run, run->bundle ? dbalign.directory : run->project->directory, failure, error);
}

int dbalign_write_report(struct dbalign_run *run, bool changed, int status, GError **error)
{
	struct release *release = run->run ? run->run->release : NULL;
	g_autoptr(GError) problem = NULL;

	if (!release || g_strcmp0(run->environment->stage, "QAT") != 0 ||
		(status == MIGRATE_DONE ? !changed || run->run->state.number != release->statement->to : !is_failure(status)))
		return status;
	g_autofree char *path = write_report(run, status == MIGRATE_DONE ? NULL : (*error)->message, &problem);
	if (!path && !problem)
		return status;
	if (path) {
		session_say(run->run->session, "report: %s", path);
		return status;
	}
	if (status != MIGRATE_DONE) {
		terminal_warn("the report could not be written: %s", problem->message);
		return status;
	}
	g_propagate_prefixed_error(error, g_steal_pointer(&problem), "all is applied, but the report could not be written: ");
	return dbalign_failed(error);
}
