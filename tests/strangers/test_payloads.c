/*
 * Every text and key of every fixture's document with an attack behind it: loading or planning is an error, or the attack stays
 * within one token, or one pair of brackets, of one statement. PGCANON_FIXTURE is a pattern of the cases to try.
 */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/pool.h"
#include "catalog/snapshot.h"
#include "catalog/snapshot_finish.h"
#include "diff/plan.h"
#include "sql/lexer.h"
#include "sql/psql.h"
#include "yaml/emit.h"
#include "yaml/guard.h"
#include "yaml/load.h"
#include "yaml/node.h"
#include "yaml/parse.h"

/* The word that must not become one of a statement. */
#define VICTIM "victimised"

static const char *const payloads[] = {
	"); DROP TABLE " VICTIM "; --",
	", DROP COLUMN " VICTIM,
	"\n\\! touch " VICTIM "\n",
	"'; DROP TABLE " VICTIM "; --",
	"\"; DROP TABLE " VICTIM "; --",
	"$$; DROP TABLE " VICTIM "; $$",
	" */; DROP TABLE " VICTIM "; /*",
	"; DROP TABLE " VICTIM,
	"') , DROP COLUMN " VICTIM " , (",
	" NOT NULL, " VICTIM " text",
	"\";\n\\! touch " VICTIM "\n\"",
	" -- " VICTIM,
	" to " VICTIM ";",
	") CASCADE; -- " VICTIM,
	"=x'; DROP TABLE " VICTIM "; '",
};

/* A place in a document that can be changed. */
struct position {
	const char **text;
	struct node *scalar; /* NULL: it is a key */
};

struct kind_folder {
	char name[64]; /* inline: parameters are copied to another process */
};

static char *fixtures_folder(void)
{
	return g_build_filename(getenv("PGCANON_SOURCE") ? getenv("PGCANON_SOURCE") : ".", "fixtures", NULL);
}

ParameterizedTestParameters(strangers, payloads)
{
	static struct kind_folder folders[128];
	g_autofree char *path = fixtures_folder();
	g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
	const char *name;
	size_t count = 0;

	while (directory && (name = g_dir_read_name(directory)) && count < G_N_ELEMENTS(folders))
		g_strlcpy(folders[count++].name, name, sizeof(folders[0].name));
	return cr_make_param_array(struct kind_folder, folders, count);
}

static void collect(struct node *node, GArray *positions)
{
	for (struct node *child = node->first; child; child = child->next) {
		if (child->key)
			g_array_append_val(positions, ((struct position){ &child->key, NULL }));
		if (child->type == NODE_SCALAR)
			g_array_append_val(positions, ((struct position){ &child->text, child }));
		else
			collect(child, positions);
	}
}

/* The whole document as one tree; NULL when it is none that can be read. */
static struct node *parse_document(struct arena *arena, const char *text)
{
	FILE *file = fmemopen((void *)text, strlen(text), "r");
	struct guard *guard = guard_new("want.yaml", file, NULL);
	struct node *root = node_new(arena, NODE_MAP);
	struct guard_event event;

	while (guard_next(guard, &event, NULL) && event.type != GUARD_END)
		if (event.type == GUARD_KEY) {
			g_autofree char *key = g_strndup(event.text, event.length);
			struct guard_event of = event;
			of.text = key;
			node_add(arena, root, key, parse_value(guard, arena, &of, NULL));
		}
	guard_free(guard);
	fclose(file);
	return root;
}

static char *emit_document(const struct node *root)
{
	GString *out = g_string_new(NULL);

	for (const struct node *node = root->first; node; node = node->next)
		emit_entry(out, node, 0);
	return g_string_free(out, false);
}

static struct snapshot *load(struct pool *pool, const char *text)
{
	struct snapshot *snapshot = snapshot_new(pool);

	if (yaml_load_text(snapshot, "want.yaml", text, strlen(text), NULL) && snapshot_finish(snapshot, NULL))
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

/* Queries and bodies are all that is behind AS: there is no clause that they could break out of. */
static bool ends_in_query(const char *sql)
{
	return g_str_has_prefix(sql, "CREATE VIEW") || g_str_has_prefix(sql, "CREATE OR REPLACE VIEW") ||
	       g_str_has_prefix(sql, "CREATE MATERIALIZED VIEW") || strstr(sql, " RULE ") || strstr(sql, "FUNCTION ") ||
	       strstr(sql, "PROCEDURE ");
}

/* Reads the statement as psql is given it, without any help of ours but the lexer's. */
static void expect_tame(const char *folder, const char *document, const char *sql)
{
	g_autoptr(GString) script = g_string_new(NULL);
	struct lexer lexer;
	int depth = 0;

	psql_write(script, sql);
	lexer_init(&lexer, script->str, script->len);
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		bool is_victim = token.type == TOKEN_WORD && token.length == strlen(VICTIM) &&
				 strncmp(token.start, VICTIM, token.length) == 0;
		depth += token_is(&token, "(") || token_is(&token, "[");
		depth -= token_is(&token, ")") || token_is(&token, "]");
		cr_assert(depth >= 0 && token.type != TOKEN_ERROR && !token_is(&token, "\\"), "%s: %s\nof\n%s", folder, script->str,
			document);
		cr_assert(!token_is(&token, ";") || depth > 0 || strstr(sql, "BEGIN ATOMIC"), "%s: %s\nof\n%s", folder, script->str,
			document);
		cr_assert(!is_victim || depth > 0 || ends_in_query(sql), "%s: %s\nof\n%s", folder, script->str, document);
	}
	cr_assert_eq(depth, 0, "%s: %s\nof\n%s", folder, script->str, document);
}

static void expect_tame_plan(const char *folder, const char *document, const struct snapshot *have, const struct snapshot *want)
{
	struct plan *plan = plan_new(have, want, WAY_THERE, NULL);

	for (guint i = 0; plan && i < plan->steps->len; i++)
		expect_tame(folder, document, ((struct step *)plan->steps->pdata[i])->sql);
	plan_free(plan);
}

/* Whether it was loaded. */
static bool try_document(const char *folder, const char *plain, const char *document)
{
	struct pool *pool = pool_new();
	struct snapshot *empty = load(pool, "{}"), *have = load(pool, plain), *want = load(pool, document);
	bool loaded = want;

	if (want) {
		expect_tame_plan(folder, document, empty, want);
		expect_tame_plan(folder, document, have, want);
		expect_tame_plan(folder, document, want, have);
	}
	snapshot_free(empty);
	snapshot_free(have);
	snapshot_free(want);
	pool_free(pool);
	return loaded;
}

/*
 * All texts take minutes: each run tries one in so many, others in each fixture; PGCANON_EVERY=1 tries all. Sanitizers make it
 * several times slower.
 */
static guint step(void)
{
#ifdef __SANITIZE_ADDRESS__
	enum { ONE_IN = 40 };
#else
	enum { ONE_IN = 10 };
#endif
	return getenv("PGCANON_EVERY") ? 1 : ONE_IN;
}

static unsigned try_fixture(const char *folder, const char *plain, unsigned *payload)
{
	struct arena *arena = arena_new();
	struct node *root = parse_document(arena, plain);
	g_autoptr(GArray) positions = g_array_new(false, false, sizeof(struct position));
	unsigned loaded = 0;

	collect(root, positions);
	for (guint i = *payload % step(); i < positions->len; i += step()) {
		struct position *position = &g_array_index(positions, struct position, i);
		const char *text = *position->text;
		enum node_style style = position->scalar ? position->scalar->style : NODE_PLAIN;
		/* every text meets two of them, and every kind of text all, as fixtures are many */
		for (int n = 0; n < 2; n++) {
			g_autofree char *changed = g_strconcat(text, payloads[*payload % G_N_ELEMENTS(payloads)], NULL);
			*payload += 1;
			*position->text = changed;
			if (position->scalar)
				position->scalar->style = NODE_QUOTED;
			g_autofree char *document = emit_document(root);
			loaded += try_document(folder, plain, document);
		}
		*position->text = text;
		if (position->scalar)
			position->scalar->style = style;
	}
	arena_free(arena);
	return loaded;
}

ParameterizedTest(struct kind_folder *kind, strangers, payloads, .timeout = 600)
{
	g_autofree char *fixtures = fixtures_folder(), *path = g_build_filename(fixtures, kind->name, NULL);
	g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
	const char *name, *pattern = getenv("PGCANON_FIXTURE");
	unsigned payload = 0, loaded = 0;

	while (directory && (name = g_dir_read_name(directory))) {
		g_autofree char *file = g_build_filename(path, name, "want.yaml", NULL), *text = NULL;
		if ((!pattern || g_regex_match_simple(pattern, kind->name, 0, 0)) && g_file_get_contents(file, &text, NULL, NULL))
			loaded += try_fixture(file, text, &payload);
	}
	/* comments and names of all kinds may be anything */
	cr_assert(!payload || loaded > 0 || step() > 1, "%s: no document with an attack was loaded: the attacks attack nothing",
		kind->name);
}
