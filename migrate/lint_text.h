/* Checks one text: its bytes, its statements. */
#pragma once

#include "migrate/lint.h"

/* The file being checked. */
struct lint {
	const struct project *project;
	const struct numbered_change *change;
	const struct header *header; /* NULL: invalid */
	const struct change_file *file;
	GPtrArray *findings;
};

__attribute__((format(printf, 4, 5))) void lint_say(const struct lint *, bool warning, const char *at, const char *format, ...);

/* The same for an error whose text has its position; frees the error. */
void lint_error(const struct lint *, GError *);

/* Whether the bytes are UTF-8, without byte order mark, carriage returns and NUL. */
bool lint_bytes(const struct lint *);
/* Checks the statements of an SQL file; returns them, or NULL where the text cannot be split. */
GPtrArray *lint_statements(const struct lint *);
