/*
 * Forms: what a statement is replaced by. Their texts have letters: $0 is the statement itself, $1, $2 ... the names that the
 * pattern's @ stand for, $r what follows what the pattern matches, and others as diff/online/letters.c has them.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/online/item.h"
#include "diff/online/site.h"

struct online_piece {
	const char *sql;
	enum online_how how;
	bool leaves; /* once for each partition, $p, that has rows of the table */
	bool ahead;  /* it comes before all that the plan changes */
};

enum { ONLINE_PIECES = 23 };

struct online_form {
	const char *pattern;			     /* see diff/words.h */
	bool (*applies)(const struct online_site *); /* NULL: always */
	struct online_piece pieces[ONLINE_PIECES];   /* none: it stays as it is */
	bool awaited;	  /* what waits for the statement waits for the last of the pieces, rather than for the first */
	bool gone;	  /* another form has what the statement does */
	int since, until; /* first major version that has the form, first that has it no more; 0: no limit */
};

/* The step's form, with what it matched in the site; NULL: it has none, or one with a letter that has no value here. */
const struct online_form *online_form_of(struct online_site *);
