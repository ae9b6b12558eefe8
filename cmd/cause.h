/* Why a plan has a statement: the differences of its objects, or those from which it follows. */
#pragma once

#include <glib.h>

#include "diff/plan.h"

struct causes;

/* Of a plan from have to want, whose differences are these, see diff/check.h; they outlive it. */
struct causes *causes_new(const GPtrArray *differences);
void causes_free(struct causes *);

/* In a few words: "type, default"; "missing"; "not wanted"; "column a of table public.t: type"; or as the step has it. Free it. */
char *cause_words(const struct causes *, const struct step *);
/* On one line: "because column a of table public.t changes type", or as the step has it; its control characters are escaped. Free it. */
char *cause_sentence(const struct causes *, const struct step *);
