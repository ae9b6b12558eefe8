/* Writes parts of the page of a rehearsal. */
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

/* A member as text, "" where it is missing. */
const char *part_text(const json_t *object, const char *key);
/* "12.3 MB"; with sign "+1.0 kB". Free it. */
char *part_bytes(json_int_t bytes, bool sign);
/* "0.012 s". Free it. */
char *part_seconds(double seconds);
/* "2026-11-30 02:00". Free it. */
char *part_night(const char *time);
/* Appends text in an element: <p class="x">text</p>. */
void part_element(GString *out, const char *element, const char *class, const char *text);
/* A verdict: "good" is green, "failed" red, all else grey. */
void part_badge(GString *out, const char *verdict);
/* Append the change as a row of the table, and in full. */
void part_row(GString *out, const json_t *change);
void part_change(GString *out, const json_t *change);
