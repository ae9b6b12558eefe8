/* Processes several databases, each in its own process. */
#include "cmd/fleet.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "catalog/read/interrupt.h"
#include "cmd/terminal.h"

#define FLEET_ERROR (g_quark_from_static_string("fleet"))

enum { JOBS = 4, JOBS_MOST = 64 };

bool fleet_jobs(const char *text, guint *jobs, GError **error)
{
	guint64 count = JOBS;

	if (text && !g_ascii_string_to_unsigned(text, 10, 1, JOBS_MOST, &count, NULL)) {
		g_set_error(error, FLEET_ERROR, 0, "--jobs takes a number from 1 to %d, found \"%s\"", JOBS_MOST, text);
		return false;
	}
	*jobs = (guint)count;
	return true;
}

void fleet_add(struct fleet *fleet, const char *name, const char *key)
{
	fleet->members = g_renew(struct fleet_member, fleet->members, fleet->count + 1);
	fleet->members[fleet->count++] = (struct fleet_member){ .name = name, .key = key, .pipe = -1, .status = -1 };
}

/* Runs in the child process. */
static void work(const struct fleet *fleet, const struct fleet_member *member, int pipe)
{
	int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (nothing >= 0)
		dup2(nothing, STDIN_FILENO);
	dup2(pipe, STDOUT_FILENO);
	if (!fleet->apart)
		dup2(pipe, STDERR_FILENO);
	_exit(fleet->work(member, fleet->data));
}

static bool begin(struct fleet *fleet, struct fleet_member *member, GError **error)
{
	int ends[2];

	fflush(stdout);
	if (pipe2(ends, O_CLOEXEC) != 0 || (member->process = fork()) < 0) {
		member->process = 0;
		g_set_error(error, FLEET_ERROR, 0, "%s: no process could be begun: %s", member->name, g_strerror(errno));
		return false;
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

static void end(struct fleet *fleet, struct fleet_member *member)
{
	int status = 0;

	while (waitpid(member->process, &status, 0) < 0 && errno == EINTR)
		;
	close(member->pipe);
	member->pipe = -1;
	member->seconds = (double)(g_get_monotonic_time() - member->begun) / G_USEC_PER_SEC;
	member->status = WIFEXITED(status) ? WEXITSTATUS(status) : fleet->crashed;
	fleet->running--;
	fleet->failed += member->status != 0;
	fleet->tell(member, fleet->data);
}

/* Reads output of a member; false at its end. */
static bool take(struct fleet_member *member)
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

static bool may_begin(const struct fleet *fleet)
{
	bool alone = fleet->canary && fleet->begun == 1 && fleet->running;

	return fleet->begun < fleet->count && !interrupt_came() && (!fleet->failed || fleet->go_on) &&
	       fleet->running < (alone ? 1 : fleet->jobs);
}

bool fleet_sail(struct fleet *fleet, GError **error)
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

void fleet_print(const struct fleet_member *member, FILE *file)
{
	g_auto(GStrv) lines = g_strsplit(member->printed->str, "\n", -1);

	for (char **line = lines; *line; line++)
		if (**line)
			fprintf(file, "    %s\n", *line);
	fflush(file);
}

void fleet_clear(struct fleet *fleet)
{
	for (guint i = 0; i < fleet->count; i++)
		if (fleet->members[i].printed)
			g_string_free(fleet->members[i].printed, true);
	g_clear_pointer(&fleet->members, g_free);
}
