/* What is worth knowing of a plan before its script is written. */
#include "cmd/telling.h"

#include "cmd/terminal.h"
#include "diff/risk.h"

#define TELLING_ERROR (g_quark_from_static_string("telling"))

static void tell_risks(const struct plan *plan, const char *when)
{
	for (guint i = 0; i < plan->risks->len; i++) {
		g_autofree char *text = risk_describe(plan->risks->pdata[i]);
		if (text)
			terminal_warn("%s%s", when, text);
	}
}

void telling_notes(const struct plan *plan, const struct plan *back)
{
	const GPtrArray *up = plan->notes, *down = back ? back->notes : NULL;

	for (guint i = 0; i < up->len; i++)
		terminal_note("%s", (char *)up->pdata[i]);
	for (guint i = 0; down && i < down->len; i++)
		if (!g_ptr_array_find_with_equal_func((GPtrArray *)up, down->pdata[i], g_str_equal, NULL))
			terminal_note("on the way back: %s", (char *)down->pdata[i]);
	tell_risks(plan, "");
	if (back)
		tell_risks(back, "on the way back: ");
}

bool telling_losses(const struct plan *plan, bool allowed, GError **error)
{
	for (guint i = 0; i < plan->losses->len; i++) {
		if (allowed)
			terminal_warn("data loss: %s", (char *)plan->losses->pdata[i]);
		else
			terminal_error("data loss: %s", (char *)plan->losses->pdata[i]);
	}
	for (guint i = 0; !allowed && i < plan->look_alikes->len; i++)
		terminal_error("perhaps a rename: %s", (char *)plan->look_alikes->pdata[i]);
	if (plan->losses->len && !allowed)
		g_set_error(error, TELLING_ERROR, 0, "nothing was written, since data would be lost; --allow-data-loss permits it");
	return allowed || !plan->losses->len;
}
