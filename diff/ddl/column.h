/* Columns of tables in DDL. */
#pragma once

#include <glib.h>

#include "diff/ddl/verbs.h"
#include "diff/say.h"

/* Appends "name type COLLATE ... DEFAULT ... NOT NULL" of the change's wanted column, as CREATE TABLE and ADD COLUMN take it. */
void column_definition(GString *out, const struct changes *, const struct change *);
/* The same without name and type, for a typed table: "name WITH OPTIONS ..."; nothing where there are no options. */
void column_options(GString *out, const struct changes *, const struct change *);
/* Appends GENERATED ... AS IDENTITY with the options of its sequence in parentheses; always with the sequence's name. */
void column_append_identity(GString *out, const struct changes *, const struct object *column);
/* Settings of a column that CREATE TABLE cannot set: storage, compression, statistics, options; have is NULL for a new one. */
void column_settings(struct say *, const struct object *have, const struct object *want);
/* ALTER COLUMN TYPE, with remarks on lost precision and on rows that may make it fail. */
void column_say_type(struct say *);
/* The same without the statement. */
void column_say_conversion(struct say *);
/* An expression that converts a value of the old column to the new type, to be freed; NULL: the server's own cast is used. */
char *column_conversion(const struct changes *, const struct change *);
/* Appends "type COLLATE ...". */
void column_append_type(GString *out, const struct object *column);
/*
 * Whether the default or generation expression of a column of have calls an object that is dropped, so that it may have to be
 * dropped before.
 */
bool column_lets_go(const struct changes *, const struct object *column);
/*
 * Judges columns, see diff/ddl/verbs.h; a view's columns have only defaults. Dependencies of a typed table, or its type, are
 * included.
 */
void column_judge(const struct changes *, struct change *);
/*
 * See diff/ddl/verbs.h; when a generated column gets another expression, checks and publications of the table are dropped before
 * and re-created after.
 */
enum reaction column_on_dependency(struct widening *, struct change *, struct change *cause);
void column_widen_users(struct widening *, struct change *);
void column_place_all(struct changes *);
void column_add_edges(struct changes *, struct change *);
bool column_inherits_had(struct changes *, struct change *, struct change *upper, struct batch *undo);
bool column_inherits_has(struct change *, struct change *upper, struct batch *make);
extern const struct told column_told_elsewhere[];
/* Whether columns of an emptied table no longer use an object, as their defaults were dropped. */
bool column_lets_go_of(const struct change *, const struct change *needed);
/* Whether the column, there before and after, is of another type or collation, and not just of a type that has another name now. */
bool column_differs_in_type(const struct changes *, const struct change *);
