/* The journal of runs on this machine. */
#include "migrate/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "migrate/status.h"

struct journal {
	char *path, *run;
	int file;
	bool broken;
};

static char *directory(void)
{
	const char *told = g_getenv("DBALIGN_JOURNAL");

	return told ? g_strdup(told) : g_build_filename(g_get_user_state_dir(), "dbalign", NULL);
}

/* A valid file name for any environment: a database's name may contain a slash. */
static char *file_name(const char *project, const char *environment)
{
	char *name = g_strdup_printf("%s.%s.jsonl", project, environment);

	return g_strdelimit(name, "/\\ \n", '_');
}

struct journal *journal_open(const char *project, const char *environment, const char *run, GError **error)
{
	g_autofree char *folder = directory(), *name = file_name(project, environment);
	struct journal *journal = g_new0(struct journal, 1);

	journal->path = g_build_filename(folder, name, NULL);
	journal->run = g_strdup(run);
	journal->file = g_mkdir_with_parents(folder, 0700) == 0
				? g_open(journal->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)
				: -1;
	if (journal->file >= 0)
		return journal;
	g_set_error(error, MIGRATE_ERROR, MIGRATE_USAGE,
		"%s: %s: there is no journal of this run; $DBALIGN_JOURNAL names another folder", journal->path, g_strerror(errno));
	journal_free(journal);
	return NULL;
}

void journal_free(struct journal *journal)
{
	if (!journal)
		return;
	if (journal->file >= 0)
		close(journal->file);
	g_free(journal->path);
	g_free(journal->run);
	g_free(journal);
}

const char *journal_path(const struct journal *journal)
{
	return journal->path;
}

bool journal_is_whole(const struct journal *journal)
{
	return !journal->broken;
}

void journal_write(struct journal *journal, const char *event, json_t *members, bool sure)
{
	json_t *line = json_object();

	if (journal && !journal->broken) {
		g_autoptr(GDateTime) now = g_date_time_new_now_utc();
		g_autofree char *time = g_date_time_format_iso8601(now);
		json_object_set_new(line, "time", json_string(time));
		json_object_set_new(line, "run", json_string(journal->run));
		json_object_set_new(line, "event", json_string(event));
		if (members)
			json_object_update(line, members);
		char *text = json_dumps(line, JSON_COMPACT);
		g_autofree char *whole = g_strdup_printf("%s\n", text);
		free(text);
		/* one write(), so that lines of two runs do not mix */
		journal->broken =
			write(journal->file, whole, strlen(whole)) != (ssize_t)strlen(whole) || (sure && fsync(journal->file) != 0);
	}
	json_decref(members);
	json_decref(line);
}
