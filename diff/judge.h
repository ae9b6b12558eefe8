/* What a difference between two objects asks for: ALTER, or DROP and CREATE. */
#pragma once

#include "diff/change.h"

/* Judges a pair that differs: by the rows of its kind, then by what the kind's own judge knows beyond them (diff/ddl/verbs.h). */
void judge_pair(const struct changes *, struct change *);
