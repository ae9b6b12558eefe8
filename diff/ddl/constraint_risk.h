/* What rows can make fail, of constraints and indexes: each function adds to the risks of the plan, see diff/risk.h. */
#pragma once

#include "diff/say.h"

/* A check, key, exclusion or foreign key is added, or validated. */
void risk_constraint(struct say *);
/* A unique index is made. */
void risk_index(struct say *);
