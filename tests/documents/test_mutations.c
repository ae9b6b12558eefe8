/*
 * Each key of each fixture's want.yaml is taken away in turn, and each value replaced by an empty one, a list and a map. What comes of it is an error with its
 * place, or plans (from nothing, from the document as it was, and back to it) of which each step is one statement. Never a crash: G_DEBUG makes one of what
 * GLib complains of. A crash tells the document on standard error. PGCANON_FIXTURE is a pattern of the cases to try. Of keys that mean the same,
 * such as the types of all columns of a document's tables, the first is tried; PGCANON_EVERY=1 tries all of them.
 */
#include <criterion/parameterized.h>
#include <glob.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "catalog/kinds.h"
#include "diff/check.h"
#include "sql/split.h"
#include "tests/documents/help.h"
#include "yaml/emit.h"
#include "yaml/parse.h"

/* Sanitizers are slow: with them a document has its turn with a fourth of its keys, always the same. */
#ifdef __SANITIZE_ADDRESS__
enum { SLICES = 4 };
#else
enum { SLICES = 1 };
#endif
enum { CASES = 1024, PATH_LENGTH = 300 };

enum change { REMOVED, BLANK, EMPTY_TEXT, EMPTY_LIST, EMPTY_MAP, LIST, MAP, WORD, CHANGE_COUNT };

static const char *const change_names[] = { "removed", "blank", "an empty text", "an empty list", "an empty map", "a list", "a map", "another word" };

struct trial {
	struct pool *pool;
	struct arena *arena;
	struct node *root;
	struct snapshot *original, *nothing;
	GHashTable *tried;   /* what a key means, see append_meaning(): the first one alone; NULL: all are tried */
	guint slice;
	GString *path, *meaning;
	GString *text;       /* the document being tried */
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

static void check_statement(const struct trial *trial, const char *sql)
{
	struct splitter splitter;
	struct statement statement;
	g_autoptr(GError) error = NULL;
	unsigned count = 0;

	splitter_init(&splitter, sql, strlen(sql));
	while (splitter_next(&splitter, &statement, &error))
		count++;
	cr_expect(count == 1 && !error, "%s: no statement:\n%s\n%s\nof\n%s", trial->path->str, sql, error ? error->message : "", trial->text->str);
}

static void check_plan(const struct trial *trial, const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GError) error = NULL;
	struct plan *plan = plan_new(have, want, WAY_THERE, &error);

	cr_expect(plan || (error && *error->message), "%s: neither plan nor error", trial->path->str);
	for (guint i = 0; plan && i < plan->steps->len; i++)
		check_statement(trial, ((const struct step *)plan->steps->pdata[i])->sql);
	plan_free(plan);
}

static bool has_place(const char *message)
{
	return g_regex_match_simple("^t\\.yaml:[0-9]+(:[0-9]+)?: .", message, 0, 0);
}

static void try(struct trial *trial)
{
	g_autoptr(GError) error = NULL;

	g_string_truncate(trial->text, 0);
	for (const struct node *child = trial->root->first; child; child = child->next)
		emit_entry(trial->text, child, 0);
	struct snapshot *snapshot = document_load(trial->pool, trial->text->str, &error);
	if (snapshot) {
		check_plan(trial, trial->nothing, snapshot);
		check_plan(trial, trial->original, snapshot);
		check_plan(trial, snapshot, trial->original);
		g_ptr_array_unref(check_differences(trial->original, snapshot));
	} else {
		cr_expect(error && has_place(error->message), "%s: no place in: %s", trial->path->str, error ? error->message : "nothing");
	}
	snapshot_free(snapshot);
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

static void try_changes(struct trial *trial, struct node *parent, struct node **link)
{
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
		try(trial);
		g_string_truncate(trial->path, length);
		*link = child;
		parent->count += change == REMOVED;
	}
}

static bool has_turn(const struct trial *trial)
{
	if (!trial->tried)
		return true;
	return g_hash_table_add(trial->tried, g_strdup(trial->meaning->str)) && (trial->slice + g_str_hash(trial->meaning->str)) % SLICES == 0;
}

static void try_children(struct trial *trial, struct node *parent)
{
	size_t path = trial->path->len, meaning = trial->meaning->len;

	for (struct node **link = &parent->first; *link; link = &(*link)->next) {
		g_string_append_printf(trial->path, "/%s", (*link)->key ? (*link)->key : "-");
		append_meaning(trial->meaning, *link);
		if (has_turn(trial))
			try_changes(trial, parent, link);
		if ((*link)->type != NODE_SCALAR)
			try_children(trial, *link);
		g_string_truncate(trial->path, path);
		g_string_truncate(trial->meaning, meaning);
	}
}

/* The whole document as a tree. */
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

/* Tells which document it was when the process dies, by a signal or by a sanitizer. */
static const GString *last_path, *last_text;

static void tell(void)
{
	if (last_text && write(STDERR_FILENO, last_path->str, last_path->len) >= 0 && write(STDERR_FILENO, "\n", 1) >= 0 &&
		write(STDERR_FILENO, last_text->str, last_text->len) >= 0)
		last_text = NULL;
}

static void die(int number)
{
	tell();
	signal(number, SIG_DFL);
	raise(number);
}

#ifdef __SANITIZE_ADDRESS__
void __sanitizer_set_death_callback(void (*)(void));
#endif

static void watch(const struct trial *trial)
{
	last_path = trial->path;
	last_text = trial->text;
#ifdef __SANITIZE_ADDRESS__
	__sanitizer_set_death_callback(tell);
#else
	signal(SIGSEGV, die);
#endif
	signal(SIGABRT, die);
	signal(SIGTRAP, die);
}

struct fixture {
	char path[PATH_LENGTH];   /* "table/partitions", inline: parameters are copied to another process */
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
	struct trial trial = {
		.pool = pool_new(), .arena = arena_new(), .slice = g_str_hash(strstr(fixture->path, "fixtures/")),
		.tried = getenv("PGCANON_EVERY") ? NULL : g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL), .meaning = g_string_new(NULL),
		.path = g_string_new(fixture->path), .text = g_string_new(NULL),
	};

	cr_assert(g_file_get_contents(fixture->path, &text, NULL, NULL));
	trial.nothing = document_load(trial.pool, "{}", NULL);
	trial.original = document_load(trial.pool, text, NULL);
	cr_assert(trial.nothing && trial.original, "%s does not load", fixture->path);
	trial.root = parse(trial.arena, text);
	watch(&trial);
	try_children(&trial, trial.root);
	last_text = NULL;
	snapshot_free(trial.nothing);
	snapshot_free(trial.original);
	arena_free(trial.arena);
	pool_free(trial.pool);
	g_clear_pointer(&trial.tried, g_hash_table_unref);
	g_string_free(trial.path, true);
	g_string_free(trial.meaning, true);
	g_string_free(trial.text, true);
}
