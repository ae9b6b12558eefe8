/* Parameters as ALTER ROLE, ALTER DATABASE and CREATE FUNCTION set them. */
#include "diff/ddl/setting.h"

#include <string.h>

#include "catalog/names.h"
#include "diff/say.h"
#include "sql/quote.h"

/* The parameters whose value is a list of names, which pg_proc keeps quoted: the server's GUC_LIST_QUOTE. */
static const char *const list_parameters[] = {
	"local_preload_libraries",
	"oauth_validator_libraries",
	"output_plugin_libraries",
	"search_path",
	"session_preload_libraries",
	"shared_preload_libraries",
	"temp_tablespaces",
	"unix_socket_directories",
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

void setting_append(GString *sql, const char *setting)
{
	size_t length = option_name_length(setting);
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

/* What stands behind the role in front of a setting; nothing is in front of it where of_roles is false. */
static const char *behind_role(const char *entry, bool of_roles)
{
	size_t length = of_roles ? quote_identifier_length(entry) : 0;

	return entry[length] == ' ' && of_roles ? entry + length + 1 : entry;
}

static void say_one(struct say *s, enum stage stage, const char *entry, bool of_roles, const char *what)
{
	g_autofree char *role = of_roles ? g_strndup(entry, quote_identifier_length(entry)) : NULL;

	if (role)
		say(s, stage, "ALTER ROLE %s IN DATABASE %O %s", role, s->want, what);
	else
		say(s, stage, "ALTER %s %O %s", s->want->kind->sql, s->want, what);
}

static void say_all(struct say *s, enum stage stage, const struct names *have, const struct names *want, bool of_roles)
{
	for (size_t i = 0; have && i < have->count; i++) {
		const char *setting = behind_role(have->items[i], of_roles);
		g_autofree char *name = g_strndup(setting, option_name_length(setting));
		g_autoptr(GString) reset = g_string_new(NULL);
		say_append(reset, "RESET %I", name);
		if (!options_find(want, have->items[i]))
			say_one(s, stage, have->items[i], of_roles, reset->str);
	}
	for (size_t i = 0; want && i < want->count; i++) {
		g_autoptr(GString) set = g_string_new("SET ");
		setting_append(set, behind_role(want->items[i], of_roles));
		if (options_find(have, want->items[i]) != want->items[i])
			say_one(s, stage, want->items[i], of_roles, set->str);
	}
}

void setting_say(struct say *s, enum stage stage, const struct names *have, const struct names *want)
{
	say_all(s, stage, have, want, false);
}

void setting_say_of_roles(struct say *s, enum stage stage, const struct names *have, const struct names *want)
{
	say_all(s, stage, have, want, true);
}
