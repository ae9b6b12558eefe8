/* The files of a change that nobody has written yet. */
#pragma once

#include "migrate/draft.h"

/* Comments that say what belongs into each file; there is no expect. */
void template_fill(struct draft *, const char *slug);
