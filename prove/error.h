/* What can go wrong with a proof. */
#pragma once

#include <glib.h>

enum prove_error {
	PROVE_NO_SERVER, /* no scratch server can be had */
	PROVE_LACKS,	 /* it lacks what the schemas need, and that cannot be made there */
	PROVE_FAILED,	 /* it does not do what is asked of it */
	PROVE_UNPROVED,	 /* the plan does not do what it is for */
};
#define PROVE_ERROR (g_quark_from_static_string("prove"))
