/*
 * A private PostgreSQL server. A separate process, the keeper, starts it, waits until the pipe from this program is closed, at the
 * latest when it ends, then stops the server and removes the folder.
 */
#include "prove/private_server.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "prove/error.h"

enum { LONGEST = 60 }; /* of a folder's name: sockets are to have less than 108 bytes */

struct private_server {
	char *binaries, *superuser, *folder, *data, *log, *conninfo;
	uid_t uid;
	gid_t gid;
	pid_t keeper;
	int control; /* the server runs until this is closed */
};

/* Nothing of it has to survive a crash. */
static const char settings[] = "listen_addresses = ''\n"
			       "unix_socket_directories = '%s'\n"
			       "port = 5432\n"
			       "fsync = off\n"
			       "full_page_writes = off\n"
			       "synchronous_commit = off\n"
			       "autovacuum = off\n"
			       "wal_level = logical\n"
			       "max_logical_replication_workers = 0\n"
			       "max_locks_per_transaction = 1024\n"
			       "max_wal_size = 256MB\n"
			       "lc_messages = 'C'\n";

static bool fail(GError **error, const char *what)
{
	g_set_error(error, PROVE_ERROR, PROVE_NO_SERVER, "no private server could be started: %s: %s", what, g_strerror(errno));
	return false;
}

/* PostgreSQL does not run as root. */
static bool choose_user(struct private_server *server, GError **error)
{
	const struct passwd *user;

	server->uid = getuid();
	server->gid = getgid();
	if (geteuid() != 0)
		return true;
	user = getpwnam("postgres");
	if (!user)
		user = getpwnam("nobody");
	if (!user) {
		g_set_error(error, PROVE_ERROR, PROVE_NO_SERVER,
			"no private server could be started: it cannot run as root, and there is neither a user postgres nor "
			"nobody");
		return false;
	}
	server->uid = user->pw_uid;
	server->gid = user->pw_gid;
	return true;
}

static bool own(const struct private_server *server, const char *path, GError **error)
{
	return geteuid() != 0 || chown(path, server->uid, server->gid) == 0 || fail(error, path);
}

static bool make_folder(struct private_server *server, GError **error)
{
	static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_-./";
	const char *tmp = g_get_tmp_dir();

	/* the path is in the server's configuration and command line; root's directories may not be accessible to another user */
	server->folder = g_strdup_printf(
		"%s/pgcanon-scratch.XXXXXX", geteuid() == 0 || strlen(tmp) > LONGEST || tmp[strspn(tmp, plain)] ? "/tmp" : tmp);
	if (!g_mkdtemp_full(server->folder, 0700)) {
		fail(error, server->folder);
		g_clear_pointer(&server->folder, g_free);
		return false;
	}
	server->data = g_build_filename(server->folder, "data", NULL);
	server->log = g_build_filename(server->folder, "log", NULL);
	g_autoptr(GString) user = g_string_new(server->superuser);
	g_string_replace(user, "\\", "\\\\", 0);
	g_string_replace(user, "'", "\\'", 0);
	/* environment variables or a service must not lead elsewhere */
	server->conninfo = g_strdup_printf("host='%s' hostaddr='' port=5432 user='%s'", server->folder, user->str);
	return own(server, server->folder, error);
}

/*
 * The keeper's main function: it uses only async-signal-safe functions, as required after fork() in a process that may have
 * threads.
 */

static int run(char *const command[])
{
	int status = -1;
	pid_t child = fork();

	if (child == 0) {
		execvp(command[0], command);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void become(const struct private_server *server)
{
	if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setgid(server->gid) != 0 || setuid(server->uid) != 0))
		_exit(1);
	setsid();
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	umask(077);
}

/* Keeps only the two pipes of the caller's descriptors, as 3 and 4, and no connection; output goes to the log. */
static void redirect(const struct private_server *server, int control, int report)
{
	int log = open(server->log, O_WRONLY | O_CREAT | O_APPEND, 0600), nothing = open("/dev/null", O_RDONLY);
	int kept_control = fcntl(control, F_DUPFD, 10), kept_report = fcntl(report, F_DUPFD, 10);

	dup2(nothing, STDIN_FILENO);
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);
	dup2(kept_control, 3);
	dup2(kept_report, 4);
	fcntl(3, F_SETFD, FD_CLOEXEC);
	fcntl(4, F_SETFD, FD_CLOEXEC);
	close_range(5, ~0U, 0);
}

enum { MAKE, START, STOP, CLEAR, COMMANDS };

/* Until the caller has gone; also where the server failed, so that the caller can read why. */
static void keep(const struct private_server *server, int control, int report, char *const *const commands[COMMANDS])
{
	char byte;

	become(server);
	redirect(server, control, report);
	byte = chdir("/") == 0 && run(commands[MAKE]) == 0 && run(commands[START]) == 0 ? 'r' : 'f';
	if (write(4, &byte, 1) == 1)
		while (read(3, &byte, 1) < 0 && errno == EINTR)
			;
	run(commands[STOP]);
	run(commands[CLEAR]);
	_exit(0);
}

static char *said(const struct private_server *server)
{
	char *text = NULL;

	return g_file_get_contents(server->log, &text, NULL, NULL) ? g_strstrip(text) : g_strdup("nothing");
}

static bool launch(struct private_server *server, GError **error)
{
	g_autofree char *initdb = g_build_filename(server->binaries, "initdb", NULL),
			*pg_ctl = g_build_filename(server->binaries, "pg_ctl", NULL);
	g_autofree char *configuration =
		g_strdup_printf("-c config_file='%s/conf' -c hba_file='%s/data/pg_hba.conf' -c ident_file='%s/data/pg_ident.conf'",
			server->folder, server->folder, server->folder);
	char *make[] = { initdb, "-D", server->data, "-U", server->superuser, "--auth=trust", "-E", "UTF8", "--locale=C",
		"--no-sync", NULL };
	char *start[] = { pg_ctl, "-D", server->data, "-l", server->log, "-o", configuration, "-w", "-s", "start", NULL };
	char *stop[] = { pg_ctl, "-D", server->data, "-m", "immediate", "-s", "stop", NULL };
	char *clear[] = { "rm", "-rf", server->folder, NULL };
	char *const *const commands[COMMANDS] = { [MAKE] = make, [START] = start, [STOP] = stop, [CLEAR] = clear };
	int control[2], report[2];
	char answer = 0;

	if (pipe2(control, O_CLOEXEC) != 0 || pipe2(report, O_CLOEXEC) != 0)
		return fail(error, "pipe");
	server->keeper = fork();
	if (server->keeper == 0) {
		close(control[1]);
		close(report[0]);
		keep(server, control[0], report[1], commands);
	}
	close(control[0]);
	close(report[1]);
	server->control = control[1];
	while (server->keeper > 0 && read(report[0], &answer, 1) < 0 && errno == EINTR)
		;
	close(report[0]);
	if (answer == 'r')
		return true;
	g_autofree char *text = said(server);
	g_set_error(error, PROVE_ERROR, PROVE_NO_SERVER, "no private server could be started with %s:\n%s", server->binaries, text);
	return false;
}

static bool configure(struct private_server *server, GError **error)
{
	g_autofree char *path = g_build_filename(server->folder, "conf", NULL), *text = g_strdup_printf(settings, server->folder);

	return g_file_set_contents(path, text, -1, error) && own(server, path, error);
}

static void remove_folder(const char *folder)
{
	char *command[] = { "rm", "-rf", (char *)folder, NULL };

	g_spawn_sync(NULL, command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

struct private_server *private_server_start(const char *binaries, const char *superuser, GError **error)
{
	struct private_server *server = g_new0(struct private_server, 1);

	server->binaries = g_strdup(binaries);
	server->superuser = g_strdup(superuser);
	server->control = -1;
	if (choose_user(server, error) && make_folder(server, error) && configure(server, error) && launch(server, error))
		return server;
	private_server_stop(server);
	return NULL;
}

void private_server_stop(struct private_server *server)
{
	if (!server)
		return;
	if (server->control >= 0)
		close(server->control);
	while (server->keeper > 0 && waitpid(server->keeper, NULL, 0) < 0 && errno == EINTR)
		;
	if (server->folder && server->keeper <= 0)
		remove_folder(server->folder);
	g_free(server->binaries);
	g_free(server->superuser);
	g_free(server->folder);
	g_free(server->data);
	g_free(server->log);
	g_free(server->conninfo);
	g_free(server);
}

const char *private_server_conninfo(const struct private_server *server)
{
	return server->conninfo;
}

char *private_server_subfolder(const struct private_server *server, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(server->folder, name, NULL);

	if (mkdir(path, 0700) != 0 && errno != EEXIST) {
		fail(error, path);
		return NULL;
	}
	return own(server, path, error) ? g_steal_pointer(&path) : NULL;
}
