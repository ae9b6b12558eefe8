/* Completes partitions that do not list their columns, as Pyrseas writes them, with those of their parents. */
#pragma once

#include "yaml/loader.h"

/* Call it when every file is read: the parent may come later, or in another file. */
void partition_complete(struct loader *);
