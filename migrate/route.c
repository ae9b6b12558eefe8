/* The route from one number to another. */
#include "migrate/route.h"

#include <string.h>

#include "migrate/lint.h"
#include "migrate/load.h"
#include "migrate/release.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "migrate/undefined.h"

bool route_find(struct run *run, const struct apply_options *options, struct route *route, GError **error)
{
	int last = (int)run->project->changes->len, from = run->state.number, to = options->to < 0 ? last : options->to;

	*route = (struct route){ .direction = options->direction, .from = from, .to = to, .stored = options->use_stored };
	if (options->direction == UP && to > last)
		return migrate_fail(error, MIGRATE_FILES, "there is no change %05d: the project ends at %05d", to, last);
	if (options->direction == UP && to < from)
		return migrate_fail(error, MIGRATE_REFUSED,
			"%s is at %05d, which is above %05d; nothing was done: `dbalign down --to %d` takes changes back",
			run->session->name, from, to, to);
	if (options->direction == DOWN && to > from)
		return migrate_fail(error, MIGRATE_REFUSED,
			"%s is at %05d, which is below %05d; nothing was done: `dbalign apply --to %d` goes up", run->session->name,
			from, to, to);
	return true;
}

int route_length(const struct route *route)
{
	return route->direction == UP ? route->to - route->from : route->from - route->to;
}

int route_number(const struct route *route, int position)
{
	return route->direction == UP ? route->from + 1 + position : route->from - position;
}

struct leg *route_leg(struct run *run, const struct route *route, int number, GError **error)
{
	struct numbered_change *change = project_change(run->project, number);

	return route->stored ? leg_of_registry(run, number, error) : leg_new(run, change, route->direction, error);
}

static bool check_lint(const struct run *run, const struct leg *leg, GError **error)
{
	g_autoptr(GPtrArray) findings = findings_new();

	if (leg->stored)
		return true; /* its files were checked when it was applied */
	lint_change(run->project, leg->change, findings);
	return findings_none(findings, error);
}

/* Whether the release allows data loss, which the developers have signed. */
static bool released_loss(const struct run *run)
{
	return run->release && run->release->statement->loses;
}

static bool check_leg(struct run *run, const struct leg *leg, const struct apply_options *options, GError **error)
{
	const struct header *header = leg->header;
	const char *name = leg->change->name;

	if (header->min_pg > run->session->version)
		return migrate_fail(error, MIGRATE_REFUSED, "%s needs PostgreSQL %d, and %s has %d; nothing was done", name,
			header->min_pg / 10000, run->session->name, run->session->version / 10000);
	if (header->data_loss && leg->direction == UP && !options->allow_data_loss && !released_loss(run))
		return migrate_fail(error, MIGRATE_REFUSED,
			"%s loses data (`data_loss: yes` in its header); nothing was done: --allow-data-loss allows it", name);
	if (!header->transaction && (options->dry_run || options->single_transaction))
		return migrate_fail(error, MIGRATE_REFUSED,
			"%s runs outside transactions (`transaction: no`), so it cannot be part of one; nothing was done: end "
			"before it, by --to %d",
			name, leg->change->number - 1);
	return check_lint(run, leg, error);
}

/* For down by files: checks that each rollback file is the one that was applied. */
static bool check_stored(struct run *run, const struct route *route, GError **error)
{
	if (route->direction == UP || route->stored || !route_length(route))
		return true;
	g_autofree char *above = g_strdup_printf("%d", route->to);
	const char *const values[] = { above };
	AUTO_RESULT result = session_query(run->session,
		"SELECT patch_number, slug, rollback_sha256 FROM dbalign.applied WHERE patch_number > $1::int ORDER BY 1", 1,
		values, error);
	for (int row = 0; result && row < PQntuples(result); row++) {
		const struct numbered_change *change = project_change(run->project, result_int(result, row, 0));
		const struct change_file *file = change ? change_file(change, FILE_ROLLBACK) : NULL;
		const char *sha256 = result_text(result, row, 2);
		if (change && !sha256 && !file)
			continue; /* irreversible: its header gives the reason */
		if (!change || strcmp(change->slug, PQgetvalue(result, row, 1)) != 0 ||
			g_strcmp0(file ? file->sha256 : NULL, sha256) != 0)
			return migrate_fail(error, MIGRATE_INTEGRITY,
				"rollback/%05d_%s.sql is not that with which it was applied; nothing was done: use the checkout "
				"that the database was brought up with, or "
				"--use-stored, which takes "
				"the rollback that the registry has kept",
				result_int(result, row, 0), PQgetvalue(result, row, 1));
	}
	return result;
}

bool route_check(struct run *run, const struct route *route, const struct apply_options *options, GError **error)
{
	bool good = check_stored(run, route, error);

	for (int i = 0; i < route_length(route) && good; i++) {
		struct leg *leg = route_leg(run, route, route_number(route, i), error);
		good = leg && check_leg(run, leg, options, error);
		leg_free(leg);
	}
	return good;
}

/* The files that one thread checks: opening thousands of small files takes most of the time. */
struct slice {
	const struct project *project;
	const struct route_needs *needs;
	guint from, to;
	GError *error; /* the first one */
};

static bool is_needed(const struct route_needs *needs, int number)
{
	return needs->environment && number >= needs->from && (needs->to < 0 || number <= needs->to);
}

static void *verify_slice(void *data)
{
	struct slice *slice = data;

	for (guint i = slice->from; i < slice->to && !slice->error; i++) {
		struct numbered_change *change = slice->project->changes->pdata[i];
		if (change_load(slice->project, change, &slice->error) && is_needed(slice->needs, change->number))
			undefined_check(change, slice->needs->environment, &slice->error);
		change_unload(change);
	}
	return NULL;
}

bool route_verify_files(const struct project *project, const struct route_needs *needs, GError **error)
{
	enum { THREADS = 8, WORTH = 200 }; /* the number of changes above which a thread is worthwhile */
	guint count = project->changes->len, threads = MIN(MIN(THREADS, g_get_num_processors()), 1 + count / WORTH);
	struct slice slices[THREADS];
	GThread *others[THREADS];

	for (guint i = 0; i < threads; i++)
		slices[i] = (struct slice){ project, needs, count * i / threads, count * (i + 1) / threads, NULL };
	for (guint i = 1; i < threads; i++)
		others[i] = g_thread_new("verify", verify_slice, &slices[i]);
	verify_slice(&slices[0]);
	bool good = true;
	for (guint i = 0; i < threads; i++) {
		if (i)
			g_thread_join(others[i]);
		if (slices[i].error && good)
			g_propagate_error(error, slices[i].error);
		else
			g_clear_error(&slices[i].error);
		good = good && !slices[i].error;
	}
	return good;
}
