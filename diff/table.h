/* What tables and foreign tables have in common in DDL. */
#pragma once

#include <glib.h>

#include "diff/say.h"

/* Appends the columns and checks of CREATE TABLE, a line each. */
void table_append_elements(GString *out, struct say *);
/* INHERITS (...), on a line of its own. */
void table_append_inherits(GString *out, struct say *);
/* ATTACH PARTITION, in the late stage. */
void table_say_attach(struct say *);
/* Takes the table from the parents that it is to lose, and puts it to those that it is to have. */
void table_alter_parents(struct say *);
