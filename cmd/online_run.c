/* yaml2db --online --update: runs the transactions. */
#include "cmd/online_run.h"

#include "catalog/read/connection.h"
#include "cmd/online.h"
#include "cmd/online_batches.h"
#include "cmd/place_query.h"
#include "cmd/script.h"
#include "cmd/terminal.h"
#include "diff/online/online.h"
#include "sql/quote.h"

enum { TRIES = 20, PAUSE_MS = 500 };

/* Whether a lock was not available: other sessions go first. */
static bool is_locked(const GError *error)
{
	return g_error_matches(error, CONNECTION_ERROR, CONNECTION_LOCKED);
}

static void pause_for_others(unsigned tries)
{
	unsigned longest = PAUSE_MS * MIN(tries, 10);

	g_usleep((gulong)(longest / 2 + g_random_int_range(0, (gint)longest)) * 1000);
}

/* Runs the statements in one transaction, again and again while others hold a lock. */
static bool run_together(struct place *place, const GPtrArray *statements, GError **error)
{
	for (unsigned tries = 1;; tries++) {
		g_autoptr(GError) problem = NULL;
		if (place_run(place, statements, &problem))
			return true;
		if (!is_locked(problem) || tries == TRIES) {
			g_propagate_error(error, g_steal_pointer(&problem));
			return false;
		}
		terminal_progress("others hold a lock, which is tried again (%u of %u)", tries, TRIES);
		pause_for_others(tries);
	}
}

/* Shows the progress that the server reports. */
static void hear(const char *message)
{
	g_autofree char *line = g_strstrip(g_strdup(message));

	terminal_progress("%s", line);
}

/* Runs the block that commits each batch of a step. */
static bool run_batches(struct place *place, const struct step *step, GError **error)
{
	g_autofree char *sql = online_batches(step);

	return place_run_alone(place, sql, hear, error);
}

static bool run_each(struct place *place, const GPtrArray *statements, GError **error)
{
	for (guint i = 0; i < statements->len; i++)
		if (!place_run_alone(place, statements->pdata[i], NULL, error))
			return false;
	return true;
}

static bool run(struct place *place, const struct plan *plan, guint number, guint first, const char *search_path,
	const char *lock_timeout, GError **error)
{
	const struct online_transaction *transaction = plan->transactions->pdata[number];
	g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) limit = g_string_new(NULL);

	quote_format(limit, "SET LOCAL lock_timeout = %L", lock_timeout);
	terminal_progress(
		"%u of %u: %s", number + 1, plan->transactions->len, ((const struct step *)transaction->steps->pdata[0])->sql);
	if (!transaction->slow)
		g_ptr_array_add(statements, g_strdup(limit->str));
	if (transaction->lock)
		g_ptr_array_add(statements, g_strdup(transaction->lock));
	script_add_steps(statements, plan, first, transaction->steps->len, search_path, false);
	const struct step *step = transaction->steps->pdata[0];
	if (step->batched) {
		/* the settings come before */
		g_ptr_array_set_size(statements, (gint)statements->len - 1);
		return run_each(place, statements, error) && run_batches(place, step, error);
	}
	return (transaction->outside ? run_each : run_together)(place, statements, error);
}

bool online_run(
	const struct comparison *comparison, const char *guard, const char *search_path, const char *lock_timeout, GError **error)
{
	const struct plan *plan = comparison->up;
	struct place *place = comparison->have_place;
	g_autoptr(GPtrArray) settings = script_settings(false);
	guint first = 0, number = 0;

	g_ptr_array_add(settings, g_strdup("SET lock_timeout = 0"));
	g_ptr_array_add(settings, g_strdup("SET statement_timeout = 0"));
	if (*guard)
		g_ptr_array_add(settings, g_strdup(guard));
	bool good = run_each(place, settings, error);
	for (; good && number < plan->transactions->len; number += good) {
		good = run(place, plan, number, first, search_path, lock_timeout ? lock_timeout : ONLINE_LOCK_TIMEOUT, error);
		first += ((const struct online_transaction *)plan->transactions->pdata[number])->steps->len;
	}
	terminal_progress(NULL);
	if (good)
		return place_run_alone(place, "RESET ALL", NULL, error);
	g_prefix_error(error, "%u of %u transactions are committed; yaml2db --online plans what is left\n", number,
		plan->transactions->len);
	return false;
}
