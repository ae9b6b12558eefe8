/* Git, run as a program: no shell, no option that a name could be taken for. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/*
 * What git prints when it is run with these arguments (NULL-terminated, without "git" itself). NULL where it fails: the error is
 * what it says, in English. Free it by g_string_free().
 */
GString *git_run(const char *const *arguments, GError **);

/* The same with a text that git reads. */
GString *git_run_with(const char *const *arguments, const GString *input, GError **);

/* The same where one line is expected, without the end of it. Free it. */
char *git_line(const char *const *arguments, GError **);

/*
 * git merge-file: three files merged by lines, into the first one. False where there is no such file or git; conflicts are none of
 * that.
 */
bool git_merge_lines(const char *ours, const char *base, const char *theirs, GError **);
