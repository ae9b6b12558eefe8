/* Errors of a proof. */
#pragma once

#include <glib.h>

enum prove_error {
	PROVE_NO_SERVER, /* there is no scratch server */
	PROVE_LACKS,	 /* the server lacks something that the schemas need, and that cannot be created there */
	PROVE_FAILED,	 /* the server reported an error */
	PROVE_UNPROVED,	 /* the plan does not lead to the wanted state */
};
#define PROVE_ERROR (g_quark_from_static_string("prove"))
