/* CREATE FUNCTION and PROCEDURE: pg_proc. Window functions are functions. */
#pragma once

#include "catalog/object.h"

struct routine {
	struct object object;
	const char *language, *returns;
	const char *arguments; /* with defaults; NULL where that is the signature */
	const char *source;    /* of a string body */
	const char *body;      /* SQL-standard: BEGIN ATOMIC ... END or RETURN */
	const char *obj_file, *link_symbol;
	const char *volatility, *parallel, *cost, *rows, *support;
	const struct names *configuration, *transforms;
	bool strict, security_definer, leakproof, window;
};

/*
 * "name(type,type)" with input arguments only: identifies a routine; made from its name and the output of
 * pg_get_function_identity_arguments.
 */
const char *routine_identity(struct pool *, const char *name, const char *signature);

/*
 * The same list of arguments with names quoted that are keywords in some version: servers print "json json" until 15, and "\"json\"
 * json" later. NULL for NULL.
 */
const char *routine_quote_names(struct pool *, const char *arguments);
