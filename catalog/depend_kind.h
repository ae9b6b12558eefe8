/* Edges of the dependency graph that no row and no text tells: what only an object's kind knows of. */
#pragma once

#include "catalog/depend_scan.h"

/* Edges that only the object's kind knows of. */
void depend_scan_kind(struct scan *);
/* A base type is made of functions that are made of its shell: takes the type's edges out of that circle. */
void depend_break_circles(struct depend *);
