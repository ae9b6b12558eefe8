/*
 * Each key of each fixture's want.yaml is taken away in turn, and each value replaced by an empty one, a list and a map; what comes
 * of it is tried (trial.h). PGCANON_FIXTURE is a pattern of the cases to try. Of keys that mean the same, such as the types of all
 * columns of a document's tables, the first is tried; PGCANON_EVERY=1 tries all of them. test_bulk.c changes documents at random.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <glob.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "tests/documents/trial.h"

/* Sanitizers are slow: with them a document has its turn with a fourth of its keys, always the same. */
#ifdef __SANITIZE_ADDRESS__
enum { SLICES = 4 };
#else
enum { SLICES = 1 };
#endif
enum { CASES = 1024, PATH_LENGTH = 300 };

enum change { REMOVED, BLANK, EMPTY_TEXT, EMPTY_LIST, EMPTY_MAP, LIST, MAP, WORD, CHANGE_COUNT };

static const char *const change_names[] = { "removed", "blank", "an empty text", "an empty list", "an empty map", "a list", "a map",
	"another word" };

/* The keys of a document, one after the other. */
struct walk {
	struct trial trial;
	GHashTable *tried; /* what a key means, see append_meaning(): the first one alone; NULL: all are tried */
	guint slice;
	GString *meaning;
};

/* The value in the place of another one, under the same key. */
static struct node *changed(struct arena *arena, enum change change)
{
	struct node *node = node_new(arena, change == EMPTY_MAP || change == MAP ? NODE_MAP : NODE_LIST);

	if (change == BLANK || change == EMPTY_TEXT || change == WORD)
		return node_scalar(arena, NODE_QUOTED, change == BLANK ? " " : change == WORD ? "nonesuch" : "");
	if (change == LIST)
		node_add(arena, node, NULL, node_scalar(arena, NODE_QUOTED, "nonesuch"));
	if (change == MAP)
		node_add(arena, node, "nonesuch", node_scalar(arena, NODE_QUOTED, "nonesuch"));
	return node;
}

/* Whether the entries of a list or map below that key are named by people, as columns are. */
static bool has_names(const char *key)
{
	for (size_t i = 0; i < kind_count; i++)
		if (kinds[i]->part && strcmp(kind_key(kinds[i]), key) == 0)
			return true;
	return false;
}

/* "schema/table/columns/-/?/type" of the path "schema s/table t/columns/-/a/type". */
static void append_meaning(GString *meaning, const struct node *node)
{
	const char *above = strrchr(meaning->str, '/');

	if (above && strcmp(above, "/-") == 0)
		while (above > meaning->str && *--above != '/')
			;
	g_autofree char *key = above ? g_strdup(above + 1) : g_strdup("");
	if (g_str_has_suffix(key, "/-"))
		key[strlen(key) - 2] = '\0';
	if (!node->key)
		g_string_append(meaning, "/-");
	else if (has_names(key))
		g_string_append(meaning, "/?");
	else
		g_string_append_printf(meaning, "/%.*s", (int)strcspn(node->key, " "), node->key);
}

static void try_changes(struct walk *walk, struct node *parent, struct node **link)
{
	struct trial *trial = &walk->trial;
	struct node *child = *link;
	size_t length = trial->path->len;

	for (enum change change = REMOVED; change < CHANGE_COUNT; change++) {
		struct node *with = change == REMOVED ? child->next : changed(trial->arena, change);
		if (change != REMOVED) {
			with->key = child->key;
			with->next = child->next;
		}
		*link = with;
		parent->count -= change == REMOVED;
		g_string_append_printf(trial->path, " %s", change_names[change]);
		trial_write(trial, trial->root);
		trial_run(trial);
		g_string_truncate(trial->path, length);
		*link = child;
		parent->count += change == REMOVED;
	}
}

static bool has_turn(const struct walk *walk)
{
	if (!walk->tried)
		return true;
	return g_hash_table_add(walk->tried, g_strdup(walk->meaning->str)) &&
	       (walk->slice + g_str_hash(walk->meaning->str)) % SLICES == 0;
}

static void try_children(struct walk *walk, struct node *parent)
{
	GString *path = walk->trial.path;
	size_t length = path->len, meaning = walk->meaning->len;

	for (struct node **link = &parent->first; *link; link = &(*link)->next) {
		g_string_append_printf(path, "/%s", (*link)->key ? (*link)->key : "-");
		append_meaning(walk->meaning, *link);
		if (has_turn(walk))
			try_changes(walk, parent, link);
		if ((*link)->type != NODE_SCALAR)
			try_children(walk, *link);
		g_string_truncate(path, length);
		g_string_truncate(walk->meaning, meaning);
	}
}

struct fixture {
	char path[PATH_LENGTH]; /* "table/partitions", inline: parameters are copied to another process */
};

static struct fixture fixtures[CASES];

ParameterizedTestParameters(mutations, fixture)
{
	const char *pattern = getenv("PGCANON_FIXTURE"), *source = getenv("PGCANON_SOURCE");
	g_autofree char *all = g_build_filename(source ? source : ".", "fixtures", "*", "*", "want.yaml", NULL);
	size_t count = 0;
	glob_t found;

	if (glob(all, 0, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc && count < CASES; i++)
			if (!pattern || g_regex_match_simple(pattern, found.gl_pathv[i], 0, 0))
				g_strlcpy(fixtures[count++].path, found.gl_pathv[i], PATH_LENGTH);
		globfree(&found);
	}
	return cr_make_param_array(struct fixture, fixtures, count);
}

ParameterizedTest(const struct fixture *fixture, mutations, fixture)
{
	g_autofree char *text = NULL;
	struct walk walk = {
		.slice = g_str_hash(strstr(fixture->path, "fixtures/")),
		.meaning = g_string_new(NULL),
		.tried = getenv("PGCANON_EVERY") ? NULL : g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};

	cr_assert(g_file_get_contents(fixture->path, &text, NULL, NULL));
	cr_assert(trial_init(&walk.trial, fixture->path, text), "%s does not load", fixture->path);
	try_children(&walk, walk.trial.root);
	trial_clear(&walk.trial);
	g_clear_pointer(&walk.tried, g_hash_table_unref);
	g_string_free(walk.meaning, true);
}
