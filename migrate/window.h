/*
 * When something may be changed: "22:00-05:00 Europe/Zurich", by default in the time zone of the machine; a window may go over
 * midnight.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Whether its time zone is known; its form is that of the environment's setting. */
bool window_is_valid(const char *window);
/* Whether a time, in seconds since 1970, lies in it: from its first minute to before its last one. */
bool window_contains(const char *window, gint64 seconds);
