/*
 * Where tests make things go wrong: the numbered steps of runner.md 3.6 and 3.7 have names, and a program for tests sets the hook.
 */
#pragma once

/* NULL but in the tests' own build of dbalign. It is told the point, and the server process that works. */
extern void (*fault_hook)(const char *point, int pid);

static inline void fault_point(const char *point, int pid)
{
	if (fault_hook)
		fault_hook(point, pid);
}
