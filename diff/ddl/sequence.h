/* Queries about sequences. */
#pragma once

#include "diff/say.h"

/* In the late stage of the change at hand: the position of a sequence that is made again, from the old one that is put aside. */
void sequence_carry_over(struct say *, const struct change *sequence);
/* Whether an identity or its default's sequence takes over from the other one, so that the old one has to stay until then. */
bool sequence_takes_over(const struct changes *, const struct change *sequence);
