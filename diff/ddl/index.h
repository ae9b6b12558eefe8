/* Queries about indexes. */
#pragma once

#include "diff/change.h"
#include "diff/say.h"

/*
 * Whether an index, or that of an exclusion constraint, that is kept is rebuilt by the server, as a column of it gets another type:
 * its statistics targets are lost then.
 */
bool index_is_rebuilt(const struct changes *, const struct change *index);
/*
 * Whether the key's or index's partitioned table has partitions that a filter leaves out. What is made for the table alone (ONLY)
 * becomes valid when each partition's is attached, and nobody speaks of theirs: so PostgreSQL is to make them, and to take over
 * those of the partitions that are described.
 */
bool index_reaches_hidden(const struct change *index);
/* Whether the options of an index, or of a key, differ and no ALTER INDEX sets them: those of a partitioned table. */
bool index_options_are_fixed(const struct change *, const struct names *have, const struct names *want);
/* Whether an index, or a key, is attached to the same one before and after, or to none, whatever that is called. */
bool index_stays_attached(const struct changes *, const struct change *);
/* Whether its table, or the index that it is attached to and that has another name now, tells where it is attached. */
bool index_told_by_attachment(const struct changes *, const struct change *);
/* Says the statistics target of the key at a position, from 1, of an index or of that of a constraint; NULL: the default. */
void index_say_target(struct say *, const struct object *index, int position, const char *target);
/* Whether an index, or that of a key, which is attached to it, or to one of those, has a statement: see diff/told.h. */
bool index_attached_has_step(const struct changes *, const struct change *);
