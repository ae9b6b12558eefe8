/* Subcommands of ALTER TABLE joined into one statement a table, so that its rows are written once and not once a column. */
#pragma once

#include <glib.h>

/*
 * Joins, in place, consecutive steps that are subcommands for columns of one table; comments and privileges of these columns may be
 * between them. The joined statement has the marks of its parts; steps that lose data are joined only with each other.
 */
void join_steps(GPtrArray *steps);
