/*
 * The signatures that an environment requires: NAME.yaml in the folder of policies, which is outside projects, so that people who
 * can change a project cannot change it: $DBALIGN_POLICIES, or pgcanon/policies below the directory of the system's settings.
 *
 *	stage: PRD
 *	keyring: keys.asc                     from the policy's folder; what `gpg --export` writes
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

struct policy_signers {
	int needed;	 /* so many of them, each with another key; 0: none */
	GPtrArray *keys; /* char *: fingerprints of primary keys, upper case; NULL */
};

struct policy {
	char *path;
	char *stage;	   /* "QAT" or "PRD": the stage that the environment must have */
	char *keyring;	   /* its path */
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
