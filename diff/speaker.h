/*
 * Objects that another one's statement makes or drops: CREATE TABLE its columns, an identity column its sequence, DROP TABLE its
 * indexes.
 */
#pragma once

#include "diff/change.h"

/* Sets made_by and undone_by of each change. */
void speakers_assign(struct changes *);
