/*
 * What is fuzzed: functions that take any bytes and are to say something true of them. A target returns where what it was given is
 * refused or holds what its comment says, and aborts where not.
 *
 * tests/fuzz runs them under libFuzzer (fuzz.c); test_found.c tries on each what was found once, and texts that grow.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

struct target {
	const char *name;
	void (*try)(const char *text, size_t length); /* a NUL follows the text, and may be in it */
	const char *pieces; /* texts that mean something there, one a line: an inner list of words for the fuzzer */
};

/* They end in a target without name. */
extern const struct target targets[];

/* NULL: there is none of that name. */
const struct target *target_find(const char *name);

/* documents.c */
void target_load(const char *, size_t);
void target_pyrseas(const char *, size_t);
void target_plan(const char *, size_t);
void target_settings(const char *, size_t);
/* sql.c */
void target_lexer(const char *, size_t);
void target_split(const char *, size_t);
void target_settle(const char *, size_t);
void target_types(const char *, size_t);
void target_parentheses(const char *, size_t);
void target_mentions(const char *, size_t);
void target_whole(const char *, size_t);
void target_quote(const char *, size_t);
/* project.c */
void target_header(const char *, size_t);
void target_manifest(const char *, size_t);
void target_script(const char *, size_t);
void target_statement(const char *, size_t);
void target_bundle(const char *, size_t);

/* Ends the program with a reason where the condition does not hold. */
#define MUST(condition, ...) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "%s:%d: %s does not hold: ", __FILE__, __LINE__, #condition); \
			fprintf(stderr, __VA_ARGS__); \
			fputc('\n', stderr); \
			abort(); \
		} \
	} while (false)
