/* yaml2db --plan json: what a plan does, for programs. */
#pragma once

#include "cmd/plan_view.h"

/* For programs: as docs/plan.schema.json says. False with an error where it cannot be written. */
bool plan_view_json(const struct plan_view *, FILE *, GError **);
