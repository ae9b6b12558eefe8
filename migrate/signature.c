/* OpenPGP signatures by gpgme. */
#include "migrate/signature.h"

#include <gpgme.h>

#include "migrate/file.h"
#include "migrate/remove.h"

struct keyring {
	gpgme_ctx_t context;
	char *home;
};

static bool fail(gpgme_error_t code, const char *what, GError **error)
{
	return !code || migrate_fail(error, MIGRATE_POLICY, "%s: gpg: %s", what, gpgme_strerror(code));
}

static gpgme_ctx_t new_context(const char *home, GError **error)
{
	gpgme_ctx_t context = NULL;

	gpgme_check_version(NULL);
	if (!fail(gpgme_new(&context), "signatures", error))
		return NULL;
	gpgme_set_armor(context, 1);
	gpgme_set_offline(context, 1);
	if (fail(gpgme_ctx_set_engine_info(context, GPGME_PROTOCOL_OpenPGP, NULL, home), "signatures", error))
		return context;
	gpgme_release(context);
	return NULL;
}

/* gpg fetches no keys, and trusts all keys in the keyring: the policy's fingerprints decide. */
static const char configuration[] =
	"no-auto-key-retrieve\nno-auto-key-locate\nno-auto-check-trustdb\ntrust-model always\nno-autostart\n";

static bool make_home(struct keyring *keyring, GError **error)
{
	g_autofree char *file = NULL;

	if (!(keyring->home = g_dir_make_tmp("dbalign-XXXXXX", error)))
		return migrate_fail_as(error, MIGRATE_POLICY);
	file = g_build_filename(keyring->home, "gpg.conf", NULL);
	return g_file_set_contents(file, configuration, -1, error) || migrate_fail_as(error, MIGRATE_POLICY);
}

static bool import(struct keyring *keyring, const char *path, GError **error)
{
	size_t length = 0;
	g_autofree char *bytes = file_read(path, &length, error);
	gpgme_data_t data = NULL;

	if (!bytes)
		return migrate_fail_as(error, MIGRATE_POLICY);
	bool good = fail(gpgme_data_new_from_mem(&data, bytes, length, 0), path, error) &&
		    fail(gpgme_op_import(keyring->context, data), path, error);
	gpgme_import_result_t result = good ? gpgme_op_import_result(keyring->context) : NULL;
	gpgme_data_release(data);
	if (good && (!result || !result->imported))
		good = migrate_fail(error, MIGRATE_POLICY, "%s: has no public key: expected what `gpg --export` writes", path);
	return good;
}

struct keyring *keyring_open(const char *path, GError **error)
{
	struct keyring *keyring = g_new0(struct keyring, 1);

	if (make_home(keyring, error) && (keyring->context = new_context(keyring->home, error)) && import(keyring, path, error))
		return keyring;
	keyring_free(keyring);
	return NULL;
}

void keyring_free(struct keyring *keyring)
{
	if (!keyring)
		return;
	gpgme_release(keyring->context);
	if (keyring->home)
		tree_remove(keyring->home);
	g_free(keyring->home);
	g_free(keyring);
}

void signature_free(void *data)
{
	struct signature *signature = data;

	if (!signature)
		return;
	g_free(signature->file);
	g_free(signature->key);
	g_free(signature->said);
	g_free(signature->reason);
	g_free(signature);
}

static const struct {
	gpgme_err_code_t code;
	enum signature_verdict verdict;
	const char *reason;
} meanings[] = {
	{ GPG_ERR_NO_ERROR, SIGNATURE_GOOD, "good" },
	{ GPG_ERR_BAD_SIGNATURE, SIGNATURE_GRAVE, "it signs other content" },
	{ GPG_ERR_CERT_REVOKED, SIGNATURE_GRAVE, "the key was revoked" },
	{ GPG_ERR_NO_PUBKEY, SIGNATURE_UNUSED, "the key is not in the policy's keyring" },
	{ GPG_ERR_KEY_EXPIRED, SIGNATURE_UNUSED, "the key has expired" },
	{ GPG_ERR_SIG_EXPIRED, SIGNATURE_UNUSED, "the signature has expired" },
	{ GPG_ERR_WRONG_KEY_USAGE, SIGNATURE_UNUSED, "the key is not one for signing" },
};

/* Checks that gpg does not make, of a valid signature; NULL: nothing is wrong. */
static const char *find_fault(const struct signature *signature, const struct _gpgme_signature *found)
{
	bool weak =
		found->hash_algo != GPGME_MD_SHA256 && found->hash_algo != GPGME_MD_SHA384 && found->hash_algo != GPGME_MD_SHA512;

	return found->wrong_key_usage ? "the key is not one for signing"
	       : weak		      ? "its hash algorithm is weaker than SHA-256"
	       : !signature->key      ? "its key could not be found"
				      : NULL;
}

/* When the signing key or its primary key expires, the earlier of the two. 0: never. */
static int64_t find_expiry(struct keyring *keyring, const char *fingerprint)
{
	gpgme_key_t key = NULL;
	int64_t earliest = 0;

	if (gpgme_get_key(keyring->context, fingerprint, &key, 0))
		return 0;
	for (gpgme_subkey_t one = key->subkeys; one; one = one->next) {
		bool used = one == key->subkeys || g_strcmp0(one->fpr, fingerprint) == 0;
		if (used && one->expires > 0 && (!earliest || one->expires < earliest))
			earliest = one->expires;
	}
	gpgme_key_unref(key);
	return earliest;
}

static void take_expiry(struct keyring *keyring, struct signature *signature, const struct _gpgme_signature *found)
{
	if (find_fault(signature, found) || !(signature->expired = find_expiry(keyring, found->fpr)))
		return;
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(signature->expired);
	g_autofree char *day = time ? g_date_time_format(time, "%Y-%m-%d %H:%M:%S UTC") : g_strdup("a day long ago");
	g_free(signature->reason);
	signature->reason = g_strdup_printf(
		"the key has expired on %s, %s it was signed", day, signature->created < signature->expired ? "after" : "before");
}

static void take_meaning(struct keyring *keyring, struct signature *signature, const struct _gpgme_signature *found)
{
	gpgme_err_code_t code = gpgme_err_code(found->status);
	const char *reason = "gpg could not check it", *fault = NULL;

	signature->verdict = SIGNATURE_UNUSED;
	for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++)
		if (meanings[i].code == code) {
			signature->verdict = meanings[i].verdict;
			reason = meanings[i].reason;
		}
	if (signature->verdict == SIGNATURE_GOOD && (fault = find_fault(signature, found)))
		signature->verdict = SIGNATURE_UNUSED;
	signature->reason = g_strdup(fault ? fault : reason);
	if (code == GPG_ERR_KEY_EXPIRED)
		take_expiry(keyring, signature, found);
}

/* For a bad signature gpg gives only a short key id, which proves nothing. */
static char *primary_key(struct keyring *keyring, const char *fingerprint)
{
	gpgme_key_t key = NULL;
	char *primary = NULL;

	if (fingerprint && strlen(fingerprint) >= 40 && !gpgme_get_key(keyring->context, fingerprint, &key, 0) && key->fpr)
		primary = g_strdup(key->fpr);
	gpgme_key_unref(key);
	return primary;
}

static struct signature *add(GPtrArray *found, const char *file)
{
	struct signature *signature = g_new0(struct signature, 1);

	signature->file = g_strdup(file);
	g_ptr_array_add(found, signature);
	return signature;
}

bool keyring_verify(struct keyring *keyring, const char *text, size_t length, const char *file, const char *bytes, size_t size,
	GPtrArray *found, GError **error)
{
	gpgme_data_t plain = NULL, armoured = NULL;
	guint before = found->len;
	bool good = fail(gpgme_data_new_from_mem(&plain, text, length, 0), file, error) &&
		    fail(gpgme_data_new_from_mem(&armoured, bytes, size, 0), file, error);
	gpgme_error_t code = good ? gpgme_op_verify(keyring->context, armoured, plain, NULL) : 0;
	gpgme_verify_result_t result = good && !code ? gpgme_op_verify_result(keyring->context) : NULL;

	if (gpgme_err_code(code) == GPG_ERR_NO_ERROR || gpgme_err_code(code) == GPG_ERR_NO_DATA ||
		gpgme_err_code(code) == GPG_ERR_BAD_DATA)
		code = 0;
	good = good && fail(code, file, error);
	for (gpgme_signature_t one = result ? result->signatures : NULL; one; one = one->next) {
		struct signature *signature = add(found, file);
		signature->said = g_strdup(one->fpr ? one->fpr : "unknown");
		signature->created = (int64_t)one->timestamp;
	}
	/* listing keys is another operation of the context, which frees this result */
	if (result)
		gpgme_result_ref(result);
	guint i = before;
	for (gpgme_signature_t one = result ? result->signatures : NULL; one; one = one->next, i++) {
		struct signature *signature = found->pdata[i];
		signature->key = primary_key(keyring, one->fpr);
		take_meaning(keyring, signature, one);
	}
	if (result)
		gpgme_result_unref(result);
	if (good && found->len == before) {
		struct signature *none = add(found, file);
		none->said = g_strdup("unknown");
		none->verdict = SIGNATURE_GRAVE;
		none->reason = g_strdup("it is no signature");
	}
	gpgme_data_release(plain);
	gpgme_data_release(armoured);
	return good;
}

static bool choose_key(gpgme_ctx_t context, const char *key, GError **error)
{
	gpgme_key_t found = NULL;

	if (!key)
		return true;
	gpgme_error_t code = gpgme_get_key(context, key, &found, 1);
	bool good = code ? migrate_fail(error, MIGRATE_POLICY, "--key %s: gpg has no such secret key, or several: %s", key,
				   gpgme_strerror(code))
			 : fail(gpgme_signers_add(context, found), key, error);
	gpgme_key_unref(found);
	return good;
}

bool signature_make(const char *text, size_t length, const char *key, GString *out, char **fingerprint, GError **error)
{
	gpgme_ctx_t context = new_context(NULL, error);
	gpgme_data_t plain = NULL, armoured = NULL;
	bool good = context && choose_key(context, key, error) &&
		    fail(gpgme_data_new_from_mem(&plain, text, length, 0), "signing", error) &&
		    fail(gpgme_data_new(&armoured), "signing", error) &&
		    fail(gpgme_op_sign(context, plain, armoured, GPGME_SIG_MODE_DETACH), "signing", error);
	gpgme_sign_result_t result = good ? gpgme_op_sign_result(context) : NULL;

	if (good && (!result || !result->signatures))
		good = migrate_fail(error, MIGRATE_POLICY, "signing: gpg has made no signature");
	g_autofree char *used = good ? g_strdup(result->signatures->fpr) : NULL;
	if (good) {
		gpgme_key_t found = NULL;
		good = fail(gpgme_get_key(context, used, &found, 0), "signing", error);
		*fingerprint = good ? g_strdup(found->fpr) : NULL;
		gpgme_key_unref(found);
	}
	size_t size = 0;
	char *bytes = armoured ? gpgme_data_release_and_get_mem(armoured, &size) : NULL;
	if (good)
		g_string_append_len(out, bytes, (gssize)size);
	gpgme_free(bytes);
	gpgme_data_release(plain);
	gpgme_release(context);
	return good;
}
