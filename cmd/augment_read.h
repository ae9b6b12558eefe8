/* The definitions of dbaugment, and the tables that are to have them. */
#pragma once

#include "cmd/augment.h"
#include "cmd/augment_inside.h"

/*
 * Takes in the configuration, and the specification of that path, "-" being standard input; NULL where the configuration alone
 * tells the tables. Errors name file, line and column. The configuration outlives it.
 */
struct augment *augment_read(const struct config *, const char *specification, GError **);
void augment_free(struct augment *);
/* Whether it names any table. */
bool augment_has_tables(const struct augment *);
/* A copy of a node and what is below it. */
struct node *augment_copy(struct arena *, const struct node *);
