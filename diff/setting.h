/* Parameters as ALTER ROLE, ALTER DATABASE and CREATE FUNCTION set them. */
#pragma once

#include <glib.h>

#include "diff/say.h"

/* Appends "name TO value" of a stored name=value: a list's items, which are stored as identifiers, as literals. */
void setting_append(GString *out, const char *setting);
/*
 * before SET name TO value, and before RESET name, one statement for each parameter that differs. Where after is not NULL the entries have a quoted role in
 * front, "alice search_path=x", and the statement is before, role, after, SET ....
 */
void setting_say(struct say *, enum stage, const char *before, const char *after, const struct names *have, const struct names *want);
