/* Two lists compared item by item. */
#include "diff/delta.h"

#include "catalog/names.h"

#include <string.h>

static void append_missing(GString *out, const char *sign, const struct names *from, const struct names *other)
{
	for (size_t i = 0; from && i < from->count; i++)
		if (!names_have(other, from->items[i]))
			g_string_append_printf(out, "%s%s %s", out->len ? ", " : "", sign, from->items[i]);
}

char *delta_names(const struct names *have, const struct names *want)
{
	GString *out = g_string_new(NULL);

	append_missing(out, "+", want, have);
	append_missing(out, "-", have, want);
	if (!out->len)
		g_string_append(out, "in another order");
	return g_string_free(out, false);
}

/* The privilege at a letter of rights, with the star of its grant option: where it ends. */
static const char *end_of(const char *letter)
{
	return letter[1] == '*' ? letter + 2 : letter + 1;
}

/* Whether rights have the letter, with grant option or without as it is at that place. */
static bool has_letter(const char *rights, const char *letter)
{
	size_t length = (size_t)(end_of(letter) - letter);

	for (const char *at = rights; rights && *at; at = end_of(at))
		if ((size_t)(end_of(at) - at) == length && strncmp(at, letter, length) == 0)
			return true;
	return false;
}

/* The words of the rights that others lack. */
static void append_rights(GString *out, const char *rights, const char *others)
{
	const char *separator = "";

	if (strcmp(rights, "all") == 0) {
		g_string_append(out, "all");
		return;
	}
	for (const char *at = rights; *at; at = end_of(at)) {
		if (others && has_letter(others, at))
			continue;
		g_string_append_printf(out, "%s%s%s", separator, privilege_word(*at), at[1] == '*' ? " with grant option" : "");
		separator = ", ";
	}
}

static void append_entry(GString *out, const char *sign, const struct privilege *entry, const char *others)
{
	g_autoptr(GString) rights = g_string_new(NULL);

	append_rights(rights, entry->rights, others);
	if (!rights->len)
		return;
	g_string_append_printf(
		out, "%s%s%s: %s", out->len ? "; " : "", sign, entry->grantee ? entry->grantee : "PUBLIC", rights->str);
	if (entry->grantor)
		g_string_append_printf(out, " by %s", entry->grantor);
}

static const struct privilege *find(const struct privileges *privileges, const struct privilege *like)
{
	for (size_t i = 0; i < privileges->count; i++)
		if (g_strcmp0(privileges->items[i].grantee, like->grantee) == 0 &&
			g_strcmp0(privileges->items[i].grantor, like->grantor) == 0)
			return &privileges->items[i];
	return NULL;
}

/* What from has and other has not; all rights, and some of them, are not told apart letter by letter. */
static void append_beyond(GString *out, const char *sign, const struct privileges *from, const struct privileges *other)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct privilege *entry = &from->items[i], *same = find(other, entry);
		bool whole = !same || strcmp(entry->rights, "all") == 0 || strcmp(same->rights, "all") == 0;
		if (!same || strcmp(same->rights, entry->rights) != 0)
			append_entry(out, sign, entry, whole ? NULL : same->rights);
	}
}

char *delta_privileges(const struct privileges *have, const struct privileges *want)
{
	GString *out;

	if (!have || !want || !have->count || !want->count)
		return NULL;
	out = g_string_new(NULL);
	append_beyond(out, "+ ", want, have);
	append_beyond(out, "- ", have, want);
	return g_string_free(out, false);
}

char *delta_privileges_text(const struct privileges *privileges)
{
	GString *out;

	if (!privileges)
		return NULL;
	out = g_string_new(privileges->count ? NULL : "nobody has any");
	for (size_t i = 0; i < privileges->count; i++)
		append_entry(out, "", &privileges->items[i], NULL);
	return g_string_free(out, false);
}
