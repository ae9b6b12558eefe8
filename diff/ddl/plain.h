/* What regular kinds say from their rows, for other rooms to use. */
#pragma once

#include <glib.h>

#include "diff/say.h"

/* CREATE, ALTER and DROP of regular kinds. */
void plain_create(struct say *);
void plain_alter(struct say *);
void plain_drop(struct say *);

/* The clause of each row that is not absent, with the same text before each. */
void plain_clauses(GString *out, const char *before, const struct object *);
/* The same of each row that differs. */
void plain_altered_clauses(GString *out, const char *before, const struct change *);
/*
 * An ALTER for each clause that a kind's own verbs do not say: of all rows that are not absent, for an object just made, or of those
 * that differ.
 */
void plain_say_clauses(struct say *, bool all);
/* Whether the row's difference can be said by its clause in an ALTER. */
bool plain_can_say(const struct attribute *, const struct object *want);
/* Every clause of the rows that are not absent, as the parameters of a CREATE: "A = 1,\n    B = 2", each on a line of its own. */
void plain_parameters(GString *out, const struct object *);
/* ALTER <kind> old RENAME TO new, if the change is a rename. */
void plain_rename(struct say *);
/*
 * An index, or that of a constraint, of a table that is put aside stays with it, under another name where its own is needed again.
 */
void plain_put_index_aside(struct say *);
