/* Writes the contract of a change from the differences. */
#include "cmd/contract.h"

#include "catalog/kinds.h"
#include "cmd/claim.h"
#include "cmd/terminal.h"
#include "diff/changes.h"
#include "sql/psql.h"

/* Below the number of columns that a SELECT can have. */
enum { AT_ONCE = 500 };

static const char *const opening[] = {
	"BEGIN READ ONLY",
	"SET LOCAL statement_timeout = '30s'",
	"SET LOCAL search_path = pg_catalog",
	NULL,
};

/* Replaces the claim by its weaker form, or by none. */
static void weaken(struct claim *claim)
{
	g_free(claim->sql);
	claim->sql = g_steal_pointer(&claim->weak);
}

/*
 * Weakens claims that do not hold in the place: there the server prints a text differently from how it prints it after it is
 * re-created.
 */
static void settle_some(GPtrArray *claims, guint first, guint count, struct place *place, bool all)
{
	g_autoptr(GString) sql = g_string_new(NULL);

	for (guint i = first; i < first + count; i++) {
		const struct claim *claim = claims->pdata[i];
		g_string_append_printf(sql, "%s(%s)", i == first ? "SELECT " : ", ", claim->sql ? claim->sql : "true");
	}
	g_auto(GStrv) row = place_row(place, opening, sql->str, NULL);
	for (guint i = 0; row && i < count; i++) {
		struct claim *claim = claims->pdata[first + i];
		if (g_strcmp0(row[i], "t") != 0 && (all || claim->unsure))
			weaken(claim);
	}
}

/*
 * all: weaken every claim that does not hold, not only those whose text servers print in different ways. Without a database all of
 * the latter are weakened.
 */
static void settle(GPtrArray *claims, struct place *place, bool all)
{
	enum { TWICE = 2 }; /* the weaker form may not hold either */
	bool asked = place && place_is_database(place);

	for (int i = 0; asked && i < TWICE; i++)
		for (guint first = 0; first < claims->len; first += AT_ONCE)
			settle_some(claims, first, MIN(AT_ONCE, claims->len - first), place, all);
	for (guint i = 0; !asked && i < claims->len; i++)
		if (((struct claim *)claims->pdata[i])->unsure)
			weaken(claims->pdata[i]);
}

/* An added column needs values that rows do not have: no row may exist. */
static bool is_any_row(const struct changes *changes, const struct risk *risk)
{
	return risk->object->kind == &column_kind && !changes_of_want(changes, risk->object)->have;
}

/* Claims that there are no rows that make build fail. */
static void claim_rows(GPtrArray *out, const struct changes *changes, const struct risk *risk)
{
	bool counted = risk->unit == RISK_OFFENDERS || (risk->unit == RISK_ROWS && is_any_row(changes, risk));

	if (!risk->relation || !counted)
		return;
	struct claim *claim = g_new0(struct claim, 1);
	g_autofree char *text = g_strdup_printf("no row prevents it; build %s", risk->text);
	claim->text = terminal_escape(text);
	if (risk->unit == RISK_ROWS)
		claim->sql = g_strdup_printf("SELECT NOT EXISTS (SELECT FROM %s)", risk->relation);
	else if (g_str_has_prefix(risk->count, "(SELECT ")) /* it has its own FROM */
		claim->sql = g_strdup_printf("SELECT %s = 0", risk->count);
	else
		claim->sql = g_strdup_printf("SELECT %s = 0\n    FROM %s", risk->count, risk->relation);
	g_ptr_array_add(out, claim);
}

static void claim_change(GPtrArray *pre, GPtrArray *post, const struct changes *changes, const struct change *change)
{
	int version = snapshot_version(changes->have) ? snapshot_version(changes->have) : snapshot_version(changes->want);

	if (change->fate == FATE_SAME || change_is_told_elsewhere(changes, change))
		return;
	if (!change->have) {
		claim_absent(pre, change->want);
		claim_present(post, change->want, version);
	} else if (!change->want) {
		claim_present(pre, change->have, version);
		claim_absent(post, change->have);
	} else {
		claim_state(pre, changes, change, false, version);
		claim_state(post, changes, change, true, version);
	}
}

/* Claims with the same SQL are written once: the index and its keys may both differ. */
static void write_claims(GString *out, const char *head, const GPtrArray *claims)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	g_string_append_printf(out, "-- %s\n-- Each SELECT gives one boolean. Add what else must hold.\n", head);
	for (guint i = 0; i < claims->len; i++) {
		const struct claim *claim = claims->pdata[i];
		if (!claim->sql)
			g_string_append_printf(out, "\n-- not asserted, as the server words it in another way: %s\n", claim->text);
		if (!claim->sql || !g_hash_table_add(seen, claim->sql))
			continue;
		g_string_append_printf(out, "\n-- %s\n", claim->text);
		psql_write(out, claim->sql);
		g_string_append(out, ";\n");
	}
	if (!g_hash_table_size(seen))
		g_string_append(out, "\n-- what differs is not asked for here; expect/ tells it\nSELECT true;\n");
}

/* Lists risks that no claim asserts: a person must decide how. */
static void write_open(GString *out, const struct changes *changes, const struct plan *plan)
{
	for (guint i = 0; i < plan->risks->len; i++) {
		const struct risk *risk = plan->risks->pdata[i];
		g_autofree char *text = terminal_escape(risk->text);
		if (risk->unit == RISK_ROWS && !(risk->relation && is_any_row(changes, risk)))
			g_string_append_printf(out, "\n-- for someone who knows the rows to assert: build %s\n", text);
	}
}

void contract_write(GString *pre, GString *post, const struct snapshot *have, const struct snapshot *want, const struct plan *plan,
	struct place *have_place, struct place *want_place)
{
	struct changes *changes = changes_new(have, want);
	GPtrArray *before = g_ptr_array_new_with_free_func(claim_free), *after = g_ptr_array_new_with_free_func(claim_free);

	for (guint i = 0; i < changes->all->len; i++)
		claim_change(before, after, changes, changes->all->pdata[i]);
	settle(before, have_place, true);
	settle(after, want_place, false);
	for (guint i = 0; i < plan->risks->len; i++)
		claim_rows(before, changes, plan->risks->pdata[i]);
	write_claims(pre, "What holds before this change, and again once it is taken back.", before);
	write_open(pre, changes, plan);
	write_claims(post, "What holds after this change.", after);
	g_ptr_array_unref(before);
	g_ptr_array_unref(after);
	changes_free(changes);
}
