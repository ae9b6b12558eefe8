/*
 * The types of a database, and values of them for generated rows: the n-th value of a type is the same everywhere, so that foreign
 * keys match.
 */
#pragma once

#include <glib.h>
#include <libpq-fe.h>
#include <stdbool.h>

struct type_set;

/* All types of the connection's database. NULL with an error. */
struct type_set *types_read(PGconn *, GError **);
void types_free(struct type_set *);

/*
 * An SQL expression of the n-th value, from 1, of the type (its oid as text); typed is the type as format_type() has it for the
 * column, with its length. NULL: none is known. Free it.
 */
char *types_value(const struct type_set *, const char *oid, const char *typed, int n);
/* An SQL expression of a literal as a value of the type. Free it. */
char *types_literal(const struct type_set *, const char *oid, const char *literal);
/* Whether values are numbers; the type of a domain counts. */
bool types_is_number(const struct type_set *, const char *oid);
