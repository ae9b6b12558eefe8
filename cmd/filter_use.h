/*
 * Whether each name and pattern of a filter's command line matches anything at all; and by which names objects go there. Nobody
 * outside cmd/filter.c needs it.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/object.h"
#include "catalog/selection.h"

struct filter_use;

/* The selection and its patterns (struct pattern *, or NULL) outlive it. */
struct filter_use *filter_use_new(const struct selection *, const GPtrArray *include, const GPtrArray *exclude);
void filter_use_free(struct filter_use *);
/* Notes what matches the object, selected or not; *error is set where a pattern takes too long. */
void filter_use_note(struct filter_use *, const struct object *, GError **error);
/* False with an error that names the first that matched nothing, and the nearest name that was seen. two: two places were read. */
bool filter_use_check(const struct filter_use *, bool two, GError **error);

/* "schema.name", "schema.table.name" of a part, the name of what has no schema. Free it. */
char *filter_name(const struct object *);
/* Whether a part has a name by which it can be left out: columns, constraints, indexes, triggers, rules, policies. */
bool filter_has_name(const struct object *part);
/* What -t and -T speak of. */
bool filter_is_relation(const struct kind *);
