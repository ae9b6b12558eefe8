/* Passwords in options and connection strings. */
#include "catalog/secret.h"

#include <glib.h>
#include <string.h>

#include "catalog/pool.h"

static bool is_secret_name(const char *name, size_t length)
{
	g_autofree char *lower = g_ascii_strdown(name, (gssize)length);

	if (strcmp(lower, "password_required") == 0)
		return false;
	return strstr(lower, "password") || strstr(lower, "secret");
}

bool secret_is_option(const char *option)
{
	size_t length = strcspn(option, "=");

	return option[length] && is_secret_name(option, length);
}

const char *secret_hide_option(struct pool *pool, const char *option)
{
	return secret_is_option(option) ? pool_printf(pool, "%.*s=" SECRET, (int)strcspn(option, "="), option) : option;
}

/* The end of a value of "name = value name = 'quoted value'". */
static const char *value_end(const char *text)
{
	bool quoted = *text == '\'';

	for (text += quoted; *text && (quoted ? *text != '\'' : !g_ascii_isspace(*text)); text++)
		if (*text == '\\' && text[1])
			text++;
	return text + (quoted && *text);
}

/* found, unless NULL, gets the secrets themselves, which it owns. */
static void hide_value(GString *out, const char *value, size_t length, GPtrArray *found)
{
	g_string_append(out, SECRET);
	if (found && length)
		g_ptr_array_add(found, g_strndup(value, length));
}

static void hide_words(GString *out, const char *text, GPtrArray *found)
{
	while (*text) {
		size_t name = strcspn(text, "= \t\n"), blanks = strspn(text + name, " \t\n");
		const char *equals = text + name + blanks;

		if (!name || *equals != '=') {
			g_string_append_c(out, *text++);
			continue;
		}
		const char *value = equals + 1 + strspn(equals + 1, " \t\n"), *end = value_end(value);
		g_string_append_len(out, text, value - text);
		if (is_secret_name(text, name))
			hide_value(out, value + (*value == '\''),
				(size_t)(end - value) - (*value == '\'' ? MIN(2, end - value) : 0), found);
		else
			g_string_append_len(out, value, end - value);
		text = end;
	}
}

/* postgresql://user:password@host/database?name=value&... */
static void hide_uri(GString *out, const char *text, GPtrArray *found)
{
	const char *user = strstr(text, "://") + strlen("://"), *at = user + strcspn(user, "@/?"),
		   *colon = user + strcspn(user, ":@/?");

	if (*at == '@' && *colon == ':') {
		g_string_append_len(out, text, colon + 1 - text);
		hide_value(out, colon + 1, (size_t)(at - colon) - 1, found);
		text = at;
	}
	for (char before = '\0'; *text; before = *text, g_string_append_c(out, *text), text++) {
		size_t name = before == '?' || before == '&' ? strcspn(text, "=&") : 0;
		if (!name || text[name] != '=' || !is_secret_name(text, name))
			continue;
		g_string_append_len(out, text, (gssize)name + 1);
		hide_value(out, text + name + 1, strcspn(text + name + 1, "&"), found);
		text += name + strcspn(text + name, "&");
		if (!*text)
			return;
	}
}

static char *hidden(const char *text, GPtrArray *found)
{
	GString *out = g_string_new(NULL);

	if (g_str_has_prefix(text, "postgresql://") || g_str_has_prefix(text, "postgres://"))
		hide_uri(out, text, found);
	else
		hide_words(out, text, found);
	return g_string_free(out, false);
}

const char *secret_hide_connection(struct pool *pool, const char *text)
{
	g_autofree char *out = hidden(text, NULL);

	return pool_text(pool, out);
}

GPtrArray *secret_find_in_connection(const char *text)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *out = hidden(text, found);

	(void)out;
	return found;
}

bool secret_is_unknown(const struct names *names)
{
	return names && names->count == 1 && strcmp(names->items[0], SECRET) == 0;
}

/* Lists are sorted by the options' names. */
bool secret_same_options(const struct names *a, const struct names *b)
{
	if (a == b || secret_is_unknown(a) || secret_is_unknown(b))
		return true;
	if (!a || !b || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		size_t name = strcspn(a->items[i], "=") + 1;
		if (a->items[i] != b->items[i] && !(secret_is_option(a->items[i]) && strncmp(a->items[i], b->items[i], name) == 0))
			return false;
	}
	return true;
}

bool secret_same_connection(const char *a, const char *b)
{
	if (!a || !b || a == b)
		return true;
	g_autofree char *x = hidden(a, NULL), *y = hidden(b, NULL);
	return strcmp(x, y) == 0;
}
