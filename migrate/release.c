/* Reads and checks a release. */
#include "migrate/release.h"

#include <string.h>

#include "migrate/environment.h"
#include "migrate/file.h"
#include "migrate/manifest.h"

void release_free(struct release *release)
{
	if (!release)
		return;
	statement_free(release->statement);
	statement_free(release->report);
	statement_free(release->approval);
	g_ptr_array_unref(release->signers);
	g_free(release);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in release/ with that prefix and suffix; sorted. */
static GPtrArray *list(const char *directory, const char *prefix, const char *suffix)
{
	g_autofree char *path = file_path(directory, "release");
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (folder && (name = g_dir_read_name(folder)))
		if (g_str_has_prefix(name, prefix) && g_str_has_suffix(name, suffix))
			g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_names);
	return names;
}

GPtrArray *release_signature_files(const char *directory, const char *name)
{
	g_autofree char *prefix = g_strconcat(name, ".yaml.", NULL);
	g_autoptr(GPtrArray) names = list(directory, prefix, ".asc");
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *file = g_strconcat("release/", names->pdata[i], NULL);
		g_ptr_array_add(paths, file_path(directory, file));
	}
	return paths;
}

/* The serials of releases, newest first. */
static GArray *serials(const char *directory, bool all)
{
	g_autoptr(GPtrArray) names = list(directory, "", ".yaml");
	GArray *found = g_array_new(false, false, sizeof(int));

	for (guint i = 0; i < names->len; i++) {
		enum statement_kind kind;
		int serial;
		char *name = names->pdata[i];
		name[strlen(name) - strlen(".yaml")] = '\0';
		if (!statement_split_name(name, &kind, &serial) || kind >= STATEMENTS_OF_RELEASE ||
			(!all && kind != STATEMENT_RELEASE))
			continue;
		guint at = 0;
		while (at < found->len && g_array_index(found, int, at) > serial)
			at++;
		g_array_insert_val(found, at, serial);
	}
	return found;
}

int release_last_serial(const char *directory)
{
	g_autoptr(GArray) found = serials(directory, true);

	return found->len ? g_array_index(found, int, 0) : 0;
}

char *release_newest(const char *directory, const char *direction, GError **error)
{
	g_autoptr(GArray) found = serials(directory, false);

	for (guint i = 0; i < found->len; i++) {
		g_autofree char *name = statement_name(STATEMENT_RELEASE, g_array_index(found, int, i));
		struct statement *statement = statement_read(directory, name, error);
		bool fits = statement && (!direction || strcmp(statement->direction, direction) == 0);
		bool broken = !statement;
		statement_free(statement);
		if (broken)
			return NULL;
		if (fits)
			return g_steal_pointer(&name);
	}
	migrate_fail(error, MIGRATE_POLICY,
		"there is no release%s%s; nothing was done: `dbalign release create` makes one, which is signed then",
		direction ? " that goes " : "", direction ? direction : "");
	return NULL;
}

static bool open_other(const char *directory, const struct statement *statement, enum statement_kind kind, struct statement **other,
	const char *advice, GError **error)
{
	g_autofree char *name = statement_name(kind, statement->serial), *path = statement_path(directory, name);

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return migrate_fail(error, MIGRATE_POLICY, "%s is not there; nothing was done: %s", path, advice);
	return (*other = statement_read(directory, name, error));
}

/* For PRD: opens QAT's report and the customer's approval. */
static bool open_approval(
	const char *directory, const struct policy *policy, struct keyring *keyring, struct release *release, GError **error)
{
	g_autofree char *advice =
		g_strdup_printf("%s is signed for QAT; PRD needs the customer's approval, which `dbalign approve %s` gives",
			release->statement->name, release->statement->name);

	return open_other(directory, release->statement, STATEMENT_REPORT, &release->report,
		       "PRD gets what succeeded on QAT: apply it there first, which writes the report", error) &&
	       release_report_fits(release->statement, release->report, error) &&
	       open_other(directory, release->statement, STATEMENT_APPROVAL, &release->approval, advice, error) &&
	       release_approval_fits(release->statement, release->report, release->approval, error) &&
	       release_signed(directory, policy, keyring, release->report, SIGNER_RUNNER, release->signers, error) &&
	       release_signed(directory, policy, keyring, release->approval, SIGNER_CUSTOMER, release->signers, error);
}

struct release *release_open(const struct project *project, const struct policy *policy, const char *name, GError **error)
{
	const char *directory = project->directory;
	struct release *release = g_new0(struct release, 1);
	struct keyring *keyring = keyring_open(policy->keyring, error);

	release->signers = g_ptr_array_new_with_free_func(signature_free);
	bool good = keyring && (release->statement = statement_read(directory, name, error));
	if (good && release->statement->kind != STATEMENT_RELEASE)
		good = migrate_fail(error, MIGRATE_USAGE, "%s is not a release; expected such as R0007", name);
	good = good && release_signed(directory, policy, keyring, release->statement, SIGNER_DEVELOPER, release->signers, error) &&
	       release_is_of(release->statement, project, error) &&
	       (strcmp(policy->stage, "PRD") != 0 || open_approval(directory, policy, keyring, release, error));
	keyring_free(keyring);
	if (good)
		return release;
	release_free(release);
	return NULL;
}

bool release_find(const struct project *project, const struct environment *environment, const char *name, const char *direction,
	struct release **release, GError **error)
{
	g_autofree char *newest = NULL;

	*release = NULL;
	if (!environment->policy)
		return !name || migrate_fail(error, MIGRATE_USAGE,
					"%s has no policy, so it takes no releases: leave out --release, or write a policy",
					environment->name);
	if (!name && !(name = newest = release_newest(project->directory, direction, error)))
		return false;
	return (*release = release_open(project, environment->policy, name, error));
}
