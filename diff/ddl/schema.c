/* CREATE, ALTER, DROP SCHEMA: it has a name and no more. That of an extension comes and goes with it. */
#include "catalog/kinds/schema.h"

#include "catalog/kinds.h"
#include "diff/ddl/extension.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/order.h"
#include "diff/say.h"

#define SCHEMA(object) ((const struct schema *)(object))

static void create(struct say *s)
{
	if (!SCHEMA(s->want)->extension)
		plain_create(s);
}

static void drop(struct say *s)
{
	if (!SCHEMA(s->have)->extension)
		plain_drop(s);
}

/* A schema is renamed before anything that names what is in it, as all statements do by the new name. */
static void add_edges(struct changes *changes, struct change *schema)
{
	struct batch *rename = schema->renamed && changes->schemas_first ? batch_find(schema, STAGE_MAKE) : NULL;

	for (guint i = 0; rename && i < changes->all->len; i++) {
		struct change *other = changes->all->pdata[i];
		for (int stage = 0; !kind_is(change_object(other)->kind, TRAIT_HOME | TRAIT_OUTERMOST) && stage < STAGE_COUNT;
			stage++)
			batch_before(rename, batch_find(other, stage));
	}
}

static const struct told told_elsewhere[] = {
	{ NULL, extension_has_step },
	{ 0 },
};

const struct verbs schema_verbs = {
	.add_edges = add_edges, .told_elsewhere = told_elsewhere, .kind = &schema_kind, .create = create, .drop = drop
};
