/* What is to be said of a whole plan. */
#include "diff/notes.h"

#include "diff/ddl/verbs.h"
#include "diff/say.h"

void notes_add(const struct changes *changes, struct plan *plan)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		const struct verbs *verbs = verbs_of(change_object(change)->kind);
		if (verbs->note)
			verbs->note(changes, change, plan);
	}
}

void notes_keep(struct changes *changes, struct plan *plan)
{
	for (guint i = 0; i < changes->all->len && changes->keeping; i++) {
		struct change *change = changes->all->pdata[i];
		const struct verbs *verbs = verbs_of(change_object(change)->kind);
		struct say s = { changes, change, change->have, change->want, plan, NULL, false };
		if (verbs->keep)
			verbs->keep(&s);
	}
}
