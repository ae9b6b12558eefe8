/*
 * A release: statements with signatures, checked before connecting. The manifest in memory binds the signatures to the bytes that
 * run: each file is read once, its SHA-256 is compared with the manifest's, and these bytes run.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "migrate/policy.h"
#include "migrate/project.h"
#include "migrate/signature.h"
#include "migrate/statement.h"

struct environment;

struct release {
	struct statement *statement;
	struct statement *report, *approval; /* NULL: the stage does not require it */
	GPtrArray *signers;		     /* struct signature *: those that count */
};
void release_free(struct release *);

/*
 * The name of the release with the highest serial in that direction ("up", "down"; NULL: any); free it. NULL with MIGRATE_POLICY
 * where there is none.
 */
char *release_newest(const char *directory, const char *direction, GError **);
/* The highest serial of all statements; 0: none. */
int release_last_serial(const char *directory);

/*
 * Reads the statements of a release and checks that the policy's signatures exist, and that the statements match each other and the
 * project. admit() checks expiry and the database. NULL with MIGRATE_POLICY and the reason. release_free() it.
 */
struct release *release_open(const struct project *, const struct policy *, const char *name, GError **);

/*
 * Finds the release to run: where the environment has a policy the release with that name, or the newest one in that direction
 * (NULL), checked; without a policy *release is NULL. False with MIGRATE_USAGE for a name without a policy.
 */
bool release_find(const struct project *, const struct environment *, const char *name, const char *direction,
	struct release **release, GError **);

/* Whether a release matches the project: uuid, settings, changes, and the files it names. */
bool release_is_of(const struct statement *, const struct project *, GError **);
/* Whether a path belongs to the project itself: in build/, release/ and so on. */
bool release_owns(const char *path);
bool release_hash_file(const struct project *, const char *path, char sha256[65], GError **);

/* Whether neither the release nor its approval has expired. MIGRATE_POLICY. */
bool release_lasts(const struct release *, GError **);

/* A signature that counts although its key expired after signing, as the policy allows for running a release again. NULL: none. */
const struct signature *release_expired_signature(const struct release *);

/* Whether a report is about that release and its success; whether an approval is about both. */
bool release_report_fits(const struct statement *release, const struct statement *report, GError **);
bool release_approval_fits(
	const struct statement *release, const struct statement *report, const struct statement *approval, GError **);

/*
 * Checks the signatures of a statement that a policy requires. Those that count are appended to signers (struct signature *); the
 * error names the others with the reason.
 */
bool release_signed(const char *directory, const struct policy *, struct keyring *, const struct statement *, enum signer,
	GPtrArray *signers, GError **);

/* The signature files of a statement, sorted by name (char *): release/R0007.yaml.0123456789ABCDEF.asc. */
GPtrArray *release_signature_files(const char *directory, const char *name);
