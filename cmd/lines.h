/* Compares two texts by lines. */
#pragma once

#include <glib.h>

/*
 * Calls the function for each line: ' ' in both, '-' only in the old one, '+' only in the new one; 0 for omitted lines that are in
 * both.
 */
void lines_compare(const char *old, const char *new, void (*tell)(char sign, const char *line, void *data), void *data);
