/* The signatures that an environment requires. */
#include "migrate/policy.h"

#include <string.h>

#include "migrate/policy_file.h"
#include "yaml/error.h"

static const char *const names[SIGNERS] = {
	[SIGNER_DEVELOPER] = "developer", [SIGNER_CUSTOMER] = "customer", [SIGNER_RUNNER] = "runner"
};

static const char *const stages[] = { "QAT", "PRD", NULL }, *const ways[] = { "reject", "accept-if-signed-before-expiry", NULL };

static bool take_signers(const char *file, const struct node *entry, void *into, GError **error);

#define AT(field) offsetof(struct policy_signers, field)
static const struct setting signers_settings[] = {
	{ "needed", SETTING_NUMBER, AT(needed), "how many of them must have signed", .required = true },
	{ "keys", SETTING_TEXTS, AT(keys), "the whole fingerprints of their primary keys", .required = true },
	{ 0 },
};
#undef AT

#define AT(field) offsetof(struct policy, field)
const struct setting policy_settings[] = {
	{ "stage", SETTING_TEXT, AT(stage), "the stage that the environment must have", .required = true, .words = stages },
	{ "keyring", SETTING_TEXT, AT(keyring), "a file of public keys, from the folder of the policy: what gpg --export writes",
		.required = true },
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
			       check_keys(file, entry, &policy->signers[i], error);
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
	for (int i = 0; i < SIGNERS; i++)
		g_clear_pointer(&policy->signers[i].keys, g_ptr_array_unref);
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
