/*
 * Checks the texts that an attribute may have: the words of its row, a number, SQL. See "words" and enum attribute_form in
 * catalog/kind.h.
 */
#pragma once

#include "yaml/loader.h"

/*
 * Whether the text of that node is a value of the row or, if the row is a list, of one of its items. False with an error such as
 * `"on_delete" of a foreign key: expected no action, restrict or cascade, found "casade"; did you mean "cascade"?`.
 */
bool allowed_check(
	struct loader *, const struct object *, const struct attribute *, const struct node *, const char *text, GError **);

/*
 * Whether the object's name is within the server's limit: a longer one would be cut, and read back as another name. False with an
 * error.
 */
bool allowed_check_name(struct loader *, const struct object *, const struct node *, GError **);
/* The same for a name that an object of the kind gets from an attribute of another one, such as an identity column's sequence. */
bool allowed_check_length(struct loader *, const struct kind *, const char *name, const struct node *, GError **);
