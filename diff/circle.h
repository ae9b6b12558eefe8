/* Breaks cycles of batches that wait for each other, which have no order. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"

/*
 * Takes something out of the circles of order_sort(), so that the next attempt finds fewer. False where the first has nothing that
 * can be put off, with an error that names its objects.
 */
bool circles_break(struct changes *, GPtrArray *circles, GError **);
