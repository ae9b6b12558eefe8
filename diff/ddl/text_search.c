/* CREATE, ALTER, DROP TEXT SEARCH DICTIONARY and CONFIGURATION, and the mappings of the latter. */
#include "catalog/kinds/text_search.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/results.h"
#include "diff/say.h"
#include "diff/widen.h"
#include "sql/lexer.h"

/* The text of one option, "stopwords = 'english'", and of its name. */
struct option {
	char *text, *name;
};

static void option_clear(void *data)
{
	struct option *option = data;

	g_free(option->text);
	g_free(option->name);
}

/* The options in a text that separates them by commas; NULL has none. */
static GArray *options_of(const char *text)
{
	GArray *options = g_array_new(false, false, sizeof(struct option));
	struct token first = { 0 }, last = { 0 };
	struct lexer lexer;
	int depth = 0;

	g_array_set_clear_func(options, option_clear);
	lexer_init(&lexer, text ? text : "", text ? strlen(text) : 0);
	for (;;) {
		struct token token = lexer_next_significant(&lexer);

		if (token_is(&token, "("))
			depth++;
		else if (token_is(&token, ")"))
			depth--;
		if (token.type == TOKEN_END || (depth == 0 && token_is(&token, ","))) {
			if (first.start) {
				struct option option = {
					.text = g_strndup(first.start, (size_t)(last.start + last.length - first.start)),
					.name = g_strndup(first.start, first.length),
				};
				g_array_append_val(options, option);
			}
			first = (struct token){ 0 };
		} else {
			if (!first.start)
				first = token;
			last = token;
		}
		if (token.type == TOKEN_END)
			return options;
	}
}

#define OPTION(options, i) (&g_array_index(options, struct option, i))

/* How many of want's first options need not be stated: those that have holds as they are, in that order. */
static guint count_kept(GArray *have, GArray *want)
{
	guint kept = 0;

	for (guint i = 0; i < have->len && kept < want->len; i++)
		if (strcmp(OPTION(have, i)->text, OPTION(want, kept)->text) == 0)
			kept++;
	return kept;
}

static bool has_name(GArray *options, const char *name)
{
	for (guint i = 0; i < options->len; i++)
		if (strcmp(OPTION(options, i)->name, name) == 0)
			return true;
	return false;
}

/* What ALTER states comes last in the dictionary's text, whose order counts; a name alone takes the option away. */
static void say_options_altered(struct say *s)
{
	g_autoptr(GArray) have = options_of(((const struct dictionary *)s->have)->options);
	g_autoptr(GArray) want = options_of(((const struct dictionary *)s->want)->options);
	g_autoptr(GString) sql = g_string_new(NULL);

	for (guint i = count_kept(have, want); i < want->len; i++) {
		say_comma(sql);
		g_string_append(sql, OPTION(want, i)->text);
	}
	for (guint i = 0; i < have->len; i++)
		if (!has_name(want, OPTION(have, i)->name)) {
			say_comma(sql);
			g_string_append(sql, OPTION(have, i)->name);
		}
	if (!sql->len)
		return;
	say(s, STAGE_MAKE, "ALTER TEXT SEARCH DICTIONARY %O (%s)", s->want, sql->str);
	results_note(s, s->have);
}

static void dictionary_create(struct say *s)
{
	const struct dictionary *dictionary = (const struct dictionary *)s->want;
	g_autoptr(GArray) options = options_of(dictionary->options);
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "CREATE TEXT SEARCH DICTIONARY %O (\n    TEMPLATE = %s", s->want,
		dictionary->template ? dictionary->template : "simple");
	for (guint i = 0; i < options->len; i++)
		say_append(sql, ",\n    %s", OPTION(options, i)->text);
	say(s, STAGE_MAKE, "%s\n)", sql->str);
}

static void dictionary_alter(struct say *s)
{
	plain_rename(s);
	if (change_differs_in(s->change, "options"))
		say_options_altered(s);
}

static void configuration_create(struct say *s)
{
	const char *parser = ((const struct configuration *)s->want)->parser;

	say(s, STAGE_MAKE, "CREATE TEXT SEARCH CONFIGURATION %O (\n    PARSER = %s\n)", s->want, parser ? parser : "\"default\"");
}

/* The whole list of dictionaries, whose order counts. */
static void say_mapping(struct say *s, const char *verb)
{
	const struct names *dictionaries = ((const struct mapping *)s->want)->dictionaries;
	g_autoptr(GString) sql = g_string_new(NULL);

	for (size_t i = 0; dictionaries && i < dictionaries->count; i++)
		say_append(sql, "%s%s", i ? ", " : "", dictionaries->items[i]);
	say(s, STAGE_MAKE, "ALTER TEXT SEARCH CONFIGURATION %P %s MAPPING FOR %I WITH %s", s->want, verb, s->want->name, sql->str);
}

/* Of a configuration that stays. */
static void note_results(struct say *s)
{
	if (!change_makes(s->change->parent))
		results_note(s, s->change->parent->have);
}

static void mapping_create(struct say *s)
{
	say_mapping(s, "ADD");
	note_results(s);
}

static void mapping_alter(struct say *s)
{
	if (!change_differs_in(s->change, "dictionaries"))
		return;
	say_mapping(s, "ALTER");
	note_results(s);
}

static void mapping_drop(struct say *s)
{
	if (s->change->undone_by)
		return;
	say(s, STAGE_UNDO, "ALTER TEXT SEARCH CONFIGURATION %P DROP MAPPING FOR %I", s->have, s->have->name);
	if (s->change->parent->want)
		note_results(s);
}

const struct verbs dictionary_verbs = {
	.kind = &dictionary_kind,
	.create = dictionary_create,
	.alter = dictionary_alter,
};
const struct verbs configuration_verbs = { .kind = &configuration_kind, .create = configuration_create };
const struct verbs mapping_verbs = {
	.on_dependency = reaction_recreate,
	.computes_of_whole = true,
	.kind = &mapping_kind,
	.create = mapping_create,
	.alter = mapping_alter,
	.drop = mapping_drop,
};
