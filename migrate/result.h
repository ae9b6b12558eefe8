/* Results of libpq that free themselves, and their values. */
#pragma once

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdlib.h>

static inline void result_clear(PGresult **result)
{
	PQclear(*result);
}
#define AUTO_RESULT __attribute__((cleanup(result_clear))) PGresult *

static inline bool result_is_good(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* NULL for SQL's NULL; lives as long as the result. */
static inline const char *result_text(const PGresult *result, int row, int column)
{
	return PQgetisnull(result, row, column) ? NULL : PQgetvalue(result, row, column);
}

static inline int result_int(const PGresult *result, int row, int column)
{
	return (int)strtol(PQgetvalue(result, row, column), NULL, 10);
}

static inline bool result_bool(const PGresult *result, int row, int column)
{
	return PQgetvalue(result, row, column)[0] == 't';
}
