/*
 * What rows can make fail, named where the statement is said: NOT NULL, keys, checks, other types. Nothing is asked here; a risk
 * says how its rows can be counted in the database as it is before. The functions of the rooms, in diff/ddl, add to the
 * plan's risks, or nothing where no row can be in the way: the table is new, or the object is made again as it was.
 */
#pragma once

#include <glib.h>

#include "diff/say.h"
#include "diff/steps.h"

/*
 * A risk in words: "fails if a row of table public.t has NULL in column a, which becomes NOT NULL; it has 3 such rows". NULL where
 * no row is there. Free it.
 */
char *risk_describe(const struct risk *);
/* Of a struct risk *, as the free function of an array. */
void risk_free(gpointer);

/*
 * Adds a risk of the rows of a table, as it is before; NULL: of none that can be asked. condition is that of the rows that offend,
 * of which the risk takes hold; NULL: every row may.
 */
void risk_add(struct say *, const struct object *table, char *condition, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/*
 * The risk that was added last counts its rows otherwise than by its condition, if it has one: by an aggregate, or a query, which
 * it takes.
 */
void risk_count(struct say *, char *count);
/*
 * Adds a risk of names that search_path would have to find: it is none if all of them are of pg_catalog, which a server can tell.
 * Once for each text.
 */
void risk_add_names(struct say *, const GPtrArray *names, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The table of a part as it is before; NULL: it is new, or no plain one. */
const struct object *risk_table(const struct say *);
/* A wanted table's column as it is before, of a built-in type that stays; NULL: it is another, and cannot be asked. */
const struct object *risk_column(const struct changes *, const struct object *table, const char *name);
/*
 * Whether an expression of an object means the same before, and does nothing but compute: the texts of others are not run by those
 * who only ask for a plan, or no more of them than operators and functions such as lower().
 */
bool risk_is_askable(const struct changes *, const struct object *, const char *expression);
