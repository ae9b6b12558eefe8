/* Sends several statements in one round trip. */
#include "migrate/pipeline.h"

#include <string.h>

#include "catalog/read/sent.h"
#include "migrate/result.h"

struct item {
	enum { ITEM_OURS, ITEM_STATE, ITEM_STATEMENT, ITEM_CHECK } type;
	const struct part *part;		  /* for statements of a file */
	const struct script_statement *statement; /* for statements of a file */
	bool last;				  /* of its part */
	PGresult **keep;
	const char *phase, *file; /* for a statement of ours: the file to blame if it fails; NULL */
};

void pipeline_begin(struct pipeline *pipeline, struct session *session, const char *phase)
{
	if (!pipeline->items)
		pipeline->items = g_array_new(false, false, sizeof(struct item));
	pipeline->session = session;
	pipeline->phase = phase;
	pipeline->whole = false;
	pipeline->sent = PQenterPipelineMode(session->connection) == 1;
}

void pipeline_clear(struct pipeline *pipeline)
{
	if (pipeline->items)
		g_array_unref(pipeline->items);
	g_free(pipeline->xid);
	*pipeline = (struct pipeline){ 0 };
}

static void send_text(struct pipeline *pipeline, const char *sql, struct item item)
{
	g_array_append_val(pipeline->items, item);
	sent_begin(pipeline->session->connection, sql);
	pipeline->sent = pipeline->sent && PQsendQueryParams(pipeline->session->connection, sql, 0, NULL, NULL, NULL, NULL, 0);
}

static void send_prepared(
	struct pipeline *pipeline, enum registry_statement which, int count, const char *const *values, struct item item)
{
	g_array_append_val(pipeline->items, item);
	sent_begin(pipeline->session->connection, registry_sql(which));
	pipeline->sent = pipeline->sent &&
			 PQsendQueryPrepared(pipeline->session->connection, registry_name(which), count, values, NULL, NULL, 0);
}

void pipeline_text(struct pipeline *pipeline, const char *sql)
{
	send_text(pipeline, sql, (struct item){ .type = ITEM_OURS, .phase = pipeline->phase });
}

void pipeline_text_of(struct pipeline *pipeline, const char *sql, const char *phase, const char *file)
{
	send_text(pipeline, sql, (struct item){ .type = ITEM_OURS, .phase = phase, .file = file });
}

void pipeline_run(struct pipeline *pipeline, enum registry_statement which, int count, const char *const *values, PGresult **keep)
{
	send_prepared(pipeline, which, count, values,
		(struct item){ .type = which == REGISTRY_BEGIN ? ITEM_STATE : ITEM_OURS, .keep = keep, .phase = pipeline->phase });
}

void pipeline_part(struct pipeline *pipeline, const struct part *part)
{
	guint count = part->statements->len;

	for (guint i = 0; i < count; i++) {
		const struct script_statement *statement = part->statements->pdata[i];
		struct item check = { .type = ITEM_CHECK, .part = part, .statement = statement, .last = i + 1 == count };
		send_text(pipeline, statement->sql, (struct item){ .type = ITEM_STATEMENT, .part = part, .statement = statement });
		if (!check.last)
			send_prepared(pipeline, REGISTRY_CHECK, 0, NULL, check);
		else
			send_prepared(pipeline, REGISTRY_LEAVE, G_N_ELEMENTS(part->after), part->after, check);
	}
	if (!count)
		pipeline_run(pipeline, REGISTRY_LEAVE, G_N_ELEMENTS(part->after), part->after, NULL);
}

guint pipeline_length(const struct pipeline *pipeline)
{
	return pipeline->items->len;
}

/* Checks the role and the transaction after a statement. */
static void check(struct pipeline *pipeline, const struct item *item, const PGresult *result, struct failure *failure)
{
	const char *role = result_text(result, 0, 0), *login = result_text(result, 0, 1), *xid = result_text(result, 0, 2);
	const char *tenant = pipeline->session->environment->tenant;
	const struct part *part = item->part;

	if (pipeline->xid && g_strcmp0(xid, pipeline->xid) != 0) {
		pipeline->escaped = true;
		failure_set(failure, MIGRATE_INCOMPLETE, part->phase, "the statement ended the transaction %s in which it was run",
			pipeline->xid);
	} else if (part->role && (strcmp(role, part->role) != 0 || strcmp(login, pipeline->session->user) != 0)) {
		failure_set(failure, part->status, part->phase,
			"the statement changed the role from %s to %s%s%s; the header's directive \"role\" is for that",
			part->role ? part->role : pipeline->session->user, role,
			strcmp(login, pipeline->session->user) ? ", and the session's to " : "",
			strcmp(login, pipeline->session->user) ? login : "");
	} else if (!part->role && item->last && strcmp(login, pipeline->session->user) != 0) {
		failure_set(failure, part->status, part->phase,
			"the file ends as session user %s: RESET SESSION AUTHORIZATION belongs to its end", login);
	} else if (g_strcmp0(result_text(result, 0, 3), tenant ? tenant : "") != 0) {
		failure_set(failure, part->status, part->phase,
			"the statement changed the setting dbalign.tenant, which is the runner's");
	} else {
		return;
	}
	failure_locate(failure, part->file, item->statement);
}

static void take_good(struct pipeline *pipeline, const struct item *item, const PGresult *result, struct failure *failure)
{
	switch (item->type) {
	case ITEM_OURS:
		break;
	case ITEM_STATE:
		g_free(pipeline->xid);
		pipeline->xid = PQntuples(result) ? g_strdup(result_text(result, 0, 3)) : NULL;
		pipeline->since = g_get_monotonic_time();
		break;
	case ITEM_STATEMENT:
		if (item->part->contract)
			contract_judge(item->part->contract, item->statement, result);
		break;
	case ITEM_CHECK:
		check(pipeline, item, result, failure);
		break;
	}
}

static void take_bad(struct pipeline *pipeline, const struct item *item, const PGresult *result, struct failure *failure)
{
	if (item->part)
		failure_of_result(failure, pipeline->session, item->part->status, item->part->phase, item->part->file,
			item->statement, result);
	else
		failure_of_result(failure, pipeline->session, MIGRATE_SQL, item->phase, item->file, NULL, result);
}

/* Takes all results of one item: one, then NULL. */
static void take(struct pipeline *pipeline, const struct item *item, struct failure *failure)
{
	PGresult *result;

	if (failure->status == MIGRATE_CONNECTION)
		return;
	if (!(result = session_await(pipeline->session))) {
		take_bad(pipeline, item, NULL, failure);
		return;
	}
	do {
		if (failure->status == MIGRATE_DONE && result_is_good(result))
			take_good(pipeline, item, result, failure);
		else if (failure->status == MIGRATE_DONE)
			take_bad(pipeline, item, result, failure);
		if (item->keep && !*item->keep)
			*item->keep = result;
		else
			PQclear(result);
	} while ((result = session_await(pipeline->session)));
	sent_end(pipeline->session->connection);
}

void pipeline_send(struct pipeline *pipeline)
{
	pipeline->whole = true;
	pipeline->sent = pipeline->sent && PQpipelineSync(pipeline->session->connection);
}

bool pipeline_end(struct pipeline *pipeline, struct failure *failure)
{
	if (!pipeline->whole)
		pipeline_send(pipeline);
	pipeline->failed = 0;
	if (!pipeline->sent)
		failure_of_result(failure, pipeline->session, MIGRATE_SQL, pipeline->phase, NULL, NULL, NULL);
	for (guint i = 0; pipeline->sent && i < pipeline->items->len; i++) {
		bool before = failure->status == MIGRATE_DONE;
		take(pipeline, &g_array_index(pipeline->items, struct item, i), failure);
		if (before && failure->status != MIGRATE_DONE)
			pipeline->failed = i;
	}
	if (pipeline->sent && failure->status != MIGRATE_CONNECTION)
		PQclear(session_await(pipeline->session)); /* of PQpipelineSync() */
	g_array_set_size(pipeline->items, 0);
	sent_forget(pipeline->session->connection);
	PQexitPipelineMode(pipeline->session->connection);
	return failure->status == MIGRATE_DONE;
}
