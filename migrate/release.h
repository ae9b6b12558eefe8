/*
 * A release: statements with their signatures, checked before there is a connection. What is signed is bound to the bytes that
 * are run by the manifest in memory: each file is read once, its SHA-256 compared with the manifest's, and those bytes are run.
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
	struct statement *report, *approval; /* NULL: the stage asks for none */
	GPtrArray *signers;		     /* struct signature *: those that count */
};
void release_free(struct release *);

/*
 * The name of the release with the highest serial, of those in that direction ("up", "down"; NULL: any); to be freed. NULL with
 * MIGRATE_POLICY where there is none.
 */
char *release_newest(const char *directory, const char *direction, GError **);
/* The highest serial of all statements; 0: there are none. */
int release_last_serial(const char *directory);

/*
 * Reads the statements of a release and checks what the policy asks for: signatures, that they are about one another, and that the
 * project is what they are about. Whether it has expired and fits the database admit() tells. MIGRATE_POLICY, with the reason.
 */
struct release *release_open(const struct project *, const struct policy *, const char *name, GError **);

/*
 * What is to be applied: where the environment has a policy the release of that name, or the newest one in that direction
 * (NULL), checked; where it has none, *release is NULL. MIGRATE_USAGE for a name where it has none.
 */
bool release_find(const struct project *, const struct environment *, const char *name, const char *direction,
	struct release **release, GError **);

/* Whether a release is about that project: its uuid, its settings, its changes, the files it names. */
bool release_is_of(const struct statement *, const struct project *, GError **);
/* Whether a path is one of the project's own: in build/, release/ and so on. */
bool release_owns(const char *path);
bool release_hash_file(const struct project *, const char *path, char sha256[65], GError **);

/* Whether neither it nor its approval has expired. MIGRATE_POLICY. */
bool release_lasts(const struct release *, GError **);

/* One of those that count though the key has expired since: the policy takes it for what is run again. NULL: none. */
const struct signature *release_expired_signature(const struct release *);

/* Whether a report is one of success with that release; whether an approval is of both. */
bool release_report_fits(const struct statement *release, const struct statement *report, GError **);
bool release_approval_fits(
	const struct statement *release, const struct statement *report, const struct statement *approval, GError **);

/*
 * Counts the signatures of a statement that a policy asks for. Those that count are appended to signers (struct signature *),
 * what is wrong with others is told in the error.
 */
bool release_signed(const char *directory, const struct policy *, struct keyring *, const struct statement *, enum signer,
	GPtrArray *signers, GError **);

/* The files of signatures of a statement, in order of their names (char *): release/R0007.yaml.0123456789ABCDEF.asc. */
GPtrArray *release_signature_files(const char *directory, const char *name);
