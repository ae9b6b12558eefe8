/* Reads the definitions of dbaugment, and the tables to which they apply. */
#pragma once

#include "cmd/augment.h"
#include "cmd/augment_inside.h"

/*
 * Reads the configuration, which outlives the result, and the specification at that path ("-": standard input; NULL: the
 * configuration names the tables). NULL with an error that gives file, line and column.
 */
struct augment *augment_read(const struct config *, const char *specification, GError **);
void augment_free(struct augment *);
/* Whether any table is named. */
bool augment_has_tables(const struct augment *);
/* A copy of a node with all nodes below it. */
struct node *augment_copy(struct arena *, const struct node *);
