/* Runs git, without a shell; a name cannot be taken for an option. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * The output of git with these arguments (NULL-terminated, without "git"). NULL where it fails, with its message, in English, as
 * error. Free it with g_string_free().
 */
GString *git_run(const char *const *arguments, GError **);

/* The same with a text as standard input. */
GString *git_run_with(const char *const *arguments, const GString *input, GError **);

/* The same for one line of output, without its line end. Free it. */
char *git_line(const char *const *arguments, GError **);

/*
 * Runs git merge-file, which merges three files by lines into the first one. False with an error where a file or git is missing;
 * conflicts are not an error.
 */
bool git_merge_lines(const char *ours, const char *base, const char *theirs, GError **);
