/* yaml2db --online: plans and scripts. */
#include "cmd/online.h"

#include <string.h>

#include "catalog/read/leftovers.h"
#include "cmd/place_query.h"
#include "diff/online/online.h"
#include "sql/psql.h"
#include "sql/quote.h"

/*
 * Settings for psql. A variable may contain statements and backslash commands, which end at two backslashes. ON_ERROR_STOP takes
 * effect in the next line, so it is on lines of its own.
 */
static const char head[] =
	"\\set ON_ERROR_STOP on\n"
	"-- :try waits for locks, for a short time only, as sessions that come later wait behind it\n"
	"\\set try 'SET LOCAL lock_timeout = %s; :lock;'\n"
	"\\set retry '\\\\if :ERROR \\\\\\\\ ROLLBACK; SELECT pg_catalog.pg_sleep(0.5 + random()) AS waited \\\\gset \\\\\\\\ BEGIN; :try \\\\endif "
	"\\\\\\\\ '\n"
	"\\set retries ':retry :retry :retry :retry :retry :retry :retry :retry :retry'\n";
static const char before[] = "\\set ON_ERROR_STOP off\n:try :retries\n\\set ON_ERROR_STOP on\n:retry\n\n";

const char *online_timeout_problem(const char *timeout)
{
	static const char *const units[] = { "", "ms", "s", "min" };
	size_t digits = timeout ? strspn(timeout, "0123456789") : 0;

	if (!timeout)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (digits && digits < 6 && timeout[0] != '0' && strcmp(timeout + digits, units[i]) == 0)
			return NULL;
	return "--lock-timeout is followed by a time, such as 500ms or 2s";
}

bool online_prepare(struct comparison *comparison, struct place *changed, bool backfill, GError **error)
{
	GHashTable *leftovers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	comparison->online = g_new0(struct online, 1);
	comparison->online->leftovers = leftovers;
	comparison->online->backfill = backfill;
	if (!place_is_database(changed))
		return true;
	g_hash_table_unref(leftovers);
	comparison->online->leftovers =
		place_connect(changed, error) ? place_lookup(changed, leftovers_sql(place_version(changed)), error) : NULL;
	return comparison->online->leftovers;
}

static const struct online_transaction *current(const struct online_writing *writing)
{
	return writing->plan->transactions ? writing->plan->transactions->pdata[writing->transaction] : NULL;
}

void online_write_head(GString *out, const struct plan *plan, const char *lock_timeout)
{
	g_autoptr(GString) literal = g_string_new(NULL);

	if (!plan->transactions)
		return;
	quote_literal(literal, lock_timeout ? lock_timeout : ONLINE_LOCK_TIMEOUT);
	g_string_replace(literal, "'", "\\'", 0);
	g_string_append(out, "SET lock_timeout = 0;\nSET statement_timeout = 0;\n\n");
	g_string_append_printf(out, head, literal->str);
}

/* Appends a value quoted for \set, on one line. */
static void append_value(GString *out, const char *sql)
{
	g_autoptr(GString) text = g_string_new(NULL);

	psql_write(text, sql);
	g_string_append_c(out, '\'');
	for (const char *p = text->str; *p; p++) {
		if (*p == '\'' || *p == '\\')
			g_string_append_c(out, '\\');
		if (*p == '\n')
			g_string_append(out, "\\n");
		else
			g_string_append_c(out, *p);
	}
	g_string_append(out, "'\n");
}

void online_write_before(GString *out, const struct online_writing *writing)
{
	const struct online_transaction *transaction = current(writing);

	if (!transaction || writing->step)
		return;
	g_string_append_printf(out, "-- %u of %u%s\n", writing->transaction + 1, writing->plan->transactions->len,
		transaction->outside ? ", in no transaction; others work meanwhile"
		: transaction->slow  ? ": others work meanwhile"
				     : "");
	if (transaction->outside)
		return;
	g_string_append(out, "BEGIN;\n");
	if (transaction->lock) {
		g_string_append(out, "\\set lock ");
		append_value(out, transaction->lock);
		g_string_append(out, before);
	} else {
		g_string_append(out, transaction->slow ? "\n" : "\\set lock ''\n:try\n\n");
	}
}

void online_write_after(GString *out, struct online_writing *writing)
{
	const struct online_transaction *transaction = current(writing);

	if (!transaction || ++writing->step < transaction->steps->len)
		return;
	writing->step = 0;
	writing->transaction++;
	g_string_append(out, transaction->outside ? "" : "COMMIT;\n\n");
}
