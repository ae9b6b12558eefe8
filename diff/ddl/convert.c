/* Whether and how the values of a column can follow when its type changes. */
#include "diff/ddl/convert.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/domain.h"
#include "catalog/kinds/type.h"
#include "catalog/names.h"
#include "catalog/snapshot.h"
#include "diff/ddl/type_family.h"
#include "diff/say.h"
#include "sql/name.h"

/* Types of no family with casts both ways. */
static bool is_pair(const char *a, const char *b)
{
	static const char *const pairs[][2] = { { "oid", "integer" }, { "oid", "bigint" }, { "macaddr", "macaddr8" } };

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
		if ((strcmp(pairs[i][0], a) == 0 && strcmp(pairs[i][1], b) == 0) ||
			(strcmp(pairs[i][0], b) == 0 && strcmp(pairs[i][1], a) == 0))
			return true;
	return false;
}

/* A type of the snapshots' own, "schema.name" as the server prints it. */
static const struct object *find_type(const struct snapshot *snapshot, const struct kind *kind, const char *type)
{
	g_autofree char *schema = NULL, *name = NULL;

	return name_split_first(type, &schema, &name) && schema ? snapshot_find(snapshot, kind, schema, name) : NULL;
}

/* A domain converts as what it is made of. */
const char *convert_base(const struct snapshot *snapshot, const char *type)
{
	const struct object *domain;

	for (int depth = 0; depth < 32 && (domain = find_type(snapshot, &domain_kind, type)); depth++)
		type = ((const struct domain *)domain)->type;
	return type;
}

bool convert_is_of(const struct snapshot *snapshot, const char *type, const struct object *of)
{
	bool array;
	g_autofree char *bare = convert_bare(type, &array);

	return find_type(snapshot, of->kind, bare) == of;
}

/* What has a name that columns can be of. */
static const struct object *find_any_type(const struct snapshot *snapshot, const char *type)
{
	static const struct kind *const of[] = { &enum_kind, &composite_kind, &domain_kind, &range_kind, &base_type_kind,
		&table_kind, &foreign_table_kind, &view_kind, &materialized_view_kind };
	const struct object *found = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(of) && !found; i++)
		found = find_type(snapshot, of[i], type);
	return found;
}

bool convert_follows(const struct changes *changes, const char *from, const char *to)
{
	bool from_array, to_array;

	if (strcmp(from, to) == 0 || strchr(from, '(') || strchr(to, '('))
		return false;
	g_autofree char *old = convert_bare(from, &from_array), *new = convert_bare(to, &to_array);
	const struct object *have = from_array == to_array ? find_any_type(changes->have, old) : NULL;
	const struct change *change = have ? changes_of_have(changes, have) : NULL;
	return change && change->want && !change_undoes(change) && find_any_type(changes->want, new) == change->want;
}

static bool is_enum(const struct snapshot *have, const struct snapshot *want, const char *type)
{
	return find_type(have, &enum_kind, type) || find_type(want, &enum_kind, type);
}

/* Of two types of which neither is an array, or both are of such elements. */
static enum conversion convert_elements(const struct snapshot *have, const char *old, const struct snapshot *want, const char *new)
{
	enum family a = type_family(old), b = type_family(new);
	bool labels = is_enum(have, want, new);

	if ((is_enum(have, want, old) && (b == FAMILY_NUMBER || labels)) || (a == FAMILY_NUMBER && labels))
		return CONVERSION_TEXT;
	if ((a == FAMILY_NUMBER && b == FAMILY_BOOLEAN) || (a == FAMILY_BOOLEAN && b == FAMILY_NUMBER))
		return strcmp(old, "integer") == 0 || strcmp(new, "integer") == 0 ? CONVERSION_CAST : CONVERSION_INTEGER;
	if (strcmp(old, "jsonb") == 0 && (b == FAMILY_NUMBER || b == FAMILY_BOOLEAN))
		return CONVERSION_CAST;
	if (is_pair(old, new))
		return CONVERSION_FREE;
	return a == FAMILY_DATE && strncmp(new, "time ", 5) == 0 && strcmp(old, "date") != 0 ? CONVERSION_CAST : CONVERSION_NONE;
}

/* Of two types of which one alone is an array. */
static enum conversion convert_array(enum family a, enum family b, bool to_array)
{
	if (b == FAMILY_STRING && !to_array)
		return CONVERSION_FREE;
	return a == FAMILY_STRING && to_array ? CONVERSION_CAST : CONVERSION_NONE;
}

/* How values of what the types are made of follow. */
static enum conversion way_of(const struct changes *changes, const struct type_conversion *types)
{
	const char *old = types->old, *new = types->new;
	bool from_array = types->old_array, to_array = types->new_array;
	enum family a = type_family(old), b = type_family(new);

	if (b == FAMILY_JSON && !to_array && (from_array || (a != b && a != FAMILY_STRING)))
		return CONVERSION_JSON;
	if (!from_array && to_array && a != FAMILY_STRING && (strcmp(old, new) == 0 || (a == b && a != FAMILY_OTHER)))
		return CONVERSION_ARRAY;
	if (from_array != to_array)
		return convert_array(a, b, to_array);
	if (strcmp(old, new) == 0)
		return CONVERSION_FREE;
	if (a != FAMILY_OTHER && a == b)
		return type_family_is_range(a) ? CONVERSION_TEXT : CONVERSION_FREE;
	if (b == FAMILY_STRING)
		return to_array ? CONVERSION_CAST : CONVERSION_FREE;
	if (a == FAMILY_STRING)
		return CONVERSION_CAST;
	return convert_elements(changes->have, old, changes->want, new);
}

static bool is_whole(const char *type)
{
	return strcmp(type, "smallint") == 0 || strcmp(type, "integer") == 0 || strcmp(type, "bigint") == 0;
}

static bool is_binary_float(const char *type)
{
	return strcmp(type, "real") == 0 || strcmp(type, "double precision") == 0;
}

static const char *number_loss(const char *from, const char *old, const char *to, const char *new)
{
	int precision, scale, new_scale;

	convert_modifiers(from, &precision, &scale);
	convert_modifiers(to, &precision, &new_scale);
	if (is_whole(new))
		return is_whole(old) || (strcmp(old, "numeric") == 0 && scale == 0) ? NULL : "digits after the point are rounded";
	if (is_binary_float(new))
		return strcmp(old, "bigint") == 0 || strcmp(old, "numeric") == 0 ||
				       (strcmp(new, "real") == 0 && strcmp(old, "smallint") != 0 && strcmp(old, "real") != 0)
			       ? "digits beyond the precision of the type are rounded"
			       : NULL;
	return new_scale >= 0 && !is_whole(old) && (scale < 0 || new_scale < scale) ? "digits after the point are rounded" : NULL;
}

/* Dates and times; digits: of seconds, or below 0. */
static const char *time_loss(const char *old, int old_digits, const char *new, int new_digits)
{
	enum family a = type_family(old), b = type_family(new);
	bool day = strcmp(old, "date") == 0;

	if (a == FAMILY_DATE && strcmp(new, "date") == 0 && !day)
		return "the time of day is cut off";
	if (a == FAMILY_DATE && b == FAMILY_TIME)
		return "the date is cut off";
	if (a == b && (strcmp(new, "daterange") == 0 || strcmp(new, "datemultirange") == 0) && strcmp(old, new) != 0)
		return "the times of day are cut off";
	if ((a == FAMILY_DATE || a == FAMILY_TIME) && a == b && new_digits >= 0 && !day &&
		(old_digits < 0 || new_digits < old_digits))
		return "fractions of seconds are rounded";
	return NULL;
}

static const char *loss_of(const struct type_conversion *types, const char *from, const char *to)
{
	enum family a = type_family(types->old), b = type_family(types->new);
	int old_digits, new_digits, unused;

	convert_modifiers(from, &old_digits, &unused);
	convert_modifiers(to, &new_digits, &unused);
	if (a == FAMILY_NUMBER && b == FAMILY_NUMBER)
		return number_loss(from, types->old, to, types->new);
	if (a == FAMILY_NUMBER && b == FAMILY_BOOLEAN)
		return "every number but 0 becomes true";
	const char *loss = time_loss(types->old, old_digits, types->new, new_digits);
	if (loss)
		return loss;
	if (strcmp(types->old, "jsonb") == 0 && is_whole(types->new))
		return "digits after the point are rounded";
	if (strcmp(types->old, "json") == 0 && strcmp(types->new, "jsonb") == 0)
		return "the order of keys, duplicate keys and white space are lost";
	if (types->new_array && b == FAMILY_STRING && new_digits >= 0 && (old_digits < 0 || new_digits < old_digits))
		return "longer elements are cut off";
	return NULL;
}

static bool tells_zone(const char *type)
{
	return strstr(type, "with time zone") || g_str_has_prefix(type, "tstz");
}

const struct type_conversion *convert_types(const struct changes *changes, const char *from, const char *to)
{
	const char *key = pool_printf(changes->pool, "%s\n%s", from, to);
	struct type_conversion *types = g_hash_table_lookup(changes->conversions, key);

	if (types)
		return types;
	types = pool_alloc(changes->pool, sizeof(*types));
	from = convert_base(changes->have, from);
	to = convert_base(changes->want, to);
	g_autofree char *old = convert_bare(from, &types->old_array), *new = convert_bare(to, &types->new_array);
	types->old = pool_text(changes->pool, old);
	types->new = pool_text(changes->pool, new);
	types->way = way_of(changes, types);
	types->loss = loss_of(types, from, to);
	types->assumes_zone = tells_zone(from) != tells_zone(to);
	g_hash_table_insert(changes->conversions, (gpointer)key, types);
	return types;
}

/* The type that is made again, of an array that of its elements, of a multirange its range; NULL: none. */
static const struct object *remade_type(const struct changes *changes, const char *type)
{
	static const struct kind *const types[] = { &enum_kind, &composite_kind, &domain_kind, &range_kind, &table_kind };
	bool array;
	g_autofree char *bare = convert_bare(type, &array);

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		const struct object *object = find_type(changes->have, types[i], bare);
		if (object && changes_of_have(changes, object)->aside)
			return object;
	}
	struct objects ranges = snapshot_objects(changes->have, &range_kind);
	for (size_t i = 0; i < ranges.count; i++) {
		const struct qualified *multirange = ((const struct range *)ranges.items[i])->multirange;
		if (multirange && strcmp(multirange->text, bare) == 0 && changes_of_have(changes, ranges.items[i])->aside)
			return ranges.items[i];
	}
	return NULL;
}

bool convert_is_remade(const struct changes *changes, const char *type)
{
	return remade_type(changes, type);
}

/* Types of one btree operator family with operators between each two: integer_ops, text_ops, float_ops, datetime_ops. */
static const char *operator_family(const char *type)
{
	static const char *const operator_families[][2] = {
		{ "smallint", "integer" },
		{ "integer", "integer" },
		{ "bigint", "integer" },
		{ "text", "text" },
		{ "character varying", "text" },
		{ "real", "float" },
		{ "double precision", "float" },
		{ "date", "datetime" },
		{ "timestamp without time zone", "datetime" },
		{ "timestamp with time zone", "datetime" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(operator_families); i++)
		if (strcmp(operator_families[i][0], type) == 0)
			return operator_families[i][1];
	return type;
}

bool convert_is_comparable(const struct changes *changes, const char *from, const char *to)
{
	const struct type_conversion *types = convert_types(changes, from, to);

	return types->old_array == types->new_array && !remade_type(changes, from) && !remade_type(changes, types->old) &&
	       strcmp(operator_family(types->old), operator_family(types->new)) == 0;
}

/* diff/ddl/row_cast.c gives a composite, or table, that is made again a cast to its successor. */
static bool has_cast(const struct changes *changes, const struct object *remade)
{
	return (remade->kind == &composite_kind || remade->kind == &table_kind) &&
	       changes_of_have(changes, remade)->fate == FATE_REMAKE;
}

/* A domain's values are those of its base type. */
static bool domain_has_cast(const struct changes *changes, const char *from, const char *to)
{
	bool array;
	g_autofree char *old = convert_bare(from, &array), *new = convert_bare(to, &array);
	const struct object *remade = remade_type(changes, convert_base(changes->have, old));
	enum conversion conversion = convert_types(changes, old, new)->way;

	return remade ? has_cast(changes, remade) : conversion == CONVERSION_FREE || conversion == CONVERSION_CAST;
}

bool convert_value(GString *out, const struct changes *changes, const char *value, const char *from, const char *to)
{
	enum conversion conversion = convert_types(changes, from, to)->way;
	const struct object *remade = remade_type(changes, from);
	bool by_cast = remade && (remade->kind == &domain_kind ? domain_has_cast(changes, from, to) : has_cast(changes, remade));

	bool same = !remade && (strcmp(from, to) == 0 || convert_follows(changes, from, to));

	if (!remade && !same && conversion == CONVERSION_NONE)
		return false;
	if (same)
		g_string_append(out, value);
	else if (conversion == CONVERSION_ARRAY)
		g_string_append_printf(out, "CASE WHEN %s IS NOT NULL THEN ARRAY[%s%s]::%s END", value, value,
			remade && !by_cast ? "::text" : "", to);
	else if (conversion == CONVERSION_JSON)
		g_string_append_printf(out, "pg_catalog.to_jsonb(%s)%s%s", value,
			strcmp(to, "jsonb") == 0 ? "" : "::", strcmp(to, "jsonb") == 0 ? "" : to);
	else if ((remade && !by_cast) || conversion == CONVERSION_TEXT || conversion == CONVERSION_INTEGER)
		g_string_append_printf(out, "%s::%s%s::%s", value, conversion == CONVERSION_INTEGER ? "integer" : "text",
			strchr(to, '[') ? "[]" : "", to);
	else
		g_string_append_printf(out, "%s::%s", value, to);
	return true;
}

char *convert_lost_labels(const struct changes *changes, const char *from, const char *to)
{
	const struct type_conversion *types = convert_types(changes, from, to);
	const struct object *have = find_type(changes->have, &enum_kind, types->old),
			    *want = find_type(changes->want, &enum_kind, types->new);
	g_autoptr(GString) lost = g_string_new(NULL);

	/* labels of the same enum are its own room's */
	if (!have || !want || changes_of_have(changes, have)->want == want)
		return NULL;
	const struct names *labels = ((const struct enumeration *)have)->labels, *kept = ((const struct enumeration *)want)->labels;
	for (size_t i = 0; labels && i < labels->count; i++)
		if (!names_have(kept, labels->items[i]))
			g_string_append_printf(lost, "%s\"%s\"", lost->len ? ", " : "", labels->items[i]);
	return lost->len ? g_string_free(g_steal_pointer(&lost), false) : NULL;
}
