/* Parameters as ALTER ROLE, ALTER DATABASE and CREATE FUNCTION set them. */
#include "diff/setting.h"

#include <string.h>

#include "sql/quote.h"

/* The parameters whose value is a list of names, which pg_proc keeps quoted: the server's GUC_LIST_QUOTE. */
static const char *const list_parameters[] = {
	"local_preload_libraries", "oauth_validator_libraries", "output_plugin_libraries", "search_path",
	"session_preload_libraries", "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories",
};

/* a, "B c" as 'a', 'B c'. What is not quoted is taken as it is, as pg_dump does. */
static void append_list(GString *sql, const char *list)
{
	const char *separator = "";

	do {
		bool quoted = false;
		const char *end = list += strspn(list, " \t\n");

		for (; *end && (quoted || *end != ','); end++)
			quoted ^= *end == '"';
		size_t length = (size_t)(end - list);
		while (length && g_ascii_isspace(list[length - 1]))
			length--;
		g_autofree char *name = *list == '"' ? quote_unquote_identifier(list, length) : g_strndup(list, length);
		say_append(sql, "%s%L", separator, name);
		separator = ", ";
		list = end;
	} while (*list++ == ',');
}

static size_t name_length(const char *setting)
{
	return strcspn(setting, "=");
}

/* The stored setting of the same parameter, and role, or NULL. */
static const char *same_parameter(const struct names *settings, const char *like)
{
	for (size_t i = 0; settings && i < settings->count; i++)
		if (strncmp(settings->items[i], like, name_length(like) + 1) == 0)
			return settings->items[i];
	return NULL;
}

void setting_append(GString *sql, const char *setting)
{
	size_t length = name_length(setting);
	g_autofree char *name = g_strndup(setting, length);
	const char *value = setting[length] ? setting + length + 1 : "";

	say_append(sql, "%I TO ", name);
	for (size_t i = 0; i < G_N_ELEMENTS(list_parameters); i++)
		if (g_ascii_strcasecmp(name, list_parameters[i]) == 0) {
			append_list(sql, value);
			return;
		}
	say_append(sql, "%L", value);
}

/* The setting behind the role in front of it, if there is one; who gets what ALTER is for. */
static const char *split_role(GString *who, const char *before, const char *after, const char *entry)
{
	size_t length = after ? quote_identifier_length(entry) : 0;

	g_string_append(who, before);
	g_string_append_len(who, entry, (gssize)length);
	g_string_append(who, after ? after : "");
	return entry[length] == ' ' && after ? entry + length + 1 : entry;
}

void setting_say(struct say *s, enum stage stage, const char *before, const char *after, const struct names *have, const struct names *want)
{
	for (size_t i = 0; have && i < have->count; i++) {
		g_autoptr(GString) who = g_string_new(NULL);
		const char *setting = split_role(who, before, after, have->items[i]);
		g_autofree char *name = g_strndup(setting, name_length(setting));
		if (!same_parameter(want, have->items[i]))
			say(s, stage, "%s RESET %I", who->str, name);
	}
	for (size_t i = 0; want && i < want->count; i++) {
		g_autoptr(GString) who = g_string_new(NULL), value = g_string_new(NULL);
		setting_append(value, split_role(who, before, after, want->items[i]));
		if (same_parameter(have, want->items[i]) != want->items[i])
			say(s, stage, "%s SET %s", who->str, value->str);
	}
}
