/*
 * Edges of the dependency graph beyond rows and texts: those that any kind may have, and those that a kind's own function finds
 * (struct kind, needs).
 */
#pragma once

#include "catalog/depend_inside.h"

/* Edges of the object that neither its rows nor their texts tell. */
void depend_scan_kind(struct scan *);
/* A base type is made of functions that are made of its shell: takes the type's edges out of that circle. */
void depend_break_circles(struct depend *);
