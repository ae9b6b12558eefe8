/* The text form of a one-dimensional array, as the manual's section 8.15.6. */
#pragma once

/* Its elements as a NULL-terminated list, to be freed with g_strfreev(); NULL elements are left out. */
char **array_parse(const char *text);
