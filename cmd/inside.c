/* Shows on standard error what a program does internally. */
#include "cmd/inside.h"

#include "catalog/read/sent.h"
#include "cmd/terminal.h"
#include "diff/trace.h"

static void show_query(const char *sql, double milliseconds)
{
	terminal_tell("sent, %.2f ms: %s", milliseconds, sql);
}

static void show_line(const char *line)
{
	g_autofree char *escaped = terminal_escape(line);

	terminal_tell("%s", escaped);
}

void inside_show(bool queries, unsigned verbose)
{
	if (queries)
		sent_show(show_query);
	if (verbose)
		trace_start(verbose > 1 ? TRACE_ALL : TRACE_JUDGE, show_line);
}
