/* CREATE, ALTER, DROP AGGREGATE: re-created when any row differs. */
#include "catalog/kinds/aggregate.h"

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

/* One without arguments has a star. */
static void call(GString *out, const struct object *object)
{
	say_append(out, "%I.%I(%s)", object->schema, object->name,
		object->signature && object->signature[0] ? object->signature : "*");
}

static void create(struct say *s)
{
	const struct aggregate *aggregate = (const struct aggregate *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "CREATE AGGREGATE %O (", s->want);
	plain_parameters(sql, s->want);
	if (g_strcmp0(aggregate->kind, "hypothetical") == 0)
		g_string_append(sql, ",\n    HYPOTHETICAL");
	say(s, STAGE_MAKE, "%s\n)", sql->str);
}

const struct verbs aggregate_verbs = { .says_clauses = true, .kind = &aggregate_kind, .call = call, .create = create };
