/* How statements and their signatures are made. */
#pragma once

#include "migrate/release.h"
#include "migrate/run.h"

struct release_options {
	bool down;
	int from, to; /* -1: where the newest release ends; the project's last change */
	int days;     /* that it is good for */
	bool allow_data_loss;
	const GPtrArray *files; /* char *: of the application, from the project's directory; NULL: none */
};

/*
 * Writes the release statement of the next serial, about the files as they are, all of which are compared with the manifest first.
 * Free its name. MIGRATE_REFUSED where a change loses data that may not be lost, or has no way back.
 */
char *release_create(const struct project *, const struct release_options *, GError **);

/*
 * Adds a signature by the key (NULL: gpg's default one) to a statement, which has to be about the files as they are. Gives the
 * file of the signature, to be freed.
 */
char *release_sign(const struct project *, const char *name, const char *key, GError **);

/*
 * The customer's approval of a release with its report: checks both by the policy, writes the approval unless it is there, and
 * signs it. Gives the file of the signature, to be freed.
 */
char *release_approve(const struct project *, const struct policy *, const char *name, const char *key, int days, GError **);

/*
 * Records in the registry how a run of a release has ended for a tenant: failure is NULL or the reason. *all: whether every tenant of
 * the environment is where the release ends, and none of them has failed, so that there is a report to write.
 */
bool release_tenant_ended(struct run *, const char *failure, bool *all, GError **);

/*
 * The report of a run of a release, for stage QAT alone: what came of it, NULL or the reason of its failure, and of its tests. With
 * tenants it is about all of them.
 * Gives its path, to be freed.
 */
char *release_report(struct run *, const char *directory, const char *failure, GError **);
