/* Language tags of ICU locales. */
#include "catalog/kinds/locale.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* Keywords as before there were tags. */
static const struct {
	const char *keyword, *key;
} keys[] = {
	{ "colalternate", "ka" },
	{ "colbackwards", "kb" },
	{ "colcasefirst", "kf" },
	{ "colcaselevel", "kc" },
	{ "collation", "co" },
	{ "colnormalization", "kk" },
	{ "colnumeric", "kn" },
	{ "colstrength", "ks" },
};
static const struct {
	const char *old, *value;
} values[] = {
	{ "yes", "true" },
	{ "no", "false" },
	{ "primary", "level1" },
	{ "secondary", "level2" },
	{ "tertiary", "level3" },
	{ "quaternary", "level4" },
	{ "identical", "identic" },
	{ "non-ignorable", "noignore" },
	{ "dictionary", "dict" },
	{ "phonebook", "phonebk" },
	{ "traditional", "trad" },
	{ "gb2312han", "gb2312" },
};

/* "kn", "ks-level2": a key and its values; a key without values means true. */
static void add_key(GPtrArray *all, const char *key, const char *value)
{
	g_ptr_array_add(all, *value && strcmp(value, "true") != 0 ? g_strdup_printf("%s-%s", key, value) : g_strdup(key));
}

/* keyword=value;keyword=value */
static void add_keywords(GPtrArray *all, const char *text)
{
	g_auto(GStrv) items = g_strsplit(text, ";", -1);

	for (char **item = items; *item; item++) {
		g_auto(GStrv) sides = g_strsplit(*item, "=", 2);
		const char *key = sides[0], *value = sides[0] && sides[1] ? sides[1] : "";
		for (size_t i = 0; key && i < G_N_ELEMENTS(keys); i++)
			if (strcmp(keys[i].keyword, key) == 0)
				key = keys[i].key;
		for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
			if (strcmp(values[i].old, value) == 0)
				value = values[i].value;
		if (key && *key)
			add_key(all, key, value);
	}
}

/* Takes the extension after -u-; returns where the next begins. */
static char **add_extension(GPtrArray *all, char **part)
{
	while (*part && strlen(*part) > 1) {
		char *key = *part++;
		g_autoptr(GString) value = g_string_new(NULL);
		for (; *part && strlen(*part) > 2; part++)
			g_string_append_printf(value, "%s%s", value->len ? "-" : "", *part);
		add_key(all, key, value->str);
	}
	return part;
}

static gint compare(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_region(const char *part)
{
	return (strlen(part) == 2 && g_ascii_isalpha(part[0])) || (strlen(part) == 3 && g_ascii_isdigit(part[0]));
}

/* Behind the language: Latn, DE, 1996. Variants that are keywords now are added to these. */
static void append_part(GString *tag, GPtrArray *all, const char *part)
{
	if (strcmp(part, "posix") == 0) {
		add_key(all, "va", "posix");
		return;
	}
	g_autofree char *upper = g_ascii_strup(part, is_region(part) ? -1 : strlen(part) == 4 && g_ascii_isalpha(part[0]) ? 1 : 0);
	g_string_append_printf(tag, "-%s%s", upper, part + strlen(upper));
}

char *locale_tag(const char *name)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);
	char *keywords = strchr(lower, '@');
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	GString *tag = g_string_new(NULL);

	if (keywords) {
		*keywords = '\0';
		add_keywords(all, keywords + 1);
	}
	g_strdelimit(lower, "_", '-');
	g_auto(GStrv) parts = g_strsplit(lower, "-", -1);
	char **part = parts;
	g_string_append(tag, !*part || !**part || strcmp(*part, "root") == 0 ? "und" : *part);
	part += *part != NULL;
	for (; *part && strlen(*part) > 1; part++)
		append_part(tag, all, *part);
	GString *rest = g_string_new(NULL);
	while (*part) {
		if (strcmp(*part, "u") == 0) {
			part = add_extension(all, part + 1);
			continue;
		}
		bool last = strcmp(*part, "x") == 0;
		do
			g_string_append_printf(rest, "-%s", *part++);
		while (*part && (last || strlen(*part) > 1));
	}
	g_ptr_array_sort(all, compare);
	for (guint i = 0; i < all->len; i++)
		g_string_append_printf(tag, "%s-%s", i ? "" : "-u", (char *)all->pdata[i]);
	g_string_append(tag, rest->str);
	g_string_free(rest, true);
	return g_string_free(tag, false);
}
