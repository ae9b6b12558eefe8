/* Commands for each target of an environment. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catalog/read/interrupt.h"
#include "cmd/dbalign.h"
#include "cmd/output.h"
#include "cmd/terminal.h"

enum { JOBS = 4, JOBS_MOST = 64 };

struct member {
	const char *name;
	pid_t process; /* 0: not begun */
	int pipe;      /* what it prints; -1: it has ended, or is not begun */
	GString *printed;
	gint64 begun;
	double seconds;
	int status; /* -1: not begun */
};

struct fleet {
	const struct command *command;
	GPtrArray *arguments;
	struct member *members;
	guint count, begun, running, failed;
	guint jobs;
};

static bool find_jobs(guint *jobs, GError **error)
{
	guint64 count = JOBS;

	if (dbalign.jobs && !g_ascii_string_to_unsigned(dbalign.jobs, 10, 1, JOBS_MOST, &count, NULL))
		return migrate_fail(
			error, MIGRATE_USAGE, "--jobs takes a number from 1 to %d, found \"%s\"", JOBS_MOST, dbalign.jobs);
	*jobs = (guint)count;
	return true;
}

/* In the new process: the command as if that target alone had been told. Nobody can be asked anything. */
static void work(const struct fleet *fleet, const struct member *member, int pipe)
{
	g_autoptr(GError) error = NULL;
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (nothing >= 0)
		dup2(nothing, STDIN_FILENO);
	dup2(pipe, STDOUT_FILENO);
	if (!dbalign.json) /* which stays apart from what is said */
		dup2(pipe, STDERR_FILENO);
	dbalign.target = member->name;
	int status = fleet->command->run(fleet->arguments, &error);
	if (error) {
		fflush(stdout); /* both go to one pipe: in the order in which they were said */
		terminal_error("%s", error->message);
		g_clear_error(&error);
	}
	if (!output_finish(&error) && status == MIGRATE_DONE)
		status = MIGRATE_USAGE;
	_exit(status);
}

static bool begin(struct fleet *fleet, struct member *member, GError **error)
{
	int ends[2];

	fflush(stdout);
	if (pipe2(ends, O_CLOEXEC) != 0 || (member->process = fork()) < 0) {
		member->process = 0;
		return migrate_fail(error, MIGRATE_USAGE, "%s: no process could be begun: %s", member->name, g_strerror(errno));
	}
	if (!member->process) {
		close(ends[0]);
		work(fleet, member, ends[1]);
	}
	close(ends[1]);
	member->pipe = ends[0];
	member->printed = g_string_new(NULL);
	member->begun = g_get_monotonic_time();
	fleet->begun++;
	fleet->running++;
	return true;
}

static void print(const struct member *member)
{
	g_auto(GStrv) lines = g_strsplit(member->printed->str, "\n", -1);

	if (dbalign.json)
		return;
	if (member->status == MIGRATE_DONE)
		printf("%s: done, %.1f s\n", member->name, member->seconds);
	else
		printf("%s: exit status %d, %.1f s\n", member->name, member->status, member->seconds);
	for (char **line = lines; *line; line++)
		if (**line)
			printf("    %s\n", *line);
	fflush(stdout);
}

static void end(struct fleet *fleet, struct member *member)
{
	int status = 0;

	while (waitpid(member->process, &status, 0) < 0 && errno == EINTR)
		;
	close(member->pipe);
	member->pipe = -1;
	member->seconds = (double)(g_get_monotonic_time() - member->begun) / G_USEC_PER_SEC;
	member->status = WIFEXITED(status) ? WEXITSTATUS(status) : MIGRATE_UNKNOWN;
	fleet->running--;
	fleet->failed += member->status != MIGRATE_DONE;
	print(member);
}

/* What one of them has printed; false at its end. */
static bool take(struct member *member)
{
	char bytes[4096];
	ssize_t got = read(member->pipe, bytes, sizeof(bytes));

	if (got > 0)
		g_string_append_len(member->printed, bytes, got);
	return got > 0 || (got < 0 && errno == EINTR);
}

static void wait_for_some(struct fleet *fleet)
{
	g_autofree struct pollfd *pipes = g_new0(struct pollfd, fleet->count);

	for (guint i = 0; i < fleet->count; i++)
		pipes[i] = (struct pollfd){ .fd = fleet->members[i].pipe, .events = POLLIN };
	terminal_progress(
		"%u of %u done, %u at work, %u failed", fleet->begun - fleet->running, fleet->count, fleet->running, fleet->failed);
	if (poll(pipes, fleet->count, -1) < 0)
		return;
	terminal_progress(NULL);
	for (guint i = 0; i < fleet->count; i++)
		if (pipes[i].revents && !take(&fleet->members[i]))
			end(fleet, &fleet->members[i]);
}

/* The canary goes alone; after a failure nothing more is begun, unless that is wanted or nothing is changed anyway. */
static bool may_begin(const struct fleet *fleet)
{
	bool goes_on = dbalign.go_on || fleet->command->targets == COMMAND_LOOKS_AT_EACH;

	return fleet->begun < fleet->count && !interrupt_came() && (!fleet->failed || goes_on) &&
	       fleet->running < (fleet->begun == 1 && fleet->running ? 1 : fleet->jobs);
}

static bool sail(struct fleet *fleet, GError **error)
{
	bool good = true;

	interrupt_hold();
	while (good && (may_begin(fleet) || fleet->running)) {
		while (good && may_begin(fleet))
			good = begin(fleet, &fleet->members[fleet->begun], error);
		if (fleet->running)
			wait_for_some(fleet);
	}
	while (fleet->running)
		wait_for_some(fleet);
	return good;
}

static json_t *member_json(const struct member *member)
{
	json_t *result = member->printed ? json_loads(member->printed->str, 0, NULL) : NULL;
	json_t *told = json_pack("{ss sf}", "target", member->name, "seconds", member->seconds);

	if (member->status >= 0)
		json_object_set_new(told, "status", json_integer(member->status));
	if (result)
		json_object_set_new(told, "result", result);
	else if (member->printed)
		json_object_set_new(told, "text", dbalign_json_text(member->printed->str));
	return told;
}

/* How it all ended. */
static int conclude(const struct fleet *fleet, GError **error)
{
	json_t *list = json_array();
	int status = MIGRATE_DONE;

	for (guint i = 0; i < fleet->count; i++) {
		const struct member *member = &fleet->members[i];
		if (status == MIGRATE_DONE && member->status > 0)
			status = member->status;
		json_array_append_new(list, member_json(member));
	}
	if (dbalign.json)
		return dbalign_print_json(json_pack("{so si}", "targets", list, "status", status), error) ? status : MIGRATE_USAGE;
	json_decref(list);
	printf("%u targets: %u done, %u not, %u not begun\n", fleet->count, fleet->begun - fleet->failed, fleet->failed,
		fleet->count - fleet->begun);
	return status;
}

int dbalign_fleet(const struct command *command, GPtrArray *arguments, const struct environment *environment, GError **error)
{
	struct fleet fleet = { .command = command, .arguments = arguments, .count = environment->targets->len + 1 };

	if (!find_jobs(&fleet.jobs, error))
		return dbalign_failed(error);
	fleet.members = g_new0(struct member, fleet.count);
	for (guint i = 0; i < fleet.count; i++)
		fleet.members[i] =
			(struct member){ .name = i ? ((struct environment_target *)environment->targets->pdata[i - 1])->name
						   : TARGET_CANARY,
				.pipe = -1,
				.status = -1 };
	int status = sail(&fleet, error) ? conclude(&fleet, error) : dbalign_failed(error);
	for (guint i = 0; i < fleet.count; i++)
		if (fleet.members[i].printed)
			g_string_free(fleet.members[i].printed, true);
	g_free(fleet.members);
	return status;
}
