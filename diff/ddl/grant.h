/* GRANT and REVOKE that turn one ACL into another, exactly. See the manual's section 5.7 and aclitem. */
#pragma once

#include "diff/say.h"

/* have and want in the form of catalog/privilege.h, NULL being the kind's default, each with its owner. */
struct grant_delta {
	const struct privileges *have, *want;
	const char *have_owner, *want_owner;
	/* the owner when the statements run: ALTER OWNER replaces the old one by the new one. NULL: unknown */
	const char *owner;
	bool made; /* the object is new: default privileges that are there may be those of the role that makes it, or not */
	const char *prefix,
		*target; /* of default privileges: what comes before GRANT and REVOKE, and after ON; NULL: the object itself */
};

/* Writes the statements that turn the current privileges into those of say->want; for a column only its own. */
void grant_say(struct say *, enum stage, const struct grant_delta *);
