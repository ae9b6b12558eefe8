/*
 * The command line of a program: one table of options, read with getopt_long() (so long options may be abbreviated, and options
 * and places mixed), which also prints --help.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

/* An option sets exactly one of flag, count, text and list; text and list take an argument. Tables end in a row without name. */
struct option_row {
	const char *name; /* the long form, without dashes */
	char letter;	  /* the short form, or 0 */
	/* what --help calls the argument; NULL: it takes none. FILE and DIR are completed as such by shells */
	const char *argument;
	const char *help; /* a sentence, wrapped by --help; NULL: an option that --help does not show */
	bool *flag;
	unsigned *count;   /* how many times it is given */
	const char **text; /* the last one given counts */
	GPtrArray **list;  /* const char *, in the order given; made when the first one comes */
	const char *words; /* all that the argument can be, with blanks between, for shells to complete; NULL: anything */
};

/* What a program of several commands does when its first argument is the name. */
struct command {
	const char *name;	       /* apply */
	const char *usage;	       /* what stands behind the name: "[OPTION]... SLUG" */
	const char *brief;	       /* what it does, for the list of commands: a few words */
	const char *summary;	       /* the same as a paragraph */
	const struct option_row *rows; /* of its own; those of the program are added to them. NULL: none */
	const char *const *examples;   /* as those of the program */
	/*
	 * With an environment of several targets or tenants: it is for one of them that is told, or for a copy of such a target, in which it
	 * asks for the tenants, or needs none; or it runs for each, or for each whatever the others give.
	 */
	enum { COMMAND_FOR_ONE, COMMAND_FOR_COPY, COMMAND_FOR_NONE, COMMAND_CHANGES_EACH, COMMAND_LOOKS_AT_EACH } targets;
	int (*run)(GPtrArray *arguments,
		GError **); /* gives the exit status; with an error, which the caller tells, its code counts */
};

struct program {
	const char *name;	     /* db2yaml */
	const char *usage;	     /* what stands behind the name: "[OPTION]... PLACE" */
	const char *summary;	     /* what it does: a paragraph, wrapped by --help */
	const char *const *examples; /* pairs of a command and what it does; ends in NULL. NULL: none */
	/* what exit status 0, 1, 2 ... tell; "" for one that there is not; ends in NULL. NULL: --help tells none */
	const char *const *statuses;
	const struct option_row *rows;
	size_t own; /* that many rows are those of one command, the others of all; 0: there is no such difference */
	const struct command *const *commands; /* ends in NULL; NULL: it has none */
	const char *const
		*gone; /* pairs of an option that there was, "directory", and what to do instead; ends in NULL. NULL: none */
};

/*
 * Takes the options out of the command line. The other arguments are appended to places; they live as long as argv. False with an
 * error that says what is wrong with the command line. Of a program of commands it stops at the first argument that is no option.
 */
bool options_parse(const struct program *, int argc, char *argv[], GPtrArray *places, GError **);

/* What --help prints, and --version. */
void options_help(const struct program *, FILE *);
void options_version(const struct program *, FILE *);
