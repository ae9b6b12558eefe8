/* What waits for the attributes, and the checks, of the types that values are of. */
#pragma once

#include "diff/order.h"

/*
 * Attributes of a type are dropped and altered once whatever uses the type, or a column of it, is gone: undo, the batch of that.
 */
void type_free_attributes(struct changes *, struct batch *undo, struct change *needed);
/*
 * A table, or a column of one, changes once the columns that store the table's rows are gone, where PostgreSQL refuses the change as
 * long as they are there.
 */
void type_free_rows(struct changes *, struct change *);
/* What is made of a domain, or holds values of one, waits for its checks and NOT NULL. */
void type_await_checks(struct changes *, struct change *);
/* What takes fields out of the values of what it needs waits for those fields. */
void type_await_fields(struct changes *, struct change *, const struct object *needed);
