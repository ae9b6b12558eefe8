/* The SELECTs that look up objects. */
#pragma once

#include "cmd/asking.h"

/* Appends the literal of a qualified name. */
void asking_append_name(GString *out, const char *schema, const char *name);
/*
 * The expression for the oid of an object that has an object identifier function, to_regclass('s.t'); NULL for other objects. Free
 * it.
 */
char *asking_oid(const struct object *);
/* SELECT EXISTS (...) or NOT EXISTS for an object whose kind has a row; conditions is "" or begins with AND. Free it. */
char *asking_select(const struct object *, const char *conditions, bool there);
/*
 * The same for any object, with the query that reads its kind; value, which may be NULL, is the expression that the condition names
 * o.value. The condition may also use o.oid and o.owner; NULL: no condition.
 */
char *asking_select_read(const struct object *, const char *value, const char *condition, bool there);
/* asking_select() where the kind has a row, else asking_select_read(), without conditions. */
char *asking_select_any(const struct object *, bool there);
