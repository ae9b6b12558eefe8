/* How statements call the objects that they are about. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"

/*
 * Each appends what stands in SQL for the object; all are conversions of say(). The current database is left to say(): a script
 * does not know its name.
 */

/* %O: a top-level object by its qualified name; routines with their arguments. */
void call_object(GString *, const struct object *);
/* %S: the words after COMMENT ON and SECURITY LABEL ... ON: COLUMN public.t.a. Only where call_is_subject(). */
void call_subject(GString *, const struct object *);
bool call_is_subject(const struct object *);
/* %G: the words after GRANT ... ON: TABLE public.t. */
void call_target(GString *, const struct object *);
