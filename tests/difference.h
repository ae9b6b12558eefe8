/* How two texts differ, for the messages of failing tests. */
#pragma once

/* What changes from the expected text to the other, as diff -u prints it; the caller frees it. */
char *text_difference(const char *expected, const char *text);
