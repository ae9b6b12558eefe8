/* A signed statement with the operator's finding about a stopped change. */
#include "migrate/resolution.h"

#include <string.h>

#include "migrate/release.h"
#include "migrate/result.h"

enum { DAYS = 7, DAY = 24 * 60 * 60 };

bool resolution_is_of(const struct statement *resolution, const struct project *project, GError **error)
{
	return strcmp(resolution->project, project->uuid) == 0 ||
	       migrate_fail(error, MIGRATE_POLICY, "%s is about another project, of uuid %s, and this one has %s; nothing was done",
		       resolution->path, resolution->project, project->uuid);
}

/* The statement as it would be written now. */
static struct statement *make(struct run *run, const struct finding *finding, GError **error)
{
	g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, run->state.incomplete);
	const char *const values[] = { id };
	AUTO_RESULT result = session_query(run->session,
		"SELECT run, pg_catalog.current_database() FROM dbalign.attempt WHERE id = $1::bigint", 1, values, error);

	if (!result)
		return NULL;
	struct statement *statement = statement_new(STATEMENT_RESOLUTION);
	statement->project = g_strdup(run->project->uuid);
	statement->stage = g_strdup("PRD");
	statement->database = g_strdup(result_text(result, 0, 1));
	statement->run = g_strdup(result_text(result, 0, 0));
	statement->attempt = (int)run->state.incomplete;
	statement->to = finding->number;
	statement->step = finding->step;
	statement->result = g_strdup(finding->done ? "done" : "redo");
	statement->reason = g_strdup(finding->note);
	statement->created = statement_time(0);
	statement->expires = statement_time(DAYS * DAY);
	return statement;
}

static bool is_same(const struct statement *there, const struct statement *wanted)
{
	return strcmp(there->project, wanted->project) == 0 && strcmp(there->run, wanted->run) == 0 &&
	       there->attempt == wanted->attempt && there->to == wanted->to && there->step == wanted->step &&
	       strcmp(there->result, wanted->result) == 0 && strcmp(there->reason, wanted->reason) == 0 &&
	       strcmp(there->database, wanted->database) == 0 && strcmp(there->expires, wanted->created) > 0;
}

/* An unexpired statement with the same content, or NULL, with the serial of the next one. *good is false with an error. */
static struct statement *find(const char *directory, const struct statement *wanted, int *serial, bool *good, GError **error)
{
	*good = true;
	for (*serial = 1;; ++*serial) {
		g_autofree char *name = statement_name(STATEMENT_RESOLUTION, *serial), *path = statement_path(directory, name);
		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			return NULL;
		struct statement *there = statement_read(directory, name, error);
		if (!there)
			*good = false;
		if (!there || is_same(there, wanted))
			return there;
		statement_free(there);
	}
}

/* NULL with an error where signatures are missing. */
static char *signed_note(const struct run *run, const struct statement *there, GError **error)
{
	const struct policy *policy = run->environment->policy;
	g_autoptr(GPtrArray) signers = g_ptr_array_new_with_free_func(signature_free);
	g_autoptr(GString) note = g_string_new(there->reason);
	struct keyring *keyring = keyring_open(policy->keyring, error);
	bool good = keyring && release_signed(run->project->directory, policy, keyring, there, SIGNER_CUSTOMER, signers, error);

	keyring_free(keyring);
	for (guint i = 0; i < signers->len; i++) {
		const struct signature *signature = signers->pdata[i];
		if (good && signature->expired)
			good = migrate_fail(error, MIGRATE_POLICY, "%s: key %s: %s; nothing was done", signature->file,
				signature->key, signature->reason);
		g_string_append_printf(note, "%s %s", i ? "," : " (signed by", signature->key);
	}
	g_string_append_printf(note, ", %s)", there->name);
	return good ? g_string_free(g_steal_pointer(&note), false) : NULL;
}

static char *find_note(struct run *run, struct statement *wanted, GError **error)
{
	const char *directory = run->project->directory;
	int serial = 0;
	bool good;
	struct statement *there = find(directory, wanted, &serial, &good, error);
	char *note = there ? signed_note(run, there, error) : NULL;

	if (good && !there) {
		wanted->serial = serial;
		if (statement_write(directory, wanted, false, error))
			migrate_fail(error, MIGRATE_POLICY,
				"%s was written, and nothing else was done: the customer has to sign it, `dbalign sign %s`; then give this "
				"command again, with the same note",
				wanted->path, wanted->name);
	}
	statement_free(there);
	return note;
}

char *resolution_note(struct run *run, const struct finding *finding, GError **error)
{
	const struct policy *policy = run->environment->policy;

	if (!policy && run->state.serial) {
		migrate_fail(error, MIGRATE_POLICY,
			"%s has taken release %d, and since then takes nothing but what is signed; nothing was done: use its environment, "
			"which has a policy",
			run->session->name, run->state.serial);
		return NULL;
	}
	if (!policy || strcmp(policy->stage, "PRD") != 0)
		return g_strdup(finding->note);
	struct statement *wanted = make(run, finding, error);
	char *note = wanted ? find_note(run, wanted, error) : NULL;
	statement_free(wanted);
	return note;
}
