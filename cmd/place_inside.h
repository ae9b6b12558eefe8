/* The inside of a place, for its own files: place.c, place_database.c, place_query.c. */
#pragma once

#include <libpq-fe.h>

#include "cmd/place.h"

struct place {
	enum { DATABASE, YAML_FILE, YAML_DIRECTORY, YAML_STDIN, YAML_GIT } type;
	const char *text; /* without the prefix */
	char *name;	  /* for messages */
	struct place_options *options;
	PGconn *connection;	 /* NULL until connected */
	struct snapshot *loaded; /* a document between place_load() and place_read() */
	const char *password;	 /* NULL: not known */
	struct reading *reading; /* begun by place_begin(); NULL: none */
	struct snapshot *begun;	 /* what it reads into */
};

static inline void place_clear_result(PGresult **result)
{
	PQclear(*result);
}
#define AUTO_RESULT __attribute__((cleanup(place_clear_result))) PGresult *

/* Sets the error to the place's name, what failed, and the message; always false. */
bool place_fail(const struct place *, GError **, const char *what, const char *message);

/* place_read() of a database. */
struct snapshot *place_read_database(struct place *, struct pool *, GError **);

/* Gives up a reading that was begun, if there is one; restarting then connects anew, so that the connection can be used. */
void place_abandon(struct place *);
void place_restart(struct place *);
