/*
 * What goes to the server in one go, and comes back in one go: our own statements and those of files, each by itself in the
 * extended protocol, which takes no second statement in a text (manual, section 34.5, "Pipeline Mode"). The first one that fails
 * ends it; the rest are not run.
 *
 * After each statement of a file the server is asked who we are and in which transaction: a file that ends the transaction, or that
 * changes the role, is found at that statement.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

#include "migrate/contract.h"
#include "migrate/failure.h"
#include "migrate/registry.h"
#include "migrate/session.h"

/* The statements of one file, and how they are to be run. */
struct part {
	const char *phase, *file;
	const GPtrArray *statements; /* struct script_statement * */
	enum migrate_status status;  /* what an SQL error in it means */
	const char *role;	     /* what current_user must be */
	struct contract *contract;   /* judges the results; NULL: they are not looked at */
	const char *after[2];	     /* search_path and role that are set after its last statement */
};

struct pipeline {
	struct session *session;
	const char *phase; /* where the statements of ours that follow fail */
	GArray *items;
	bool sent;    /* all of it so far */
	bool whole;   /* pipeline_send() was called */
	char *xid;    /* of the transaction: that of REGISTRY_BEGIN; NULL: not checked */
	gint64 since; /* when it began: as g_get_monotonic_time() */
	bool escaped; /* a statement of a file ended the transaction */
	guint failed; /* by its place, what has failed, from 0 */
};

void pipeline_begin(struct pipeline *, struct session *, const char *phase);
/* A statement of ours. */
void pipeline_text(struct pipeline *, const char *sql);
/* The same, of which a file is to blame where it fails. */
void pipeline_text_of(struct pipeline *, const char *sql, const char *phase, const char *file);
/* A prepared one of ours; its result goes to *keep unless that is NULL. */
void pipeline_run(struct pipeline *, enum registry_statement, int count, const char *const *values, PGresult **keep);
/* The statements of a file, which live until the end, and the settings of what comes after it. */
void pipeline_part(struct pipeline *, const struct part *);
/* How many there are so far: the place of the next one. */
guint pipeline_length(const struct pipeline *);
/* All of it is on its way: there is time for something else until pipeline_end(). */
void pipeline_send(struct pipeline *);
/*
 * Waits for all of it. False and the failure where one failed. The pipeline is cleared but for its xid, which pipeline_clear()
 * frees.
 */
bool pipeline_end(struct pipeline *, struct failure *);
void pipeline_clear(struct pipeline *);
