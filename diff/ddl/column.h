/* Columns of tables in DDL. */
#pragma once

#include <glib.h>

#include "diff/ddl/verbs.h"
#include "diff/say.h"

/* Appends "name type COLLATE ... DEFAULT ... NOT NULL" of the change's wanted column, as CREATE TABLE and ADD COLUMN take it. */
void column_definition(GString *out, const struct changes *, const struct change *);
/* The same without name and type, for a typed table: "name WITH OPTIONS ..."; nothing where there is nothing to say. */
void column_options(GString *out, const struct changes *, const struct change *);
/*
 * Appends GENERATED ... AS IDENTITY with the options of the sequence behind it in parentheses; its name always, so that it is the
 * one that was meant.
 */
void column_append_identity(GString *out, const struct changes *, const struct object *column);
/* What CREATE TABLE cannot say of a column: storage, compression, statistics, options; have is NULL for a new one. */
void column_settings(struct say *, const struct object *have, const struct object *want);
/* ALTER COLUMN TYPE; what values lose by it, and what rows can refuse. */
void column_say_type(struct say *);
/* The same without the statement. */
void column_say_conversion(struct say *);
/*
 * A value of the old column as one of the new type, an expression over the table's columns, to be freed; NULL: the server converts it
 * as it is.
 */
char *column_conversion(const struct changes *, const struct change *);
/* Appends "type COLLATE ...". */
void column_append_type(GString *out, const struct object *column);
/* Whether the default or generation expression of a column of have calls what goes, so that it may have to go before. */
bool column_lets_go(const struct changes *, const struct object *column);
/*
 * The judge of columns, see diff/ddl/verbs.h; of views they have defaults only. What a typed table, or its type, needs goes along.
 */
void column_judge(const struct changes *, struct change *);
/* See diff/ddl/verbs.h; a generated column that gets another expression has checks and publications of the table gone meanwhile. */
enum reaction column_on_dependency(struct widening *, struct change *, struct change *cause);
void column_widen_users(struct widening *, struct change *);
void column_place_all(struct changes *);
void column_add_edges(struct changes *, struct change *);
bool column_inherits_had(struct changes *, struct change *, struct change *upper, struct batch *undo);
bool column_inherits_has(struct change *, struct change *upper, struct batch *make);
extern const struct told column_told_elsewhere[];
/* Columns of an emptied table have let go of what their defaults call. */
bool column_lets_go_of(const struct change *, const struct change *needed);
/* Whether the column, there before and after, is of another type or collation, and not just of a type that has another name now. */
bool column_differs_in_type(const struct changes *, const struct change *);
