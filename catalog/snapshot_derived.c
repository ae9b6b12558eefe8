/* What is computed from a snapshot, and kept with it. */
#include "catalog/snapshot.h"
#include "catalog/snapshot_inside.h"

struct derived *snapshot_derived(const struct snapshot *snapshot)
{
	return snapshot->derived;
}

void snapshot_forget_derived(struct snapshot *snapshot)
{
	if (snapshot->derived->data)
		snapshot->derived->free(snapshot->derived->data);
	*snapshot->derived = (struct derived){ 0 };
}
