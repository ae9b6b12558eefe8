/* Checks the texts that an attribute may have. */
#include "yaml/allowed.h"

#include <math.h>
#include <string.h>

#include "sql/lexer.h"
#include "yaml/fragment.h"
#include "yaml/suggest.h"

/* The words of the row, the one that means absent first. Free them with g_strfreev(). */
static char **words_of(const struct attribute *row)
{
	g_autofree char *all = row->otherwise ? g_strconcat(row->otherwise, "|", row->words, NULL) : g_strdup(row->words);

	return g_strsplit(all, "|", -1);
}

/* "index *" is the word index and a name. */
static bool is_word(const char *word, const char *text)
{
	size_t length = strlen(word);

	if (!g_str_has_suffix(word, " *"))
		return strcmp(word, text) == 0;
	return strncmp(word, text, length - 1) == 0 && text[length - 1];
}

static bool is_among(char *const *words, const char *text)
{
	for (; *words; words++)
		if (is_word(*words, text))
			return true;
	return false;
}

/* "a, b or c"; also "a number", where the row takes one. */
static char *list_of(const struct attribute *row, char *const *words)
{
	GString *out = g_string_new(row->form == FORM_NUMBER ? "a number" : NULL);

	for (; *words; words++) {
		g_string_append(out, !out->len ? "" : words[1] ? ", " : " or ");
		g_string_append(out, *words);
		if (g_str_has_suffix(*words, " *"))
			g_string_overwrite(out, out->len - 1, "NAME");
	}
	return g_string_free(out, false);
}

static bool is_integer(const char *text)
{
	return g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64, NULL, NULL);
}

/* 2=500 */
static bool is_pair_of_numbers(const char *text)
{
	const char *value = strchr(text, '=');
	g_autofree char *name = value ? g_strndup(text, (size_t)(value - text)) : NULL;

	return value && is_integer(name) && is_integer(value + 1);
}

static bool is_real(const char *text)
{
	char *end;

	if (!*text || text[strspn(text, "+-.0123456789eE")])
		return false;
	double value = g_ascii_strtod(text, &end);
	return !*end && isfinite(value);
}

/* Not only blanks and comments. */
static bool is_sql(const char *text)
{
	struct lexer lexer;

	lexer_init(&lexer, text, strlen(text));
	return lexer_next_significant(&lexer).type != TOKEN_END;
}

/* Whether the number is within "low..high". */
static bool is_within(const char *range, const char *text)
{
	const char *most = strstr(range, "..") + strlen("..");
	double value = g_ascii_strtod(text, NULL);

	return (*range == '.' || value >= g_ascii_strtod(range, NULL)) && (!*most || value <= g_ascii_strtod(most, NULL));
}

/* "a number from 0 to 10000", "a number, 0 or more" */
static char *number_of(const struct attribute *row)
{
	GString *out = g_string_new(row->form == FORM_REAL ? "a number" : "a whole number");
	const char *range = row->range ? row->range : "..", *dots = strstr(range, "..");

	if (dots > range)
		g_string_append_printf(out, dots[2] ? " from %.*s" : ", %.*s or more", (int)(dots - range), range);
	if (dots[2])
		g_string_append_printf(out, "%s to %s", dots > range ? "" : " up", dots + 2);
	return g_string_free(out, false);
}

static bool refuse(struct loader *loader, const struct object *object, const struct attribute *row, const struct node *node,
	const char *expected, GError **error)
{
	return loader_fail(loader, node, error, "\"%s\" of %s: expected %s, found %s", row->name,
		loader_a(loader, object->kind->name), expected, node_found(loader->arena, node));
}

static bool check_words(struct loader *loader, const struct object *object, const struct attribute *row, const struct node *node,
	const char *text, GError **error)
{
	g_auto(GStrv) words = words_of(row);

	if (is_among(words, text) || (row->form == FORM_NUMBER && is_integer(text)))
		return true;
	g_autofree char *expected = list_of(row, words), *lower = g_ascii_strdown(text, -1);
	const char *nearest = suggest_nearest(lower, (const char *const *)words);
	const struct node found = { .type = NODE_SCALAR, .style = NODE_QUOTED, .text = text };
	g_autofree char *hint = nearest ? g_strdup_printf("; did you mean \"%.*s\"?", (int)strcspn(nearest, "*"), nearest) : NULL;
	return loader_fail(loader, node, error, "\"%s\" of %s: expected %s, found %s%s", row->name,
		loader_a(loader, object->kind->name), expected, node_found(loader->arena, &found), hint ? hint : "");
}

bool allowed_check_length(struct loader *loader, const struct kind *kind, const char *name, const struct node *node, GError **error)
{
	enum { NAME_MAX_LETTERS = 63 };
	glong length = g_utf8_strlen(name, -1);

	return length <= NAME_MAX_LETTERS ||
	       loader_fail(loader, node, error,
		       "the name of %s has %ld characters, and PostgreSQL cuts names after %d bytes: choose a shorter one",
		       loader_a(loader, kind->name), length, NAME_MAX_LETTERS);
}

bool allowed_check_name(struct loader *loader, const struct object *object, const struct node *node, GError **error)
{
	return object->kind->name_is != FRAGMENT_NONE || allowed_check_length(loader, object->kind, object->name, node, error);
}

bool allowed_check(struct loader *loader, const struct object *object, const struct attribute *row, const struct node *node,
	const char *text, GError **error)
{
	if (!*text && row->type == ATTRIBUTE_TEXT)
		return true; /* absent */
	if (!*text && !row->empty)
		return refuse(loader, object, row, node, "a text", error);
	if (row->words && row->form != FORM_MAP)
		return check_words(loader, object, row, node, text, error);
	if (row->otherwise && strcmp(text, row->otherwise) == 0)
		return true;
	if (row->form == FORM_NUMBER && row->options && !is_pair_of_numbers(text))
		return refuse(loader, object, row, node, "a number and its number, as 2=500", error);
	if ((row->form == FORM_NUMBER && !row->options && !is_integer(text)) || (row->form == FORM_REAL && !is_real(text)) ||
		(row->range && !is_within(row->range, text))) {
		g_autofree char *expected = number_of(row);
		return refuse(loader, object, row, node, expected, error);
	}
	if (attribute_fragment(row) && !is_sql(text))
		return refuse(loader, object, row, node, "SQL", error);
	return fragment_check(loader, object, row, node, text, error);
}
