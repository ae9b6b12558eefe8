/* What is said of a script besides its statements: see cmd/script.h. */
#pragma once

#include <stdbool.h>

struct causes;

struct script_options {
	const char *from, *to;	     /* the places, as messages call them */
	bool back;		     /* it is the way back */
	int server;		     /* version of the server that is to change; 0: not known */
	const char *database;	     /* in which it is to be run; NULL: not known */
	bool single_transaction;     /* BEGIN and COMMIT around it */
	const char *check;	     /* a statement that comes first, see cmd/same.h; NULL or "": none */
	const struct causes *causes; /* each statement tells its own, see cmd/cause.h; NULL: none does */
	const char *search_path;     /* of statements that compute rows, as SET has it; NULL: what a new session has */
	const char *
		lock_timeout; /* how long a transaction of an online plan waits for a lock, as SET has it; NULL: as long as by default */
};
