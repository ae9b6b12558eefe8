/* Shows on standard error what a program does internally: the statements sent to servers, and how plans are made. */
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

/* Starts showing what --show-queries, and -v so many times, ask for. */
void inside_show(bool queries, unsigned verbose);
