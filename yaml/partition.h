/*
 * Partitions that do not list their columns, as Pyrseas writes them, take those of their parents.
 */
#pragma once

#include "yaml/loader.h"

/* When every file is read: the parent may come later, or in another file. */
void partition_complete(struct loader *);
