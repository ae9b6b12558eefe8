/* What people are told of plans besides their scripts. */
#pragma once

#include "diff/plan.h"

/* Notes and risks of both ways, those of the way back where they are others; it may be NULL. */
void tell_notes(const struct plan *up, const struct plan *down);
/* Losses: as warnings where they are allowed, else as errors, along with what may be a rename. */
void tell_losses(const struct plan *, bool allowed);
