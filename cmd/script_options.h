/* The options of a script: see cmd/script.h. */
#pragma once

#include <stdbool.h>

struct causes;

struct script_options {
	const char *from, *to;	     /* the places, as messages name them */
	bool back;		     /* it is the script of the way back */
	int server;		     /* version of the server that will change; 0: unknown */
	const char *database;	     /* where it will run; NULL: unknown */
	bool single_transaction;     /* BEGIN and COMMIT around it */
	const char *check;	     /* the first statement, see cmd/same.h; NULL or "": none */
	const struct causes *causes; /* printed before each statement, see cmd/cause.h; NULL: not printed */
	const char *search_path;     /* for statements that compute rows, as SET takes it; NULL: that of a new session */
	const char *lock_timeout;    /* of the transactions of an online plan, as SET takes it; NULL: the default */
};
