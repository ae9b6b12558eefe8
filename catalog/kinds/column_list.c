/* The columns of a relation. */
#include "catalog/kinds/column_list.h"

#include "catalog/kinds.h"

struct parts object_columns(const struct object *relation)
{
	return object_parts(relation, &column_kind);
}

const struct object *object_column(const struct object *relation, const char *name)
{
	return object_part(relation, &column_kind, name);
}

bool object_has_columns(const struct kind *kind)
{
	return kind_part_index(kind, &column_kind) >= 0;
}
