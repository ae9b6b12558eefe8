/* What belongs to a column that is made beside the old one is called after it. */
#include "diff/online/beside_name.h"

#include <glib.h>
#include <string.h>

char *beside_name_of(const char *column)
{
	return g_strconcat(column, BESIDE_SUFFIX, NULL);
}

char *beside_name_without(const char *beside)
{
	bool other = !g_str_has_suffix(beside, BESIDE_SUFFIX) || strcmp(beside, BESIDE_SUFFIX) == 0;

	return other ? NULL : g_strndup(beside, strlen(beside) - strlen(BESIDE_SUFFIX));
}

char *beside_name_of_function(const struct object *table, const char *beside)
{
	return g_strdup_printf("%s_%s", table->name, beside);
}
