/* The kinds' verbs, by kind. */
#include "diff/ddl/verbs.h"

#include "catalog/kinds.h"

#define V(name) &name##_verbs,
static const struct verbs *const all[] = { VERBS(V) };
#undef V

const struct verbs *verbs_of(const struct kind *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		if (all[i]->kind == kind)
			return all[i];
	g_assert_not_reached();
}
