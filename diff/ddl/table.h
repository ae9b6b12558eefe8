/* What tables and foreign tables have in common in DDL, and what other rooms ask of tables. */
#pragma once

#include <glib.h>

#include "diff/ddl/verbs.h"
#include "diff/say.h"

struct plan;
struct table;

/* Whether a partition leaves its partitioned table for good, or comes back to it, or to another one, with its new bounds. */
bool table_changes_place(const struct change *);
/* Appends the columns and checks of CREATE TABLE, a line each. */
void table_append_elements(GString *out, struct say *);
/* INHERITS (...), on a line of its own. */
void table_append_inherits(GString *out, struct say *);
/* ATTACH PARTITION, in the late stage. */
void table_say_attach(struct say *);
/* Takes the table from the parents that it is to lose, and puts it to those that it is to have. */
void table_alter_parents(struct say *);
/* CLUSTER ON and REPLICA IDENTITY, as far as they differ or their index is made. */
void table_say_index_marks(struct say *, const struct table *have, const struct table *want);
/* Whether a table that is there before and after is logged, or not, as no ALTER TABLE changes it: it is partitioned. */
bool table_stays_unlogged(const struct change *);
/* See diff/ddl/verbs.h. */
void table_mark_first(struct changes *);
void table_mark_all(struct changes *);
bool table_row_stays(const struct change *, const struct attribute *);
void table_note(const struct changes *, const struct change *, struct plan *);
enum reaction table_on_dependency(struct widening *, struct change *, struct change *cause);
void table_widen_first(struct widening *, struct change *);
/* Whether a table that it inherits from has another name now. */
bool table_parent_is_renamed(const struct changes *, const struct change *);
