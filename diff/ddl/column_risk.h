/* Rows that can make statements about columns and domains fail: each function adds risks to the plan, see diff/risk.h. */
#pragma once

#include "diff/say.h"

/* Whether the change adds a column that will be NULL in all rows that are there. */
bool risk_is_null(const struct changes *, const struct change *);
/* A column is added whose rows need a value and have none. */
void risk_added_column(struct say *);
/* A column that is there becomes NOT NULL, or is checked to be. */
void risk_not_null(struct say *);
/* The values of a column get another type. */
void risk_type(struct say *);
/* A domain becomes NOT NULL; a check of it is added, or validated. */
void risk_domain(struct say *);
void risk_domain_check(struct say *);
