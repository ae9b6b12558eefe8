/*
 * What a script does once for all that it keeps, or gives back, see diff/keepsake.h: it creates the schema, describes what is kept, and
 * drops the schema with the last of it.
 */
#pragma once

#include "diff/change.h"
#include "diff/steps.h"

/* The statement before all others; NULL: nothing is kept, or was. Free it. */
char *keepsake_before(const struct changes *, const struct plan *);
/* The ones after all others; NULL: nothing is kept, and nothing was. Free them. */
char *keepsake_described(const struct changes *, const struct plan *);
char *keepsake_after(const struct changes *);
