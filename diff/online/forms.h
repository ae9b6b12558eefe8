/*
 * Forms: what a statement is replaced by. Their texts have letters: $0 is the statement itself, $1, $2 ... the names that the
 * pattern's @ stand for, $r what follows what the pattern matches, and others as diff/online/letters.c has them.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/online/online.h"
#include "diff/order.h"

enum online_how {
	ONLINE_BRIEF,	/* a lock for a moment */
	ONLINE_SLOW,	/* goes through rows under a lock that is in nobody's way */
	ONLINE_OUTSIDE, /* the same, in no transaction */
	ONLINE_BATCHES, /* the same, part of the rows after part of them */
	ONLINE_LAST,	/* the same, when all else is done */
};

struct online_piece {
	const char *sql;
	enum online_how how;
	bool leaves; /* once for each partition, $p, that has rows of the table */
};

enum { ONLINE_PIECES = 12 };

/* A step at which a form is looked for. */
struct online_site {
	const struct changes *changes;
	const GHashTable *refused; /* batches for which no form is used */
	struct change *change;
	const struct batch *batch;
	const char *sql;
	GArray *tokens, *names;	   /* struct token; struct words_name */
	guint behind;		   /* the token behind what matches */
	const struct object *leaf; /* the partition that $p stands for */
};

struct online_form {
	const char *pattern;			     /* see diff/words.h */
	bool (*applies)(const struct online_site *); /* NULL: always */
	struct online_piece pieces[ONLINE_PIECES];   /* none: it stays as it is */
	bool awaited;	  /* what waits for the statement waits for the last of the pieces, rather than for the first */
	bool gone;	  /* another form has what the statement does */
	int since, until; /* first major version that has the form, first that has it no more; 0: no limit */
};

/* The forms; those that come first are meant where several match. Ends in one without pattern. */
extern const struct online_form online_forms[];

/* The step's form, with what it matched in the site; NULL: it has none, or one with a letter that has no value here. */
const struct online_form *online_form_of(struct online_site *);
/* The site of a step, to be cleared, but for what is the caller's. */
void online_site_init(
	struct online_site *, const struct changes *, const GHashTable *refused, const struct batch *, const struct step *);
void online_site_clear(struct online_site *);

/* Whether a table, or what it is part of, was there before and stays: it has rows, and others use it. */
bool online_stays(const struct change *);
/* Whether nothing but what makes it again waits for the change to be undone. */
bool online_is_undone_alone(const struct change *);
/* Whether no form is used for the change's statements of that stage. */
bool online_is_refused(const struct online_site *, struct change *, enum stage);
/* The change of an object of either side. */
struct change *online_change(const struct changes *, const struct object *);
/* The partitions of a table, of have or of want, but for foreign tables: const struct object *. */
GPtrArray *online_partitions(const struct changes *, const struct object *table, bool had);
/* The partitions that are there before and after, and have rows of the partitioned table of the site: const struct object *. */
GPtrArray *online_leaves(const struct online_site *);
