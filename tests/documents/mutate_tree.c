/* Changes to a document at random: its tree. */
#include "tests/documents/mutate.h"

#include <string.h>

enum { NEST_MAX = 40, LENGTH_MAX = 3000 };

/* A node and the list or map that it is in. */
struct spot {
	struct node *parent, *node;
};

struct mutation {
	GRand *random;
	struct arena *arena;
	struct node *root;
	GArray *spots;	  /* struct spot: all of the tree */
	GPtrArray *names; /* char *: "table s.t" of what stands in schemas */
};

/* What a text can become: numbers that fit nowhere, names that are long, odd or taken. */
static const char *const texts[] = {
	"99999999999999999999999999",
	"-1",
	"0",
	"1e400",
	"2147483648",
	"NaN",
	"true",
	"null",
	"~",
	"",
	" ",
	"a\nb\n",
	"\t",
	"'",
	"\"",
	"a.b",
	"a.b.c",
	"\\",
	"$$",
	"%",
	"%s%n",
	"--",
	"/*",
	"a;b",
	"a, b",
	"(a",
	"a)",
	"[]",
	"integer[",
	"character varying(99999999999)",
	"s.t%TYPE",
	"SETOF ",
	"public",
	"pg_catalog",
	"\xF0\x9F\x90\x98",
	"\xE2\x80\xAE",
	"\xEF\xBB\xBF"
	"a",
	"select",
	"CURRENT_USER",
	"PUBLIC",
	"FOR VALUES FROM (1) TO (1)",
	"DEFAULT",
	"nextval('a'::regclass)",
	"(a IS NULL)",
	"=",
	"RETURN 1",
	"BEGIN ATOMIC END",
};

static struct spot *any(const struct mutation *mutation)
{
	return &g_array_index(mutation->spots, struct spot, mutate_below(mutation->random, mutation->spots->len));
}

/* Another one under the same key, where there is one: types for types, tables for tables. */
static struct spot *likewise(const struct mutation *mutation, const struct spot *spot)
{
	for (int tries = 0; tries < 50; tries++) {
		struct spot *other = any(mutation);
		if (other->node != spot->node && other->node->type == spot->node->type &&
			g_strcmp0(other->node->key, spot->node->key) == 0)
			return other;
	}
	return any(mutation);
}

static void collect(struct mutation *mutation, struct node *parent)
{
	for (struct node *node = parent->first; node; node = node->next) {
		struct spot spot = { parent, node };
		g_array_append_val(mutation->spots, spot);
		collect(mutation, node);
		if (parent->key && g_str_has_prefix(parent->key, "schema ") && node->key && strchr(node->key, ' ')) {
			const char *space = strchr(node->key, ' ');
			g_ptr_array_add(mutation->names, g_strdup_printf("%.*s %s.%s", (int)(space - node->key), node->key,
								 parent->key + strlen("schema "), space + 1));
		}
	}
}

struct node *mutate_copy(struct arena *arena, const struct node *node)
{
	struct node *copy = node_new(arena, node->type);

	if (node->type == NODE_SCALAR)
		copy = node_scalar(arena, node->style, node->text);
	for (const struct node *child = node->first; child; child = child->next)
		node_add(arena, copy, child->key, mutate_copy(arena, child));
	return copy;
}

/* What stands in another node's place stays under that one's key. */
static void become(struct node *node, const struct node *other)
{
	struct node before = *node;

	*node = *other;
	node->key = before.key;
	node->next = before.next;
}

static void become_text(const struct mutation *mutation, struct node *node, const char *text)
{
	become(node, node_scalar(mutation->arena, NODE_QUOTED, text));
}

static void drop(struct mutation *mutation, struct spot *spot)
{
	(void)mutation;
	node_remove(spot->parent, spot->node);
}

static bool is_within(const struct node *node, const struct node *tree)
{
	if (node == tree)
		return true;
	for (const struct node *child = tree->first; child; child = child->next)
		if (is_within(node, child))
			return true;
	return false;
}

static void put(struct mutation *mutation, struct spot *spot, struct node *node, const char *key)
{
	if (spot->node->type != NODE_SCALAR)
		node_add(mutation->arena, spot->node, spot->node->type == NODE_MAP ? key : NULL, node);
	else
		node_add(mutation->arena, spot->parent, spot->parent->type == NODE_MAP ? key : NULL, node);
}

static void move(struct mutation *mutation, struct spot *spot)
{
	struct spot *other = any(mutation);
	const char *key = spot->node->key ? spot->node->key : "a";

	if (is_within(other->node, spot->node) || is_within(other->parent, spot->node))
		return;
	node_remove(spot->parent, spot->node);
	put(mutation, other, spot->node, key);
}

/* Beside itself, or elsewhere, under its own key or another one. */
static void duplicate(struct mutation *mutation, struct spot *spot)
{
	static const char *const keys[] = { NULL, "a", "table a", "oldname", "type" };
	const char *key = keys[mutate_below(mutation->random, G_N_ELEMENTS(keys))];
	struct spot parent = { .node = spot->parent };

	put(mutation, mutate_below(mutation->random, 2) ? &parent : any(mutation), mutate_copy(mutation->arena, spot->node),
		key		  ? key
		: spot->node->key ? spot->node->key
				  : "b");
}

static void change_type(struct mutation *mutation, struct spot *spot)
{
	struct node *inside = mutate_copy(mutation->arena, spot->node),
		    *node = node_new(mutation->arena, mutate_below(mutation->random, 2) ? NODE_LIST : NODE_MAP);

	if (mutate_below(mutation->random, 2))
		node_add(mutation->arena, node, node->type == NODE_MAP ? "a" : NULL, inside);
	become(spot->node, node);
}

static void change_text(struct mutation *mutation, struct spot *spot)
{
	become_text(mutation, spot->node, texts[mutate_below(mutation->random, G_N_ELEMENTS(texts))]);
}

static void change_key(struct mutation *mutation, struct spot *spot)
{
	const char *key = mutate_below(mutation->random, 2) ? any(mutation)->node->key
							    : texts[mutate_below(mutation->random, G_N_ELEMENTS(texts))];

	if (spot->node->key && key)
		spot->node->key = arena_text(mutation->arena, key, strlen(key));
}

static void lengthen(struct mutation *mutation, struct spot *spot)
{
	g_autofree char *text =
		g_strnfill(1 + mutate_below(mutation->random, LENGTH_MAX), "ax. (\"'\xC3"[mutate_below(mutation->random, 7)]);

	if (spot->node->key && mutate_below(mutation->random, 2))
		spot->node->key = arena_text(mutation->arena, text, strlen(text));
	else
		become_text(mutation, spot->node, text);
}

static void swap(struct mutation *mutation, struct spot *spot)
{
	struct spot *other = mutate_below(mutation->random, 4) ? likewise(mutation, spot) : any(mutation);
	struct node before = *spot->node;

	if (is_within(other->node, spot->node) || is_within(spot->node, other->node))
		return;
	become(spot->node, other->node);
	become(other->node, &before);
}

/* What stands elsewhere under that key, here too. */
static void graft(struct mutation *mutation, struct spot *spot)
{
	become(spot->node, mutate_copy(mutation->arena, likewise(mutation, spot)->node));
}

static void cut(struct mutation *mutation, struct spot *spot)
{
	struct node *node = spot->node->type == NODE_SCALAR ? spot->parent : spot->node;
	guint keep = mutate_below(mutation->random, (guint)node->count + 1);

	while (node->count > keep)
		node_remove(node, node->last);
}

static void turn_round(struct mutation *mutation, struct spot *spot)
{
	struct node *node = spot->node->type == NODE_SCALAR ? spot->parent : spot->node,
		    *turned = node_new(mutation->arena, node->type);

	while (node->last) {
		struct node *last = node->last;
		node_remove(node, last);
		node_add(mutation->arena, turned, last->key, last);
	}
	become(node, turned);
}

/*
 * A text becomes the name of an object, perhaps of the one that it is in: a view of itself, a domain over itself, parents and
 * children in a circle.
 */
static void refer(struct mutation *mutation, struct spot *spot)
{
	const char *name =
		mutation->names->len ? mutation->names->pdata[mutate_below(mutation->random, mutation->names->len)] : "table s.t";
	static const char *const frames[] = { "%s", "SELECT * FROM %s", "(%s)", "%s.f()", "%s[]", "NULL::%s" };
	g_autofree char *text = g_strdup_printf(
		frames[mutate_below(mutation->random, 3) ? 0 : mutate_below(mutation->random, G_N_ELEMENTS(frames))],
		strchr(name, ' ') + 1);

	become_text(mutation, spot->node, text);
}

static void depend(struct mutation *mutation, struct spot *spot)
{
	struct node *list = node_new(mutation->arena, NODE_LIST), *map = spot->node->type == NODE_MAP ? spot->node : spot->parent;

	for (guint count = 1 + mutate_below(mutation->random, 3); count && mutation->names->len; count--)
		node_add(mutation->arena, list, NULL,
			node_scalar(mutation->arena, NODE_QUOTED,
				mutation->names->pdata[mutate_below(mutation->random, mutation->names->len)]));
	if (map->type == NODE_MAP && !node_get(map, "depends_on"))
		node_add(mutation->arena, map, "depends_on", list);
}

static void nest(struct mutation *mutation, struct spot *spot)
{
	enum node_type type = mutate_below(mutation->random, 2) ? NODE_LIST : NODE_MAP;

	for (guint depth = 1 + mutate_below(mutation->random, NEST_MAX); depth; depth--) {
		struct node *outer = node_new(mutation->arena, type);
		node_add(mutation->arena, outer, type == NODE_MAP ? "a" : NULL, mutate_copy(mutation->arena, spot->node));
		become(spot->node, outer);
	}
}

static const struct {
	const char *name;
	void (*change)(struct mutation *, struct spot *);
} ways[] = {
	{ "dropped", drop },
	{ "moved", move },
	{ "duplicated", duplicate },
	{ "of another type", change_type },
	{ "another text", change_text },
	{ "another key", change_key },
	{ "long", lengthen },
	{ "swapped", swap },
	{ "grafted", graft },
	{ "cut", cut },
	{ "turned round", turn_round },
	{ "referring", refer },
	{ "referring", refer },
	{ "depending", depend },
	{ "nested", nest },
};

void mutate_tree(GRand *random, struct arena *arena, struct node *root, GString *told)
{
	struct mutation mutation = {
		.random = random,
		.arena = arena,
		.root = root,
		.spots = g_array_new(false, false, sizeof(struct spot)),
		.names = g_ptr_array_new_with_free_func(g_free),
	};
	guint way = mutate_below(random, G_N_ELEMENTS(ways));

	collect(&mutation, root);
	if (mutation.spots->len) {
		struct spot *spot = any(&mutation);
		g_string_append_printf(told, " %s %s,", spot->node->key ? spot->node->key : "-", ways[way].name);
		ways[way].change(&mutation, spot);
	}
	g_array_unref(mutation.spots);
	g_ptr_array_unref(mutation.names);
}
