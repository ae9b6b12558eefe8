/* Fault injection: the numbered steps of runner.md 3.6 and 3.7 have names, and a program for tests sets the hook. */
#pragma once

/* NULL except in the tests' build of dbalign. Its arguments are the step's name and the pid of the server process. */
extern void (*fault_hook)(const char *point, int pid);

static inline void fault_point(const char *point, int pid)
{
	if (fault_hook)
		fault_hook(point, pid);
}
