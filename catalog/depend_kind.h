/*
 * Edges of the dependency graph beyond rows and texts: those that any kind may have, and those that a kind's own function finds
 * (struct kind, needs).
 */
#pragma once

#include "catalog/depend_inside.h"

/* Adds edges of the object that come from neither rows nor texts. */
void depend_scan_kind(struct scan *);
/* A base type depends on functions, which depend on its shell: removes the edges that would close a cycle. */
void depend_break_circles(struct depend *);
