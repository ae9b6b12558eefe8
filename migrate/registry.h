/*
 * The registry: schema "dbalign" of the database that the changes go to. It tells the number of the last change, what was applied,
 * and every attempt with the reason of its failure. It belongs to the role that connects; nobody else has rights on it.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "migrate/session.h"

enum { REGISTRY_VERSION = 1 };

/* The one row of dbalign.state. */
struct state {
	bool exists; /* false: the database has no registry yet, so it is at 0 */
	int number;
	char *uuid, *head;
	char *environment;
	char *fingerprint;  /* of the schema after the last change; NULL: not known */
	int serial;	    /* of the last release that it has seen; 0: none */
	char *release;	    /* SHA-256 of its statement */
	int64_t incomplete; /* the attempt at a change outside transactions that stopped in its middle; 0: none */
};
void state_clear(struct state *);
#define AUTO_STATE __attribute__((cleanup(state_clear))) struct state

/*
 * Makes the registry, or in that of tenants the state of one, of a project whose head without changes is given; the session has the
 * lock.
 */
bool registry_create(struct session *, const char *uuid, const char *project, const char *head, GError **);

/* The state; MIGRATE_USAGE for the registry of another project, or of a newer dbalign. */
bool registry_read(struct session *, const char *uuid, struct state *, GError **);

/* Statements that each change runs: the server plans them once a session. */
enum registry_statement {
	REGISTRY_BEGIN, /* state of the database FOR UPDATE: number, head, transaction id; sets timeouts, search_path, role */
	REGISTRY_CHECK, /* current_user, session_user, transaction id */
	REGISTRY_LEAVE, /* the same; then sets search_path, role */
	REGISTRY_UP,	/* a change is applied, and the next one begins; an error where the state is not what it was */
	REGISTRY_DOWN,	/* a change is taken back, and the next one begins */
	REGISTRY_COMMIT,
	REGISTRY_STATEMENTS,
};
const char *registry_name(enum registry_statement);
/* The text that it was prepared from. */
const char *registry_sql(enum registry_statement);
/* Prepares them all; not amid a pipeline. */
bool registry_prepare(struct session *, GError **);
