/* What the commands of dbalign with a connection share. */
#include "cmd/dbalign_run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/terminal.h"
#include "migrate/bundle.h"
#include "migrate/drafts.h"
#include "migrate/route.h"

/* Prints progress on standard output; with --json on standard error. */
static void say(const char *text, void *data)
{
	(void)data;
	if (g_str_has_prefix(text, "warning: "))
		terminal_warn("%s", text + strlen("warning: "));
	else if (dbalign.json)
		terminal_note("%s", text);
	else if (!dbalign.quiet) {
		printf("%s\n", text);
		fflush(stdout);
	}
}

/* Opens the project in a bundle; its report and its approval may have been added later. */
static bool open_bundle(struct dbalign_run *run, GError **error)
{
	if (!(run->unpacked = bundle_unpack(run->bundle, error)))
		return false;
	if ((run->project = project_open(run->unpacked, error)) && (run->release = bundle_release(run->project, error)) &&
		bundle_add_statements(run->unpacked, run->release, dbalign.directory, error))
		return true;
	g_prefix_error(error, "%s: ", run->bundle);
	return false;
}

bool dbalign_open_files(struct dbalign_run *run, GError **error)
{
	return (run->bundle ? open_bundle(run, error) : (run->project = dbalign_project(error)) != NULL) &&
	       (run->environment = dbalign_environment(error)) && (!run->environment->dev || drafts_take(run->project, error));
}

bool dbalign_connect(struct dbalign_run *run, const char *command, GError **error)
{
	return (run->run = run_open(command, run->project, run->environment, say, NULL, error));
}

bool dbalign_open_quickly(struct dbalign_run *run, const char *command, GError **error)
{
	return dbalign_open_files(run, error) && dbalign_connect(run, command, error);
}

bool dbalign_open(struct dbalign_run *run, const char *command, GError **error)
{
	static const struct route_needs nothing = { 0 };

	return dbalign_open_files(run, error) && route_verify_files(run->project, &nothing, error) &&
	       dbalign_connect(run, command, error);
}

void dbalign_close(struct dbalign_run *run)
{
	run_free(run->run);
	release_free(run->checked);
	environment_free(run->environment);
	project_free(run->project);
	bundle_remove(run->unpacked);
	g_free(run->release);
	*run = (struct dbalign_run){ 0 };
}

bool dbalign_number(const char *text, int *number, GError **error)
{
	char *end;
	long value = strtol(text, &end, 10);

	if (end != text && (*end == '\0' || *end == '_') && value >= 0 && value <= 99999) {
		*number = (int)value;
		return true;
	}
	return migrate_fail(error, MIGRATE_USAGE, "\"%s\" is no number of a change; expected one such as 42", text);
}

bool dbalign_confirm(const struct environment *environment, const char *given, GError **error)
{
	char line[256] = "";

	if (!environment->confirm || g_strcmp0(given, environment->confirm) == 0)
		return true;
	if (!given && isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
		fprintf(stderr, "This is environment %s. Type \"%s\" to go on: ", environment->name, environment->confirm);
		if (fgets(line, sizeof(line), stdin))
			g_strchomp(line);
		if (strcmp(line, environment->confirm) == 0)
			return true;
	}
	return migrate_fail(error, MIGRATE_REFUSED, "environment %s asks for confirmation; nothing was done: --confirm %s gives it",
		environment->name, environment->confirm);
}

/* The name of a change, or of the state without any. */
static const char *name_of(const struct dbalign_run *run, int number)
{
	const struct numbered_change *change = project_change(run->project, number);

	return change ? change->name : "00000";
}

int dbalign_report(struct dbalign_run *run, struct apply_report *report, bool good, GError **error)
{
	int status = good ? MIGRATE_DONE : dbalign_failed(error);
	const char *name = name_of(run, report->to);

	if (!report->dry_run)
		status = dbalign_write_report(run, report->from != report->to, status, error);
	good = good && status == MIGRATE_DONE;

	if (dbalign.json) {
		json_t *json = json_pack("{ss ss si si sO si ss*}", "environment", run->environment->name, "database",
			run->run->session->name, "from", report->from, "to", report->to, "changes", report->changes, "status",
			status, "error", good ? NULL : (*error)->message);
		if (!dbalign_print_json(json, good ? error : NULL))
			status = MIGRATE_USAGE;
	} else if (good && !json_array_size(report->changes)) {
		printf("%s: nothing to do, the database is at %s\n", run->run->session->name, name);
	} else if (good && report->dry_run) {
		printf("%s: would be at %s, and is at %s as before\n", run->run->session->name, name, name_of(run, report->from));
	} else if (good) {
		printf("%s: at %s\n", run->run->session->name, name);
	}
	apply_report_clear(report);
	return status;
}

const char *dbalign_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* 2026-11-29T22:40:11.123+00:00 as 2026-11-29 22:40:11 */
static char *short_time(const char *time)
{
	char *text = g_strndup(time ? time : "", strlen("2026-11-29T22:40:11"));

	return g_strdelimit(text, "T", ' ');
}

char *dbalign_attempt(const json_t *attempt)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *time = short_time(dbalign_text(attempt, "started"));
	const char *file = dbalign_text(attempt, "file"), *state = dbalign_text(attempt, "sqlstate"),
		   *message = dbalign_text(attempt, "message");

	g_string_append_printf(text, "%s %s %s %s", time, dbalign_text(attempt, "change"), dbalign_text(attempt, "direction"),
		dbalign_text(attempt, "result"));
	if (message && dbalign_text(attempt, "phase"))
		g_string_append_printf(text, " in %s", dbalign_text(attempt, "phase"));
	g_string_append_printf(text, ", by %s (%s@%s)", dbalign_text(attempt, "login"), dbalign_text(attempt, "os_user"),
		dbalign_text(attempt, "client_host"));
	if (message)
		g_string_append(text, ": ");
	if (message && file)
		g_string_append_printf(text, "%s:%d:%d: ", file, (int)json_integer_value(json_object_get(attempt, "line")),
			(int)json_integer_value(json_object_get(attempt, "column")));
	if (message)
		g_string_append_printf(text, "%s%s%s%s", state ? "ERROR " : "", state ? state : "", state ? ": " : "", message);
	return g_string_free(g_steal_pointer(&text), false);
}
