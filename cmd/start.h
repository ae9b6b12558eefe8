/* How a program of one command begins and ends: the options that all have, and what becomes of an error. */
#pragma once

#include "cmd/inside.h"
#include "cmd/options.h"

struct start_options {
	const char *color, *completion;
	bool show_queries, quiet, help, version;
};

/* The last rows of a table; the row that ends it is to follow. */
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
	START_WORK,	 /* the program has something to do */
	START_ANSWERED,	 /* it was asked for its help, version or completion, and has answered */
	START_USAGE,	 /* with an error: the command line is wrong */
	START_UNWRITTEN, /* with an error: standard output did not take the answer */
};

/* Reads the command line, see options_parse(), and readies the terminal. */
enum start start_program(
	const struct program *, const struct start_options *, int argc, char *argv[], GPtrArray *places, GError **);

/* Tells an error, or nothing where it is NULL; usage: that --help would help. */
void start_tell(const struct program *, const GError *, bool usage);
