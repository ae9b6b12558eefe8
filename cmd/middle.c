/* The labels of enums that must be committed before the rest of a plan. */
#include "cmd/middle.h"

#include "catalog/kinds.h"
#include "catalog/kinds/type.h"
#include "catalog/snapshot_copy.h"
#include "cmd/script.h"
#include "cmd/script_transaction.h"

/* Copies the wanted labels to the enum. */
static void take_labels(struct snapshot *snapshot, const struct snapshot *want, const struct object *object)
{
	struct enumeration *to =
		(struct enumeration *)snapshot_own(snapshot, snapshot_find(snapshot, &enum_kind, object->schema, object->identity));
	const struct enumeration *from =
		(const struct enumeration *)snapshot_find(want, &enum_kind, object->schema, object->identity);

	if (to && from)
		to->labels = from->labels;
}

struct snapshot *middle_new(const struct plan *plan, const struct snapshot *have, const struct snapshot *want)
{
	struct snapshot *middle = NULL;

	for (guint i = 0; !script_fits_transaction(plan, "", NULL) && i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		if (!step->own_transaction)
			continue;
		if (!middle)
			middle = snapshot_copy(have);
		take_labels(middle, want, step->object);
	}
	return middle;
}
