/* Changes that follow from others in ways that no dependency tells: diff/propagate.c widens by those. */
#pragma once

#include "diff/change.h"

/* What is made again, or taken from its parents and put back, for what a child has of its parents; before anything is widened. */
void marks_set_first(struct changes *);
/* What has to be said once more, or goes along, since something else changes; whenever something was widened. */
void marks_set(struct changes *);
