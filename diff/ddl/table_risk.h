/* Rows that can make statements about tables fail: each function adds risks to the plan, see diff/risk.h. */
#pragma once

#include "diff/say.h"

/* A table becomes a partition, or one with other bounds. */
void risk_bounds(struct say *);
/* A table is re-created as a partitioned one, and its rows are carried over. */
void risk_carried_rows(struct say *);
