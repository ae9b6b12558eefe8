/*
 * Which texts an attribute can have: the words of its row, a number, SQL. See "words" and enum attribute_form in catalog/kind.h.
 */
#pragma once

#include "yaml/loader.h"

/*
 * Whether the text, which stands in that node, is a value of the row or, where the row is a list, of one of its items. False, and
 * an error such as `"on_delete" of a foreign key: expected no action, restrict or cascade, found "casade"; did you mean
 * "cascade"?`.
 */
bool allowed_check(
	struct loader *, const struct object *, const struct attribute *, const struct node *, const char *text, GError **);

/* Whether the object's name is no longer than any that a server keeps whole: it would come back cut, as another one. */
bool allowed_check_name(struct loader *, const struct object *, const struct node *, GError **);
