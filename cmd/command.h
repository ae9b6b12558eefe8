/* The command of a program that has commands. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/options.h"

/*
 * The command as a program of its own, "dbalign apply", with the command's options and then the program's. Free its memory with
 * command_program_clear().
 */
struct program command_program(const struct program *, const struct command *);
void command_program_clear(struct program *);

/*
 * Reads the whole command line: the options before the command, and those after it. *command is NULL where there is none; arguments
 * gets the other arguments. False with an error.
 */
bool command_parse(const struct program *, int argc, char *argv[], const struct command **command, GPtrArray *arguments, GError **);
