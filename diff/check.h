/* What differs between two snapshots, for people and for CI: yaml2db --check. */
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
	char *delta;	      /* of two lists: "+ new, - old"; NULL: the values tell it */
	bool sql;	      /* both values are SQL as a server prints it: expressions, queries */
	bool note;	      /* a difference that no ALTER can change and that is not drift: order of columns */
};

/*
 * Every difference, in canonical order of objects; an array of struct difference *, freed with g_ptr_array_unref. Parts of a
 * missing object are not named one by one.
 */
GPtrArray *check_differences(const struct snapshot *have, const struct snapshot *want);
/*
 * The same of changes that are judged and not widened yet: whatever is not FATE_SAME has a difference, and nothing else has one but
 * notes.
 */
GPtrArray *check_changes(const struct changes *);

/*
 * Differences as text, a line each, of long lists the first ones: "table app.film: not wanted". Empty where there is none but
 * notes. Free it.
 */
char *check_describe(const GPtrArray *differences);

/* How many objects are to be added, changed and dropped: each that a difference names, other than a note, counts once. */
struct counts check_count(const GPtrArray *differences);
