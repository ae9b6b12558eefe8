/* The options of db2yaml that git calls, and those that set git up. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cmd/place.h"

struct git_options {
	bool setup, remove, check, merge, diff;
};

#define GIT_OPTIONS(options) \
	{ "git-setup", 0, NULL, "tell git to merge, compare and check these documents by objects", .flag = &(options).setup }, \
		{ "git-remove", 0, NULL, "take back what --git-setup wrote", .flag = &(options).remove }, \
		{ "git-check", 0, NULL, "hook of git: check the documents that are to be committed", .flag = &(options).check }, \
		{ "git-merge", 0, NULL, "merge driver of git: BASE OURS THEIRS PATH", .flag = &(options).merge }, \
	{ \
		"git-diff", 0, NULL, "diff driver of git", .flag = &(options).diff \
	}

/* Whether one of the options is given. */
bool git_is_asked(const struct git_options *);
/*
 * Runs the given option (--git-merge with --multiple-files: for one file of a directory). Returns the exit status, 2 with an error
 * that the caller prints.
 */
int git_command(const struct git_options *, const GPtrArray *arguments, bool multiple_files, struct place_options *,
	const char *color, GError **);
