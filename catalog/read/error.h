/* Errors of reading from a server. */
#pragma once

#include <glib.h>

enum read_error {
	READ_FAILED,  /* the server reported an error, or the connection broke */
	READ_TOO_OLD, /* the server is older than 13 */
	READ_CHANGED, /* an object was changed while it was read: try again */
};
#define READ_ERROR (g_quark_from_static_string("read"))
