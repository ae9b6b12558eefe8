/* A statement of an online plan in the making. */
#pragma once

#include <stdbool.h>

#include "diff/order.h"

enum online_how {
	ONLINE_BRIEF,	/* a lock for a moment */
	ONLINE_SLOW,	/* goes through rows under a lock that is in nobody's way */
	ONLINE_OUTSIDE, /* the same, in no transaction */
	ONLINE_BATCHES, /* the same, part of the rows after part of them */
	ONLINE_LAST,	/* the same, when all else is done */
};

struct online_item {
	struct step *step;
	enum online_how how;
	bool formed; /* it is a piece of a form */
	const struct batch *batch;
};
