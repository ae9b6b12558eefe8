/* dbalign: the patch runner. */
#include "cmd/dbalign.h"

#include <stdio.h>

#include "catalog/read/interrupt.h"
#include "cmd/command.h"
#include "cmd/completion.h"
#include "cmd/inside.h"
#include "cmd/output.h"
#include "cmd/terminal.h"
#include "migrate/tenant.h"

struct dbalign dbalign = { .directory = "." };

static struct {
	const char *color, *completion;
	bool help, version;
} options;

static const struct command *current; /* the command of the command line; NULL */

static const struct option_row rows[] = {
	{ "directory", 'C', "DIR", "the project is there; default: here", .text = &dbalign.directory },
	{ "env", 'e', "NAME", "work on the environment of env/NAME.yaml", .text = &dbalign.environment },
	{ "target", 0, "NAME", "of an environment with several targets or tenants that one alone; canary is that of its place",
		.text = &dbalign.target },
	{ "jobs", 0, "N", "work on that many targets at once; default: 4", .text = &dbalign.jobs },
	{ "go-on", 0, NULL, "begin other targets also after one has failed", .flag = &dbalign.go_on },
	{ "database", 'd', "PLACE", "work on that database, without an environment: its name, a URI or a connection string",
		.text = &dbalign.place },
	{ "set", 0, "NAME=VALUE", "give a variable its value (repeatable); not for secrets", .list = &dbalign.settings },
	{ "json", 'j', NULL, "print results as JSON", .flag = &dbalign.json },
	{ "color", 0, "WHEN", "auto, always or never", .text = &options.color, .words = "auto always never" },
	QUERIES_OPTION(dbalign.show_queries),
	{ "quiet", 'q', NULL, "no warnings, no notes, no progress", .flag = &dbalign.quiet },
	{ "completion", 0, "SHELL", NULL, .text = &options.completion, .words = "bash zsh fish" },
	{ "version", 0, NULL, "print the version, then exit", .flag = &options.version },
	{ "help", 'h', NULL, "print this help, or that of a command, then exit", .flag = &options.help },
	{ 0 },
};

#define COMMAND_ROW(name) &command_##name,
static const struct command *const commands[] = { COMMANDS(COMMAND_ROW) NULL };
#undef COMMAND_ROW

static const char *const examples[] = {
	"dbalign init shop",
	"makes the folder shop with an empty project",
	"dbalign new add_iban",
	"makes the files of the next change",
	NULL,
};

static const char *const statuses[] = {
	[MIGRATE_DONE] = "done, or nothing was to be done",
	[MIGRATE_USAGE] = "the command line, project.yaml or an environment is wrong, or a variable has no value",
	[MIGRATE_FILES] = "files are invalid, missing or out of order",
	[MIGRATE_INTEGRITY] = "a file is not what the manifest says, or not what was applied",
	[MIGRATE_POLICY] = "a signature is missing or refused",
	[MIGRATE_CONNECTION] = "no connection, or it was lost; the state of the database is known",
	[MIGRATE_LOCKED] = "another run is at work, or lock_timeout passed at every try",
	[MIGRATE_PRE] = "a precondition does not hold; nothing was changed",
	[MIGRATE_SQL] = "a statement failed; rolled back",
	[MIGRATE_POST] = "a postcondition or a test failed; rolled back",
	[MIGRATE_DRIFT] = "the schema is not what it was after the last change",
	[MIGRATE_INCOMPLETE] = "a change outside transactions stopped halfway: resume, or resolve",
	[MIGRATE_UNKNOWN] = "it could not be found out whether the last COMMIT took place",
	[MIGRATE_PENDING] = "status --exit-code: changes are pending",
	[MIGRATE_REFUSED] = "not done as a matter of safety: no way back, data would be lost",
	NULL,
};

static const struct program program = {
	.name = "dbalign",
	.usage = "[OPTION]... COMMAND [OPTION]... [ARGUMENT]...",
	.summary = "Carries numbered changes of a database, written as build and rollback scripts with what must hold before and "
		   "after, from DEV through QAT to "
		   "PRD: each applied once, in one transaction with its log. `dbalign COMMAND --help` explains a command.",
	.rows = rows,
	.examples = examples,
	.statuses = statuses,
	.commands = commands,
};

struct project *dbalign_project(GError **error)
{
	return project_open(dbalign.directory, error);
}

/* The result of the tenants query, which runs once. */
static GPtrArray *tenants;

/* Reads the environment and its tenants. */
static struct environment *read_environment(GError **error)
{
	struct environment *environment = environment_read(dbalign.directory, dbalign.environment, dbalign.settings, error);

	if (!environment || !environment->tenants)
		return environment;
	if (tenants || (tenants = tenants_read(environment, error))) {
		environment_set_tenants(environment, tenants);
		return environment;
	}
	environment_free(environment);
	return NULL;
}

/*
 * Chooses the target of --target; without it an environment with several targets is an error, unless the command is for all of
 * them.
 */
static struct environment *choose(struct environment *environment, GError **error)
{
	bool good = environment &&
		    (current->targets != COMMAND_FOR_DATABASE || environment_is_whole(environment, current->name, error));

	if (good && dbalign.target)
		good = environment_choose(environment, dbalign.target, error);
	else if (good && environment->targets)
		good = migrate_fail(error, MIGRATE_USAGE, "environment %s has %u %s; which one? --target NAME is needed",
			environment->name, environment->targets->len + (environment->tenants ? 0 : 1),
			environment->tenants ? "tenants" : "targets");
	if (good)
		return environment;
	environment_free(environment);
	return NULL;
}

struct environment *dbalign_environment(GError **error)
{
	if (dbalign.environment && dbalign.place)
		migrate_fail(error, MIGRATE_USAGE, "--env and -d cannot be combined: an environment has its place");
	else if (dbalign.environment && current->targets == COMMAND_FOR_NONE)
		return environment_read(dbalign.directory, dbalign.environment, dbalign.settings, error);
	else if (dbalign.environment)
		return choose(read_environment(error), error);
	else if (dbalign.place)
		return environment_of_place(dbalign.place, dbalign.settings, error);
	else
		migrate_fail(error, MIGRATE_USAGE, "which database? --env NAME, an environment, or -d PLACE is needed");
	return NULL;
}

json_t *dbalign_json_text(const char *text)
{
	g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;

	return valid ? json_string(valid) : json_null();
}

json_t *dbalign_json_texts(const GPtrArray *texts)
{
	json_t *array = json_array();

	for (guint i = 0; i < texts->len; i++)
		json_array_append_new(array, dbalign_json_text(texts->pdata[i]));
	return array;
}

bool dbalign_print_json(json_t *json, GError **error)
{
	bool good = json_dumpf(json, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(6)) == 0 &&
		    putchar('\n') != EOF;

	json_decref(json);
	return good || migrate_fail(error, MIGRATE_USAGE, "the result cannot be printed");
}

int dbalign_print_texts(const char *key, const GPtrArray *texts, GError **error)
{
	if (dbalign.json)
		return dbalign_print_json(json_pack("{s:o}", key, dbalign_json_texts(texts)), error) ? MIGRATE_DONE : MIGRATE_USAGE;
	for (guint i = 0; i < texts->len; i++) {
		g_autofree char *text = terminal_escape(texts->pdata[i]);
		printf("%s\n", text);
	}
	return MIGRATE_DONE;
}

/* Appends the command whose --help explains the command line to an error. Returns false. */
static bool advise(GError **error)
{
	g_autofree char *text = g_strdup_printf(
		"%s\ntry \"dbalign%s%s --help\"", (*error)->message, current ? " " : "", current ? current->name : "");

	g_clear_error(error);
	return migrate_fail(error, MIGRATE_USAGE, "%s", text);
}

bool dbalign_arguments(const GPtrArray *arguments, guint least, guint most, const char *what, GError **error)
{
	if (arguments->len >= least && arguments->len <= most)
		return true;
	if (arguments->len < least)
		migrate_fail(error, MIGRATE_USAGE, "%s is needed", what);
	else
		migrate_fail(error, MIGRATE_USAGE, "one argument too many: %s", (char *)arguments->pdata[most]);
	return advise(error);
}

int dbalign_failed(GError **error)
{
	return (*error)->domain == MIGRATE_ERROR ? (*error)->code : MIGRATE_USAGE;
}

static void print_help(void)
{
	if (!current) {
		options_help(&program, stdout);
		return;
	}
	struct program whole = command_program(&program, current);
	options_help(&whole, stdout);
	command_program_clear(&whole);
}

static bool parse(int argc, char *argv[], GPtrArray *arguments, GError **error)
{
	bool asks = false;

	if (!command_parse(&program, argc, argv, &current, arguments, error) || !terminal_init(options.color, dbalign.quiet, error))
		return advise(error);
	inside_show(dbalign.show_queries, 0);
	asks = options.completion || options.help || options.version;
	if (asks || current)
		return true;
	migrate_fail(error, MIGRATE_USAGE, "which command?");
	return advise(error);
}

/* Runs the command, once for each target where the environment has targets and none was chosen. */
static int run_command(GPtrArray *arguments, GError **error)
{
	if (current->targets < COMMAND_CHANGES_EACH || !dbalign.environment || dbalign.target || dbalign.place)
		return current->run(arguments, error);
	struct environment *environment = read_environment(error);
	if (!environment)
		return dbalign_failed(error);
	int status = environment->targets ? dbalign_fleet(current, arguments, environment, error) : current->run(arguments, error);
	environment_free(environment);
	return status;
}

static int run(GPtrArray *arguments, GError **error)
{
	if (options.completion)
		return completion_write(&program, options.completion, stdout, error) ? MIGRATE_DONE : MIGRATE_USAGE;
	if (!options.help && !options.version)
		return run_command(arguments, error);
	if (options.help)
		print_help();
	else
		options_version(&program, stdout);
	return MIGRATE_DONE;
}

int main(int argc, char *argv[])
{
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	g_autoptr(GError) error = NULL;
	int status = MIGRATE_USAGE;

	output_init();
	g_set_prgname(program.name);
	if (parse(argc, argv, arguments, &error))
		status = run(arguments, &error);
	if (error)
		terminal_error("%s", error->message);
	g_clear_error(&error);
	if (!output_finish(&error))
		terminal_error("%s", error->message);
	g_clear_pointer(&tenants, g_ptr_array_unref);
	interrupt_release();
	return error && status == MIGRATE_DONE ? MIGRATE_USAGE : status;
}
