/* yaml2db --plan json: the plan for programs. */
#pragma once

#include "cmd/plan_view.h"

/* Writes the plan as docs/plan.schema.json describes. False with an error where it cannot be written. */
bool plan_view_json(const struct plan_view *, FILE *, GError **);
