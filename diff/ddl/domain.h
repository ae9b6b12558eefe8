/* What other rooms ask of domains. */
#pragma once

#include "diff/change.h"

/*
 * Whether the values of the domain that are there would have to be checked: it gets NOT NULL, a check, or a check that is valid
 * now.
 */
bool domain_checks_values(const struct changes *, const struct change *domain);
