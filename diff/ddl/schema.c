/* CREATE, ALTER, DROP SCHEMA: it has a name and no more. That of an extension comes and goes with it. */
#include "catalog/kinds/schema.h"

#include "catalog/kinds.h"
#include "diff/ddl/extension.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
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

static const struct told told_elsewhere[] = {
	{ NULL, extension_has_step },
	{ 0 },
};

const struct verbs schema_verbs = { .told_elsewhere = told_elsewhere, .kind = &schema_kind, .create = create, .drop = drop };
