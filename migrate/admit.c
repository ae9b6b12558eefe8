/* Decides whether a database accepts a release. */
#include "migrate/admit.h"

#include <string.h>

#include "migrate/release.h"
#include "migrate/result.h"
#include "sql/quote.h"

/* Without a policy, and in a database that never took a release, any change is allowed. */
static bool is_free(const struct run *run)
{
	return !run->environment->policy && !run->state.serial;
}

static bool refuse_unsigned(const struct run *run, GError **error)
{
	if (run->environment->policy)
		return migrate_fail(error, MIGRATE_POLICY, "environment %s takes only releases, as %s says; nothing was done",
			run->environment->name, run->environment->policy->path);
	return migrate_fail(error, MIGRATE_POLICY,
		"%s has taken release %d, and since then takes nothing but releases; nothing was done: use its environment, which has "
		"a policy",
		run->session->name, run->state.serial);
}

static bool check_serial(const struct run *run, const struct statement *release, GError **error)
{
	int serial = release->serial;

	if (serial < run->state.serial)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s has serial %d, and %s has already had %d, so it is outdated; nothing was done: make a new release",
			release->name, serial, run->session->name, run->state.serial);
	const struct signature *expired = release_expired_signature(run->release);
	if (serial > run->state.serial && expired)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s: key %s: %s, and %s has not taken %s before; nothing was done: have it signed by keys that are good now",
			expired->file, expired->key, expired->reason, run->session->name, release->name);
	return serial > run->state.serial || strcmp(run->state.release, release->sha256) == 0 ||
	       migrate_fail(error, MIGRATE_POLICY,
		       "%s has already had another release of serial %d; nothing was done: make a new one", run->session->name,
		       serial);
}

/* Checks that the route lies within the release. */
static bool check_way(const struct run *run, const struct route *route, const struct statement *release, GError **error)
{
	int from = release->from, to = release->to;
	bool up = route->direction == UP;

	if (strcmp(release->direction, direction_name(route->direction)) != 0)
		return migrate_fail(error, MIGRATE_POLICY, "%s goes %s, and this is the way %s; nothing was done", release->name,
			release->direction, direction_name(route->direction));
	if (up ? route->from < from : route->from > from)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s begins at %05d, and %s is at %05d; nothing was done: what is between needs a release, too",
			release->name, from, run->session->name, route->from);
	return (up ? route->to <= to : route->to >= to) ||
	       migrate_fail(
		       error, MIGRATE_POLICY, "%s ends at %05d, and not at %05d; nothing was done", release->name, to, route->to);
}

bool admit(struct run *run, const struct route *route, GError **error)
{
	const struct release *release = run->release;

	if (is_free(run))
		return true;
	if (!release)
		return refuse_unsigned(run, error);
	if (route->stored)
		return migrate_fail(error, MIGRATE_POLICY,
			"what the registry has stored is not what was signed; nothing was done: leave out --use-stored");
	return !route_length(route) || (check_serial(run, release->statement, error) && release_lasts(release, error) &&
					       check_way(run, route, release->statement, error));
}

bool admit_record(struct run *run, GError **error)
{
	const struct release *release = run->release;
	g_autoptr(GString) sql = g_string_new(
		"INSERT INTO dbalign.release_seen (release_id, serial, sha256, signers, signed, approval_id) VALUES (");

	if (!release)
		return true;
	quote_format(sql, "%L, %d, %L, ARRAY[", release->statement->name, release->statement->serial, release->statement->sha256);
	for (guint i = 0; i < release->signers->len; i++)
		quote_format(sql, "%s%L", i ? ", " : "", ((struct signature *)release->signers->pdata[i])->key);
	g_string_append(sql, "]::text[], ARRAY[");
	for (guint i = 0; i < release->signers->len; i++)
		g_string_append_printf(sql, "%sto_timestamp(%" G_GINT64_FORMAT ")", i ? ", " : "",
			((struct signature *)release->signers->pdata[i])->created);
	g_string_append(sql, "]::timestamptz[], ");
	if (release->approval)
		quote_format(sql, "%L", release->approval->sha256);
	else
		g_string_append(sql, "NULL");
	quote_format(sql, ") ON CONFLICT DO NOTHING; UPDATE dbalign.state SET release_serial = %d", release->statement->serial);
	AUTO_RESULT result = session_text(run->session, sql->str, error);
	return result;
}

bool admit_again(struct run *run, GError **error)
{
	g_autofree char *name = statement_name(STATEMENT_RELEASE, run->state.serial);

	if (is_free(run))
		return true;
	if (!run->environment->policy || !run->state.serial)
		return refuse_unsigned(run, error);
	release_free(run->release);
	run->release = release_open(run->project, run->environment->policy, name, error);
	return run->release &&
	       (strcmp(run->release->statement->sha256, run->state.release) == 0 ||
		       migrate_fail(error, MIGRATE_POLICY, "%s is not the release of that serial that %s has had; nothing was done",
			       run->release->statement->path, run->session->name));
}
