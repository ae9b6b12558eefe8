/* Handles rows that are not objects: facts about objects, and about the database. */
#pragma once

#include "catalog/read/reading.h"

bool reading_take_class(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_filled(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_class_name(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_collation(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_depend(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_comment(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_label(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_unsupported(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_snapshot(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_change(struct reading *, const struct kind *, const struct row *, GError **);
bool reading_take_relation(struct reading *, const struct kind *, const struct row *, GError **);
/* oids of all objects that were read, for watch_change_sql(). */
GHashTable *reading_oids(const struct reading *);
/* Call it when all objects are read: adds the dependencies from pg_depend. */
void reading_add_needs(struct reading *);
