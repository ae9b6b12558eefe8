/*
 * The section `renames` of a document, which keeps former names in one place until every database has followed: a map from what
 * messages call an object, `column b of table s.t`, or `label b of enum s.e`, to its former name. An empty value says that the
 * object is new, and no rename of what it is like.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"
#include "yaml/node.h"

/* Takes the section in, for renames_apply(). False with an error at what is no such map. */
bool renames_load(struct loader *, const struct node *, GError **);
/*
 * Sets oldname of the objects, once all are loaded. False with an error at an entry whose object is not in the document, cannot be
 * renamed, or has another oldname of its own.
 */
bool renames_apply(struct loader *, GError **);
