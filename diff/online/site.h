/* A step of a plan at which a form is looked for, and what is asked of it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/order.h"

/* A step at which a form is looked for. */
struct online_site {
	const struct changes *changes;
	const GHashTable *refused; /* batches for which no form is used */
	struct change *change;
	const struct batch *batch;
	const char *sql;
	bool computes;		   /* see diff/steps.h */
	GArray *tokens, *names;	   /* struct token; struct words_name */
	guint behind;		   /* the token behind what matches */
	const struct object *leaf; /* the partition that $p stands for */
};

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
