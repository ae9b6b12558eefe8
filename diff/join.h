/* Subcommands of ALTER TABLE joined into one statement a table, so that its rows are written once and not once a column. */
#pragma once

#include <glib.h>

/*
 * Joins, in place, the steps that are subcommands for columns of one table and come one after the other; comments and privileges of
 * these columns may lie between. The joint statement has the marks of its parts; what loses data is joined only with its like.
 */
void join_steps(GPtrArray *steps);
