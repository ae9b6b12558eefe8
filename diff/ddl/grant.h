/* GRANT and REVOKE that turn one ACL into another, exactly. See the manual's section 5.7 and aclitem. */
#pragma once

#include "diff/ddl/granting.h"

/* Writes the statements that turn the current privileges into those of say->want; for a column only its own. */
void grant_say(struct say *, enum stage, const struct grant_delta *);
