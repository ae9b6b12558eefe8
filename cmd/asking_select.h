/* The SELECTs by which objects are asked for. */
#pragma once

#include "cmd/asking.h"

/* Appends the literal of a qualified name. */
void asking_append_name(GString *out, const char *schema, const char *name);
/* The oid of an object that the server finds by its name, to_regclass('s.t'); NULL for what it does not find so. Free it. */
char *asking_oid(const struct object *);
/* SELECT EXISTS (...) or NOT EXISTS, of an object whose kind has a row; conditions are "" or begin with AND. Free it. */
char *asking_select(const struct object *, const char *conditions, bool there);
/*
 * The same of any object, as its kind reads it; value, which may be NULL, is what the condition calls o.value. It may name
 * o.oid and o.owner, too; NULL: there is none.
 */
char *asking_select_read(const struct object *, const char *value, const char *condition, bool there);
/* The one or the other, without conditions. */
char *asking_select_any(const struct object *, bool there);
