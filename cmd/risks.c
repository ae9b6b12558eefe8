/* Counts the rows that can make a plan fail. */
#include "cmd/risks.h"

#include <stdlib.h>

#include "cmd/place_query.h"
#include "cmd/terminal.h"
#include "diff/remark.h"
#include "diff/risk.h"

/*
 * Begins a transaction that is read-only, waits for locks at most a second, finds unqualified names in pg_catalog only, and fails
 * where policies would hide rows.
 */
#define OPENING(timeout) \
	{ \
		"BEGIN READ ONLY", "SET LOCAL statement_timeout = '" timeout "'", "SET LOCAL lock_timeout = '1s'", \
			"SET LOCAL search_path = ''", "SET LOCAL row_security = off", NULL, \
	}
static const char *const opening[] = OPENING("5s"), *const long_opening[] = OPENING("60s");

enum { SECONDS = 30 /* for all tables together */, MOST_NOTES = 10 /* of one kind, on the terminal */ };

static void set_all(const GPtrArray *risks, long long rows)
{
	for (guint i = 0; i < risks->len; i++)
		((struct risk *)risks->pdata[i])->number = rows;
}

/* Where rows cannot be counted in time, at least an empty table is recognised. */
static void look_for_any(struct place *place, const char *relation, const GPtrArray *risks)
{
	g_autofree char *sql = g_strdup_printf("SELECT count(*) FROM (SELECT FROM %s LIMIT 1) AS one", relation);
	g_auto(GStrv) row = place_row(place, opening, sql, NULL);

	if (row && row[0] && atoll(row[0]) == 0)
		set_all(risks, 0);
}

static void count(struct place *place, const char *relation, const GPtrArray *risks)
{
	g_autoptr(GString) sql = g_string_new("SELECT count(*)");

	for (guint i = 0; i < risks->len; i++)
		g_string_append_printf(sql, ", %s", ((const struct risk *)risks->pdata[i])->count);
	g_string_append_printf(sql, " FROM %s", relation);
	g_auto(GStrv) row = place_row(place, opening, sql->str, NULL);
	if (!row || g_strv_length(row) != risks->len + 1) {
		look_for_any(place, relation, risks);
		return;
	}
	for (guint i = 0; i < risks->len; i++)
		((struct risk *)risks->pdata[i])->number = atoll(row[i + 1]);
}

void risks_count(struct place *place, struct plan *plan)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
	g_autoptr(GPtrArray) relations = g_ptr_array_new();
	gint64 end = g_get_monotonic_time() + SECONDS * G_USEC_PER_SEC;

	if (!place_is_database(place))
		return;
	for (guint i = 0; i < plan->risks->len; i++) {
		struct risk *risk = plan->risks->pdata[i];
		GPtrArray *risks = risk->relation ? g_hash_table_lookup(seen, risk->relation) : NULL;
		if (!risk->relation)
			continue;
		if (!risks) {
			risks = g_ptr_array_new();
			g_hash_table_insert(seen, risk->relation, risks);
			g_ptr_array_add(relations, risk->relation);
		}
		g_ptr_array_add(risks, risk);
	}
	for (guint i = 0; i < relations->len && g_get_monotonic_time() < end; i++)
		count(place, relations->pdata[i], g_hash_table_lookup(seen, relations->pdata[i]));
}

/* Rows are identified by primary key, or by ctid. */
static void find_examples(struct place *place, struct risk *risk)
{
	g_autofree char *row = risk->key ? g_strdup_printf("ROW(%s)", risk->key) : g_strdup("ctid");
	g_autofree char *sql = g_strdup_printf(
		"SELECT pg_catalog.string_agg(example, ', ') FROM (SELECT %s::pg_catalog.text AS example FROM %s WHERE %s LIMIT "
		"3) AS examples",
		row, risk->relation, risk->condition);
	g_auto(GStrv) found = place_row(place, long_opening, sql, NULL);

	if (found && *found[0])
		risk->examples = g_strdup_printf("%s %s", risk->key ? risk->key : "ctid", found[0]);
}

static void examine(struct place *place, struct risk *risk)
{
	g_autofree char *sql = g_strdup_printf("SELECT pg_catalog.count(*), %s FROM %s", risk->count, risk->relation);
	g_autoptr(GError) problem = NULL;
	g_auto(GStrv) row = place_row(place, long_opening, sql, &problem);

	if (row)
		risk->number = atoll(row[1]);
	else
		terminal_warn("rows could not be asked whether this %s: %s", risk->text, problem->message);
	if (risk->number > 0 && risk->condition)
		find_examples(place, risk);
}

void risks_examine(struct place *place, struct plan *plan)
{
	for (guint i = 0; i < plan->risks->len; i++) {
		struct risk *risk = plan->risks->pdata[i];
		if (risk->relation)
			examine(place, risk);
	}
}

/* Keys are printed, but not written to scripts: they may be personal data. */
static void tell(const struct plan *plan, const char *when)
{
	for (guint i = 0; i < plan->risks->len; i++) {
		const struct risk *risk = plan->risks->pdata[i];
		g_autofree char *text = risk_describe(risk);
		if (text)
			terminal_warn("%s%s%s%s", when, text, risk->examples ? ": " : "", risk->examples ? risk->examples : "");
	}
}

/* Prints notes, but not those that are known already; of many of one kind the first ones. All are at the top of the script. */
static void tell_notes(const GPtrArray *notes, const GPtrArray *known, const char *when)
{
	unsigned of_kind[REMARK_CODES] = { 0 };

	for (guint i = 0; i < notes->len; i++) {
		const struct remark *note = notes->pdata[i];
		if (known && remarks_have(known, note->text))
			continue;
		if (of_kind[note->code]++ < MOST_NOTES)
			terminal_note("%s%s", when, note->text);
	}
	for (size_t code = 0; code < REMARK_CODES; code++)
		if (of_kind[code] > MOST_NOTES)
			terminal_note("%s%u more notes of the kind %s are at the top of the script, and shown by --plan", when,
				of_kind[code] - MOST_NOTES, remark_code_name(code));
}

void risks_tell(const struct plan *up, const struct plan *down)
{
	tell_notes(up->notes, NULL, "");
	if (down)
		tell_notes(down->notes, up->notes, "on the way back: ");
	tell(up, "");
	if (down)
		tell(down, "on the way back: ");
}

void risks_tell_losses(const struct plan *plan, bool allowed)
{
	for (guint i = 0; i < plan->losses->len; i++)
		(allowed ? terminal_warn : terminal_error)("data loss: %s", remark_text(plan->losses, i));
	for (guint i = 0; !allowed && i < plan->look_alikes->len; i++)
		terminal_error("perhaps a rename: %s", remark_text(plan->look_alikes, i));
}
