/* Writing results: to standard output, or to files that are either as before or complete. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* A text, and the path of the file that is to hold it; NULL or "-" is standard output. */
struct output {
	const char *path;
	const GString *text;
};

/*
 * Writes all of them: each file by way of a temporary file beside it, and all are replaced or none. What is no regular file
 * (/dev/stdout, a pipe) is written directly, before any file is replaced. A signal that ends the program meanwhile finds all as it
 * was, or all written, and no temporary file left.
 */
bool output_write(const struct output *, size_t count, GError **);

/* Whether all that was printed on standard output has arrived. To be called after the last of it. */
bool output_finish(GError **);

/* Whether output_write() may succeed: for finding out before something is changed that cannot be undone. */
bool output_check(const char *path, GError **);

/*
 * Whether no two outputs are one file, whatever it is called, and none is an input. Paths as above, and of inputs "-" is standard
 * input; NULL among inputs is none. Standard output counts as the file to which the shell leads it.
 */
bool output_check_apart(const char *const *outputs, size_t count, const char *const *inputs, size_t input_count, GError **);

/*
 * To be called first of all: sees to it that the descriptors 0 to 2 are open, so that no file is opened as one of them. Using a
 * closed one fails as before.
 */
void output_init(void);
