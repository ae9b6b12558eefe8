/* A changed document, as it is tried. */
#include "tests/documents/trial.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "catalog/snapshot_finish.h"
#include "diff/check.h"
#include "sql/split.h"
#include "tests/documents/help.h"
#include "yaml/emit.h"
#include "yaml/write.h"

/* Nothing takes longer than this, however slow the machine: an input for which something is quadratic does. */
enum { SECONDS_MAX = 120 };

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
	signal(SIGALRM, die);
}

bool trial_init(struct trial *trial, const char *path, const char *text)
{
	*trial = (struct trial){ .pool = pool_new(), .arena = arena_new(), .path = g_string_new(path), .text = g_string_new(NULL) };
	trial->nothing = document_load(trial->pool, "{}", NULL);
	trial->original = document_load(trial->pool, text, NULL);
	if (!trial->original) {
		trial_clear(trial);
		return false;
	}
	trial->root = document_tree(trial->arena, text);
	watch(trial);
	return true;
}

void trial_clear(struct trial *trial)
{
	last_text = NULL;
	snapshot_free(trial->nothing);
	snapshot_free(trial->original);
	arena_free(trial->arena);
	pool_free(trial->pool);
	g_string_free(trial->path, true);
	g_string_free(trial->text, true);
}

void trial_write(struct trial *trial, const struct node *root)
{
	g_string_truncate(trial->text, 0);
	for (const struct node *child = root->first; child; child = child->next)
		emit_entry(trial->text, child, 0);
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
	cr_expect(count == 1 && !error, "%s: no statement:\n%s\n%s\nof\n%s", trial->path->str, sql, error ? error->message : "",
		trial->text->str);
}

/* A document that contradicts itself, as one of a view whose columns are not those of its query, may be refused with any error. */
static void check_plan(const struct trial *trial, const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GError) error = NULL;
	struct plan *plan = plan_new(have, want, WAY_THERE, &error);

	cr_expect(plan || (error && *error->message), "%s: neither plan nor error", trial->path->str);
	for (guint i = 0; plan && i < plan->steps->len; i++)
		check_statement(trial, ((const struct step *)plan->steps->pdata[i])->sql);
	plan_free(plan);
}

/* What is said of a whole document has no place in it. */
static bool has_place(const char *message)
{
	return g_str_has_prefix(message, "t.yaml: the document is empty; ") ||
	       g_str_has_prefix(message, "t.yaml: is encoded in ") ||
	       g_regex_match_simple("^t\\.yaml:[0-9]+(:[0-9]+)?: .", message, G_REGEX_RAW, 0);
}

static struct snapshot *load(const struct trial *trial, const GString *text)
{
	g_autoptr(GError) error = NULL;
	struct snapshot *snapshot = snapshot_new(trial->pool);

	if (yaml_load_text(snapshot, "t.yaml", text->str, text->len, &error) && snapshot_finish(snapshot, &error))
		return snapshot;
	cr_expect(error && has_place(error->message), "%s: no place in: %s\nof\n%s", trial->path->str,
		error ? error->message : "nothing", text->str);
	snapshot_free(snapshot);
	return NULL;
}

static void check_written(const struct trial *trial, const struct snapshot *snapshot)
{
	g_autoptr(GString) once = g_string_new(NULL), twice = g_string_new(NULL);

	yaml_write_text(snapshot, once, NULL);
	struct snapshot *again = load(trial, once);
	if (again)
		yaml_write_text(again, twice, NULL);
	cr_expect(g_string_equal(once, twice), "%s: written:\n%s\nthen:\n%s\nof\n%s", trial->path->str, once->str, twice->str,
		trial->text->str);
	snapshot_free(again);
}

static void run(const struct trial *trial, bool whole)
{
	alarm(SECONDS_MAX);
	struct snapshot *snapshot = load(trial, trial->text);
	if (snapshot) {
		if (whole) {
			check_written(trial, snapshot);
			check_plan(trial, snapshot, trial->nothing);
		}
		check_plan(trial, trial->nothing, snapshot);
		check_plan(trial, trial->original, snapshot);
		check_plan(trial, snapshot, trial->original);
		g_ptr_array_unref(check_differences(trial->original, snapshot));
	}
	snapshot_free(snapshot);
	alarm(0);
}

void trial_run(struct trial *trial)
{
	run(trial, false);
}

void trial_run_whole(struct trial *trial)
{
	run(trial, true);
}
