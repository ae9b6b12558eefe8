/* Which names in a text are a relation, a type or a routine. */
#include "sql/rename_object.h"

#include <glib.h>
#include <string.h>

#include "sql/mentions.h"
#include "sql/name.h"
#include "sql/quote.h"
#include "sql/tokens.h"

struct renaming {
	const struct other_name *name;
	GArray *tokens, *mentions; /* of names: no mentions */
	GString *out;
	const char *copied; /* up to where the text has been taken over */
	bool own;	    /* whether relation.column may be of the relation */
	bool prefixes;	    /* the name comes before a dot */
	bool alone;	    /* it is an alias, or a column */
	bool unsure;
};

static const struct token *at(const struct renaming *renaming, guint i)
{
	return tokens_at(renaming->tokens, i);
}

/* schema.old, of which old is the token at i. */
static bool is_qualified(const struct renaming *renaming, guint i)
{
	return i > 1 && tokens_follow_dot(renaming->tokens, i) && token_is_called(at(renaming, i - 2), renaming->name->schema) &&
	       !tokens_follow_dot(renaming->tokens, i - 2);
}

static void copy_until(struct renaming *renaming, const char *start, size_t length)
{
	g_string_append_len(renaming->out, renaming->copied, start - renaming->copied);
	renaming->copied = start + length;
}

static void replace(struct renaming *renaming, const struct token *token)
{
	copy_until(renaming, token->start, token->length);
	quote_identifier(renaming->out, renaming->name->new);
}

static const struct mention *mention_at(const struct renaming *renaming, const struct token *token)
{
	for (guint i = 0; i < renaming->mentions->len; i++) {
		const struct mention *mention = &g_array_index(renaming->mentions, struct mention, i);
		if (mention->literal ? mention->whole.start == token->start : mention->name.start == token->start)
			return mention;
	}
	return NULL;
}

static bool is_meant(const struct renaming *renaming, const struct mention *mention)
{
	return mention->as == renaming->name->as || (mention->as == MENTION_TYPE && renaming->name->as == MENTION_RELATION);
}

/* The constant of a regclass: 's.t'. */
static void replace_literal(struct renaming *renaming, const struct token *token, const struct mention *mention)
{
	const struct other_name *name = renaming->name;

	if (!is_meant(renaming, mention) || mention->schema.type == TOKEN_END || !token_is_called(&mention->schema, name->schema) ||
		!token_is_called(&mention->name, name->old))
		return;
	g_autofree char *text = name_join(name->schema, name->new);
	copy_until(renaming, token->start, token->length);
	quote_literal(renaming->out, text);
}

/* The server distinguishes two relations of one name in a query by a number after it. */
static bool is_numbered(const struct token *token, const char *name)
{
	g_autofree char *own = token_is_name(token) ? token_name(token) : NULL;
	size_t length = strlen(name);

	return own && strncmp(own, name, length) == 0 && own[length] == '_' && g_ascii_isdigit(own[length + 1]);
}

static void look_at_old(struct renaming *renaming, guint i)
{
	const struct mention *mention = mention_at(renaming, at(renaming, i));
	bool other = mention && mention->as == MENTION_RELATION;

	if (is_qualified(renaming, i)) {
		renaming->own = renaming->own || (mention && mention->as == MENTION_RELATION);
		renaming->unsure =
			renaming->unsure || !mention || (mention->as == MENTION_OTHER && renaming->name->as != MENTION_ROUTINE);
	} else if (tokens_follow_dot(renaming->tokens, i)) {
		renaming->alone = renaming->alone || other;
	} else if (tokens_before_dot(renaming->tokens, i)) {
		const struct mention *second = mention_at(renaming, at(renaming, i + 2));
		renaming->prefixes = true;
		/* it is a schema */
		renaming->alone = renaming->alone || (second && second->as != MENTION_OTHER);
	} else {
		renaming->alone = true;
	}
}

/* Finds other uses of the name: relation.column may then refer to another one. */
static void look(struct renaming *renaming)
{
	const struct other_name *name = renaming->name;
	bool new = false;

	for (guint i = 0; i < renaming->tokens->len; i++) {
		const struct token *token = at(renaming, i);
		if (token_is_called(token, name->old))
			look_at_old(renaming, i);
		new = new || token_is_called(token, name->new) || is_numbered(token, name->old) || is_numbered(token, name->new);
	}
	if (name->as == MENTION_RELATION &&
		(new || (renaming->own && renaming->prefixes && (renaming->alone || mentions_names_row(name->old)))))
		renaming->unsure = true;
}

static void walk_expression(struct renaming *renaming)
{
	look(renaming);
	for (guint i = 0; i < renaming->tokens->len && !renaming->unsure; i++) {
		const struct token *token = at(renaming, i);
		bool called = token_is_called(token, renaming->name->old);
		const struct mention *mention = called || token->type == TOKEN_STRING ? mention_at(renaming, token) : NULL;
		if (mention && mention->literal)
			replace_literal(renaming, token, mention);
		else if (called && is_qualified(renaming, i) && is_meant(renaming, mention))
			replace(renaming, token);
		else if (called && renaming->name->as == MENTION_RELATION && renaming->own &&
			 tokens_before_dot(renaming->tokens, i))
			replace(renaming, token);
	}
}

/* A name that is called is a routine's; first: so is the one at the beginning. */
static void walk_names(struct renaming *renaming, bool first)
{
	for (guint i = 0; i < renaming->tokens->len; i++) {
		bool routine = (first && i == 2) || token_is(at(renaming, i + 1), "(");
		if (token_is_called(at(renaming, i), renaming->name->old) && is_qualified(renaming, i) &&
			routine == (renaming->name->as == MENTION_ROUTINE) && !token_is(at(renaming, i + 1), "."))
			replace(renaming, at(renaming, i));
	}
}

char *rename_object(const char *text, enum object_text how, const struct other_name *name, bool own)
{
	struct renaming renaming = { .name = name, .copied = text, .own = own };

	renaming.tokens = tokens_of(text);
	renaming.mentions = mentions_of(text, how == OBJECT_TEXT_EXPRESSION ? MENTIONS_EXPRESSION : MENTIONS_NONE);
	renaming.out = g_string_new(NULL);
	if (how == OBJECT_TEXT_EXPRESSION)
		walk_expression(&renaming);
	else
		walk_names(&renaming, how == OBJECT_TEXT_ROUTINE);
	bool changed = renaming.copied != text;
	g_string_append(renaming.out, renaming.copied);
	g_array_unref(renaming.tokens);
	g_array_unref(renaming.mentions);
	return g_string_free(renaming.out, !changed);
}
