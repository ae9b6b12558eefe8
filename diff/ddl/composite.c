/* CREATE, ALTER, DROP TYPE of composite types, and their attributes. */
#include "diff/ddl/type.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/domain.h"
#include "catalog/kinds/type.h"
#include "diff/aside_name.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/row_cast.h"
#include "diff/ddl/row_type.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"
#include "diff/widen.h"

#define ATTRIBUTE(object) ((const struct composite_attribute *)(object))

static void append_attribute(GString *out, const struct object *object)
{
	say_append(out, "%I %s", object->name, ATTRIBUTE(object)->type);
	if (ATTRIBUTE(object)->collation)
		say_append(out, " COLLATE %s", ATTRIBUTE(object)->collation);
}

static void create_composite(struct say *s)
{
	struct parts attributes = object_parts(s->want, &composite_attribute_kind);
	g_autoptr(GString) list = g_string_new(NULL);

	for (size_t i = 0; i < attributes.count; i++) {
		g_string_append(list, i ? ",\n    " : "\n    ");
		append_attribute(list, attributes.items[i]);
	}
	say(s, STAGE_MAKE, "CREATE TYPE %O AS (%s%s)", s->want, list->str, list->len ? "\n" : "");
}

static bool is_type(const struct kind *kind)
{
	return kind == &composite_kind || kind == &domain_kind || kind == &range_kind;
}

static bool kind_is_stored(const struct kind *kind)
{
	return kind != &view_kind && kind != &foreign_table_kind;
}

/* depth is a limit for circles that only a wrong guess about a name can make. */
static bool is_stored(const struct changes *changes, const struct object *type, unsigned depth)
{
	const GArray *dependents = changes->needs_have && depth ? depend_needed_by(changes->needs_have, type) : NULL;

	for (guint i = 0; dependents && i < dependents->len; i++) {
		const struct object *object = snapshot_all(changes->have).items[g_array_index(dependents, unsigned, i)];
		if (object->kind == &composite_attribute_kind)
			object = object->parent;
		if ((object->kind == &column_kind && kind_is_stored(object->parent->kind)) ||
			(is_type(object->kind) && is_stored(changes, object, depth - 1)))
			return true;
	}
	return false;
}

/*
 * Whether tables of have may have values of the type: columns of it or of a type that contains it. Then PostgreSQL does not change
 * the type of an attribute.
 */
static bool has_values(const struct changes *changes, const struct object *type)
{
	return is_stored(changes, type, 8);
}

static void judge_composite(const struct changes *changes, struct change *change)
{
	if (change_reorders(changes, change))
		change->fate = FATE_REMAKE;
}

static void create_whole(struct say *s)
{
	const char *aside = s->have && s->change->aside ? aside_name(s->changes, s->have->schema, s->have->name) : NULL;

	create_composite(s);
	if (aside && has_values(s->changes, s->have))
		row_cast_say(s, aside);
	if (aside)
		say(s, STAGE_LATE, "DROP TYPE %I.%I", s->have->schema, aside);
}

static void drop_composite(struct say *s)
{
	if (s->change->fate == FATE_REMAKE && s->change->aside)
		say(s, STAGE_UNDO, "ALTER TYPE %O RENAME TO %I", s->have, aside_name(s->changes, s->have->schema, s->have->name));
	else
		plain_drop(s);
}

const struct verbs composite_verbs = {
	.kind = &composite_kind, .judge = judge_composite, .create = create_whole, .drop = drop_composite
};

static bool differs(const struct changes *changes, const struct change *change)
{
	return change_differs_at_all(change) &&
	       (change_differs_in(change, "collation") ||
		       !convert_follows(changes, ATTRIBUTE(change->have)->type, ATTRIBUTE(change->want)->type));
}

static bool attribute_made_with_parent(const struct changes *changes, const struct change *change)
{
	(void)changes;
	return change_makes(change->parent);
}

/* The word that takes tables of the type along: their columns are the attributes. Not those that have left it. */
static const char *cascade(const struct say *s, const struct object *type)
{
	const GArray *dependents = type ? depend_needed_by(s->changes->needs_have, type) : NULL;

	for (guint i = 0; dependents && i < dependents->len; i++) {
		const struct object *object = snapshot_all(s->changes->have).items[g_array_index(dependents, unsigned, i)];
		if (object->kind == &table_kind && !changes_of_have(s->changes, object)->detached)
			return " CASCADE";
	}
	return "";
}

static void create_attribute(struct say *s)
{
	g_autoptr(GString) definition = g_string_new(NULL);

	if (change_makes(s->change->parent))
		return;
	append_attribute(definition, s->want);
	say(s, STAGE_MAKE, "ALTER TYPE %P ADD ATTRIBUTE %s%s", s->want, definition->str, cascade(s, s->change->parent->have));
}

static void say_attribute_rename(struct say *s)
{
	say(s, STAGE_MAKE, "ALTER TYPE %P RENAME ATTRIBUTE %I TO %I%s", s->want, s->have->name, s->want->name,
		cascade(s, s->have->parent));
}

static void alter_attribute(struct say *s)
{
	const struct composite_attribute *want = ATTRIBUTE(s->want);
	g_autoptr(GString) collate = g_string_new(NULL);

	plain_rename(s);
	if (!differs(s->changes, s->change))
		return;
	if (want->collation)
		say_append(collate, " COLLATE %s", want->collation);
	say(s, STAGE_MAKE, "ALTER TYPE %P ALTER ATTRIBUTE %I TYPE %s%s%s", s->want, s->want->name, want->type, collate->str,
		cascade(s, s->have->parent));
}

static bool is_nested(const struct changes *changes, const struct object *domain, unsigned depth)
{
	const GArray *dependents = changes->needs_have && depth ? depend_needed_by(changes->needs_have, domain) : NULL;

	for (guint i = 0; dependents && i < dependents->len; i++) {
		const struct object *object = snapshot_all(changes->have).items[g_array_index(dependents, unsigned, i)];
		bool array = (object->kind == &column_kind && g_str_has_suffix(((const struct column *)object)->type, "]")) ||
			     (object->kind == &domain_kind && g_str_has_suffix(((const struct domain *)object)->type, "]"));
		if (object->kind == &column_kind &&
			((array && kind_is_stored(object->parent->kind)) || row_type_user(changes, object->parent)))
			return true;
		if (object->kind == &domain_kind && !array ? is_nested(changes, object, depth - 1)
			: object->kind == &composite_attribute_kind
				? is_stored(changes, object->parent, depth - 1)
				: is_type(object->kind) && is_stored(changes, object, depth - 1))
			return true;
	}
	return false;
}

bool type_is_nested(const struct changes *changes, const struct object *domain)
{
	return is_nested(changes, domain, 8);
}

static void drop_attribute(struct say *s)
{
	const struct object *type = s->have->parent;
	g_autofree char *name = object_describe(s->have);
	struct say of_type = { s->changes, s->change->parent, type, s->change->parent->want, s->plan };
	bool again = change_undoes(s->change->parent);

	/* values of a re-created type exist until the old one is dropped */
	if (!s->want && s->change->parent->want && has_values(s->changes, type))
		say_loss(again ? &of_type : s, again ? STAGE_LATE : STAGE_UNDO, LOSS_ATTRIBUTE_DROPPED,
			"%s is dropped, and its values are lost", name);
	if (!s->change->undone_by && !change_undoes(s->change->parent))
		say(s, STAGE_UNDO, "ALTER TYPE %O DROP ATTRIBUTE %I%s", type, s->have->name, cascade(s, type));
}

/* An attribute's type cannot be altered while a table's column contains it. */
static void widen_attribute(struct widening *widening, struct change *change)
{
	if (change->fate == FATE_SAME || !change->parent->have || !change->parent->want || change_undoes(change->parent))
		return;
	if (change->fate == FATE_REMAKE || (change->disturbs && has_values(widening->changes, change->parent->have)))
		widening_recreate(widening, change->parent);
	else if (change->disturbs || change->fate == FATE_DROP)
		widening_block(widening, change->parent);
	else
		widening_loosen(widening, change->parent);
}

const struct verbs composite_attribute_verbs = {
	.on_dependency = reaction_recreate_whole,
	.widen_first = widen_attribute,
	.rename = say_attribute_rename,
	.kind = &composite_attribute_kind,
	.create = create_attribute,
	.alter = alter_attribute,
	.drop = drop_attribute,
	.made_with_parent = attribute_made_with_parent,
};
