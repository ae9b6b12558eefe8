/* ALTER COLUMN ... TYPE, and what becomes of the values. */
#include "diff/ddl/column.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "diff/ddl/column_risk.h"
#include "diff/ddl/convert.h"
#include "diff/keepsake.h"
#include "diff/maintenance.h"
#include "diff/risk.h"
#include "diff/say.h"

#define COLUMN(object) ((const struct column *)(object))

/* The indexes of a table whose rows are written anew. */
static void risk_rebuilt(struct say *s)
{
	static const struct kind *const kinds_of_indexes[] = { &index_kind, &exclusion_kind };

	for (size_t k = 0; k < G_N_ELEMENTS(kinds_of_indexes); k++) {
		struct parts parts = object_parts(s->want->parent, kinds_of_indexes[k]);
		for (size_t i = 0; i < parts.count; i++)
			maintenance_risk(s, parts.items[i]);
	}
}

char *column_conversion(const struct changes *changes, const struct change *change)
{
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);
	enum conversion conversion = convert_types(changes, have->type, want->type)->way;
	bool plain = !convert_is_remade(changes, have->type) && (conversion == CONVERSION_FREE || conversion == CONVERSION_NONE);
	g_autoptr(GString) old = g_string_new(NULL), value = g_string_new(NULL);

	if (change->want->parent->kind == &foreign_table_kind)
		return NULL; /* its values are elsewhere */
	if (want->using)
		return g_strdup(want->using);
	say_append(old, "%I", change->want->name);
	return !plain && convert_value(value, changes, old->str, have->type, want->type) ? g_strdup(value->str) : NULL;
}

void column_say_conversion(struct say *s)
{
	const struct column *have = COLUMN(s->have), *want = COLUMN(s->want);
	const struct type_conversion *types = convert_types(s->changes, have->type, want->type);
	g_autofree char *name = object_describe(s->want);

	if (!want->using && types->loss)
		say_loss(s, STAGE_MAKE, LOSS_VALUES_CHANGED, "%s becomes %s: %s", name, want->type, types->loss);
	g_autofree char *labels = want->using ? NULL : convert_lost_labels(s->changes, have->type, want->type);
	g_autoptr(GPtrArray) noted = labels ? keepsake_labels(s->changes, s->change) : NULL;
	if (labels && !noted)
		say_loss(s, STAGE_MAKE, LOSS_LABEL_REMOVED,
			"%s becomes %s, which has no %s: rows that have such a label cannot be converted", name, want->type,
			labels);
	if (!want->using && types->assumes_zone)
		say_note(s, NOTE_TIME_ZONE, "%s becomes %s: its times are read as UTC, unless `using` in the YAML says otherwise",
			name, want->type);
	risk_type(s);
	risk_rebuilt(s);
	if (s->change->beside && want->not_null && !have->not_null)
		risk_not_null(s);
}

void column_append_type(GString *out, const struct object *column)
{
	g_string_append(out, COLUMN(column)->type);
	if (COLUMN(column)->collation)
		say_append(out, " COLLATE %s", COLUMN(column)->collation);
}

void column_say_type(struct say *s)
{
	g_autofree char *conversion = column_conversion(s->changes, s->change);
	g_autoptr(GString) type = g_string_new(NULL);

	column_say_conversion(s);
	column_append_type(type, s->want);
	say_alter(s, STAGE_MAKE, ALTER_ON_ROWS, "ALTER COLUMN %I TYPE %s%s%s", s->want->name, type->str,
		conversion ? " USING " : "", conversion ? conversion : "");
}
