/* Quoting names that are keywords of later servers. */
#pragma once

#include "sql/settle.h"

/*
 * The text of a server of that major version with names quoted that are keywords in a later one, which would quote them. Unquoted,
 * system_user would be a function there, and json_value(...) would not call a user's function. Free it.
 */
char *settle_names(const char *text, int major);
