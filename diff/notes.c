/* What is to be said of a whole plan. */
#include "diff/notes.h"

#include "diff/ddl/verbs.h"

void notes_add(const struct changes *changes, struct plan *plan)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		const struct verbs *verbs = verbs_of(change_object(change)->kind);
		if (verbs->note)
			verbs->note(changes, change, plan);
	}
}
