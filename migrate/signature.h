/*
 * OpenPGP signatures by gpgme: detached, ASCII-armoured, made by people with their own keys and checked only with the keys of a
 * policy.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "migrate/status.h"

/* Public keys in a temporary GnuPG directory, without network, agent and web of trust: the policy decides who is trusted. */
struct keyring;

/* Imports the keys of an exported file, armoured or not. NULL with MIGRATE_POLICY where it cannot be read or has none. */
struct keyring *keyring_open(const char *path, GError **);
void keyring_free(struct keyring *);

/* The verdict on a signature. */
enum signature_verdict {
	SIGNATURE_GOOD,
	SIGNATURE_UNUSED, /* it does not count: for example, its key is unknown or expired */
	SIGNATURE_GRAVE,  /* something is wrong: other bytes were signed, or the key was revoked */
};

struct signature {
	char *file;	 /* its file */
	char *key;	 /* fingerprint of the primary key, 40 digits or more; NULL: unknown */
	char *said;	 /* the key that the signature names: a fingerprint, or an id */
	int64_t created; /* from the signature, seconds since 1970 */
	int64_t expired; /* when the key expired, if the signature is valid otherwise; 0: it has not */
	enum signature_verdict verdict;
	char *reason; /* in words */
};
void signature_free(void *);

/*
 * Verifies the signatures in a file over a text and appends them to found (struct signature *); a file without any is a
 * SIGNATURE_GRAVE. False with MIGRATE_POLICY where gpg does not work.
 */
bool keyring_verify(struct keyring *, const char *text, size_t length, const char *file, const char *bytes, size_t size,
	GPtrArray *found, GError **);

/*
 * Signs a text with a secret key of the user, or the default one (NULL): appends the armoured signature; *fingerprint is that of
 * the primary key, to be freed. False with MIGRATE_POLICY.
 */
bool signature_make(const char *text, size_t length, const char *key, GString *out, char **fingerprint, GError **);
