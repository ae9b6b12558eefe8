/*
 * OpenPGP signatures by gpgme: detached, ASCII-armoured, made by people with their own keys and checked with the keys of a policy
 * alone.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "migrate/status.h"

/* Public keys in a GnuPG directory of the run's own, without network, agent and trust: who is trusted the policy tells. */
struct keyring;

/* The keys of an exported file, which may be armoured. MIGRATE_POLICY where it cannot be read or has none. */
struct keyring *keyring_open(const char *path, GError **);
void keyring_free(struct keyring *);

/* What a signature is worth. */
enum signature_verdict {
	SIGNATURE_GOOD,
	SIGNATURE_UNUSED, /* it does not count: of an unknown or expired key, for one */
	SIGNATURE_GRAVE,  /* something is wrong: of other bytes, or of a revoked key */
};

struct signature {
	char *file;	 /* that it stands in */
	char *key;	 /* fingerprint of the primary key, 40 digits or more; NULL: the key is not known */
	char *said;	 /* the key that it says it is of: a fingerprint, or an id */
	int64_t created; /* as the signer says, seconds since 1970 */
	int64_t expired; /* when its key did, of one that is good but for that; 0: it has not */
	enum signature_verdict verdict;
	char *reason; /* in words */
};
void signature_free(void *);

/*
 * The signatures in a file of them over a text: appended to found (struct signature *), one that holds none as a SIGNATURE_GRAVE.
 * MIGRATE_POLICY where gpg does not work.
 */
bool keyring_verify(struct keyring *, const char *text, size_t length, const char *file, const char *bytes, size_t size,
	GPtrArray *found, GError **);

/*
 * Signs a text with a secret key of the user, or the default one (NULL): appends the armoured signature, *fingerprint is that of
 * the primary key, to be freed. MIGRATE_POLICY.
 */
bool signature_make(const char *text, size_t length, const char *key, GString *out, char **fingerprint, GError **);
