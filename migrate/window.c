/* The time of day when changes are allowed. */
#include "migrate/window.h"

#include <stdlib.h>
#include <string.h>

enum { ZONE_AT = sizeof("22:00-05:00") - 1 };

/* NULL: unknown. */
static GTimeZone *zone_of(const char *window)
{
	return window[ZONE_AT] ? g_time_zone_new_identifier(window + ZONE_AT + 1) : g_time_zone_new_local();
}

static int minute_of(const char *text)
{
	return atoi(text) * 60 + atoi(text + strlen("22:"));
}

bool window_is_valid(const char *window)
{
	g_autoptr(GTimeZone) zone = zone_of(window);

	return zone;
}

bool window_contains(const char *window, gint64 seconds)
{
	g_autoptr(GTimeZone) zone = zone_of(window);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(seconds);
	g_autoptr(GDateTime) there = g_date_time_to_timezone(utc, zone);
	int now = g_date_time_get_hour(there) * 60 + g_date_time_get_minute(there), from = minute_of(window),
	    to = minute_of(window + strlen("22:00-"));

	return from <= to ? now >= from && now < to : now >= from || now < to;
}
