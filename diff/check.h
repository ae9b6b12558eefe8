/* Lists the differences between two snapshots, for people and for CI: yaml2db --check. */
#pragma once

#include <glib.h>

#include "catalog/snapshot.h"
#include "diff/steps.h"

struct changes;

/* One difference of one object: an attribute, or the object as a whole. */
struct difference {
	const struct object *object; /* of want, or of have when want lacks it */
	const char *what;     /* "missing", "not wanted", or the attribute's name: "type", "owner", "privileges", "comment" */
	char *wanted, *found; /* values as text; NULL: absent */
	char *delta;	      /* of two lists: "+ new, - old"; NULL: the values show it */
	bool sql;	      /* both values are SQL as a server prints it: expressions, queries */
	bool note;	      /* a difference that no ALTER can change and that is not drift: order of columns */
};

/*
 * Every difference, in canonical order of objects; an array of struct difference *, freed with g_ptr_array_unref. Parts of a
 * missing object are not named one by one.
 */
GPtrArray *check_differences(const struct snapshot *have, const struct snapshot *want);
/*
 * The same for changes that are judged and not propagated yet: each that is not FATE_SAME has a difference, and others have only
 * notes.
 */
GPtrArray *check_changes(const struct changes *);

/*
 * Differences as text, one a line, only the first of many: "table app.film: not wanted". Empty where there are only notes. Free it.
 */
char *check_describe(const GPtrArray *differences);

/* The number of objects to add, change and drop: each object with a difference that is not a note counts once. */
struct counts check_count(const GPtrArray *differences);
