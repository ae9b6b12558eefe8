/* The signatures that an environment requires. */
#include "migrate/policy.h"

#include <glib/gstdio.h>
#include <string.h>

#include "migrate/policy_file.h"
#include "migrate/signature.h"
#include "yaml/error.h"

enum { DAY = 24 * 60 * 60 };

static const char *const names[SIGNERS] = {
	[SIGNER_DEVELOPER] = "developer", [SIGNER_CUSTOMER] = "customer", [SIGNER_RUNNER] = "runner"
};

static const char *const stages[] = { "QAT", "PRD", NULL }, *const ways[] = { "reject", "accept-if-signed-before-expiry", NULL };

static bool take_signers(const char *file, const struct node *entry, void *into, GError **error);

#define AT(field) offsetof(struct policy_signers, field)
static const struct setting signers_settings[] = {
	{ "needed", SETTING_NUMBER, AT(needed), "how many of them must have signed", .required = true },
	{ "keys", SETTING_TEXTS, AT(keys), "the whole fingerprints of their primary keys", .required = true },
	{ "valid_from", SETTING_MAP, AT(valid_from),
		"by fingerprint: the day, such as 2026-01-31, from which on signatures count" },
	{ "valid_to", SETTING_MAP, AT(valid_to), "by fingerprint: the last day on which they do" },
	{ 0 },
};
#undef AT

#define AT(field) offsetof(struct policy, field)
const struct setting policy_settings[] = {
	{ "stage", SETTING_TEXT, AT(stage), "the stage that the environment must have", .required = true, .words = stages },
	{ "keyring", SETTING_TEXT, AT(keyring), "a file of public keys, from the folder of the policy: what gpg --export writes",
		.required = true },
	{ "keyring_days", SETTING_NUMBER, AT(keyring_days),
		"the maximum age of the keyring file in days: an old one lacks revocations; default: any age" },
	{ "clock_skew", SETTING_SECONDS, AT(clock_skew), "how far the clocks of signers may be ahead; default: 300s" },
	{ "expired", SETTING_TEXT, AT(expired),
		"what becomes of a signature whose key has expired since, where the database has taken that release before; default: reject",
		.words = ways },
	{ "signers", SETTING_ENTRIES, 0,
		"developer: who signs releases; customer: approvals, for PRD; runner: reports, where that is asked for",
		.required = true, .rows = signers_settings, .take = take_signers },
	{ 0 },
};
#undef AT

const char *signer_name(enum signer signer)
{
	return names[signer];
}

/* Short key ids can be forged. */
static bool is_fingerprint(const char *text)
{
	size_t length = strlen(text);

	return (length == 40 || length == 64) && strspn(text, "0123456789ABCDEF") == length;
}

static bool fail(const char *file, const struct node *entry, GError **error, const char *text, const char *what)
{
	return yaml_fail(error, YAML_ERROR_CONTENT, file, entry->key_line, entry->key_column, "signers \"%s\": %s%s", entry->key,
		text, what);
}

/* The first second, UTC, of a day; 0: not a day. */
static gint64 seconds_of_day(const char *text)
{
	g_autofree char *time = g_strconcat(text, "T00:00:00Z", NULL);
	g_autoptr(GDateTime) day = strlen(text) == strlen("2026-01-31") ? g_date_time_new_from_iso8601(time, NULL) : NULL;

	return day ? g_date_time_to_unix(day) : 0;
}

/* Checks that each key is listed, and that its value is a day. */
static bool check_days(const char *file, const struct node *entry, const GPtrArray *keys, GHashTable *days, GError **error)
{
	GHashTableIter each;
	gpointer key, day;

	if (!days)
		return true;
	g_hash_table_iter_init(&each, days);
	while (g_hash_table_iter_next(&each, &key, &day)) {
		if (!g_ptr_array_find_with_equal_func((GPtrArray *)keys, key, g_str_equal, NULL))
			return fail(file, entry, error, "expected only keys of \"keys\", found ", key);
		if (!seconds_of_day(day))
			return fail(file, entry, error, "expected a day such as 2026-01-31, found ", day);
	}
	return true;
}

static bool check_keys(const char *file, const struct node *entry, const struct policy_signers *signers, GError **error)
{
	for (guint i = 0; i < signers->keys->len; i++) {
		const char *key = signers->keys->pdata[i];
		guint first = 0;
		g_ptr_array_find_with_equal_func(signers->keys, key, g_str_equal, &first);
		if (!is_fingerprint(key))
			return fail(file, entry, error,
				"expected whole fingerprints, of 40 or 64 hexadecimal digits in capitals, found ", key);
		if (first != i)
			return fail(file, entry, error, "a key is there twice: ", key);
	}
	return signers->needed <= (int)signers->keys->len ||
	       fail(file, entry, error, "more signatures are needed than there are keys", "");
}

static bool take_signers(const char *file, const struct node *entry, void *into, GError **error)
{
	struct policy *policy = into;

	for (int i = 0; i < SIGNERS; i++)
		if (strcmp(entry->key, names[i]) == 0)
			return (entry->type == NODE_MAP || fail(file, entry, error, "expected a map of needed and keys", "")) &&
			       settings_take(file, entry, signers_settings, &policy->signers[i], error) &&
			       check_keys(file, entry, &policy->signers[i], error) &&
			       check_days(file, entry, policy->signers[i].keys, policy->signers[i].valid_from, error) &&
			       check_days(file, entry, policy->signers[i].keys, policy->signers[i].valid_to, error);
	return fail(file, entry, error, "expected developer, customer or runner", "");
}

static bool finish(struct policy *policy, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(policy->path), *written = g_steal_pointer(&policy->keyring);
	bool prd = strcmp(policy->stage, "PRD") == 0;

	policy->keyring = g_canonicalize_filename(written, folder);
	if (!policy->signers[SIGNER_DEVELOPER].needed)
		return migrate_fail(
			error, MIGRATE_POLICY, "%s: no developer is needed; a policy asks for one at least", policy->path);
	if (prd != (policy->signers[SIGNER_CUSTOMER].needed > 0))
		return migrate_fail(error, MIGRATE_POLICY, "%s: %s", policy->path,
			prd ? "no customer is needed; for stage PRD one at least is" : "a customer signs for stage PRD alone");
	return true;
}

static char *folder_of_policies(void)
{
	const char *told = g_getenv("DBALIGN_POLICIES");

	return g_strdup(told ? told : PGCANON_SETTINGS "/policies");
}

bool policy_find(const char *environment, struct policy **found, GError **error)
{
	g_autofree char *folder = folder_of_policies(), *file = g_strconcat(environment, ".yaml", NULL),
			*path = g_build_filename(folder, file, NULL);

	*found = NULL;
	if (g_getenv("DBALIGN_POLICIES") && !g_file_test(folder, G_FILE_TEST_IS_DIR))
		return migrate_fail(error, MIGRATE_POLICY, "%s: is no folder of policies, as $DBALIGN_POLICIES says", folder);
	if (!g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
		return true;
	struct policy *policy = g_new0(struct policy, 1);
	policy->path = g_strdup(path);
	policy->clock_skew = 300;
	if (settings_read(path, policy_settings, policy, error) ? finish(policy, error) : migrate_fail_as(error, MIGRATE_POLICY)) {
		*found = policy;
		return true;
	}
	policy_free(policy);
	return false;
}

void policy_free(struct policy *policy)
{
	if (!policy)
		return;
	for (int i = 0; i < SIGNERS; i++) {
		g_clear_pointer(&policy->signers[i].keys, g_ptr_array_unref);
		g_clear_pointer(&policy->signers[i].valid_from, g_hash_table_unref);
		g_clear_pointer(&policy->signers[i].valid_to, g_hash_table_unref);
	}
	g_free(policy->path);
	g_free(policy->stage);
	g_free(policy->keyring);
	g_free(policy->expired);
	g_free(policy);
}

bool policy_takes_expired(const struct policy *policy)
{
	return g_strcmp0(policy->expired, ways[1]) == 0;
}

bool policy_has_key(const struct policy *policy, enum signer signer, const char *fingerprint)
{
	const GPtrArray *keys = policy->signers[signer].keys;

	for (guint i = 0; keys && i < keys->len; i++)
		if (strcmp(keys->pdata[i], fingerprint) == 0)
			return true;
	return false;
}

static gint64 day_of(GHashTable *days, const char *fingerprint)
{
	const char *day = days && fingerprint ? g_hash_table_lookup(days, fingerprint) : NULL;

	return day ? seconds_of_day(day) : 0;
}

void policy_validity(const struct policy *policy, enum signer signer, const char *fingerprint, gint64 *from, gint64 *to)
{
	const struct policy_signers *signers = &policy->signers[signer];
	gint64 last = day_of(signers->valid_to, fingerprint);

	*from = day_of(signers->valid_from, fingerprint);
	*to = last ? last + DAY : 0;
}

static bool check_age(const struct policy *policy, GError **error)
{
	GStatBuf status;
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;

	if (!policy->keyring_days || g_stat(policy->keyring, &status) != 0) /* keyring_open() reports a missing file */
		return true;
	return now - status.st_mtime <= (gint64)policy->keyring_days * DAY ||
	       migrate_fail(error, MIGRATE_POLICY,
		       "%s: is older than the %d days that %s allows, so keys may have been revoked since; nothing was done: write it again "
		       "with the keys as they are now",
		       policy->keyring, policy->keyring_days, policy->path);
}

struct keyring *policy_open_keyring(const struct policy *policy, GError **error)
{
	return check_age(policy, error) ? keyring_open(policy->keyring, error) : NULL;
}
