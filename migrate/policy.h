/*
 * The signatures that an environment requires: NAME.yaml in the folder of policies, which is outside projects, so that people who
 * can change a project cannot change it: $DBALIGN_POLICIES, or pgcanon/policies below the directory of the system's settings.
 *
 *	stage: PRD
 *	keyring: keys.asc                     from the policy's folder; what `gpg --export` writes
 *	keyring_days: 30                      the maximum age of the keyring
 *	expired: reject                       whether a key that expired after signing counts when a release runs again
 *	signers:
 *	  developer: {needed: 2, keys: [FINGERPRINT, ...]}   sign releases
 *	  customer: {needed: 1, keys: [...]}                 sign approvals, for stage PRD
 *	  runner: {needed: 1, keys: [...]}                   sign reports; may be left out
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/status.h"

enum signer { SIGNER_DEVELOPER, SIGNER_CUSTOMER, SIGNER_RUNNER, SIGNERS };
const char *signer_name(enum signer);

struct keyring;

struct policy_signers {
	int needed;	 /* the required number of signatures, each with another key; 0: none */
	GPtrArray *keys; /* char *: fingerprints of primary keys, upper case; NULL */
	/* char *: YYYY-MM-DD by fingerprint: the first and the last day, UTC, of signatures that count; NULL: there are none */
	GHashTable *valid_from, *valid_to;
};

struct policy {
	char *path;
	char *stage;	   /* "QAT" or "PRD": the stage that the environment must have */
	char *keyring;	   /* its path */
	int keyring_days;  /* the maximum age of the keyring's file in days; 0: any */
	double clock_skew; /* seconds that signers' clocks may be ahead: 300 */
	char *expired;	   /* "reject", or "accept-if-signed-before-expiry" */
	struct policy_signers signers[SIGNERS];
};

/* The policy for the environment of that name; *policy is NULL where there is none. MIGRATE_POLICY where it is invalid. */
bool policy_find(const char *environment, struct policy **policy, GError **);
void policy_free(struct policy *);
/* Whether a key that expired after signing counts, for a database that took the release before. */
bool policy_takes_expired(const struct policy *);
bool policy_has_key(const struct policy *, enum signer, const char *fingerprint);
/* Sets the time, in seconds since 1970, from which and until which the policy accepts signatures by a key; 0: no limit. */
void policy_validity(const struct policy *, enum signer, const char *fingerprint, gint64 *from, gint64 *to);
/* Opens its keyring with keyring_open(). NULL with MIGRATE_POLICY also where the file is too old, as it may lack revocations. */
struct keyring *policy_open_keyring(const struct policy *, GError **);
