/* CREATE, ALTER, DROP TYPE of ranges. */
#include "catalog/kinds/type.h"

#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "diff/aside_name.h"
#include "diff/ddl/base_type.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

#define RANGE(object) ((const struct range *)(object))

/* The multirange has a comment of its own. */
static void say_multirange_comment(struct say *s, const char *had)
{
	const struct range *range = RANGE(s->want);

	if (range->multirange_comment != had && range->multirange_comment)
		say(s, STAGE_MAKE, "COMMENT ON TYPE %s IS %L", range->multirange->text, range->multirange_comment);
	else if (range->multirange_comment != had)
		say(s, STAGE_MAKE, "COMMENT ON TYPE %s IS NULL", (range->multirange ? range : RANGE(s->have))->multirange->text);
}

static void create_range(struct say *s)
{
	const struct range *range = RANGE(s->want);
	const struct {
		const char *word, *value;
	} parameters[] = {
		{ "SUBTYPE_OPCLASS", range->subtype_opclass },
		{ "COLLATION", range->collation },
		{ "CANONICAL", range->canonical },
		{ "SUBTYPE_DIFF", range->subtype_diff },
		{ "MULTIRANGE_TYPE_NAME", range->multirange ? range->multirange->text : NULL },
	};
	g_autoptr(GString) list = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(parameters); i++)
		if (parameters[i].value)
			say_append(list, ",\n    %s = %s", parameters[i].word, parameters[i].value);
	say(s, STAGE_MAKE, "CREATE TYPE %O AS RANGE (\n    SUBTYPE = %s%s\n)", s->want, range->subtype, list->str);
	say_multirange_comment(s, NULL);
}

static void alter_range(struct say *s)
{
	plain_alter(s);
	say_multirange_comment(s, RANGE(s->have)->multirange_comment);
}

/* The constructors and the multirange do not follow a range that is renamed aside, and would be in the way of its successor's. */
static void drop_range(struct say *s)
{
	const struct range *range = RANGE(s->have);
	const char *subtype = range->subtype;

	if (base_type_goes_first_with(s->changes, s->change)) {
		base_type_drop(s);
		return;
	}
	plain_drop(s);
	if (!s->change->aside)
		return;
	const char *aside = aside_name(s->changes, s->have->schema, s->have->name);
	say(s, STAGE_UNDO, "ALTER FUNCTION %O(%s, %s) RENAME TO %I", s->have, subtype, subtype, aside);
	say(s, STAGE_UNDO, "ALTER FUNCTION %O(%s, %s, text) RENAME TO %I", s->have, subtype, subtype, aside);
	if (!range->multirange)
		return;
	const char *schema = object_schema_of(s->have, range->multirange), *name = range->multirange->name;
	say(s, STAGE_UNDO, "ALTER TYPE %s RENAME TO %I", range->multirange->text, aside_name(s->changes, schema, name));
	/* its constructors are in the range's schema, whatever its own */
	say(s, STAGE_UNDO, "ALTER FUNCTION %I.%I() RENAME TO %I", s->have->schema, name,
		aside_name(s->changes, s->have->schema, name));
}

const struct verbs range_verbs = { .kind = &range_kind,
	.goes_first_with = base_type_goes_first_with,
	.create = create_range,
	.alter = alter_range,
	.drop = drop_range };
