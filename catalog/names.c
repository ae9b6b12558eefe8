/* Lists of names and of options. */
#include "catalog/names.h"

#include <string.h>

bool names_have(const struct names *names, const char *name)
{
	for (size_t i = 0; names && i < names->count; i++)
		if (names->items[i] == name)
			return true;
	return false;
}

size_t option_name_length(const char *option)
{
	return strcspn(option, "=");
}

const char *options_find(const struct names *options, const char *option)
{
	size_t length = option_name_length(option);

	for (size_t i = 0; options && i < options->count; i++)
		if (strncmp(options->items[i], option, length) == 0 && option_name_length(options->items[i]) == length)
			return options->items[i];
	return NULL;
}
