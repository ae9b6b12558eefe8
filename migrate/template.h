/* Templates for the files of a new change. */
#pragma once

#include "migrate/draft.h"

/* Fills each file except expect with comments about its purpose. */
void template_fill(struct draft *, const char *slug);
