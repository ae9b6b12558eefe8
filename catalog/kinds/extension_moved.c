/* Names of members of extensions that move to another schema. */
#include "catalog/kinds/extension_moved.h"

#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "catalog/retext.h"
#include "catalog/snapshot.h"
#include "catalog/snapshot_copy.h"
#include "sql/lexer.h"
#include "sql/quote.h"

#define SCHEMA(object) (((const struct extension *)(object))->schema)

/* From one schema to another. */
struct move {
	const char *from, *to;
	bool only; /* nothing else leaves that schema for another, or stays in it: all names of extensions in it move */
};

struct following;

/* Called for each qualified name: returns the new schema, or NULL for the same. */
typedef const char *see_name(struct following *, const char *schema, const char *name);

struct following {
	struct pool *pool;
	see_name *see;
	GArray *moves;	       /* struct move */
	GHashTable *own;       /* "schema\nname" of objects of have */
	GHashTable *mentioned; /* the same for want's texts */
};

static const char *key_of(struct following *following, const char *schema, const char *name)
{
	return pool_printf(following->pool, "%s\n%s", schema, name);
}

static const char *mention(struct following *following, const char *schema, const char *name)
{
	g_hash_table_add(following->mentioned, (gpointer)key_of(following, schema, name));
	return NULL;
}

static const char *moved(struct following *following, const char *schema, const char *name)
{
	if (g_hash_table_contains(following->own, key_of(following, schema, name)))
		return NULL;
	for (guint i = 0; i < following->moves->len; i++) {
		const struct move *move = &g_array_index(following->moves, struct move, i);
		if (strcmp(move->from, schema) != 0 || g_hash_table_contains(following->mentioned, key_of(following, schema, name)))
			continue;
		if (move->only || g_hash_table_contains(following->mentioned, key_of(following, move->to, name)))
			return move->to;
	}
	return NULL;
}

/* The name in a token; operators are their own name. */
static char *name_of(const struct token *token)
{
	return token->type == TOKEN_OPERATOR ? g_strndup(token->start, token->length) : token_name(token);
}

/* The text with the schemas that see_name returns. */
static const char *see_text(struct following *following, const char *text)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const char *rest = text;
	struct lexer lexer;
	bool qualified = false; /* the token follows a dot: it is not a schema */

	if (!text || !strchr(text, '.'))
		return text;
	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer)) {
		struct lexer ahead = lexer;
		struct token dot = lexer_next(&ahead), second = lexer_next(&ahead);
		bool starts = !qualified && (token.type == TOKEN_WORD || token.type == TOKEN_QUOTED) && token_is(&dot, ".");
		g_autofree char *schema = starts ? token_name(&token) : NULL, *name = starts ? name_of(&second) : NULL;
		const char *other = schema && name ? following->see(following, schema, name) : NULL;
		qualified = token_is(&token, ".");
		if (!other)
			continue;
		g_string_append_len(out, rest, token.start - rest);
		quote_identifier(out, other);
		rest = token.start + token.length;
	}
	if (rest == text)
		return text;
	g_string_append(out, rest);
	return pool_text(following->pool, out->str);
}

/* Whether the server stores the SQL parsed; a body is stored as text, and keeps its names. */
static bool is_meant(const struct attribute *row)
{
	return row->refers != REFERS_BODY && row->refers != REFERS_COLUMNS &&
	       (row->refers != REFERS_NOTHING || row->fragment != FRAGMENT_NONE);
}

static const char *see_value(void *data, const struct object *object, const struct attribute *row, const char *value)
{
	struct following *following = data;

	(void)object;
	return is_meant(row) ? see_text(following, value) : value;
}

static const char *see_called(void *data, const struct object *object, const char *text, bool expression)
{
	(void)object;
	(void)expression;
	return see_text(data, text);
}

static void see_objects(struct following *following, const struct snapshot *snapshot)
{
	const struct retext retext = { following->pool, see_value, see_called, following };
	struct objects all = snapshot_all(snapshot);

	following->see = mention;
	for (size_t i = 0; i < all.count; i++)
		retext_each(&retext, all.items[i]);
}

static void move_objects(struct following *following, struct snapshot *copy)
{
	const struct retext retext = { following->pool, see_value, see_called, following };
	struct own_objects all = snapshot_own_all(copy);

	following->see = moved;
	for (size_t i = 0; i < all.count; i++)
		retext_object(&retext, all.items[i]);
}

/* Finds the objects that move; false: none does. */
static bool find_moves(struct following *following, const struct snapshot *have, const struct snapshot *want)
{
	struct objects extensions = snapshot_objects(have, &extension_kind);

	for (size_t i = 0; i < extensions.count; i++) {
		const struct object *twin = snapshot_find(want, &extension_kind, NULL, extensions.items[i]->identity);
		struct move move = { SCHEMA(extensions.items[i]), twin ? SCHEMA(twin) : NULL, true };
		if (move.from && move.to && move.from != move.to)
			g_array_append_val(following->moves, move);
	}
	for (guint m = 0; m < following->moves->len; m++) {
		struct move *move = &g_array_index(following->moves, struct move, m);
		for (size_t i = 0; i < extensions.count; i++) {
			const struct object *twin = snapshot_find(want, &extension_kind, NULL, extensions.items[i]->identity);
			if (SCHEMA(extensions.items[i]) == move->from && (!twin || SCHEMA(twin) != move->to))
				move->only = false;
		}
	}
	return following->moves->len;
}

static void note_names(struct following *following, const struct snapshot *have, const struct snapshot *want)
{
	struct objects own = snapshot_all(have);

	for (size_t i = 0; i < own.count; i++)
		if (own.items[i]->schema && own.items[i]->name)
			g_hash_table_add(following->own, (gpointer)key_of(following, own.items[i]->schema, own.items[i]->name));
	see_objects(following, want);
}

struct snapshot *snapshot_follow_extensions(const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GArray) moves = g_array_new(false, false, sizeof(struct move));
	g_autoptr(GHashTable) own = g_hash_table_new(g_str_hash, g_str_equal),
			      mentioned = g_hash_table_new(g_str_hash, g_str_equal);
	struct following following = { .pool = snapshot_pool(want), .moves = moves, .own = own, .mentioned = mentioned };

	if (!find_moves(&following, have, want))
		return NULL;
	struct snapshot *copy = snapshot_copy(have);
	note_names(&following, have, want);
	move_objects(&following, copy);
	snapshot_index(copy);
	return copy;
}
