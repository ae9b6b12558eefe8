/*
 * Sends several statements in one round trip (manual, section 34.5, "Pipeline Mode"): our own and those of files, one at a time in
 * the extended query protocol, which does not allow two statements in one text. The rest are not run after the first one fails.
 *
 * After each statement of a file a query checks the role and the transaction: a file that ends the transaction, or that changes the
 * role, is found at that statement.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "migrate/contract.h"
#include "migrate/failure.h"
#include "migrate/registry.h"
#include "migrate/session.h"

/* The statements of one file, and their settings. */
struct part {
	const char *phase, *file;
	const GPtrArray *statements; /* struct script_statement * */
	enum migrate_status status;  /* the status for an SQL error in it */
	const char *role;	     /* the required current_user */
	struct contract *contract;   /* checks the results; NULL: they are ignored */
	const char *after[2];	     /* search_path and role that are set after its last statement */
};

struct pipeline {
	struct session *session;
	const char *phase; /* the phase of later statements of ours */
	GArray *items;
	bool sent;    /* everything so far was sent */
	bool whole;   /* pipeline_send() was called */
	char *xid;    /* of the transaction, from REGISTRY_BEGIN; NULL: not checked */
	gint64 since; /* when it began: as g_get_monotonic_time() */
	bool escaped; /* a statement of a file ended the transaction */
	guint failed; /* the index of the failed statement, from 0 */
};

void pipeline_begin(struct pipeline *, struct session *, const char *phase);
/* Adds a statement of ours. */
void pipeline_text(struct pipeline *, const char *sql);
/* The same; if it fails, the file is to blame. */
void pipeline_text_of(struct pipeline *, const char *sql, const char *phase, const char *file);
/* Adds a prepared statement of ours; its result goes to *keep unless that is NULL. */
void pipeline_run(struct pipeline *, enum registry_statement, int count, const char *const *values, PGresult **keep);
/* Adds the statements of a file, which live until the end, and the settings after it. */
void pipeline_part(struct pipeline *, const struct part *);
/* The number of statements so far: the index of the next one. */
guint pipeline_length(const struct pipeline *);
/* Sends everything: the caller can do other work until pipeline_end(). */
void pipeline_send(struct pipeline *);
/*
 * Waits for all results. False with the failure where one failed. The pipeline is cleared except its xid, which pipeline_clear()
 * frees.
 */
bool pipeline_end(struct pipeline *, struct failure *);
void pipeline_clear(struct pipeline *);
