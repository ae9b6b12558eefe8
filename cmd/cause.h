/* The cause of each statement of a plan: the differences of its objects, or of the objects that they depend on. */
#pragma once

#include <glib.h>

#include "diff/plan.h"

struct causes;

/* For a plan with these differences, see diff/check.h, which outlive the causes. causes_free() it. */
struct causes *causes_new(const GPtrArray *differences);
void causes_free(struct causes *);

/*
 * In a few words: "type, default"; "missing"; "not wanted"; "column a of table public.t: type"; or the cause that the step gives.
 * Free it.
 */
char *cause_words(const struct causes *, const struct step *);
/*
 * A sentence in one line: "because column a of table public.t changes type", or the cause that the step gives; control characters
 * are escaped. Free it.
 */
char *cause_sentence(const struct causes *, const struct step *);
