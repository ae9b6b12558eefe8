/* A description brought to what a server of an older version can say. */
#include "catalog/adapt.h"

#include "catalog/kind.h"
#include "catalog/snapshot.h"

static void clear(const struct attribute *row, struct object *object)
{
	switch (row->type) {
	case ATTRIBUTE_TEXT: attribute_set_text(row, object, NULL); break;
	case ATTRIBUTE_BOOL: attribute_set_bool(row, object, false); break;
	case ATTRIBUTE_NAMES: attribute_set_names(row, object, NULL); break;
	}
}

void snapshot_adapt(struct snapshot *snapshot, int version)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = 0; i < all.count; i++)
		for (const struct attribute *row = all.items[i]->kind->attributes; row->name; row++)
			if (row->passing && row->since > version)
				clear(row, all.items[i]);
}
