/* What people are told of plans besides their scripts. */
#include "cmd/tell.h"

#include "cmd/terminal.h"
#include "diff/risk.h"

static void tell_risks(const struct plan *plan, const char *when)
{
	for (guint i = 0; i < plan->risks->len; i++) {
		g_autofree char *text = risk_describe(plan->risks->pdata[i]);
		if (text)
			terminal_warn("%s%s", when, text);
	}
}

void tell_notes(const struct plan *up, const struct plan *down)
{
	for (guint i = 0; i < up->notes->len; i++)
		terminal_note("%s", (char *)up->notes->pdata[i]);
	for (guint i = 0; down && i < down->notes->len; i++)
		if (!g_ptr_array_find_with_equal_func(up->notes, down->notes->pdata[i], g_str_equal, NULL))
			terminal_note("on the way back: %s", (char *)down->notes->pdata[i]);
	tell_risks(up, "");
	if (down)
		tell_risks(down, "on the way back: ");
}

void tell_losses(const struct plan *plan, bool allowed)
{
	for (guint i = 0; i < plan->losses->len; i++)
		(allowed ? terminal_warn : terminal_error)("data loss: %s", (char *)plan->losses->pdata[i]);
	for (guint i = 0; !allowed && i < plan->look_alikes->len; i++)
		terminal_error("perhaps a rename: %s", (char *)plan->look_alikes->pdata[i]);
}
