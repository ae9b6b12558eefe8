/* Which statements of an online plan are committed together. */
#pragma once

#include <glib.h>

#include "diff/online/forms.h"

/* A statement of the plan in the making. */
struct online_item {
	struct step *step;
	enum online_how how;
	bool formed; /* it is a piece of a form */
	const struct batch *batch;
};

/* Divides the items into transactions, which are appended. */
void online_divide(const struct changes *, const GArray *items, GPtrArray *transactions);
