/* The reason why an attempt failed. */
#include "migrate/failure.h"

#include <string.h>

#include "catalog/secret.h"
#include "catalog/secret_find.h"

bool failure_is_transient(const struct failure *failure)
{
	static const char *const states[] = { "55P03", "40P01", "40001" };

	for (size_t i = 0; i < G_N_ELEMENTS(states); i++)
		if (strcmp(failure->sqlstate, states[i]) == 0)
			return true;
	return false;
}

void failure_clear(struct failure *failure)
{
	g_free(failure->message);
	g_free(failure->detail);
	g_free(failure->hint);
	g_free(failure->context);
	g_free(failure->file);
	g_free(failure->statement);
	g_free(failure->caret);
	*failure = (struct failure){ 0 };
}

bool failure_set(struct failure *failure, enum migrate_status status, const char *phase, const char *format, ...)
{
	va_list arguments;

	if (failure->status != MIGRATE_DONE)
		return false;
	failure->status = status;
	failure->phase = phase;
	va_start(arguments, format);
	failure->message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return false;
}

/* The server counts characters from the start of the statement; where values were substituted, the position is unknown. */
static void find_position(struct failure *failure, const struct script_statement *statement, const char *position)
{
	long characters = position ? strtol(position, NULL, 10) : 0;
	const char *at = statement->raw, *end = at + statement->raw_length;

	failure->line = statement->line;
	failure->column = statement->column;
	if (characters < 1 || strlen(statement->sql) != statement->raw_length ||
		strncmp(statement->sql, statement->raw, statement->raw_length) != 0)
		return;
	for (long i = 1; i < characters && at < end; i++) {
		failure->column++;
		if (*at == '\n') {
			failure->line++;
			failure->column = 1;
		}
		at = g_utf8_next_char(at);
	}
	/* raw points into the file's text: the line may begin before it */
	const char *first = at;
	for (size_t column = failure->column; column > 1; column--)
		first = g_utf8_prev_char(first);
	g_autoptr(GString) caret = g_string_new_len(first, (gssize)strcspn(first, "\r\n"));
	g_string_append_c(caret, '\n');
	g_string_replace(caret, "\t", " ", 0);
	for (; first < at; first = g_utf8_next_char(first))
		g_string_append_c(caret, ' ');
	g_string_append_c(caret, '^');
	failure->caret = g_string_free(g_steal_pointer(&caret), false);
}

void failure_locate(struct failure *failure, const char *file, const struct script_statement *statement)
{
	if (failure->file || !file)
		return;
	failure->file = g_strdup(file);
	if (!statement)
		return;
	failure->line = statement->line;
	failure->column = statement->column;
	g_autofree char *raw = g_strndup(statement->raw, statement->raw_length);
	g_autoptr(GPtrArray) secrets = secret_find(raw);
	failure->statement = secret_hide(raw, secrets);
}

/* The server's text without the secrets of the environment, or those in the statement itself. */
static char *hide(const struct session *session, const GPtrArray *more, const char *text)
{
	if (!text)
		return NULL;
	g_autofree char *once = secret_hide(text, session->secrets);
	return g_strstrip(secret_hide(once, more));
}

bool failure_of_result(struct failure *failure, const struct session *session, enum migrate_status status, const char *phase,
	const char *file, const struct script_statement *statement, const PGresult *result)
{
	g_autoptr(GPtrArray) secrets = statement ? secret_find(statement->sql) : g_ptr_array_new();
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (failure->status != MIGRATE_DONE)
		return false;
	failure->status = session_is_lost(session) || session_is_end(result) ? MIGRATE_CONNECTION : status;
	failure->phase = phase;
	g_strlcpy(failure->sqlstate, state ? state : "08006", sizeof(failure->sqlstate));
	if (state) {
		failure->message = hide(session, secrets, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
		failure->detail = hide(session, secrets, PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL));
		failure->hint = hide(session, secrets, PQresultErrorField(result, PG_DIAG_MESSAGE_HINT));
		failure->context = hide(session, secrets, PQresultErrorField(result, PG_DIAG_CONTEXT));
	} else {
		failure->message = hide(session, secrets, PQerrorMessage(session->connection));
	}
	failure_locate(failure, file, statement);
	if (statement)
		find_position(failure, statement, PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION));
	if (failure->caret && secrets->len)
		g_clear_pointer(&failure->caret, g_free);
	if (failure_is_transient(failure))
		failure->status = MIGRATE_LOCKED;
	return false;
}

bool failure_of_error(struct failure *failure, const char *phase, const GError *error)
{
	return failure_set(failure, error->domain == MIGRATE_ERROR ? (enum migrate_status)error->code : MIGRATE_SQL, phase, "%s",
		error->message);
}

char *failure_text(const struct failure *failure)
{
	GString *text = g_string_new(NULL);
	const struct {
		const char *name, *value;
	} more[] = { { "DETAIL", failure->detail }, { "HINT", failure->hint }, { "CONTEXT", failure->context } };

	if (failure->file && failure->line)
		g_string_append_printf(text, "%s:%zu:%zu: ", failure->file, failure->line, failure->column);
	else if (failure->file)
		g_string_append_printf(text, "%s: ", failure->file);
	if (failure->sqlstate[0])
		g_string_append_printf(text, "ERROR %s: ", failure->sqlstate);
	g_string_append(text, failure->message);
	if (failure->caret)
		g_string_append_printf(text, "\n%s", failure->caret);
	for (size_t i = 0; i < G_N_ELEMENTS(more); i++)
		if (more[i].value)
			g_string_append_printf(text, "\n%s:  %s", more[i].name, more[i].value);
	return g_string_free(text, false);
}
