/* Receives what servers send while the program does something else. */
#include "catalog/read/gather.h"

#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { CONNECTIONS = 2, LIMIT = 64 << 20 /* bytes of each */ };

struct gather {
	GThread *thread;
	int end; /* readable when the thread is to end */
	struct {
		PGconn *connection; /* NULL: there is none, or no more of it is received */
		int received;
	} of[CONNECTIONS];
};

static void receive(struct gather *gather, size_t i)
{
	int waiting = 0;

	if (ioctl(PQsocket(gather->of[i].connection), FIONREAD, &waiting) != 0 || waiting > LIMIT - gather->of[i].received ||
		!PQconsumeInput(gather->of[i].connection))
		gather->of[i].connection = NULL;
	else
		gather->of[i].received += waiting;
}

static gpointer run(gpointer data)
{
	struct gather *gather = data;
	struct pollfd sockets[CONNECTIONS + 1] = { [CONNECTIONS] = { .fd = gather->end, .events = POLLIN } };

	do {
		for (size_t i = 0; i < CONNECTIONS; i++) {
			PGconn *connection = gather->of[i].connection;
			sockets[i] = (struct pollfd){ .fd = connection ? PQsocket(connection) : -1, .events = POLLIN };
		}
		poll(sockets, G_N_ELEMENTS(sockets), -1);
		for (size_t i = 0; i < CONNECTIONS; i++)
			if (gather->of[i].connection && sockets[i].revents)
				receive(gather, i);
	} while (!sockets[CONNECTIONS].revents);
	return NULL;
}

struct gather *gather_begin(PGconn *connection, PGconn *second)
{
	struct gather *gather = g_new0(struct gather, 1);
	sigset_t all, before;

	gather->of[0].connection = connection;
	gather->of[1].connection = second;
	gather->end = eventfd(0, EFD_CLOEXEC);
	/* signals are for the program's own thread */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (gather->end >= 0)
		gather->thread = g_thread_try_new("gather", run, gather, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return gather;
}

void gather_end(struct gather *gather)
{
	if (!gather)
		return;
	if (gather->thread && eventfd_write(gather->end, 1) == 0)
		g_thread_join(gather->thread);
	if (gather->end >= 0)
		close(gather->end);
	g_free(gather);
}
