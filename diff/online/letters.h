/* The texts of forms, with what their letters stand for. */
#pragma once

#include "diff/online/site.h"

/* A text of the site's form. *known: whether all its letters have a value here. NULL: it is not needed, or not known. Free it. */
char *online_write(const struct online_site *, const char *text, bool *known);
