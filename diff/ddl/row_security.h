/*
 * ENABLE, DISABLE, FORCE and NO FORCE ROW LEVEL SECURITY. A table that forces its policies on its owner hides rows from the owner's
 * own script: a foreign key cannot be proved by rows that are not seen. The owner's script sees them all while it takes the force
 * away, which changes nothing for anyone else.
 */
#pragma once

#include "diff/change.h"
#include "diff/say.h"

/*
 * Marks the tables whose rows statements read with the owner's eyes: of both sides of a foreign key that is made or validated, and
 * their partitions.
 */
void row_security_mark(struct changes *);
/* What is said of a table, there before or not (have is NULL then). */
void row_security_say(struct say *, const char *have, const char *want);
/* FORCE, or NO FORCE, for the table without its children; with NO FORCE the owner's statements see all rows. */
void row_security_force(struct say *, enum stage, const struct object *table, bool force);
/* Whether policies may hide rows from a materialized view: those of the tables that it reads, by way of views and routines too. */
bool row_security_filters(const struct changes *, const struct object *view);
/* Whether the value of the row row_security forces the policies on the owner. */
bool row_security_is_forced(const char *row_security);
/* Keys are proved after the force is gone, and before it is there again; materialized views are filled after that. */
void row_security_add_edges(struct changes *);
