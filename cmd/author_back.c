/* Plans that undo the transactions of an online plan. */
#include "cmd/author_back.h"

static void free_plan(gpointer plan)
{
	plan_free(plan);
}

/* The plans from each state to the one before it. */
static GPtrArray *plans_between(const GPtrArray *states, GError **error)
{
	GPtrArray *plans = g_ptr_array_new_with_free_func(free_plan);

	for (guint i = 1; i < states->len; i++) {
		struct plan *plan = plan_new(states->pdata[i], states->pdata[i - 1], WAY_BACK, error);
		if (!plan) {
			g_ptr_array_unref(plans);
			return NULL;
		}
		g_ptr_array_add(plans, plan);
	}
	return plans;
}

GPtrArray *author_back(const struct comparison *comparison, const struct prove_options *options, GError **error)
{
	g_autoptr(GPtrArray) states = prove_states(comparison, options, error);

	return states ? plans_between(states, error) : NULL;
}
