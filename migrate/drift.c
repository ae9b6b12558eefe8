/* Finds drift: changes of the schema outside dbalign. */
#include "migrate/drift.h"

#include <string.h>

#include "migrate/fingerprint.h"
#include "migrate/result.h"
#include "migrate/status.h"

static bool is_off(const struct run *run)
{
	return g_strcmp0(run->environment->drift, "off") == 0;
}

static char *differences(struct run *run, bool within, GError **error)
{
	AUTO_RESULT result = session_text(run->session, "SELECT schema_yaml FROM dbalign.state", error);

	if (!result)
		return NULL;
	if (!PQntuples(result) || PQgetisnull(result, 0, 0))
		return g_strdup("which objects differ is not known, as the schema itself was not kept");
	char *text = fingerprint_compare(run, within, "the schema after the last change", PQgetvalue(result, 0, 0),
		(size_t)PQgetlength(result, 0, 0), NULL, error);
	if (text && !*text) {
		g_free(text);
		text = g_strdup("the difference is one of those that no statement can change, such as the order of columns");
	}
	return text;
}

char *drift_find(struct run *run, bool *known, GError **error)
{
	*known = run->state.fingerprint;
	if (!*known)
		return g_strdup("");
	g_autofree char *now = fingerprint_read(run, false, NULL, error);
	if (!now)
		return NULL;
	return strcmp(now, run->state.fingerprint) == 0 ? g_strdup("") : differences(run, false, error);
}

bool drift_begin(struct run *run, char **fingerprint, bool within, GError **error)
{
	const struct state *state = &run->state;

	if (is_off(run))
		return true;
	if (!(*fingerprint = fingerprint_read(run, within, NULL, error)))
		return false;
	if (!state->fingerprint && state->number)
		session_say(run->session, "the schema after %05d was never recorded, so it is not known whether it has drifted",
			state->number);
	if (!state->fingerprint || strcmp(*fingerprint, state->fingerprint) == 0)
		return true;
	g_autofree char *text = differences(run, within, error);
	if (!text)
		return false;
	if (g_strcmp0(run->environment->drift, "warn") == 0) {
		session_say(run->session, "warning: the schema is not what it was after %05d:\n%s", state->number, text);
		return true;
	}
	return migrate_fail(error, MIGRATE_DRIFT,
		"%s: the schema is not what it was after %05d; nothing was done:\n%s\nwrite a change that takes this in, or undo "
		"it; `drift: warn` in the "
		"environment goes on all the same",
		run->session->name, state->number, text);
}

bool drift_end(struct run *run, GError **error)
{
	g_autoptr(GString) yaml = g_string_new(NULL);

	if (is_off(run))
		return true;
	g_autofree char *fingerprint = fingerprint_read(run, false, yaml, error);
	if (!fingerprint)
		return false;
	g_autofree char *number = g_strdup_printf("%d", run->state.number);
	const char *const values[] = { fingerprint, yaml->str, number };
	AUTO_RESULT result = session_query(run->session,
		"WITH s AS (UPDATE dbalign.state SET schema_fingerprint = $1, schema_yaml = $2 WHERE patch_number = $3::int "
		"RETURNING patch_number)"
		" UPDATE dbalign.applied SET fingerprint_after = $1 WHERE patch_number IN (SELECT patch_number FROM s)",
		G_N_ELEMENTS(values), values, error);
	return result;
}
