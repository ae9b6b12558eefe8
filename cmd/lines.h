/* How two texts differ, line by line. */
#pragma once

#include <glib.h>

/*
 * Calls the function for each line: ' ' in both, '-' in the old one alone, '+' in the new one alone; 0 stands for lines in both
 * that are left out.
 */
void lines_compare(const char *old, const char *new, void (*tell)(char sign, const char *line, void *data), void *data);
