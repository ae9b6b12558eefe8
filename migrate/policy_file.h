/* NAME.yaml in the folder of policies. */
#pragma once

#include "migrate/policy.h"
#include "yaml/settings.h"

/* Its keys: offsets are those of struct policy. */
extern const struct setting policy_settings[];
