/* Prints messages for the user on standard error. */
#include "cmd/terminal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "sql/hidden.h"

static struct {
	bool quiet, in_progress;
	bool always, never; /* colours are on, off */
	bool plain;	    /* does not support escape sequences */
} terminal;

bool terminal_init(const char *when, bool quiet, GError **error)
{
	const char *no_colour = g_getenv("NO_COLOR");

	terminal.quiet = quiet;
	terminal.always = g_strcmp0(when, "always") == 0;
	terminal.never = g_strcmp0(when, "never") == 0;
	if (when && !terminal.always && !terminal.never && strcmp(when, "auto") != 0) {
		g_set_error(error, g_quark_from_static_string("terminal"), 0, "--color is auto, always or never, not \"%s\"", when);
		return false;
	}
	terminal.plain = (no_colour && *no_colour) || g_strcmp0(g_getenv("TERM"), "dumb") == 0;
	terminal.never = terminal.never || (!terminal.always && terminal.plain);
	return true;
}

const char *terminal_colour(FILE *file, enum colour colour)
{
	static const char *const codes[] = { "\033[0m", "\033[31m", "\033[33m", "\033[32m" };
	bool coloured = terminal.always || (!terminal.never && isatty(fileno(file)));

	return coloured ? codes[colour] : "";
}

int terminal_width(FILE *file)
{
	enum { LEAST = 40, USUAL = 80 };
	const char *columns = g_getenv("COLUMNS");
	struct winsize size;
	int width = 0;

	if (isatty(fileno(file)) && ioctl(fileno(file), TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (!width && columns)
		width = (int)strtol(columns, NULL, 10);
	return width <= 0 ? USUAL : width < LEAST ? LEAST : width;
}

char *terminal_escape(const char *text)
{
	return text_visible(text);
}

static void clear_progress(void)
{
	if (terminal.in_progress)
		fputs("\r\033[K", stderr);
	terminal.in_progress = false;
}

/*
 * Line breaks in a message, such as libpq's, are kept; lines after the first are indented, so that none looks like another message.
 */
static void say(enum colour colour, const char *what, const char *format, va_list arguments)
{
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	g_auto(GStrv) lines = g_strsplit(g_strchomp(text), "\n", -1);

	clear_progress();
	fprintf(stderr, "%s: %s%s%s", g_get_prgname(), *what ? terminal_colour(stderr, colour) : "", what,
		*what ? terminal_colour(stderr, COLOUR_NONE) : "");
	for (size_t i = 0; lines[i]; i++) {
		g_autofree char *line = terminal_escape(lines[i] + strspn(lines[i], "\t"));
		fprintf(stderr, "%s%s\n", i ? "    " : "", line);
	}
	if (!lines[0])
		fputc('\n', stderr);
}

void terminal_error(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(COLOUR_BAD, "", format, arguments);
	va_end(arguments);
}

void terminal_warn(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (!terminal.quiet)
		say(COLOUR_CHANGED, "warning: ", format, arguments);
	va_end(arguments);
}

void terminal_note(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (!terminal.quiet)
		say(COLOUR_GOOD, "note: ", format, arguments);
	va_end(arguments);
}

void terminal_tell(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(COLOUR_NONE, "", format, arguments);
	va_end(arguments);
}

void terminal_progress(const char *format, ...)
{
	va_list arguments;

	clear_progress();
	if (!format || terminal.quiet || terminal.plain || !isatty(STDERR_FILENO))
		return;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_autofree char *line = terminal_escape(text);
	fprintf(stderr, "%s: %s", g_get_prgname(), line);
	fflush(stderr);
	terminal.in_progress = true;
}
