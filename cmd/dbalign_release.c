/* dbalign release: writes and prints the statement of a release, the changes that go to a database. */
#include <stdio.h>
#include <string.h>

#include "cmd/dbalign_run.h"
#include "migrate/release_write.h"

static struct {
	const char *from, *to, *days;
	bool down, allow_data_loss;
	GPtrArray *files;
} options;

static const struct option_row rows[] = {
	{ "from", 0, "N", "create: where the database is before; default: where the last release ends", .text = &options.from },
	{ "to", 0, "N", "create: where it is after; default: the last change", .text = &options.to },
	{ "down", 0, NULL, "create: changes are taken back", .flag = &options.down },
	{ "days", 0, "COUNT", "create: how long it is good; default: 30", .text = &options.days },
	{ "file", 0, "FILE", "create: a file of the application that goes with it (repeatable), from the project's directory",
		.list = &options.files },
	{ "allow-data-loss", 0, NULL, "create: the release says that its `data_loss: yes` is meant",
		.flag = &options.allow_data_loss },
	{ 0 },
};

bool dbalign_days(const char *text, int *days, GError **error)
{
	guint64 count = 30;

	if (text && !g_ascii_string_to_unsigned(text, 10, 1, 3650, &count, NULL))
		return migrate_fail(error, MIGRATE_USAGE, "--days takes a number from 1 to 3650, found \"%s\"", text);
	*days = (int)count;
	return true;
}

int dbalign_print_path(const char *key, const char *path, GError **error)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new();

	if (dbalign.json)
		return dbalign_print_json(json_pack("{ss}", key, path), error) ? MIGRATE_DONE : MIGRATE_USAGE;
	g_ptr_array_add(texts, (gpointer)path);
	return dbalign_print_texts(key, texts, error);
}

static int create(const struct project *project, GError **error)
{
	struct release_options how = {
		.down = options.down, .from = -1, .to = -1, .allow_data_loss = options.allow_data_loss, .files = options.files
	};

	if (options.down && !options.to) {
		migrate_fail(error, MIGRATE_USAGE, "down to which number? --to N is needed");
		return MIGRATE_USAGE;
	}
	if ((options.from && !dbalign_number(options.from, &how.from, error)) ||
		(options.to && !dbalign_number(options.to, &how.to, error)) || !dbalign_days(options.days, &how.days, error))
		return dbalign_failed(error);
	g_autofree char *name = release_create(project, &how, error);
	return name ? dbalign_print_path("release", name, error) : dbalign_failed(error);
}

/* The names of the changes between the statement's from and to that the project has. */
static GPtrArray *changes_of(const struct project *project, const struct statement *statement)
{
	GPtrArray *names = g_ptr_array_new();
	int from = statement->from, to = statement->to;

	for (int number = MIN(from, to) + 1; number <= MAX(from, to); number++)
		if (project_change(project, number))
			g_ptr_array_add(names, project_change(project, number)->name);
	return names;
}

static bool print(const struct project *project, const struct statement *statement, const struct release *checked, GError **error)
{
	g_autoptr(GPtrArray) files = release_signature_files(project->directory, statement->name);
	g_autoptr(GPtrArray) changes = statement->kind == STATEMENT_RELEASE ? changes_of(project, statement) : g_ptr_array_new();

	if (dbalign.json)
		return dbalign_print_json(json_pack("{ss ss ss so so ss*}", "name", statement->name, "sha256", statement->sha256,
						  "text", statement->text, "changes", dbalign_json_texts(changes), "signatures",
						  dbalign_json_texts(files), "accepted_by", checked ? dbalign.environment : NULL),
			error);
	for (char *at = statement->text; *at; at++) /* its line breaks are part of the statement */
		putchar(g_ascii_iscntrl(*at) && *at != '\n' ? '?' : *at);
	for (guint i = 0; i < changes->len; i++)
		printf("# change %s\n", (char *)changes->pdata[i]);
	for (guint i = 0; i < files->len; i++)
		printf("# signature %s\n", (char *)files->pdata[i]);
	for (guint i = 0; checked && i < checked->signers->len; i++)
		printf("# signed by %s\n", ((struct signature *)checked->signers->pdata[i])->key);
	const struct signature *expired = checked ? release_expired_signature(checked) : NULL;
	if (expired)
		printf("# %s takes it where it was taken before: key %s: %s\n", dbalign.environment, expired->key, expired->reason);
	else if (checked)
		printf("# %s takes it\n", dbalign.environment);
	return true;
}

static int show(const struct project *project, const char *name, GError **error)
{
	g_autofree char *newest = name ? NULL : release_newest(project->directory, NULL, error);
	struct environment *environment = NULL;
	struct release *checked = NULL;
	struct statement *statement = NULL;
	bool good = (name || newest) && (statement = statement_read(project->directory, name ? name : newest, error));

	if (good && dbalign.environment && statement->kind == STATEMENT_RELEASE)
		good = (environment = dbalign_environment(error)) &&
		       release_find(project, environment, statement->name, NULL, &checked, error) && release_lasts(checked, error);
	good = good && print(project, statement, checked, error);
	release_free(checked);
	environment_free(environment);
	statement_free(statement);
	return good ? MIGRATE_DONE : dbalign_failed(error);
}

static int run(GPtrArray *arguments, GError **error)
{
	const char *what = arguments->len ? arguments->pdata[0] : "";
	bool creates = strcmp(what, "create") == 0;
	struct project *project = NULL;

	if (!creates && strcmp(what, "show") != 0) {
		migrate_fail(error, MIGRATE_USAGE, "expected `release create` or `release show [NAME]`, found \"%s\"", what);
		return MIGRATE_USAGE;
	}
	if (!dbalign_arguments(arguments, 1, creates ? 1 : 2, NULL, error) || !(project = dbalign_project(error)))
		return dbalign_failed(error);
	int status = creates ? create(project, error) : show(project, arguments->len > 1 ? arguments->pdata[1] : NULL, error);
	project_free(project);
	return status;
}

static const char *const examples[] = {
	"dbalign release create",
	"writes release/R0001.yaml, about all changes so far",
	"dbalign release show R0001 --env qat",
	"prints it, and checks what the policy of QAT asks for",
	NULL,
};

const struct command command_release = {
	.name = "release",
	.usage = "[OPTION]... create | show [NAME]",
	.brief = "make and show the statements that are signed",
	.summary =
		"`release create` writes a statement of the next serial: which changes go to a database, up or down, by the heads of the "
		"manifest, so by all of their bytes; until when it is good. It is then signed. `release show` prints a statement, its "
		"changes and the files of its signatures; with --env it checks them by the policy of the environment, without a "
		"connection.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_FOR_NONE,
	.run = run,
};
