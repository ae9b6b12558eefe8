/*
 * Random pairs of branches over the fixtures' documents. What is merged without a conflict is what applying both changes gives: each value is that of the side that
 * has changed it. Where there is a conflict both sides have changed one thing in different ways, or the merged document is no schema. No comment is lost.
 * PGCANON_MERGES is how many pairs, PGCANON_SEED which ones.
 */
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/documents/help.h"
#include "yaml/emit.h"
#include "yaml/merge_document.h"
#include "yaml/parse.h"
#include "yaml/write.h"

/* Sanitizers are slow. */
#ifdef __SANITIZE_ADDRESS__
enum { PAIRS = 60 };
#else
enum { PAIRS = 300 };
#endif
enum { TRIES = 30, LARGEST = 40000 };

static const char *const side_names[] = { "base", "ours", "theirs", "merged" };

static struct node *parse(struct arena *arena, const char *text)
{
	FILE *file = fmemopen((char *)text, strlen(text), "r");
	struct guard *guard = guard_new("t.yaml", file, NULL);
	struct node *root = node_new(arena, NODE_MAP);
	struct guard_event event;

	while (guard_next(guard, &event, NULL) && event.type != GUARD_END) {
		struct node *value = event.type == GUARD_KEY ? parse_value(guard, arena, &event, NULL) : NULL;
		if (value)
			node_add(arena, root, value->key, value);
	}
	guard_free(guard);
	fclose(file);
	return root;
}

static char *print(const struct node *root)
{
	GString *text = g_string_new(root->count ? NULL : "{}\n");

	for (const struct node *child = root->first; child; child = child->next)
		emit_entry(text, child, 0);
	return g_string_free(text, false);
}

/* The document in canonical form; NULL: it does not load. */
static char *canonical(const char *text)
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

/* Changes. */

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
	struct node *twin = copy(arena, choice.child);
	g_autofree char *tail = g_strdup_printf("_%d", g_rand_int_range(random, 1, 5));

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

static void change(GRand *random, struct arena *arena, struct node *root)
{
	g_autoptr(GArray) choices = g_array_new(false, false, sizeof(struct choice));

	collect(root, choices);
	if (!choices->len)
		return;
	struct choice choice = g_array_index(choices, struct choice, g_rand_int_range(random, 0, (gint)choices->len));
	switch (g_rand_int_range(random, 0, 8)) {
	case 0:
	case 1:
		change_value(random, arena, choice.child, choices);
		break;
	case 2:
		node_remove(choice.parent, choice.child);
		break;
	case 3:
		move_item(arena, choice.child);
		break;
	case 4:
		if (choice.child->type == NODE_MAP && !node_get(choice.child, "description"))
			node_add(arena, choice.child, "description", node_scalar(arena, NODE_QUOTED, g_rand_boolean(random) ? "one" : "two"));
		break;
	default:
		add_another(random, arena, choice);
	}
}

/* A document like that one that loads, canonical. */
static char *branch(GRand *random, const char *base)
{
	for (int tries = 0; tries < TRIES; tries++) {
		struct arena *arena = arena_new();
		struct node *root = parse(arena, base);
		for (int i = g_rand_int_range(random, 1, 4); i; i--)
			change(random, arena, root);
		g_autofree char *text = print(root);
		char *settled = canonical(text);
		arena_free(arena);
		if (settled && strcmp(settled, base) != 0)
			return settled;
		g_free(settled);
	}
	return g_strdup(base);
}

/* A document that a person has been at: with comments, each of its own. */
static char *annotate(GRand *random, const char *text, const char *side, GPtrArray *comments)
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

/* The oracle: a document as paths and values. */

/* Items that are known by a name; of other lists the text is the value. */
static bool has_names(const struct node *list)
{
	bool names = list->first;

	for (const struct node *item = list->first; item; item = item->next)
		names = names && item->type == NODE_MAP && item->count == 1;
	return names;
}

/* The value of what has entries: whether it is there they tell. */
static const char there[] = "there", nothing[] = "nothing";

static void flatten(const struct node *node, const char *path, GHashTable *paths)
{
	if (node->type == NODE_SCALAR) {
		g_hash_table_insert(paths, g_strdup(path), g_strdup(node->text));
	} else if (node->type == NODE_LIST && node->first && !has_names(node)) {
		g_autoptr(GString) items = g_string_new("\n");
		for (const struct node *item = node->first; item; item = item->next) {
			struct node entry = *item;
			entry.key = "item";
			emit_entry(items, &entry, 0);
		}
		g_hash_table_insert(paths, g_strdup(path), g_strdup(items->str));
	} else {
		g_hash_table_insert(paths, g_strdup(path), g_strdup(node->first ? there : nothing));
		for (const struct node *child = node->first; child; child = child->next) {
			const struct node *entry = node->type == NODE_LIST ? child->first : child;
			g_autofree char *below = g_strdup_printf("%s/%s", path, entry->key);
			flatten(entry, below, paths);
		}
	}
}

static GHashTable *paths_of(const char *text)
{
	GHashTable *paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	struct arena *arena = arena_new();

	flatten(parse(arena, text), "", paths);
	g_hash_table_remove(paths, "/omitted");
	arena_free(arena);
	return paths;
}

static bool has_item(const char *list, const char *item)
{
	g_auto(GStrv) items = g_strsplit(list ? list : "", "\nitem:", -1);
	bool found = false;

	for (char **other = items[0] ? items + 1 : items; *other; other++)
		found = found || strcmp(g_strstrip(*other), item) == 0;
	return found;
}

/* Whether the merged list has each item that both sides together ask for, and no other. */
static bool is_union(const char *const values[])
{
	bool good = true;

	for (int i = 0; i < 4; i++) {
		g_auto(GStrv) items = g_strsplit(values[i] ? values[i] : "", "\nitem:", -1);
		for (char **item = items[0] ? items + 1 : items; *item; item++) {
			bool in[4];
			g_strstrip(*item);
			for (int j = 0; j < 4; j++)
				in[j] = has_item(values[j], *item);
			good = good && in[3] == (in[1] == in[0] ? in[2] : in[1]);
		}
	}
	return good;
}

/* Whether both sides have changed it, each its own way. */
static bool is_disputed(GHashTable *const paths[], const char *path)
{
	const char *base = g_hash_table_lookup(paths[0], path), *ours = g_hash_table_lookup(paths[1], path), *theirs = g_hash_table_lookup(paths[2], path);

	return g_strcmp0(base, ours) != 0 && g_strcmp0(base, theirs) != 0 && g_strcmp0(ours, theirs) != 0;
}

static char *why_wrong(GHashTable *const paths[], const char *path)
{
	const char *values[4];
	bool holder = true;

	for (int i = 0; i < 4; i++) {
		values[i] = g_hash_table_lookup(paths[i], path);
		holder = holder && (!values[i] || strcmp(values[i], there) == 0 || strcmp(values[i], nothing) == 0);
		values[i] = holder && values[i] ? there : values[i];
	}
	if (holder && !strchr(strrchr(path, '/') ? strrchr(path, '/') : path, ' '))
		return NULL;
	const char *wanted = g_strcmp0(values[1], values[0]) == 0 ? values[2] : values[1];
	if (is_disputed(paths, path) ? is_union(values) && (!values[3] || *values[3] == '\n') : g_strcmp0(wanted, values[3]) == 0)
		return NULL;
	return g_strdup_printf("%s: base %s, ours %s, theirs %s, merged %s", path, values[0], values[1], values[2], values[3]);
}

/* What a document says nothing of is not in it. */
static bool is_omitted(const char *merged, const char *path)
{
	bool owners = strstr(merged, "omitted:\n- owners"), privileges = strstr(merged, "omitted:\n- owners\n- privileges") || strstr(merged, "omitted:\n- privileges");

	return (owners && g_str_has_suffix(path, "/owner")) || (privileges && strstr(path, "privileges"));
}

static void check_clean(const char *const texts[], GString *report)
{
	GHashTable *paths[4];
	g_autoptr(GHashTable) all = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iterator;
	gpointer path;

	for (int i = 0; i < 4; i++) {
		paths[i] = paths_of(texts[i]);
		g_hash_table_iter_init(&iterator, paths[i]);
		while (g_hash_table_iter_next(&iterator, &path, NULL))
			g_hash_table_add(all, path);
	}
	g_hash_table_iter_init(&iterator, all);
	while (g_hash_table_iter_next(&iterator, &path, NULL)) {
		g_autofree char *wrong = is_omitted(texts[3], path) ? NULL : why_wrong(paths, path);
		if (wrong)
			g_string_append_printf(report, "%s\n", wrong);
	}
	for (int i = 0; i < 4; i++)
		g_hash_table_unref(paths[i]);
}

/* Whether one side has taken away what stands above a path that the other one has changed. */
static bool is_cut(GHashTable *const paths[], const char *path, int side)
{
	g_autofree char *above = g_strdup(path);
	bool changed = g_strcmp0(g_hash_table_lookup(paths[3 - side], path), g_hash_table_lookup(paths[0], path)) != 0;

	for (char *slash; changed && (slash = strrchr(above, '/')); ) {
		*slash = '\0';
		if (g_hash_table_contains(paths[0], above) && !g_hash_table_contains(paths[side], above))
			return true;
	}
	return false;
}

/* Whether both have added what stands above a path that only one of them has. */
static bool is_half(GHashTable *const paths[], const char *path)
{
	g_autofree char *above = g_strdup(path);
	char *slash = strrchr(above, '/');

	if (!slash || g_hash_table_contains(paths[1], path) == g_hash_table_contains(paths[2], path))
		return false;
	while ((slash = strrchr(above, '/'))) {
		*slash = '\0';
		if (!g_hash_table_contains(paths[0], above) && g_hash_table_contains(paths[1], above) && g_hash_table_contains(paths[2], above))
			return true;
	}
	return false;
}

static bool is_real_conflict(const char *const texts[])
{
	GHashTable *paths[3];
	bool real = false;

	for (int i = 0; i < 3; i++)
		paths[i] = paths_of(texts[i]);
	for (int i = 0; i < 3; i++) {
		GHashTableIter iterator;
		gpointer path;
		g_hash_table_iter_init(&iterator, paths[i]);
		while (g_hash_table_iter_next(&iterator, &path, NULL))
			real = real || is_disputed(paths, path) || is_cut(paths, path, 1) || is_cut(paths, path, 2) || is_half(paths, path);
	}
	for (int i = 0; i < 3; i++)
		g_hash_table_unref(paths[i]);
	return real;
}

static GPtrArray *documents(void)
{
	const char *source = getenv("PGCANON_SOURCE");
	g_autofree char *all = g_build_filename(source ? source : ".", "fixtures", "*", "*", "want.yaml", NULL);
	GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
	glob_t found;

	cr_assert(glob(all, 0, NULL, &found) == 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		g_autofree char *text = NULL;
		size_t length;
		char *settled = g_file_get_contents(found.gl_pathv[i], &text, &length, NULL) && length < LARGEST ? canonical(text) : NULL;
		if (settled)
			g_ptr_array_add(texts, settled);
	}
	globfree(&found);
	return texts;
}

static bool counts_as_checked(const char *conflict)
{
	return g_str_has_suffix(conflict, "changed in both") || strstr(conflict, "gone in ours") || strstr(conflict, "gone in theirs") ||
		g_str_has_suffix(conflict, "not alike");
}

static void check_pair(unsigned number, struct merge *merge, const char *const texts[], const GPtrArray *comments, bool by_hand)
{
	g_autofree char *merged = merge->conflicts->len ? NULL : canonical(merge->text->str);
	g_autoptr(GString) report = g_string_new(NULL);

	if (!merge->conflicts->len && !merged)
		g_string_append(report, "merged without a conflict, and does not load\n");
	else if (!merge->conflicts->len)
		check_clean((const char *const[]){ texts[0], texts[1], texts[2], merged }, report);
	if (merged && !by_hand && strcmp(merged, merge->text->str) != 0)
		g_string_append(report, "the merged document is not canonical\n");
	if (merge->conflicts->len && !by_hand && counts_as_checked(merge->conflicts->pdata[0]) && !is_real_conflict(texts))
		g_string_append_printf(report, "no conflict that is one: %s\n", (char *)merge->conflicts->pdata[0]);
	if (merge->conflicts->len && !strstr(merge->text->str, "<<<<<<< ours"))
		g_string_append(report, "a conflict without a marker\n");
	for (guint i = 0; i < comments->len; i++)
		if (!strstr(merge->text->str, comments->pdata[i]))
			g_string_append_printf(report, "lost: %s\n", (char *)comments->pdata[i]);
	if (!report->len)
		return;
	for (int i = 0; i < 3; i++)
		g_string_append_printf(report, "--- %s\n%s", side_names[i], texts[i]);
	cr_expect(false, "pair %u: %s--- merged\n%s", number, report->str, merge->text->str);
}

/* Every second pair has been at a person's hands. */
static bool try_pair(unsigned number, const GPtrArray *bases)
{
	GRand *random = g_rand_new_with_seed(number);
	g_autoptr(GPtrArray) comments = g_ptr_array_new_with_free_func(g_free);
	const char *base = bases->pdata[g_rand_int_range(random, 0, (gint)bases->len)];
	g_autofree char *ours = branch(random, base), *theirs = branch(random, base);
	bool by_hand = number % 2;
	g_autofree char *our_text = by_hand ? annotate(random, ours, "ours", comments) : g_strdup(ours);
	g_autofree char *their_text = by_hand ? annotate(random, theirs, "theirs", comments) : g_strdup(theirs);
	const struct version versions[] = { { base, strlen(base) }, { our_text, strlen(our_text) }, { their_text, strlen(their_text) } };
	g_autoptr(GError) error = NULL;
	struct merge merge;

	merge_init(&merge);
	bool good = merge_document("t.yaml", versions, NULL, &merge, &error);
	cr_expect(good, "pair %u: %s", number, error ? error->message : "");
	if (good)
		check_pair(number, &merge, (const char *const[]){ base, ours, theirs }, comments, by_hand);
	bool clean = good && !merge.conflicts->len;
	if (getenv("PGCANON_TELL") && !clean && good)
		fprintf(stderr, "%u: %s\n", number, (char *)merge.conflicts->pdata[0]);
	merge_clear(&merge);
	g_rand_free(random);
	return clean;
}

Test(merges, random_pairs, .timeout = 600)
{
	unsigned pairs = getenv("PGCANON_MERGES") ? (unsigned)atoi(getenv("PGCANON_MERGES")) : PAIRS;
	unsigned first = getenv("PGCANON_SEED") ? (unsigned)atoi(getenv("PGCANON_SEED")) : 1, clean = 0;
	g_autoptr(GPtrArray) bases = documents();

	for (unsigned i = 0; i < pairs; i++)
		clean += try_pair(first + i, bases);
	/* else nothing was tried */
	cr_expect(clean > pairs / 4 && clean < pairs - pairs / 20, "%u of %u pairs were merged without a conflict", clean, pairs);
}
