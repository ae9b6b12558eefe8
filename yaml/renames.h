/*
 * The section `renames` of a document, which keeps former names in one place until every database has been changed: a map from an
 * object's name in messages, `column b of table s.t`, or `label b of enum s.e`, to its former name. An empty value says that the
 * object is new, and not renamed from a similar one.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "yaml/loader.h"
#include "yaml/node.h"

/* Reads the section for renames_apply(). False with an error for an invalid map. */
bool renames_load(struct loader *, const struct node *, GError **);
/*
 * Sets oldname of the objects after loading. False with an error at an entry whose object is not in the document, cannot be
 * renamed, or has a different oldname.
 */
bool renames_apply(struct loader *, GError **);
