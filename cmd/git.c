/* Runs git. */
#include "cmd/git.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define GIT_ERROR (g_quark_from_static_string("git"))

static void free_string(GString **string)
{
	if (*string)
		g_string_free(*string, true);
}
#define AUTO_STRING __attribute__((cleanup(free_string))) GString *

/* Writes more of the input; closes the descriptor when all is written, or the reader is gone. */
static void feed(struct pollfd *polled, const GString *input, size_t *fed)
{
	ssize_t done = input && *fed < input->len ? write(polled->fd, input->str + *fed, input->len - *fed) : 0;

	*fed += (size_t)MAX(done, 0);
	if (!input || *fed == input->len || (done < 0 && errno != EINTR && errno != EAGAIN)) {
		close(polled->fd);
		polled->fd = -1;
	}
}

static void take(struct pollfd *polled, GString *text)
{
	char buffer[65536];
	ssize_t got = read(polled->fd, buffer, sizeof(buffer));

	if (got > 0) {
		g_string_append_len(text, buffer, got);
	} else if (got == 0 || errno != EINTR) {
		close(polled->fd);
		polled->fd = -1;
	}
}

/* Writes the input and reads both streams until they end. */
static void talk(const int descriptors[3], const GString *input, GString *const texts[2])
{
	struct pollfd polled[3] = { { descriptors[0], POLLOUT, 0 }, { descriptors[1], POLLIN, 0 }, { descriptors[2], POLLIN, 0 } };
	size_t fed = 0;

	while (polled[1].fd >= 0 || polled[2].fd >= 0) {
		if (poll(polled, 3, -1) < 0 && errno != EINTR)
			break;
		if (polled[0].fd >= 0 && polled[0].revents)
			feed(&polled[0], input, &fed);
		for (int i = 1; i < 3; i++)
			if (polled[i].fd >= 0 && polled[i].revents)
				take(&polled[i], texts[i - 1]);
	}
	if (polled[0].fd >= 0)
		close(polled[0].fd);
}

/* An environment in which git prints English messages, asks nothing and has no pager. */
static char **environment(void)
{
	char **all = g_get_environ();

	all = g_environ_setenv(all, "LC_ALL", "C.UTF-8", true);
	all = g_environ_setenv(all, "GIT_OPTIONAL_LOCKS", "0", true);
	return g_environ_setenv(all, "GIT_TERMINAL_PROMPT", "0", true);
}

static bool start(const char *const *arguments, const GString *input, GString *const texts[2], int *status, GError **error)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_auto(GStrv) variables = environment();
	int descriptors[3], raw;
	GPid pid;

	g_ptr_array_add(words, (gpointer) "git");
	for (; *arguments; arguments++)
		g_ptr_array_add(words, (gpointer)*arguments);
	g_ptr_array_add(words, NULL);
	if (!g_spawn_async_with_pipes(NULL, (char **)words->pdata, variables, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL,
		    NULL, &pid, &descriptors[0], &descriptors[1], &descriptors[2], error))
		return false;
	/* a program that does not read its input must not end this one */
	void (*before)(int) = signal(SIGPIPE, SIG_IGN);
	talk(descriptors, input, texts);
	signal(SIGPIPE, before);
	while (waitpid(pid, &raw, 0) < 0 && errno == EINTR)
		;
	g_spawn_close_pid(pid);
	*status = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128;
	return true;
}

GString *git_run_with(const char *const *arguments, const GString *input, GError **error)
{
	AUTO_STRING out = g_string_new(NULL);
	AUTO_STRING words = g_string_new(NULL);
	int status;

	if (!start(arguments, input, (GString *const[2]){ out, words }, &status, error))
		return NULL;
	if (status == 0)
		return g_steal_pointer(&out);
	const char *said = g_strstrip(words->str);
	said += g_str_has_prefix(said, "fatal: ") || g_str_has_prefix(said, "error: ") ? strlen("fatal: ") : 0;
	g_set_error(error, GIT_ERROR, status, "git: %s", *said ? said : "it failed without a message");
	return NULL;
}

GString *git_run(const char *const *arguments, GError **error)
{
	return git_run_with(arguments, NULL, error);
}

char *git_line(const char *const *arguments, GError **error)
{
	GString *out = git_run(arguments, error);

	if (!out)
		return NULL;
	if (out->len && out->str[out->len - 1] == '\n')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, false);
}

bool git_merge_lines(const char *ours, const char *base, const char *theirs, GError **error)
{
	const char *const arguments[] = { "merge-file", "-L", "ours", "-L", "base", "-L", "theirs", "--", ours, base, theirs,
		NULL };
	AUTO_STRING out = g_string_new(NULL);
	AUTO_STRING words = g_string_new(NULL);
	int status;

	if (!start(arguments, NULL, (GString *const[2]){ out, words }, &status, error))
		return false;
	if (status < 128)
		return true;
	g_set_error(error, GIT_ERROR, status, "git: %s", g_strstrip(words->str));
	return false;
}
