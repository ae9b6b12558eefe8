/* Documents like another one, as branches make them. */
#include "tests/documents/branches.h"

#include "tests/documents/help.h"
#include "yaml/emit.h"
#include "yaml/key.h"
#include "yaml/piece.h"
#include "yaml/scalar.h"
#include "yaml/write.h"

enum { TRIES = 30 };

static char *print(const struct node *root)
{
	GString *text = g_string_new(root->count ? NULL : "{}\n");

	for (const struct node *child = root->first; child; child = child->next)
		emit_entry(text, child, 0);
	return g_string_free(text, false);
}

char *branches_canonical(const char *text)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = document_load(pool, text, NULL);
	GString *out = snapshot ? g_string_new(NULL) : NULL;

	if (out)
		yaml_write_text(snapshot, out, NULL);
	snapshot_free(snapshot);
	pool_free(pool);
	return out ? g_string_free(out, false) : NULL;
}

struct choice {
	struct node *parent, *child;
};

static void collect(struct node *parent, GArray *choices)
{
	for (struct node *child = parent->first; child; child = child->next) {
		struct choice choice = { parent, child };
		g_array_append_val(choices, choice);
		if (child->type != NODE_SCALAR)
			collect(child, choices);
	}
}

static struct node *copy(struct arena *arena, const struct node *node)
{
	struct node *made = node->type == NODE_SCALAR ? node_scalar(arena, node->style, node->text) : node_new(arena, node->type);

	for (const struct node *child = node->first; child; child = child->next)
		node_add(arena, made, child->key, copy(arena, child));
	return made;
}

static void change_value(GRand *random, struct arena *arena, struct node *node, const GArray *choices)
{
	static const char *const types[] = { "text", "bigint", "date", "numeric(5,2)" };
	const struct node *other = g_array_index(choices, struct choice, g_rand_int_range(random, 0, (gint)choices->len)).child;

	if (node->type != NODE_SCALAR)
		return;
	if (g_strcmp0(node->key, "type") == 0)
		node->text = types[g_rand_int_range(random, 0, G_N_ELEMENTS(types))];
	else if (g_strcmp0(node->key, "description") == 0 || g_strcmp0(node->key, "default") == 0)
		node->text = arena_text(arena, g_rand_boolean(random) ? "'one'" : "'two'", 5);
	else if (other->type == NODE_SCALAR && (g_strcmp0(node->key, other->key) == 0 || !node->key))
		node->text = other->text;
}

/* One more of a kind, with a name of its own, of which there are few, so that two branches may choose the same. */
static void add_another(GRand *random, struct arena *arena, struct choice choice)
{
	struct node *twin = copy(arena, choice.child), *old = node_get(twin, "oldname");
	g_autofree char *tail = g_strdup_printf("_%d", g_rand_int_range(random, 1, 5));

	/* one alone can be what had another name before */
	if (old || (twin->type != NODE_SCALAR && twin->first && node_get(twin->first, "oldname")))
		return;
	if (choice.parent->type == NODE_LIST && twin->type == NODE_SCALAR) {
		g_autofree char *text = g_strconcat(twin->text, tail, NULL);
		node_add(arena, choice.parent, NULL, node_scalar(arena, NODE_QUOTED, text));
	} else if (choice.parent->type == NODE_LIST && twin->type == NODE_MAP && twin->count == 1) {
		g_autofree char *key = g_strconcat(twin->first->key, tail, NULL);
		twin->first->key = arena_text(arena, key, strlen(key));
		node_add(arena, choice.parent, NULL, twin);
	} else if (choice.child->key && !strchr(choice.child->key, '(')) {
		g_autofree char *key = g_strconcat(choice.child->key, tail, NULL);
		if (!node_get(choice.parent, key))
			node_add(arena, choice.parent, key, twin);
	}
}

/* The first item of a list to its end. */
static void move_item(struct arena *arena, struct node *list)
{
	struct node *first = list->type == NODE_LIST ? list->first : NULL;

	if (!first)
		return;
	node_remove(list, first);
	node_add(arena, list, NULL, first);
}

/* An object, or a column, gets another name, of which there are few. */
static void rename_one(GRand *random, struct arena *arena, struct choice choice)
{
	struct node *named = choice.child->key ? choice.child : choice.child->count == 1 ? choice.child->first : NULL;
	const char *blank = named ? strrchr(named->key, ' ') : NULL;
	struct key parts;
	bool is_object = blank && key_split(named->key, &parts) == KEY_FOUND && !parts.signature;
	g_autofree char *key = named ? g_strdup_printf("%s_r%d", named->key, g_rand_int_range(random, 1, 3)) : NULL;

	if (!named || named->type != NODE_MAP || strchr(named->key, '(') ||
		(blank && (!is_object || strcmp(parts.name, blank + 1) != 0)) || node_get(named, "oldname") ||
		(named == choice.child && node_get(choice.parent, key)))
		return;
	node_add(arena, named, "oldname", node_scalar(arena, NODE_QUOTED, blank ? blank + 1 : named->key));
	named->key = arena_text(arena, key, strlen(key));
}

/* A column that goes with its parent's alone: a partition of which a document has no columns has all of its parent's. */
static bool is_inherited(const struct node *node)
{
	return node->type == NODE_MAP && node->count == 1 && node->first->type == NODE_MAP && node_get(node->first, "inherited");
}

static void change(GRand *random, struct arena *arena, struct node *root)
{
	g_autoptr(GArray) choices = g_array_new(false, false, sizeof(struct choice));

	collect(root, choices);
	if (!choices->len)
		return;
	struct choice choice = g_array_index(choices, struct choice, g_rand_int_range(random, 0, (gint)choices->len));
	switch (g_rand_int_range(random, 0, 9)) {
	case 0:
	case 1:
		change_value(random, arena, choice.child, choices);
		break;
	case 2:
		if (!is_inherited(choice.child))
			node_remove(choice.parent, choice.child);
		break;
	case 3:
		move_item(arena, choice.child);
		break;
	case 4:
		if (choice.child->type == NODE_MAP && !node_get(choice.child, "description"))
			node_add(arena, choice.child, "description",
				node_scalar(arena, NODE_QUOTED, g_rand_boolean(random) ? "one" : "two"));
		break;
	case 5:
		rename_one(random, arena, choice);
		break;
	default:
		add_another(random, arena, choice);
	}
}

char *branches_new(GRand *random, const char *base)
{
	for (int tries = 0; tries < TRIES; tries++) {
		struct arena *arena = arena_new();
		struct node *root = document_tree(arena, base);
		for (int i = g_rand_int_range(random, 1, 4); i; i--)
			change(random, arena, root);
		g_autofree char *text = print(root);
		char *settled = branches_canonical(text);
		arena_free(arena);
		if (settled && strcmp(settled, base) != 0)
			return settled;
		g_free(settled);
	}
	return g_strdup(base);
}

char *branches_annotate(GRand *random, const char *text, const char *side, GPtrArray *comments)
{
	struct pieces *pieces = pieces_new("t.yaml", text, strlen(text), NULL);
	GString *out = g_string_new(NULL);
	const struct piece *at = pieces->root;
	size_t length, before;

	while (piece_is_open(at) && (at == pieces->root || g_rand_boolean(random))) {
		at = at->inside;
		for (int steps = g_rand_int_range(random, 0, 6); steps && at->next; steps--)
			at = at->next;
	}
	g_ptr_array_add(comments, g_strdup_printf("# of %s, %u", side, g_rand_int(random)));
	pieces_text(pieces, (struct span){ 0, at->line }, &before);
	g_string_append_len(out, text, (gssize)before);
	g_string_append_printf(out, "%*s%s\n", (int)at->column, "", (char *)comments->pdata[comments->len - 1]);
	g_string_append(out, pieces_text(pieces, (struct span){ at->line, pieces->starts->len - 1 }, &length));
	pieces_free(pieces);
	return g_string_free(out, false);
}

static void widen(GString *out, const struct node *node, unsigned indent);

static void widen_entry(GString *out, const struct node *entry, unsigned indent)
{
	emit_key(out, entry->key, indent);
	widen(out, entry, indent);
}

/* What stands behind a key in that column, or behind a dash. */
static void widen(GString *out, const struct node *node, unsigned indent)
{
	if (node->type == NODE_SCALAR && strchr(node->text, '\n') && scalar_fits_block(node->text)) {
		g_string_append_c(out, ' ');
		scalar_write_block(out, node->text, indent + 2);
	} else if (node->type == NODE_SCALAR) {
		struct node entry = *node;
		entry.key = "";
		g_autoptr(GString) line = g_string_new(NULL);
		emit_entry(line, &entry, 0);
		g_string_append(out, strchr(line->str, ':') + 1);
	} else if (!node->first) {
		g_string_append(out, node->type == NODE_MAP ? " {}\n" : " []\n");
	} else {
		g_string_append_c(out, '\n');
	}
	for (const struct node *child = node->first; child; child = child->next) {
		if (node->type == NODE_MAP) {
			widen_entry(out, child, indent + 4);
			continue;
		}
		g_string_append_printf(out, "%*s-", (int)indent + 4, "");
		if (child->type != NODE_MAP || !child->first) {
			widen(out, child, indent + 4);
			continue;
		}
		for (const struct node *entry = child->first; entry; entry = entry->next) {
			size_t at = out->len;
			widen_entry(out, entry, indent + 6);
			if (entry == child->first)
				g_string_erase(out, (gssize)at, (gssize)indent + 5); /* behind the dash */
		}
	}
}

char *branches_widen(const char *text)
{
	struct arena *arena = arena_new();
	const struct node *root = document_tree(arena, text);
	GString *out = g_string_new(root->first ? NULL : "{}\n");

	for (const struct node *child = root->first; child; child = child->next)
		widen_entry(out, child, 0);
	arena_free(arena);
	return g_string_free(out, false);
}
