/* Parses the keys of objects. */
#include "yaml/key.h"

#include <string.h>

#include "catalog/kinds.h"
#include "sql/quote.h"
#include "yaml/suggest.h"

static const char *const unsupported[] = { "tablespace", NULL };

/* The length of the words before the name, if the text begins with them; else 0. */
static size_t words_length(const char *text, const char *words)
{
	size_t length = strlen(words);

	return strncmp(text, words, length) == 0 && text[length] == ' ' && text[length + 1] ? length + 1 : 0;
}

/* The end of the name: after its closing quote, or at the first parenthesis. */
static const char *name_end(const char *text)
{
	if (*text != '"')
		return strchr(text, '(');
	for (text++; *text; text++) {
		if (*text == '"' && text[1] != '"')
			return text + 1;
		text += *text == '"';
	}
	return NULL;
}

static char *unquoted(const char *text, size_t length)
{
	return *text == '"' ? quote_unquote_identifier(text, length) : g_strndup(text, length);
}

static bool split_between(const char *text, const char *between, struct key *key)
{
	const char *at = g_strrstr(text, between);

	if (!at || at == text || !at[strlen(between)])
		return false;
	key->name = unquoted(text, (size_t)(at - text));
	key->signature = g_strdup(at + strlen(between));
	return true;
}

static bool split_signature(const char *text, struct key *key)
{
	const char *end = name_end(text);
	size_t length = strlen(text);

	if (!end || end == text || *end != '(' || text[length - 1] != ')')
		return false;
	key->name = unquoted(text, (size_t)(end - text));
	key->signature = g_strndup(end + 1, (size_t)(text + length - 1 - end - 1));
	return true;
}

enum key_result key_split(const char *text, struct key *key)
{
	size_t longest = 0;

	*key = (struct key){ 0 };
	for (size_t i = 0; i < kind_count; i++) {
		size_t length = kinds[i]->part || kinds[i]->list || kinds[i]->single ? 0 : words_length(text, kind_key(kinds[i]));
		if (length > longest) {
			longest = length;
			key->kind = kinds[i];
		}
	}
	for (size_t i = 0; unsupported[i]; i++)
		if (words_length(text, unsupported[i]) > longest)
			return KEY_UNSUPPORTED;
	if (!longest)
		return KEY_NONE;
	text += longest;
	if (key->kind->between)
		return split_between(text, key->kind->between, key) ? KEY_FOUND : KEY_MALFORMED;
	if (key->kind->signed_name)
		return split_signature(text, key) ? KEY_FOUND : KEY_MALFORMED;
	key->name = g_strdup(text);
	return KEY_FOUND;
}

void key_clear(struct key *key)
{
	g_clear_pointer(&key->name, g_free);
	g_clear_pointer(&key->signature, g_free);
}

char *key_suggest(const char *text)
{
	const char *nearest = NULL, *rest = NULL;
	unsigned least = 3;

	for (size_t i = 0; i < kind_count; i++) {
		if (kinds[i]->part || kinds[i]->list || kinds[i]->single)
			continue;
		const char *end = text;
		for (const char *word = kind_key(kinds[i]); end && word; word = strchr(word + 1, ' '))
			end = strchr(end + (*end == ' '), ' ');
		if (!end)
			continue;
		g_autofree char *words = g_strndup(text, (size_t)(end - text));
		unsigned distance = suggest_distance(words, kind_key(kinds[i]));
		if (distance < least) {
			least = distance;
			nearest = kind_key(kinds[i]);
			rest = end;
		}
	}
	return nearest ? g_strconcat(nearest, rest, NULL) : NULL;
}
