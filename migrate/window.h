/*
 * The time of day when changes are allowed: "22:00-05:00 Europe/Zurich", by default in the machine's time zone; it may extend past
 * midnight.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether its time zone is known; the environment's setting has checked its form. */
bool window_is_valid(const char *window);
/* Whether a time, in seconds since 1970, is within it: from its first minute to before its last one. */
bool window_contains(const char *window, gint64 seconds);
