/* Writes statements and their signatures. */
#include "migrate/release_write.h"

#include "migrate/resolution.h"

#include <string.h>

#include "migrate/file.h"
#include "migrate/load.h"
#include "migrate/manifest.h"
#include "migrate/result.h"
#include "migrate/route.h"

enum { DAY = 24 * 60 * 60, ID_SHOWN = 16 };

/* Finds the number at which the newest release ends. */
static bool find_from(const struct project *project, int *from, GError **error)
{
	g_autofree char *last = NULL;

	*from = 0;
	if (!release_last_serial(project->directory))
		return true;
	if (!(last = release_newest(project->directory, NULL, error)))
		return false;
	struct statement *statement = statement_read(project->directory, last, error);
	if (!statement)
		return false;
	*from = statement->to;
	statement_free(statement);
	return true;
}

static bool check_numbers(const struct project *project, bool down, int from, int to, GError **error)
{
	int last = (int)project->changes->len;

	if (MAX(from, to) > last)
		return migrate_fail(error, MIGRATE_FILES, "there is no change %05d: the project ends at %05d", MAX(from, to), last);
	if (down && to >= from)
		return migrate_fail(error, MIGRATE_USAGE, "from %05d to %05d is not down; --from says where it begins", from, to);
	if (!down && to <= from)
		return migrate_fail(error, MIGRATE_USAGE,
			"there is nothing to release: the last release ends at %05d, and so does the project; --from and --to override that",
			from);
	return true;
}

static bool check_header(const struct numbered_change *change, const struct release_options *options, bool *loses, GError **error)
{
	const struct header *header = change->header;

	if (options->down && header->irreversible)
		return migrate_fail(
			error, MIGRATE_REFUSED, "%s is irreversible: %s; nothing was written", change->name, header->irreversible);
	*loses = *loses || (header->data_loss && !options->down);
	return !*loses || options->allow_data_loss ||
	       migrate_fail(error, MIGRATE_REFUSED,
		       "%s loses data (`data_loss: yes` in its header); nothing was written: --allow-data-loss says in the release "
		       "that this is meant",
		       change->name);
}

/* Checks all files up to the highest change, and the directives of the release's changes. */
static bool check_files(
	const struct project *project, const struct release_options *options, int from, int to, bool *loses, GError **error)
{
	bool good = true;

	*loses = false;
	for (int number = 1; number <= MAX(from, to) && good; number++) {
		struct numbered_change *change = project_change(project, number);
		good = change_load(project, change, error) &&
		       (number <= MIN(from, to) || check_header(change, options, loses, error));
		change_unload(change);
	}
	return good;
}

static char *head_dup(const struct project *project, int number)
{
	char start[65];

	manifest_start(project->uuid, start);
	return g_strdup(number ? project_change(project, number)->head : start);
}

/* Characters without special meaning in a list of files or a spec file. */
static const char path_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_+@-";

/* Hashes files of the application; the project's own are in the manifest. */
static bool hash_files(const struct project *project, const GPtrArray *paths, GHashTable **files, GError **error)
{
	if (!paths)
		return true;
	*files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (guint i = 0; i < paths->len; i++) {
		g_autofree char *canonical = g_canonicalize_filename(paths->pdata[i], "/");
		const char *path = canonical + 1;
		char sha256[65];
		if (strcmp(path, paths->pdata[i]) != 0 || release_owns(path) || path[strspn(path, path_letters)])
			return migrate_fail(error, MIGRATE_USAGE,
				"--file %s: expected the path of a file of the application, from the project's directory, of letters, digits and ./_+@-",
				(char *)paths->pdata[i]);
		if (!release_hash_file(project, path, sha256, error))
			return false;
		g_hash_table_insert(*files, g_strdup(path), g_strdup(sha256));
	}
	return true;
}

char *release_create(const struct project *project, const struct release_options *options, GError **error)
{
	int from = options->from, to = options->to < 0 ? (int)project->changes->len : options->to;
	GHashTable *files = NULL;
	bool loses;

	if ((from < 0 && !find_from(project, &from, error)) || !check_numbers(project, options->down, from, to, error) ||
		!check_files(project, options, from, to, &loses, error) || !hash_files(project, options->files, &files, error)) {
		g_clear_pointer(&files, g_hash_table_unref);
		return NULL;
	}
	struct statement *statement = statement_new(STATEMENT_RELEASE);
	statement->project = g_strdup(project->uuid);
	statement->serial = release_last_serial(project->directory) + 1;
	statement->stage = g_strdup("QAT");
	statement->direction = g_strdup(options->down ? "down" : "up");
	statement->from = from;
	statement->from_head = head_dup(project, from);
	statement->to = to;
	statement->to_head = head_dup(project, to);
	statement->settings = g_strdup(project->settings);
	statement->files = files;
	statement->loses = loses;
	statement->created = statement_time(0);
	statement->expires = statement_time((gint64)options->days * DAY);
	statement->runner = g_strdup(PGCANON_VERSION);
	char *name = statement_write(project->directory, statement, false, error) ? g_strdup(statement->name) : NULL;
	statement_free(statement);
	return name;
}

static char *sign(const struct project *project, const struct statement *statement, const char *key, GError **error)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	g_autofree char *fingerprint = NULL;

	if (!signature_make(statement->text, statement->length, key, bytes, &fingerprint, error))
		return NULL;
	g_autofree char *file = g_strdup_printf(
		"release/%s.yaml.%s.asc", statement->name, fingerprint + MAX(0, (int)strlen(fingerprint) - ID_SHOWN));
	char *path = file_path(project->directory, file);
	if (g_file_set_contents(path, bytes->str, (gssize)bytes->len, error))
		return path;
	g_free(path);
	migrate_fail_as(error, MIGRATE_FILES);
	return NULL;
}

/* Finds the statements that a report or an approval is about. */
static bool check_others(const struct project *project, const struct statement *statement, GError **error)
{
	int serial = statement->serial;
	g_autofree char *release_is = statement_name(STATEMENT_RELEASE, serial),
			*report_is = statement_name(STATEMENT_REPORT, serial);
	struct statement *release = statement_read(project->directory, release_is, error), *report = NULL;
	bool good = release && release_is_of(release, project, error);

	if (good && statement->kind == STATEMENT_REPORT)
		good = release_report_fits(release, statement, error);
	else if (good)
		good = (report = statement_read(project->directory, report_is, error)) &&
		       release_report_fits(release, report, error) && release_approval_fits(release, report, statement, error);
	statement_free(release);
	statement_free(report);
	return good;
}

char *release_sign(const struct project *project, const char *name, const char *key, GError **error)
{
	static const struct route_needs nothing = { 0 };
	struct statement *statement = statement_read(project->directory, name, error);
	char *path = NULL;

	if (statement && route_verify_files(project, &nothing, error) &&
		(statement->kind == STATEMENT_RELEASE		  ? release_is_of(statement, project, error)
			: statement->kind == STATEMENT_RESOLUTION ? resolution_is_of(statement, project, error)
								  : check_others(project, statement, error)))
		path = sign(project, statement, key, error);
	statement_free(statement);
	return path;
}

/* Checks a release before the customer's approval: signed by developers, success on QAT. */
static bool check_release(const struct project *project, const struct policy *policy, const char *name, struct statement **release,
	struct statement **report, GError **error)
{
	g_autoptr(GPtrArray) signers = g_ptr_array_new_with_free_func(signature_free);
	struct keyring *keyring = keyring_open(policy->keyring, error);
	bool good = keyring && (*release = statement_read(project->directory, name, error)) &&
		    ((*release)->kind == STATEMENT_RELEASE ||
			    migrate_fail(error, MIGRATE_USAGE, "%s is not a release; expected such as R0007", name)) &&
		    release_signed(project->directory, policy, keyring, *release, SIGNER_DEVELOPER, signers, error) &&
		    release_is_of(*release, project, error) && statement_lasts(*release, error);

	if (good) {
		g_autofree char *other = statement_name(STATEMENT_REPORT, (*release)->serial);
		good = (*report = statement_read(project->directory, other, error)) &&
		       release_report_fits(*release, *report, error) &&
		       release_signed(project->directory, policy, keyring, *report, SIGNER_RUNNER, signers, error);
	}
	keyring_free(keyring);
	return good;
}

/* The existing approval, if it is about these statements; else a new one. */
static struct statement *find_approval(
	const struct project *project, const struct statement *release, const struct statement *report, int days, GError **error)
{
	g_autofree char *name = statement_name(STATEMENT_APPROVAL, release->serial),
			*path = statement_path(project->directory, name);
	struct statement *approval;
	bool good;

	if (g_file_test(path, G_FILE_TEST_EXISTS)) {
		approval = statement_read(project->directory, name, error);
		good = approval && release_approval_fits(release, report, approval, error) && statement_lasts(approval, error);
		if (approval && !good)
			g_prefix_error(error, "%s is there already; remove it and its signatures where it is void: ", path);
	} else {
		approval = statement_new(STATEMENT_APPROVAL);
		approval->project = g_strdup(project->uuid);
		approval->serial = release->serial;
		approval->release = g_strdup(release->sha256);
		approval->report = g_strdup(report->sha256);
		approval->stage = g_strdup("PRD");
		approval->created = statement_time(0);
		approval->expires = statement_time((gint64)days * DAY);
		good = statement_write(project->directory, approval, false, error);
	}
	if (good)
		return approval;
	statement_free(approval);
	return NULL;
}

char *release_approve(
	const struct project *project, const struct policy *policy, const char *name, const char *key, int days, GError **error)
{
	static const struct route_needs nothing = { 0 };
	struct statement *release = NULL, *report = NULL, *approval = NULL;
	char *path = NULL;

	if (route_verify_files(project, &nothing, error) && check_release(project, policy, name, &release, &report, error) &&
		(approval = find_approval(project, release, report, days, error)))
		path = sign(project, approval, key, error);
	statement_free(release);
	statement_free(report);
	statement_free(approval);
	return path;
}
