/* The log's rows of a change that is done. */
#include "migrate/record.h"

#include "migrate/result.h"
#include "migrate/status.h"

bool record_contract(const struct transaction *transaction, char **contract, GError **error)
{
	if (!transaction->leg->carries)
		return true;
	AUTO_RESULT result =
		session_text(transaction->run->session, "SELECT jsonb_object_agg(key, value) FROM pg_temp.contract", error);
	if (!result)
		return false;
	*contract = g_strdup(result_text(result, 0, 0));
	return true;
}

static const char *sha_of(const struct change *change, enum file_kind kind)
{
	const struct change_file *file = change_file(change, kind);

	return file ? file->sha256 : NULL;
}

static const char *text_of(const struct change *change, enum file_kind kind)
{
	const struct change_file *file = change_file(change, kind);

	return file ? file->text : NULL;
}

static PGresult *send(const struct transaction *transaction, const char *contract, const char *assertions)
{
	const struct leg *leg = transaction->leg;
	const struct change *change = leg->change, *next = transaction->next;
	PGconn *connection = transaction->run->session->connection;
	g_autofree char *number = g_strdup_printf("%d", change->number),
			*attempt = g_strdup_printf("%" G_GINT64_FORMAT, transaction->attempt);
	g_autofree char *duration = g_strdup_printf("%.6f s", transaction->seconds),
			*next_number = next ? g_strdup_printf("%d", next->number) : NULL;

	if (leg->direction == UP) {
		const char *const values[] = { transaction->run->id, number, transaction->head_after,
			transaction->fingerprint_after, transaction->head_before, change->slug, sha_of(change, FILE_BUILD),
			sha_of(change, FILE_ROLLBACK), sha_of(change, FILE_PRE), sha_of(change, FILE_POST),
			sha_of(change, FILE_EXPECT), leg->rendered, text_of(change, FILE_ROLLBACK), text_of(change, FILE_PRE),
			leg->directives, leg->role ? leg->role : transaction->run->session->user, duration,
			transaction->fingerprint, attempt, contract, assertions, next_number, next ? next->slug : NULL,
			transaction->next_variables };
		return PQexecPrepared(connection, registry_name(REGISTRY_UP), G_N_ELEMENTS(values), values, NULL, NULL, 0);
	}
	const char *const values[] = { transaction->run->id, number, transaction->head_after, transaction->fingerprint_after,
		transaction->head_before, attempt, contract, assertions, next_number, next ? next->slug : NULL,
		transaction->next_variables };
	return PQexecPrepared(connection, registry_name(REGISTRY_DOWN), G_N_ELEMENTS(values), values, NULL, NULL, 0);
}

bool record(struct transaction *transaction, struct failure *failure)
{
	g_autofree char *contract = NULL;
	g_autoptr(GError) problem = NULL;

	if (!record_contract(transaction, &contract, &problem))
		return failure_of_error(failure, "record", problem);
	json_t *list = assertions_json(transaction->assertions);
	char *assertions = json_dumps(list, JSON_COMPACT);
	AUTO_RESULT result = send(transaction, contract, assertions);
	free(assertions);
	json_decref(list);
	if (!result_is_good(result))
		return failure_of_result(failure, transaction->run->session, MIGRATE_SQL, "record", NULL, NULL, result);
	if (result_int(result, 0, 0) != 1)
		return failure_set(failure, MIGRATE_LOCKED, "record",
			"the state of the database was changed by somebody else meanwhile; run `dbalign status`");
	transaction->next_attempt = g_ascii_strtoll(PQgetvalue(result, 0, 1), NULL, 10);
	return true;
}
