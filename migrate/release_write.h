/* Writes statements and their signatures. */
#pragma once

#include "migrate/release.h"
#include "migrate/run.h"

struct release_options {
	bool down;
	int from, to; /* -1: the end of the newest release; the project's last change */
	int days;     /* the days of validity */
	bool allow_data_loss;
	const GPtrArray *files; /* char *: files of the application, relative to the project's directory; NULL: none */
};

/*
 * Writes the statement of the next release after checking all files against the manifest. Returns its name; free it. NULL with
 * MIGRATE_REFUSED where a change loses data without permission, or cannot be rolled back.
 */
char *release_create(const struct project *, const struct release_options *, GError **);

/*
 * Signs a statement, which must match the files, with the key (NULL: gpg's default). Returns the path of the signature; free it.
 * NULL with an error.
 */
char *release_sign(const struct project *, const char *name, const char *key, GError **);

/*
 * Writes the customer's approval of a release and its report, unless it exists, after checking both against the policy, and signs
 * it. Returns the path of the signature; free it. NULL with an error.
 */
char *release_approve(const struct project *, const struct policy *, const char *name, const char *key, int days, GError **);

/*
 * Records in the registry how a run of a release ended for a tenant: failure is NULL, or the reason. *all: whether the report
 * of success can be written: every tenant of the environment is at the end of the release, and the run of each that took it, with its
 * tests, has ended with success. False with an error.
 */
bool release_tenant_ended(struct run *, const char *failure, bool *all, GError **);

/*
 * Writes the report of a run of a release, for stage QAT only: the result (failure is NULL, or the reason), and that of its tests. With
 * tenants it is about all of them.
 * Returns its path; free it. NULL with an error.
 */
char *release_report(struct run *, const char *directory, const char *failure, GError **);
