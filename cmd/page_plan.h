/* yaml2db --html: a plan as a page: a summary, what differs in each object, hazards, and the tables as a diagram. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/plan_view.h"

/* Appends it. */
bool page_plan(const struct plan_view *, GString *out, GError **);
