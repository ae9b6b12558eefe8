/* The verbs of each kind; kinds without verbs of their own have none. */
#include "diff/ddl/verbs.h"

#include "catalog/kinds.h"

#define V(name) &name##_verbs,
static const struct verbs *const all[] = { VERBS(V) };
#undef V

/* For kinds with rows only. */
static const struct verbs plain;

const struct verbs *verbs_at(size_t number)
{
	return number < G_N_ELEMENTS(all) ? all[number] : NULL;
}

const struct verbs *verbs_of(const struct kind *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		if (all[i]->kind == kind)
			return all[i];
	return &plain;
}
