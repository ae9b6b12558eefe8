/* What takes YAML: documents of schemas, ours and those of Pyrseas, and files of settings. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "catalog/snapshot_finish.h"
#include "diff/plan.h"
#include "migrate/data.h"
#include "migrate/data_file.h"
#include "migrate/environment_file.h"
#include "migrate/project_file.h"
#include "sql/whole.h"
#include "tests/fuzzing/target.h"
#include "yaml/load.h"
#include "yaml/write.h"

/* What is said of a whole document has no place in it. */
static bool has_place(const char *message)
{
	return g_str_has_prefix(message, "fuzz.yaml: the document is empty; ") ||
	       g_str_has_prefix(message, "fuzz.yaml: is encoded in ") ||
	       g_regex_match_simple("^fuzz\\.yaml:[0-9]+(:[0-9]+)?: .", message, G_REGEX_RAW | G_REGEX_DOTALL, 0);
}

/* NULL where it does not load; then there was an error with a place. */
static struct snapshot *load(struct pool *pool, const char *text, size_t length, enum yaml_dialect dialect)
{
	const struct yaml_read_options options = { .dialect = dialect };
	struct snapshot *snapshot = snapshot_new(pool);
	g_autoptr(GError) error = NULL;
	FILE *file = length ? fmemopen((char *)text, length, "r") : fopen("/dev/null", "r");

	MUST(file, "no stream");
	bool good = yaml_load(snapshot, "fuzz.yaml", file, &options, &error) && snapshot_finish(snapshot, &error);
	fclose(file);
	MUST(good == !error, "%s", error ? error->message : "no error");
	MUST(good || has_place(error->message), "%s", error->message);
	if (good)
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

/* The text that a document becomes; NULL when it does not load. */
static char *rewrite(const char *text, size_t length, enum yaml_dialect dialect)
{
	struct pool *pool = pool_new();
	struct snapshot *snapshot = load(pool, text, length, dialect);
	GString *out = snapshot ? g_string_new(NULL) : NULL;

	if (snapshot)
		yaml_write_text(snapshot, out, NULL);
	snapshot_free(snapshot);
	pool_free(pool);
	return out ? g_string_free(out, FALSE) : NULL;
}

static void check_rewriting(const char *text, size_t length, enum yaml_dialect dialect)
{
	g_autofree char *first = rewrite(text, length, dialect);
	g_autofree char *second = first ? rewrite(first, strlen(first), YAML_DIALECT_OURS) : NULL;

	MUST(!first || g_strcmp0(first, second) == 0, "written:\n%s\nthen:\n%s", first, second ? second : "it does not load");
}

/* What loads is written to the same bytes again and again; what does not is told with its place. */
void target_load(const char *text, size_t length)
{
	check_rewriting(text, length, YAML_DIALECT_GUESSED);
}

/* The same in the words of Pyrseas: once written it is ours. */
void target_pyrseas(const char *text, size_t length)
{
	check_rewriting(text, length, YAML_DIALECT_PYRSEAS);
}

static void check_plan(const struct snapshot *have, const struct snapshot *want)
{
	g_autoptr(GError) error = NULL;
	struct plan *plan = plan_new(have, want, WAY_THERE, &error);

	MUST((plan != NULL) == !error, "%s", error ? error->message : "neither plan nor error");
	for (guint i = 0; plan && i < plan->steps->len; i++) {
		const char *sql = ((const struct step *)plan->steps->pdata[i])->sql;
		g_autofree char *problem = statement_problem(sql);
		MUST(!problem, "%s: %s", problem, sql);
	}
	plan_free(plan);
}

/* Two documents, with a line of ---- between: each step of the plans there and back is one statement. */
void target_plan(const char *text, size_t length)
{
	static const char between[] = "\n----\n";
	const char *cut = memmem(text, length, between, strlen(between));
	struct pool *pool = pool_new();
	struct snapshot *have, *want;

	if (cut) {
		const char *rest = cut + strlen(between);
		have = load(pool, text, (size_t)(cut + 1 - text), YAML_DIALECT_GUESSED);
		want = have ? load(pool, rest, (size_t)(text + length - rest), YAML_DIALECT_GUESSED) : NULL;
	} else {
		have = load(pool, "{}", 2, YAML_DIALECT_GUESSED);
		want = load(pool, text, length, YAML_DIALECT_GUESSED);
	}
	if (want) {
		check_plan(have, want);
		check_plan(want, have);
		g_ptr_array_unref(check_differences(have, want));
	}
	snapshot_free(have);
	snapshot_free(want);
	pool_free(pool);
}

/* The files of dbalign: what is no project, no environment and no data has an error. */
void target_settings(const char *text, size_t length)
{
	int memory = memfd_create("settings.yaml", MFD_CLOEXEC);
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", memory);
	struct environment *environment = g_new0(struct environment, 1);
	struct project *project = g_new0(struct project, 1);
	g_autoptr(GPtrArray) paths = g_ptr_array_new();
	g_autoptr(GError) error = NULL;

	MUST(memory >= 0 && write(memory, text, length) == (ssize_t)length, "no file");
	g_ptr_array_add(paths, path);
	environment->directory = g_strdup(".");
	environment->variables = variables_new();
	project->changes = g_ptr_array_new();
	project->drafts = g_ptr_array_new();
	MUST(environment_file_read(environment, path, &error) == !error, "neither or both");
	g_clear_error(&error);
	MUST(settings_read(path, project_settings, project, &error) == !error, "neither or both");
	g_clear_error(&error);
	struct data *data = data_read(paths, &error);
	MUST((data != NULL) == !error, "neither or both");
	data_free(data);
	environment_free(environment);
	project_free(project);
	close(memory);
}
