/* dbalign lint: checks the files of a project. */
#include <stdio.h>

#include "cmd/dbalign.h"
#include "cmd/terminal.h"
#include "migrate/lint.h"

static guint count_errors(const GPtrArray *findings)
{
	guint count = 0;

	for (guint i = 0; i < findings->len; i++)
		count += !((struct finding *)findings->pdata[i])->warning;
	return count;
}

static void print(const struct finding *finding)
{
	g_autofree char *text = finding_describe(finding), *shown = terminal_escape(text);

	if (!finding->warning)
		printf("%s\n", shown);
	else if (!dbalign.quiet)
		printf("warning: %s\n", shown);
}

static json_t *describe(const struct finding *finding)
{
	json_t *object = json_pack("{s:s}", "severity", finding->warning ? "warning" : "error");

	if (finding->path)
		json_object_set_new(object, "file", dbalign_json_text(finding->path));
	if (finding->line) {
		json_object_set_new(object, "line", json_integer((json_int_t)finding->line));
		json_object_set_new(object, "column", json_integer((json_int_t)finding->column));
	}
	json_object_set_new(object, "message", dbalign_json_text(finding->text));
	return object;
}

static bool print_json(const GPtrArray *findings, GError **error)
{
	json_t *array = json_array();

	for (guint i = 0; i < findings->len; i++)
		json_array_append_new(array, describe(findings->pdata[i]));
	return dbalign_print_json(json_pack("{s:o}", "findings", array), error);
}

static int run(GPtrArray *arguments, GError **error)
{
	GPtrArray *findings = NULL;
	int status = MIGRATE_USAGE;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || !(findings = lint_project(dbalign.directory, error)))
		return dbalign_failed(error);
	for (guint i = 0; !dbalign.json && i < findings->len; i++)
		print(findings->pdata[i]);
	if (!dbalign.json || print_json(findings, error))
		status = count_errors(findings) ? MIGRATE_FILES : MIGRATE_DONE;
	g_ptr_array_unref(findings);
	return status;
}

static const char *const examples[] = {
	"dbalign lint",
	"exit status 0: nothing is wrong, though there may be warnings",
	NULL,
};

const struct command command_lint = {
	.name = "lint",
	.usage = "[OPTION]...",
	.brief = "find errors in the files",
	.summary =
		"Finds errors and likely errors in the files of the project, without a connection: names and numbers, the "
		"manifest, bytes, "
		"directives, variables, statements that begin or end transactions, set roles or cannot run in a transaction, and "
		"postconditions "
		"without an assertion. For CI.",
	.examples = examples,
	.run = run,
};
