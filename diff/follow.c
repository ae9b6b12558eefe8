/* Names that move with what is renamed. */
#include "diff/follow.h"

#include "catalog/follow.h"
#include "catalog/kinds/schema_renamed.h"

void follow_names(struct changes *changes, const struct snapshot *want)
{
	struct snapshot *renamed = snapshot_follow_schemas(changes->given, want),
			*moved = snapshot_follow_extensions(renamed ? renamed : changes->given, want);

	changes->schemas_first = renamed;
	changes->followed = moved ? moved : renamed;
	if (moved)
		snapshot_free(renamed);
}

const struct object *follow_given(const struct changes *changes, const struct object *object)
{
	struct objects followed = changes->followed ? snapshot_all(changes->followed) : (struct objects){ 0 };

	return object && object->number < followed.count && followed.items[object->number] == object
		       ? snapshot_all(changes->given).items[object->number]
		       : object;
}
