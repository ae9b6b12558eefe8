/* Shows what a program does inside, on standard error: what it sends to servers, and how its plans are made. */
#pragma once

#include <stdbool.h>

#define QUERIES_OPTION(asked) \
	{ \
		"show-queries", 0, NULL, "tell on standard error each statement that is sent to a server, and how long it took", \
			.flag = &(asked) \
	}
#define VERBOSE_OPTION(times) \
	{ \
		"verbose", 'v', NULL, \
			"tell on standard error what is to happen to each object that differs, and why; twice, -vv, also what follows " \
			"for other objects, and the order of the statements", \
			.count = &(times) \
	}

/* Begins to show what was asked for by --show-queries, and by that many -v. */
void inside_show(bool queries, unsigned verbose);
