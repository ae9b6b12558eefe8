/* CREATE TYPE of base types, and the shells that stand for a type until it is made: pg_type of typtype b and p. */
#pragma once

#include "catalog/object.h"

/* Rows' clauses are the parameters of CREATE TYPE. */
struct base_type {
	struct object object;
	const char *input, *output, *receive, *send, *typmod_in, *typmod_out, *analyze, *subscript;
	const char *internallength, *alignment, *storage, *category, *default_, *element, *delimiter;
	bool passedbyvalue, preferred, collatable;
};

/*
 * Functions that a type is made of have it in their arguments or results: they need its shell, and it needs them. So each base
 * type, and each range with a canonical function, has a shell beside it, which the document does not show.
 */
struct shell_type {
	struct object object;
	bool shell;   /* nothing but a shell */
	bool defined; /* there is a type of that name */
};

struct snapshot;

/* The shell beside a type; NULL where it needs none. */
const struct object *base_type_shell(const struct snapshot *, const struct object *type);
/* The type beside a shell; NULL where it is a shell alone. */
const struct object *base_type_of_shell(const struct snapshot *, const struct object *shell);
