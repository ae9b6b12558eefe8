/* CREATE TYPE of base types, and shell types: pg_type of typtype b and p. */
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
 * Functions of a type have it as argument or result: they depend on its shell, and it depends on them. So each base type, and each
 * range with a canonical function, has a shell object, which the document does not contain.
 */
struct shell_type {
	struct object object;
	bool shell;   /* nothing but a shell */
	bool defined; /* there is a type of that name */
};

struct snapshot;

/* The shell of a type; NULL where it needs none. */
const struct object *base_type_shell(const struct snapshot *, const struct object *type);
/* The type of a shell; NULL where it is only a shell. */
const struct object *base_type_of_shell(const struct snapshot *, const struct object *shell);
