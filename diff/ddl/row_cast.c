/* Converts values of a composite type, or of a table's row type, that is re-created. */
#include "diff/ddl/row_cast.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "catalog/kinds/type.h"
#include "diff/ddl/convert.h"
#include "diff/say.h"

static const char *type_of(const struct object *field)
{
	return field->kind == &column_kind ? ((const struct column *)field)->type
					   : ((const struct composite_attribute *)field)->type;
}

static void say_lost_field(struct say *s, const struct object *field)
{
	g_autofree char *name = object_describe(field), *type = object_describe(s->have);

	if (field->kind == &column_kind)
		say_loss(s, STAGE_LATE, LOSS_VALUES_DROPPED,
			"the values of %s in columns of the row type of %s are lost, as they cannot be converted", name, type);
	else
		say_loss(s, STAGE_LATE, LOSS_VALUES_DROPPED, "the values of %s are lost, as they cannot be converted", name);
}

/* Whether CREATE TABLE takes columns from elsewhere, whose order is not that of the wanted ones: from parents, or from a type. */
static bool is_ordered_elsewhere(const struct object *object)
{
	const struct table *table = object->kind == &table_kind ? (const struct table *)object : NULL;

	return table && (table->inherits || table->of_type);
}

/* Appends the field of a new value; what is new, or cannot be converted, is NULL. */
static void append_value(GString *out, struct say *s, const struct object *field)
{
	const struct change *change = changes_of_want(s->changes, field);
	const char *type = type_of(field);
	g_autoptr(GString) old = g_string_new(NULL);

	if (change->have)
		say_append(old, "($1).%I", change->have->name);
	if (change->have && convert_value(out, s->changes, old->str, type_of(change->have), type))
		return;
	say_append(out, "NULL::%s", type);
	if (change->have)
		say_lost_field(s, change->have);
}

/* Fields in their order within ROW(), or each by its name; those that are there no more have no place in it. */
static void append_values(GString *out, struct say *s, bool named)
{
	struct parts fields = object_parts(s->want, s->want->kind == &table_kind ? &column_kind : &composite_attribute_kind);

	for (size_t i = 0; i < fields.count; i++) {
		if (named)
			say_append(out, " made.%I := ", fields.items[i]->name);
		else
			g_string_append(out, i ? ", " : "");
		append_value(out, s, fields.items[i]);
		g_string_append(out, named ? ";" : "");
	}
}

void row_cast_say(struct say *s, const char *aside)
{
	g_autoptr(GString) values = g_string_new(NULL), body = g_string_new(NULL);
	bool named = is_ordered_elsewhere(s->want);

	append_values(values, s, named);
	if (named)
		say_append(body, " DECLARE made %O; BEGIN%s RETURN made; END ", s->want, values->str);
	else
		say_append(body, " SELECT ROW(%s)::%O ", values->str, s->want);
	say(s, STAGE_MAKE, "CREATE FUNCTION %I.%I(%I.%I) RETURNS %O\n    LANGUAGE %s\n    STRICT\n    AS %D", s->have->schema,
		aside, s->have->schema, aside, s->want, named ? "plpgsql" : "sql", body->str);
	say(s, STAGE_MAKE, "CREATE CAST (%I.%I AS %O) WITH FUNCTION %I.%I(%I.%I) AS ASSIGNMENT", s->have->schema, aside, s->want,
		s->have->schema, aside, s->have->schema, aside);
	say(s, STAGE_LATE, "DROP CAST (%I.%I AS %O)", s->have->schema, aside, s->want);
	say(s, STAGE_LATE, "DROP FUNCTION %I.%I(%I.%I)", s->have->schema, aside, s->have->schema, aside);
}
