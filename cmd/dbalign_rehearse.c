/* dbalign rehearse: runs the pending changes on a copy. */
#include <stdio.h>
#include <string.h>

#include "cmd/dbalign_run.h"
#include "cmd/rehearsal_page.h"
#include "cmd/terminal.h"
#include "migrate/file.h"
#include "migrate/history.h"
#include "migrate/rehearsal.h"

static struct {
	const char *to, *html, *junit;
	bool keep, no_history;
} options;

static const struct option_row rows[] = {
	{ "to", 0, "N", "end at that number; default: the last one", .text = &options.to },
	{ "html", 0, "FILE", "write the report as a page", .text = &options.html },
	{ "junit", 0, "FILE", "write the report as JUnit's XML", .text = &options.junit },
	{ "keep", 0, NULL, "let the copy stay", .flag = &options.keep },
	{ "no-history", 0, NULL, "neither look at earlier nights nor be one", .flag = &options.no_history },
	{ 0 },
};

static void say(const char *text, void *data)
{
	(void)data;
	terminal_note("%s", text);
}

static bool save(const char *path, void (*make)(GString *, const json_t *), const json_t *report, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (!path)
		return true;
	make(out, report);
	return g_file_set_contents(path, out->str, (gssize)out->len, error) || migrate_fail_as(error, MIGRATE_FILES);
}

static bool tell(json_t *report, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (!save(options.html, rehearsal_page, report, error) || !save(options.junit, rehearsal_junit, report, error))
		return false;
	if (dbalign.json)
		return dbalign_print_json(json_incref(report), error);
	rehearsal_text(out, report);
	g_auto(GStrv) lines = g_strsplit(out->str, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_autofree char *shown = terminal_escape(*line);
		if (**line)
			printf("%s\n", shown);
	}
	return true;
}

/* Returns the status of the rehearsal, after the report is written. */
static int finish(json_t *report, const struct project *project, int status, GError **error)
{
	g_autofree char *file = g_strdup_printf("rehearse/%s.history.jsonl", dbalign.environment),
			*path = file_path(project->directory, file);
	const char *message = json_string_value(json_object_get(report, "message"));

	if ((!options.no_history && !history_join(report, path, error)) || !tell(report, error))
		return dbalign_failed(error);
	if (status != MIGRATE_DONE)
		migrate_fail(error, (enum migrate_status)status, "%s", message ? message : "the rehearsal has failed");
	return status;
}

static int work(const struct project *project, struct environment *environment, GError **error)
{
	struct rehearsal_options how = { .to = -1, .keep = options.keep, .say = dbalign.quiet ? NULL : say };
	struct rehearsal *rehearsal = NULL;
	json_t *report = NULL;
	int status = MIGRATE_DONE;

	if ((!options.to || dbalign_number(options.to, &how.to, error)) &&
		(rehearsal = rehearsal_read(project, environment->name, error)))
		report = rehearse(project, environment, rehearsal, &how, &status, error);
	status = report ? finish(report, project, status, error) : dbalign_failed(error);
	json_decref(report);
	rehearsal_free(rehearsal);
	return status;
}

static int run(GPtrArray *arguments, GError **error)
{
	struct project *project = NULL;
	struct environment *environment = NULL;
	int status;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error))
		return dbalign_failed(error);
	if (!dbalign.environment) {
		migrate_fail(error, MIGRATE_USAGE, "which environment? --env NAME is needed");
		return MIGRATE_USAGE;
	}
	if ((project = dbalign_project(error)) && (environment = dbalign_environment(error)))
		status = work(project, environment, error);
	else
		status = dbalign_failed(error);
	environment_free(environment);
	project_free(project);
	return status;
}

static const char *const examples[] = {
	"dbalign rehearse --env prd --html report.html",
	"applies the pending changes to a copy of PRD, and writes the results",
	NULL,
};

const struct command command_rehearse = {
	.name = "rehearse",
	.usage = "[OPTION]...",
	.brief = "apply pending changes to a copy, and report",
	.summary =
		"Copies the database of an environment as rehearse/NAME.yaml says, cuts the copy's connections to the outside, "
		"masks columns; applies the changes to come with the environment's variables, measures them, runs the tests, takes them back and "
		"applies them again. The report has the result of each, and which assumptions have stopped holding since earlier nights.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_FOR_DATABASE,
	.run = run,
};
