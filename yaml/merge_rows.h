/* The entries of one map or list in three versions: which is which, and in what order they stand. */
#pragma once

#include "yaml/merge_inside.h"

/* False where they cannot be told apart, or were put in order in two ways; then nothing is to be freed. */
bool merge_rows(struct merger *, const struct meaning *, const struct trio *, struct rows *);
void merge_rows_free(struct rows *);
