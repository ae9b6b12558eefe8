/* Whether a script can be run in one transaction. */
#include "cmd/script_transaction.h"

bool script_fits_transaction(const struct plan *plan, const char *advice, GError **error)
{
	if (plan->transactions && plan->transactions->len > 1) {
		g_set_error(error, PLAN_ERROR, 0, "the changes are made in %u transactions; %s", plan->transactions->len, advice);
		return false;
	}
	for (guint i = 0; i + 1 < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];

		if (!step->own_transaction)
			continue;
		g_set_error(error, PLAN_ERROR, 0,
			"the changes cannot be made in one transaction: what \"%s\" makes can be used only once it is committed, "
			"and "
			"more statements follow; %s",
			step->sql, advice);
		return false;
	}
	return true;
}
