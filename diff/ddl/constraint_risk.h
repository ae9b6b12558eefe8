/* Rows that can make statements about constraints and indexes fail: each function adds risks to the plan, see diff/risk.h. */
#pragma once

#include "diff/say.h"

/* A check, key, exclusion or foreign key is added, or validated. */
void risk_constraint(struct say *);
/* A unique index is created. */
void risk_index(struct say *);
