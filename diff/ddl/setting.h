/* Parameters as ALTER ROLE, ALTER DATABASE and CREATE FUNCTION set them. */
#pragma once

#include <glib.h>

#include "diff/say.h"

/* Appends "name TO value" of a stored name=value: a list's items, which are stored as identifiers, as literals. */
void setting_append(GString *out, const char *setting);
/* ALTER ROLE, or DATABASE, want SET name TO value, and RESET name: one statement for each parameter that differs. */
void setting_say(struct say *, enum stage, const struct names *have, const struct names *want);
/* ALTER ROLE ... IN DATABASE want SET: the entries have a quoted role in front, "alice search_path=x". */
void setting_say_of_roles(struct say *, enum stage, const struct names *have, const struct names *want);
