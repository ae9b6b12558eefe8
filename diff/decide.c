/* Decides what happens to a change, and why. */
#include "diff/decide.h"

#include "diff/trace.h"

void change_decide(struct change *change, enum fate fate, const struct change *cause)
{
	/* what changes already has its own reason, and may be the reason of this cause */
	if (change->fate == FATE_SAME && cause && cause->fate != FATE_SAME)
		change->because = cause;
	change->fate = fate;
	trace_widened(change, cause);
}
