/* Quoting names that are keywords of later servers. */
#pragma once

#include "sql/settle.h"

/*
 * Any text of a server of that major version: names that are keywords of a later one are quoted, as that would do it. Bare,
 * system_user would be a function there, and json_value(...) no call of one's own function. Free it.
 */
char *settle_names(const char *text, int major);
