/*
 * The command line of a program: one table of options, parsed with getopt_long() (so long options may be abbreviated, and options
 * and places mixed) and printed by --help.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/*
 * An option sets exactly one of flag, count, text and list; text and list take an argument. A table ends with a row without name.
 */
struct option_row {
	const char *name; /* the long form, without dashes */
	char letter;	  /* the short form, or 0 */
	/* the argument's name in --help; NULL: it takes none. Shells complete FILE and DIR */
	const char *argument;
	const char *help; /* a sentence, wrapped by --help; NULL: an option that --help does not show */
	bool *flag;
	unsigned *count;   /* how many times it is given */
	const char **text; /* the last one wins */
	GPtrArray **list;  /* const char *, in order; created by the first one */
	const char *words; /* all values of the argument, separated by blanks, for completion; NULL: any value */
};

/* A command of a program that has several; the first argument is its name. */
struct command {
	const char *name;	       /* apply */
	const char *usage;	       /* follows the name in --help: "[OPTION]... SLUG" */
	const char *brief;	       /* a few words for the list of commands */
	const char *summary;	       /* the same as a paragraph */
	const struct option_row *rows; /* its own options, before those of the program. NULL: none */
	const char *const *examples;   /* as in struct program */
	/*
	 * In an environment of several targets or tenants the command is for the one that is chosen; or for a chosen target, but no
	 * tenant; or needs none; or it runs for each; or for each regardless of the exit status of others.
	 */
	enum { COMMAND_FOR_ONE, COMMAND_FOR_DATABASE, COMMAND_FOR_NONE, COMMAND_CHANGES_EACH, COMMAND_LOOKS_AT_EACH } targets;
	int (*run)(GPtrArray *arguments,
		GError **); /* returns the exit status; with an error, which the caller prints, the error's code is the status */
};

struct program {
	const char *name;	     /* db2yaml */
	const char *usage;	     /* follows the name in --help: "[OPTION]... PLACE" */
	const char *summary;	     /* what it does: a paragraph, wrapped by --help */
	const char *const *examples; /* pairs of a command and its description; ends with NULL. NULL: none */
	/* the meaning of exit status 0, 1, 2 ...; "" for an unused one; ends with NULL. NULL: not printed */
	const char *const *statuses;
	const struct option_row *rows;
	size_t own; /* so many rows are those of a command, the others of the program; 0: no distinction */
	const struct command *const *commands; /* ends with NULL; NULL: it has none */
	const char *const *gone; /* pairs of a removed option, "directory", and its replacement; ends with NULL. NULL: none */
};

/*
 * Parses the options of the command line and appends the other arguments to places; they live as long as argv. False with an error
 * that says what is wrong with the command line. For a program of commands it stops at the first argument that is not an option.
 */
bool options_parse(const struct program *, int argc, char *argv[], GPtrArray *places, GError **);

/* Print the output of --help, and of --version. */
void options_help(const struct program *, FILE *);
void options_version(const struct program *, FILE *);
