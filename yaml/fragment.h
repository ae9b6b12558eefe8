/* Checks that each SQL text in a document is complete, see sql/whole.h. */
#pragma once

#include "yaml/loader.h"

/*
 * Fails, at the node, where the text of a row, or an item of it, would end or extend the statement that contains it. text may be
 * NULL.
 */
bool fragment_check(
	struct loader *, const struct object *, const struct attribute *, const struct node *, const char *text, GError **);
/* The same for the name and the signature of an object whose other attributes are set. */
bool fragment_check_name(struct loader *, const struct object *, const struct node *, GError **);
