/* CREATE, ALTER, DROP AGGREGATE: made again for whatever its rows say. */
#include "catalog/kinds/aggregate.h"

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"

/* A replacement must keep the kind and the type of the result, which the functions decide, not the rows. */
static void judge(const struct changes *changes, struct change *change)
{
	(void)changes;
	if (change->have->signature != change->want->signature || change_differs_at_all(change))
		change->fate = FATE_REMAKE;
}

static void create(struct say *s)
{
	const struct aggregate *aggregate = (const struct aggregate *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);
	const char *separator = "\n    ";

	say_append(sql, "CREATE AGGREGATE %O (", s->want);
	for (const struct attribute *row = s->want->kind->attributes; row->name; row++) {
		if (!row->clause || attribute_is_absent(row, s->want))
			continue;
		g_string_append(sql, separator);
		plain_clause(sql, row, s->want);
		separator = ",\n    ";
	}
	if (g_strcmp0(aggregate->kind, "hypothetical") == 0)
		say_append(sql, "%sHYPOTHETICAL", separator);
	say(s, STAGE_MAKE, "%s\n)", sql->str);
}

const struct verbs aggregate_verbs = { .kind = &aggregate_kind, .judge = judge, .create = create };
