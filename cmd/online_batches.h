/* Rows of an online plan that get values in batches. */
#pragma once

#include "diff/steps.h"

/*
 * The statement, of PL/pgSQL and to be run in no transaction, that runs an UPDATE of a plan for some pages of its table after others, and
 * commits each time. Every ten seconds an INFO says how far it is. Free it.
 */
char *online_batches(const struct step *);
