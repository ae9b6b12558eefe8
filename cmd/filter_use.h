/*
 * Whether each name and pattern of the command line matches an object, and the names by which objects are matched. Used by
 * cmd/filter.c only.
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
/* Records which names and patterns match the object, selected or not; *error is set where a pattern takes too long. */
void filter_use_note(struct filter_use *, const struct object *, GError **error);
/* False with an error that names the first one that matched nothing, and the nearest name seen. two: two places were read. */
bool filter_use_check(const struct filter_use *, bool two, GError **error);

/* "schema.name", for a part "schema.table.name", without a schema the name. Free it. */
char *filter_name(const struct object *);
/* Whether a part can be excluded by name: columns, constraints, indexes, triggers, rules, policies. */
bool filter_has_name(const struct object *part);
/* Whether -t and -T select objects of the kind. */
bool filter_is_relation(const struct kind *);
