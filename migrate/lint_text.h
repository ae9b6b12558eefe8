/* What is wrong with one text: its bytes, its statements. */
#pragma once

#include "migrate/lint.h"

/* A file that is looked at. */
struct lint {
	const struct project *project;
	const struct numbered_change *change;
	const struct header *header; /* NULL: could not be read */
	const struct change_file *file;
	GPtrArray *findings;
};

__attribute__((format(printf, 4, 5))) void lint_say(const struct lint *, bool warning, const char *at, const char *format, ...);

/* The same of an error that tells its place, which is freed. */
void lint_error(const struct lint *, GError *);

/* Whether the bytes are those of text: UTF-8, without byte order mark, carriage returns and NUL. */
bool lint_bytes(const struct lint *);
/* The statements of a file of SQL; gives them, or NULL where they cannot be told apart. */
GPtrArray *lint_statements(const struct lint *);
