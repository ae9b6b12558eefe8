/* Completion of a program's command line in shells, made from its table of options. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

#include "cmd/options.h"

/* Writes the script for "bash", "zsh" or "fish"; false with an error for any other shell. */
bool completion_write(const struct program *, const char *shell, FILE *, GError **);
