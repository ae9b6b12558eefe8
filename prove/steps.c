/* Measures each statement of a plan on a scratch database. */
#include "prove/steps.h"

#include <stdlib.h>
#include <string.h>

#include "diff/online/online.h"
#include "prove/ask.h"
#include "prove/measure.h"

static void clear_step(void *data)
{
	GPtrArray *relations = ((struct measured_step *)data)->relations;

	if (relations)
		g_ptr_array_unref(relations);
}

static void log_step(const struct proof *proof, const char *sql, const GPtrArray *relations)
{
	g_autofree char *line = g_strndup(sql, strcspn(sql, "\n"));

	proof_log(proof, "measured: %s", line);
	for (guint i = 0; i < relations->len; i++) {
		const struct measured *one = relations->pdata[i];
		proof_log(proof, "  %s: %s%s%s%s", one->relation, one->lock ? one->lock : "no lock",
			one->work & LOCK_REWRITES ? ", rewritten" : "", one->work & LOCK_SCANS ? ", scanned" : "",
			one->work & LOCK_BUILDS ? ", index built" : "");
	}
}

/* The relations before the plan: only on these can it block other sessions. */
static GHashTable *relations_of(PGconn *connection, GError **error)
{
	PGresult *result = ask(connection, NULL, "SELECT oid FROM pg_catalog.pg_class", error);
	GHashTable *oids = result ? g_hash_table_new(NULL, NULL) : NULL;

	for (int i = 0; result && i < PQntuples(result); i++)
		g_hash_table_add(oids, GUINT_TO_POINTER((unsigned)strtoul(PQgetvalue(result, i, 0), NULL, 10)));
	PQclear(result);
	return oids;
}

static void keep_those(GPtrArray *relations, GHashTable *oids)
{
	for (guint i = relations->len; i-- > 0;)
		if (!g_hash_table_contains(oids, GUINT_TO_POINTER(((const struct measured *)relations->pdata[i])->oid)))
			g_ptr_array_remove_index(relations, i);
}

/* Whether a step runs in no transaction, and so is not measured in one. */
static bool is_outside(const struct plan *plan, guint step)
{
	guint first = 0;

	for (guint i = 0; plan->transactions && i < plan->transactions->len; i++) {
		const struct online_transaction *transaction = plan->transactions->pdata[i];
		if (step - first < transaction->steps->len)
			return transaction->outside;
		first += transaction->steps->len;
	}
	return false;
}

/* The statements are those of the steps, with settings between them. */
static void run(const struct proof *proof, PGconn *connection, const GPtrArray *statements, const struct plan *plan,
	GHashTable *oids, GArray *all)
{
	g_autoptr(GError) problem = NULL;
	guint at = 0;
	bool good = true;

	for (guint i = 0; i < statements->len && good && at < plan->steps->len; i++) {
		const char *sql = statements->pdata[i];
		bool is_step = strcmp(sql, ((const struct step *)plan->steps->pdata[at])->sql) == 0;
		if (!is_step || is_outside(plan, at)) {
			good = ask_run(connection, NULL, sql, &problem);
			at += is_step;
			continue;
		}
		GPtrArray *relations = measure_and_keep(connection, sql, &problem);
		good = relations;
		if (good) {
			keep_those(relations, oids);
			g_array_index(all, struct measured_step, at++).relations = relations;
			log_step(proof, sql, relations);
		}
	}
	if (!good)
		proof_log(proof, "not measured from statement %u on: %s", at + 1, problem->message);
}

GArray *steps_measure(const struct proof *proof, const char *database, const struct plan *plan, GError **error)
{
	g_autoptr(GPtrArray) statements = proof->input->statements(plan, false, proof->input->statements_data);
	PGconn *connection = scratch_connect(proof->scratch, database, proof->input->search_path, error);
	g_autoptr(GHashTable) oids = connection ? relations_of(connection, error) : NULL;
	GArray *all = oids ? g_array_new(false, true, sizeof(struct measured_step)) : NULL;

	if (all) {
		g_array_set_clear_func(all, clear_step);
		g_array_set_size(all, plan->steps->len);
		run(proof, connection, statements, plan, oids, all);
	}
	PQfinish(connection);
	return all;
}
