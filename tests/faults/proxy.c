/* A server's socket that does something at a message of a given number. */
#include "tests/faults/proxy.h"

#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <glib.h>

enum { CONNECTIONS_MAX = 16, PIECE = 65536 };

/* One direction of a connection: what has come of a message that is not whole yet. */
struct stream {
	int from, to;
	bool first; /* a client's first message has no type */
	GByteArray *rest;
};

struct proxy {
	GThread *thread;
	char *path;
	int listener, stop[2]; /* the thread ends when the second end of stop is closed */
	struct stream streams[CONNECTIONS_MAX * 2];
	unsigned count, passed, at;
	bool (*act)(void *);
	void *data;
};

static struct sockaddr_un address(const char *path)
{
	struct sockaddr_un where = { .sun_family = AF_UNIX };

	g_strlcpy(where.sun_path, path, sizeof(where.sun_path));
	return where;
}

static int connect_to_server(void)
{
	g_autofree char *path = g_strdup_printf("%s/.s.PGSQL.5432", g_getenv("PGHOST"));
	struct sockaddr_un where = address(path);
	int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (connect(server, (struct sockaddr *)&where, sizeof(where)) == 0)
		return server;
	close(server);
	return -1;
}

static void take_connection(struct proxy *proxy)
{
	int client = accept4(proxy->listener, NULL, NULL, SOCK_CLOEXEC), server = client < 0 ? -1 : connect_to_server();

	if (server < 0 || proxy->count + 2 > G_N_ELEMENTS(proxy->streams)) {
		close(client);
		close(server);
		return;
	}
	proxy->streams[proxy->count++] = (struct stream){ client, server, true, g_byte_array_new() };
	proxy->streams[proxy->count++] = (struct stream){ server, client, false, g_byte_array_new() };
}

/* Both directions of a connection stand beside each other. */
static void cut(struct proxy *proxy, unsigned i)
{
	struct stream *pair = &proxy->streams[i & ~1U];

	for (int way = 0; way < 2 && pair[0].from >= 0; way++)
		shutdown(pair[way].from, SHUT_RDWR);
	for (int way = 0; way < 2; way++) {
		if (pair[way].from >= 0)
			close(pair[way].from);
		pair[way].from = -1;
	}
}

static size_t message_length(const struct stream *stream)
{
	size_t head = stream->first ? 0 : 1;
	const guint8 *size = stream->rest->data + head;

	if (stream->rest->len < head + 4)
		return SIZE_MAX;
	return head + ((size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3]);
}

static bool send_all(int to, const guint8 *data, size_t length)
{
	while (length) {
		ssize_t sent = send(to, data, length, MSG_NOSIGNAL);
		if (sent <= 0)
			return false;
		data += sent;
		length -= (size_t)sent;
	}
	return true;
}

/* False: the connection has ended. */
static bool forward(struct proxy *proxy, struct stream *stream)
{
	guint8 piece[PIECE];
	ssize_t got = recv(stream->from, piece, sizeof(piece), 0);

	if (got <= 0)
		return false;
	g_byte_array_append(stream->rest, piece, (guint)got);
	for (size_t length; (length = message_length(stream)) <= stream->rest->len;) {
		if (++proxy->passed == proxy->at && !proxy->act(proxy->data))
			return false;
		if (!send_all(stream->to, stream->rest->data, length))
			return false;
		g_byte_array_remove_range(stream->rest, 0, (guint)length);
		stream->first = false;
	}
	return true;
}

static gpointer run(gpointer data)
{
	struct proxy *proxy = data;
	struct pollfd all[CONNECTIONS_MAX * 2 + 2];

	for (;;) {
		unsigned count = proxy->count;
		for (unsigned i = 0; i < count; i++)
			all[i] = (struct pollfd){ .fd = proxy->streams[i].from, .events = POLLIN };
		all[count] = (struct pollfd){ .fd = proxy->listener, .events = POLLIN };
		all[count + 1] = (struct pollfd){ .fd = proxy->stop[0], .events = POLLIN };
		if (poll(all, count + 2, -1) < 0)
			continue;
		for (unsigned i = 0; i < count; i++)
			if (all[i].revents && proxy->streams[i].from >= 0 && !forward(proxy, &proxy->streams[i]))
				cut(proxy, i);
		if (all[count].revents)
			take_connection(proxy);
		if (all[count + 1].revents)
			return NULL;
	}
}

struct proxy *proxy_start(const char *directory, unsigned at, bool (*act)(void *), void *data)
{
	struct proxy *proxy = g_new0(struct proxy, 1);

	proxy->path = g_strdup_printf("%s/.s.PGSQL.5432", directory);
	struct sockaddr_un where = address(proxy->path);
	proxy->at = at;
	proxy->act = act;
	proxy->data = data;
	proxy->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	cr_assert(bind(proxy->listener, (struct sockaddr *)&where, sizeof(where)) == 0 &&
			  listen(proxy->listener, CONNECTIONS_MAX) == 0,
		"no socket %s", proxy->path);
	cr_assert(pipe2(proxy->stop, O_CLOEXEC) == 0);
	proxy->thread = g_thread_new("proxy", run, proxy);
	return proxy;
}

unsigned proxy_stop(struct proxy *proxy)
{
	unsigned passed;

	close(proxy->stop[1]);
	g_thread_join(proxy->thread);
	passed = proxy->passed;
	for (unsigned i = 0; i < proxy->count; i++) {
		cut(proxy, i);
		g_byte_array_unref(proxy->streams[i].rest);
	}
	close(proxy->stop[0]);
	close(proxy->listener);
	unlink(proxy->path);
	g_free(proxy->path);
	g_free(proxy);
	return passed;
}
