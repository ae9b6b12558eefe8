/*
 * Columns that get another type beside the old one: NAME__new of the new type is added with a trigger that keeps it in step, filled
 * in batches, and gets its indexes; then it takes the place of the old one in a short transaction. The plan sees a column that is
 * dropped and created again, and makes all that depends on it again; only what goes through rows is done before, by forms. What
 * the trigger calls, a function TABLE_NAME__new, has the conversion in its body: an earlier attempt is known by it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/online/site.h"
#include "diff/steps.h"

/* Why a column whose rows would be written anew is not made beside the old one; NULL: it is, or there is no reason. Of the pool. */
const char *beside_hindrance(const struct changes *, const struct change *column);
/* Marks the columns that are made so: as --backfill asks for, or an earlier attempt has begun it. Before anything is widened. */
void beside_judge(struct changes *);
/* Whether --backfill would make the site's column so. */
bool beside_can(const struct changes *, const struct change *column);
/* Notes those that come to stand behind others that they stood before. */
void beside_note(const struct changes *, struct plan *);

/* Whether the site's step adds such a column; makes an index, or a key, of one again. */
bool beside_is(const struct online_site *);
bool beside_is_index(const struct online_site *);
bool beside_is_key(const struct online_site *);
/* Whether the site's materialized view, or one on which it is made, is recreated with such a column: it is filled once that is done. */
bool beside_empties(const struct online_site *);

/* What the column is called until then, and its trigger and check. Of the pool. */
const char *beside_name(const struct changes *, const struct object *column);
/* The function of its trigger, a bare name in the schema of the table. Of the pool. */
const char *beside_function(const struct changes *, const struct object *column);
/* The body of that function. To be freed. */
char *beside_body(const struct changes *, const struct change *column);
/* Whether an earlier attempt has left what this one would begin with, so that it goes on. */
bool beside_goes_on(const struct changes *, const struct change *column);
/* An expression, or a list of columns, of the table in which the columns have these names; NULL: it is not sure. To be freed. */
char *beside_rename(const struct changes *, const struct object *table, const char *text);

/* The column with which an object is recreated, or which it is; NULL: none. */
const struct change *beside_cause(const struct change *);
/* The column is not made so in the next attempt at the plan; takes the reason. */
void beside_give_up(struct changes *, const struct change *column, char *why);
/* The same of all. */
void beside_give_up_all(struct changes *);
