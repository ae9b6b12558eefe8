/* rehearse/NAME.yaml. */
#pragma once

#include "migrate/rehearsal.h"
#include "yaml/settings.h"

/* Its keys: offsets are those of struct rehearsal. */
extern const struct setting rehearsal_settings[];
