/* Shared by the files of constraints. */
#pragma once

#include "diff/say.h"

/* DEFERRABLE, INITIALLY DEFERRED. */
void constraint_append_deferral(GString *out, bool deferrable, bool deferred);
/* See diff/ddl/verbs.h. */
void constraint_say_rename(struct say *);
void constraint_drop(struct say *);
