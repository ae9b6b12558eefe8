/* GRANT and REVOKE: what makes one ACL into another, exactly. See the manual's section 5.7 and aclitem. */
#pragma once

#include "diff/say.h"

/* have and want as catalog/privilege.h has them, NULL being the kind's default; the owners are those that each is told for. */
struct grant_delta {
	const struct privileges *have, *want;
	const char *have_owner, *want_owner;
	/* who owns the object when the statements run: ALTER OWNER puts the new in the place of the old. NULL: nobody knows */
	const char *owner;
	bool made; /* the object is new: default privileges that are there may be those of the role that makes it, or not */
	const char *prefix,
		*target; /* of default privileges: what comes before GRANT and REVOKE, and after ON; NULL: the object itself */
};

/* Says what makes say->want's privileges, as they are, those wanted; for a column those of the column alone. */
void grant_say(struct say *, enum stage, const struct grant_delta *);
