/*
 * The registry: schema "dbalign" of the changed database, with the number of the last change, the applied changes, and all attempts
 * with the reason of failure. It belongs to the role that connects; no other role has privileges on it.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "migrate/session.h"

enum { REGISTRY_VERSION = 2 };

/* The one row of dbalign.state. */
struct state {
	bool exists; /* false: the database has no registry yet, so its number is 0 */
	int version; /* of the registry */
	int number;
	char *uuid, *head;
	char *environment;
	char *fingerprint;  /* of the schema after the last change; NULL: unknown */
	int serial;	    /* of the last release it took; 0: none */
	char *release;	    /* SHA-256 of its statement */
	int64_t incomplete; /* the attempt at a change outside transactions that stopped; 0: none */
};
void state_clear(struct state *);
#define AUTO_STATE __attribute__((cleanup(state_clear))) struct state

/*
 * Creates the registry, or with tenants the state of one, for a project; head is that before the first change. The session holds
 * the lock. False with an error.
 */
bool registry_create(struct session *, const char *uuid, const char *project, const char *head, GError **);

/* Reads the state; MIGRATE_USAGE for the registry of another project, or of a newer dbalign. */
bool registry_read(struct session *, const char *uuid, struct state *, GError **);

/*
 * Upgrades the registry, or with tenants the part that one of them needs, to REGISTRY_VERSION; the session holds the lock. False with an
 * error. Reading needs no upgrade.
 */
bool registry_upgrade(struct session *, GError **);

/* Statements that each change runs, prepared once in a session. */
enum registry_statement {
	REGISTRY_BEGIN, /* reads the state FOR UPDATE: number, head, transaction id; sets timeouts, search_path, role */
	REGISTRY_CHECK, /* current_user, session_user, transaction id */
	REGISTRY_LEAVE, /* the same, then sets search_path, role */
	REGISTRY_UP,	/* records an applied change, and begins the next; an error where the state has changed meanwhile */
	REGISTRY_DOWN,	/* records a rollback, and begins the next change */
	REGISTRY_COMMIT,
	REGISTRY_STATEMENTS,
};
const char *registry_name(enum registry_statement);
/* The text of the prepared statement. */
const char *registry_sql(enum registry_statement);
/* Prepares all of them; not in pipeline mode. */
bool registry_prepare(struct session *, GError **);
