/* Checks a release: its signatures, and whether it matches the project. */
#include <string.h>

#include "migrate/file.h"
#include "migrate/manifest.h"
#include "migrate/release.h"

/* Decides whether a signature counts: a valid one, of a signer in the policy, with a plausible time; else sets the reason. */
static void judge(struct signature *signature, const struct policy *policy, const struct statement *statement, enum signer signer,
	const GPtrArray *counted, guint first)
{
	gint64 now = g_get_real_time() / G_USEC_PER_SEC, made = statement_seconds(statement->created);

	const char *fault = NULL;

	if (signature->verdict != SIGNATURE_GOOD && !(policy_takes_expired(policy) && signature->created < signature->expired))
		return;
	if (!policy_has_key(policy, signer, signature->key))
		fault = "the policy does not name its key for this";
	for (guint i = first; i < counted->len && !fault; i++)
		if (strcmp(((struct signature *)counted->pdata[i])->key, signature->key) == 0)
			fault = "the same key has signed already, and counts once";
	if (!fault && (double)signature->created < (double)made - policy->clock_skew)
		fault = "it is older than what it signs";
	else if (!fault && (double)signature->created > (double)now + policy->clock_skew)
		fault = "it is from the future";
	signature->verdict = fault ? SIGNATURE_UNUSED : SIGNATURE_GOOD;
	if (fault) {
		g_free(signature->reason);
		signature->reason = g_strdup(fault);
	}
}

static void append_line(GString *text, const struct signature *signature)
{
	g_string_append_printf(text, "\n%s: key %s: %s", signature->file, signature->key ? signature->key : signature->said,
		signature->verdict == SIGNATURE_GOOD ? "counts" : signature->reason);
}

static bool read_signatures(
	const char *directory, struct keyring *keyring, const struct statement *statement, GPtrArray *found, GError **error)
{
	g_autoptr(GPtrArray) files = release_signature_files(directory, statement->name);

	for (guint i = 0; i < files->len; i++) {
		size_t size = 0;
		g_autofree char *bytes = file_read(files->pdata[i], &size, error);
		if (!bytes)
			return migrate_fail_as(error, MIGRATE_POLICY);
		if (!keyring_verify(keyring, statement->text, statement->length, files->pdata[i], bytes, size, found, error))
			return false;
	}
	return true;
}

bool release_signed(const char *directory, const struct policy *policy, struct keyring *keyring, const struct statement *statement,
	enum signer signer, GPtrArray *signers, GError **error)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(signature_free);
	g_autoptr(GString) lines = g_string_new(NULL);
	int needed = policy->signers[signer].needed;
	guint first = signers->len;

	if (!needed)
		return true;
	if (!read_signatures(directory, keyring, statement, found, error))
		return false;
	for (guint i = 0; i < found->len; i++) {
		struct signature *signature = found->pdata[i];
		if (signature->verdict == SIGNATURE_GRAVE)
			return migrate_fail(error, MIGRATE_POLICY,
				"%s: key %s: %s; nothing was done: find out who has put it there", signature->file,
				signature->key ? signature->key : signature->said, signature->reason);
		judge(signature, policy, statement, signer, signers, first);
		append_line(lines, signature);
		if (signature->verdict != SIGNATURE_GOOD)
			continue;
		g_ptr_array_add(signers, signature);
		found->pdata[i] = NULL; /* the release owns it now */
	}
	int counted = (int)(signers->len - first);
	return counted >= needed ||
	       migrate_fail(error, MIGRATE_POLICY, "%s has %d of the %d signatures of a %s that %s asks for; nothing was done%s",
		       statement->name, counted, needed, signer_name(signer), policy->path, lines->str);
}

static const char *head_at(const struct project *project, int number, char start[65])
{
	manifest_start(project->uuid, start);
	return number ? project_change(project, number)->head : start;
}

static bool check_head(const struct statement *release, const struct project *project, int number, const char *head, GError **error)
{
	char start[65];

	if (number > (int)project->changes->len)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s is about changes up to %d, and the project ends at %u: some of them are missing; nothing was done",
			release->path, number, project->changes->len);
	return strcmp(head_at(project, number, start), head) == 0 ||
	       migrate_fail(error, MIGRATE_POLICY,
		       "%s is about other files: up to change %05d the manifest has another head than was signed; nothing was done: "
		       "use the files that were signed",
		       release->path, number);
}

/* Whether a version is at least the other: 0.10 is above 0.9. */
static bool version_reaches(const char *version, const char *least)
{
	while (*version || *least) {
		char *end, *wanted;
		unsigned long have = strtoul(version, &end, 10), want = strtoul(least, &wanted, 10);
		if (have != want)
			return have > want;
		version = *end ? end + 1 : end;
		least = *wanted ? wanted + 1 : wanted;
	}
	return true;
}

bool release_owns(const char *path)
{
	static const char *const own[] = { "data", "env", "manifest", "project.yaml", "release", NULL };
	g_auto(GStrv) parts = g_strsplit(path, "/", 2);

	for (int kind = 0; kind < FILE_KINDS; kind++)
		if (strcmp(parts[0], file_kind_name((enum file_kind)kind)) == 0)
			return true;
	return g_strv_contains(own, parts[0]);
}

bool release_hash_file(const struct project *project, const char *path, char sha256[65], GError **error)
{
	g_autofree char *whole = file_path(project->directory, path);
	size_t length = 0;
	g_autofree char *bytes = file_read(whole, &length, error);

	if (bytes)
		file_hash(bytes, length, sha256);
	return bytes;
}

static bool check_application(const struct statement *release, const struct project *project, GError **error)
{
	GHashTableIter each;
	gpointer path, signed_for;
	char sha256[65];

	if (!release->files)
		return true;
	g_hash_table_iter_init(&each, release->files);
	while (g_hash_table_iter_next(&each, &path, &signed_for)) {
		if (!release_hash_file(project, path, sha256, error))
			return migrate_fail_as(error, MIGRATE_POLICY);
		if (strcmp(sha256, signed_for) != 0)
			return migrate_fail(error, MIGRATE_POLICY, "%s: is not the file that %s names; nothing was done",
				(char *)path, release->path);
	}
	return true;
}

bool release_is_of(const struct statement *release, const struct project *project, GError **error)
{
	int from = release->from, to = release->to;

	if (strcmp(release->project, project->uuid) != 0)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s is about another project, of uuid %s, and this one has %s; nothing was done", release->path,
			release->project, project->uuid);
	if (!version_reaches(PGCANON_VERSION, release->runner))
		return migrate_fail(error, MIGRATE_POLICY, "%s needs dbalign %s, and this is %s; nothing was done", release->path,
			release->runner, PGCANON_VERSION);
	if (from == to || (from < to) != (strcmp(release->direction, "up") == 0))
		return migrate_fail(error, MIGRATE_POLICY, "%s: from %d to %d is not %s; nothing was done", release->path, from, to,
			release->direction);
	if (strcmp(release->settings, project->settings) != 0)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s was made with another project.yaml than is there; nothing was done: use the files that were signed",
			release->path);
	return check_head(release, project, release->from, release->from_head, error) &&
	       check_head(release, project, release->to, release->to_head, error) && check_application(release, project, error);
}

bool release_lasts(const struct release *release, GError **error)
{
	return statement_lasts(release->statement, error) && (!release->approval || statement_lasts(release->approval, error));
}

const struct signature *release_expired_signature(const struct release *release)
{
	for (guint i = 0; i < release->signers->len; i++)
		if (((const struct signature *)release->signers->pdata[i])->expired)
			return release->signers->pdata[i];
	return NULL;
}

bool release_report_fits(const struct statement *release, const struct statement *report, GError **error)
{
	if (strcmp(report->release, release->sha256) != 0 || strcmp(report->project, release->project) != 0 ||
		report->to != release->to || strcmp(report->to_head, release->to_head) != 0)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s is the report of another release, or of other bytes of it; nothing was done: apply %s on QAT",
			report->path, release->name);
	return strcmp(report->result, "success") == 0 ||
	       migrate_fail(error, MIGRATE_POLICY, "%s: on %s it has failed: %s; nothing was done", report->path,
		       report->environment, report->reason ? report->reason : "for no reason that is given");
}

bool release_approval_fits(
	const struct statement *release, const struct statement *report, const struct statement *approval, GError **error)
{
	if (strcmp(approval->release, release->sha256) != 0 || strcmp(approval->project, release->project) != 0)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s approves another release, or a release with other content; nothing was done", approval->path);
	return strcmp(approval->report, report->sha256) == 0 ||
	       migrate_fail(error, MIGRATE_POLICY,
		       "%s names another report of QAT than %s; nothing was done: the customer has to see this one", approval->path,
		       report->path);
}
