/* Writes results to standard output, or to files, which are replaced completely or not at all. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* A text, and the path of its file; NULL or "-" is standard output. */
struct output {
	const char *path;
	const GString *text;
};

/*
 * Writes all outputs: each file by way of a temporary file in the same directory; all are replaced or none. Other files
 * (/dev/stdout, a pipe) are written directly, before any file is replaced. After a signal that ends the program either all or none
 * are written, and no temporary file is left. False with an error.
 */
bool output_write(const struct output *, size_t count, GError **);

/* Whether all output reached standard output. Call it after the last output. */
bool output_finish(GError **);

/* Whether output_write() can be expected to succeed: to be called before changes that cannot be undone. False with an error. */
bool output_check(const char *path, GError **);

/*
 * Whether all outputs are different files, regardless of their paths, and none is an input. Paths as above; "-" among inputs is
 * standard input; NULL among inputs is ignored. Standard output counts as the file to which the shell redirects it. False with an
 * error.
 */
bool output_check_apart(const char *const *outputs, size_t count, const char *const *inputs, size_t input_count, GError **);

/*
 * Call it before anything else: opens the descriptors 0 to 2 if they are closed, so that no other file gets one of these numbers.
 * Using such a descriptor fails as before.
 */
void output_init(void);
