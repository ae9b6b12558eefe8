/* Startup and errors of a program without commands: common options, and how an error is printed. */
#pragma once

#include "cmd/inside.h"
#include "cmd/options.h"

struct start_options {
	const char *color, *completion;
	bool show_queries, quiet, help, version;
};

/* The last rows of a table of options, before the empty row that ends it. */
#define START_OPTIONS(options) \
	{ "color", 0, "WHEN", "auto, always or never", .text = &(options).color, .words = "auto always never" }, \
		QUERIES_OPTION((options).show_queries), \
		{ "quiet", 'q', NULL, "no warnings, no notes, no progress", .flag = &(options).quiet }, \
		{ "completion", 0, "SHELL", NULL, .text = &(options).completion, .words = "bash zsh fish" }, \
		{ "version", 0, NULL, "print the version, then exit", .flag = &(options).version }, \
	{ \
		"help", 'h', NULL, "print this help, then exit", .flag = &(options).help \
	}

enum start {
	START_WORK,	 /* there is work to do */
	START_ANSWERED,	 /* --help, --version or --completion was given and answered */
	START_USAGE,	 /* with an error: the command line is wrong */
	START_UNWRITTEN, /* with an error: standard output cannot be written */
};

/* Parses the command line, see options_parse(), and initialises the terminal. */
enum start start_program(
	const struct program *, const struct start_options *, int argc, char *argv[], GPtrArray *places, GError **);

/* Prints an error; NULL: none; usage: add advice to use --help. */
void start_tell(const struct program *, const GError *, bool usage);
