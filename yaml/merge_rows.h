/* Matches the entries of a map or list in three versions, and orders them. */
#pragma once

#include "yaml/merge_inside.h"

/* False where entries cannot be identified, or both sides reordered them; then nothing needs to be freed. */
bool merge_rows(struct merger *, const struct meaning *, const struct trio *, struct rows *);
void merge_rows_free(struct rows *);
