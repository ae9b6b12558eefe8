/* How many rows there are that can make a plan fail. */
#include "cmd/risks.h"

#include <stdlib.h>

/* A transaction that changes nothing, waits for nobody, calls what names mean in pg_catalog, and is refused rows rather than shown some of them. */
static const char *const opening[] = {
	"BEGIN READ ONLY",
	"SET LOCAL statement_timeout = '5s'",
	"SET LOCAL lock_timeout = '1s'",
	"SET LOCAL search_path = ''",
	"SET LOCAL row_security = off",
	NULL,
};

enum { SECONDS = 30 };   /* for all tables together */

static void set_all(const GPtrArray *risks, long long rows)
{
	for (guint i = 0; i < risks->len; i++)
		((struct risk *)risks->pdata[i])->number = rows;
}

/* What could not be counted is known at least where the table is empty. */
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
