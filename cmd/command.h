/* The command of a program of commands. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/options.h"

/*
 * A command as a program of its own, with its options and then those of all: "dbalign apply". To be cleared by
 * command_program_clear.
 */
struct program command_program(const struct program *, const struct command *);
void command_program_clear(struct program *);

/*
 * Reads the whole command line: the options before the command, and those behind it. *command is NULL where there is none; else
 * arguments get what is no option. False with an error.
 */
bool command_parse(const struct program *, int argc, char *argv[], const struct command **command, GPtrArray *arguments, GError **);
