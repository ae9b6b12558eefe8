/* Options of foreign data in DDL. */
#include "diff/ddl/foreign_options.h"

#include <string.h>

#include "catalog/names.h"
#include "catalog/secret.h"
#include "diff/say.h"

/* " verb name 'value'", the verb only with a blank behind it; no value for DROP. */
static void append_option(GString *out, const char *verb, const char *option)
{
	size_t length = option_name_length(option);
	g_autofree char *name = g_strndup(option, length);

	say_append(out, "%s%s%I", out->len ? ", " : "", verb, name);
	if (strcmp(verb, "DROP ") != 0)
		say_append(out, " %L", option[length] ? option + length + 1 : "");
}

void foreign_append_options(GString *out, const char *before, const struct names *options)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (size_t i = 0; options && !secret_is_unknown(options) && i < options->count; i++)
		append_option(list, "", options->items[i]);
	if (list->len)
		say_append(out, "%sOPTIONS (%s)", before, list->str);
}

/* A secret that is there stays as it is. */
void foreign_append_altered(GString *out, const char *before, const struct names *have, const struct names *want)
{
	g_autoptr(GString) list = g_string_new(NULL);

	if (secret_same_options(have, want))
		return;
	for (size_t i = 0; want && i < want->count; i++) {
		const char *old = options_find(have, want->items[i]);
		if (!old)
			append_option(list, "ADD ", want->items[i]);
		else if (old != want->items[i] && !secret_is_option(old))
			append_option(list, "SET ", want->items[i]);
	}
	for (size_t i = 0; have && i < have->count; i++)
		if (!options_find(want, have->items[i]))
			append_option(list, "DROP ", have->items[i]);
	if (list->len)
		say_append(out, "%sOPTIONS (%s)", before, list->str);
}
