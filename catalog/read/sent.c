/* Shows the statements sent to servers. */
#include "catalog/read/sent.h"

#include "catalog/secret_find.h"
#include "sql/quote.h"

static struct {
	void (*show)(const char *sql, double milliseconds); /* NULL: not shown */
	GQueue waiting;					    /* struct sent *, of all connections */
	GPtrArray *secrets;
} state = { .waiting = G_QUEUE_INIT };

struct sent {
	const PGconn *connection;
	char *sql;
	gint64 since; /* it can be worked on: microseconds */
};

static void sent_free(struct sent *sent)
{
	g_free(sent->sql);
	g_free(sent);
}

void sent_show(void (*show)(const char *sql, double milliseconds))
{
	state.show = show;
}

void sent_hide(const char *secret)
{
	g_autoptr(GString) literal = g_string_new(NULL);

	if (!*secret)
		return;
	if (!state.secrets)
		state.secrets = g_ptr_array_new();
	quote_literal(literal, secret);
	g_ptr_array_add(state.secrets, g_string_free(g_steal_pointer(&literal), false));
	g_ptr_array_add(state.secrets, g_strdup(secret));
}

void sent_begin(PGconn *connection, const char *sql)
{
	if (!state.show)
		return;
	struct sent *sent = g_new(struct sent, 1);
	*sent = (struct sent){ connection, g_strdup(sql), g_get_monotonic_time() };
	g_queue_push_tail(&state.waiting, sent);
}

/* The connection's first from a link on. */
static GList *first_of(GList *link, const PGconn *connection)
{
	while (link && ((const struct sent *)link->data)->connection != connection)
		link = link->next;
	return link;
}

static void show(const struct sent *sent, gint64 now)
{
	g_autoptr(GPtrArray) found = secret_find(sent->sql), none = g_ptr_array_new();
	g_autofree char *once = secret_hide(sent->sql, found), *shown = secret_hide(once, state.secrets ? state.secrets : none);

	state.show(shown, (double)(now - sent->since) / 1000);
}

void sent_end(PGconn *connection)
{
	GList *link = state.show ? first_of(state.waiting.head, connection) : NULL;
	gint64 now = g_get_monotonic_time();

	if (!link)
		return;
	GList *next = first_of(link->next, connection);
	if (next)
		((struct sent *)next->data)->since = MAX(((struct sent *)next->data)->since, now);
	show(link->data, now);
	sent_free(link->data);
	g_queue_delete_link(&state.waiting, link);
}

void sent_forget(PGconn *connection)
{
	for (GList *link; (link = first_of(state.waiting.head, connection));) {
		sent_free(link->data);
		g_queue_delete_link(&state.waiting, link);
	}
}

PGresult *sent_exec(PGconn *connection, const char *sql)
{
	sent_begin(connection, sql);
	PGresult *result = PQexec(connection, sql);
	sent_end(connection);
	return result;
}

PGresult *sent_query(PGconn *connection, const char *sql, int count, const char *const *values)
{
	sent_begin(connection, sql);
	PGresult *result = PQexecParams(connection, sql, count, NULL, values, NULL, NULL, 0);
	sent_end(connection);
	return result;
}
