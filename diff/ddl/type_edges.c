/* What waits for the attributes, and the checks, of the types that values are of. */
#include "diff/ddl/type_edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/row_type.h"

void type_free_attributes(struct changes *changes, struct batch *undo, struct change *needed)
{
	if (needed->have->kind == &column_kind) {
		const GArray *needs = needed->disturbs ? depend_needs(changes->needs_have, needed->have) : NULL;
		for (guint i = 0; needs && i < needs->len; i++) {
			const struct object *object = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
			if (object->kind == &composite_kind)
				type_free_attributes(changes, undo, changes_of_have(changes, object));
		}
	} else if (needed->have->kind == &composite_kind && needed->disturbs) {
		for (size_t i = 0; i < needed->have->parts[0].count; i++) {
			struct change *attribute = changes_of_have(changes, needed->have->parts[0].items[i]);
			batch_before(undo, batch_find(attribute, STAGE_UNDO));
			batch_before(undo, batch_find(attribute, STAGE_MAKE));
		}
	}
}

void type_free_rows(struct changes *changes, struct change *change)
{
	bool column = change->parent != NULL;
	bool refused = column ? row_type_refuses_column(changes, change) : row_type_refuses_rewrite(changes, change);
	const struct object *table = column ? change->parent->have : change->have;
	g_autoptr(GPtrArray) users = refused && table ? row_type_users(changes, table) : NULL;

	for (guint i = 0; users && i < users->len; i++) {
		struct change *user = changes_of_have(changes, users->pdata[i]);
		if (!row_type_user_stays(user))
			batch_before(batch_undoing(user), batch_find(change, STAGE_MAKE));
	}
}

/*
 * What takes fields out of a value waits for the fields: the attributes of a composite type, or the columns of a table whose row
 * type it is, as in SELECT f.b FROM f() f(a, b), where f returns SETOF t. depth is a limit for circles that only a wrong guess can
 * make.
 */
static void await_fields(struct changes *changes, struct batch *make, const struct object *valued, unsigned depth)
{
	const GArray *needs = depth ? depend_needs(changes->needs_want, valued) : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *type = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		struct parts fields = object_parts(type, kind_is_table(type->kind) ? &column_kind : &composite_attribute_kind);
		for (size_t f = 0; f < fields.count; f++) {
			batch_before(batch_find(changes_of_want(changes, fields.items[f]), STAGE_MAKE), make);
			await_fields(changes, make, fields.items[f], depth - 1);
		}
	}
}

/* Whether the object of a change takes fields out of the values of what it needs. */
static bool takes_fields(const struct change *change, const struct object *needed)
{
	/* a default may call a function that returns rows of the table itself, before these have the column */
	return needed->kind == &column_kind || (needed->kind == &function_kind && change->want->kind != &column_kind);
}

void type_await_fields(struct changes *changes, struct change *change, const struct object *needed)
{
	struct batch *make = takes_fields(change, needed) ? batch_find(change, STAGE_MAKE) : NULL;

	if (make)
		await_fields(changes, make, needed, 4);
}

/*
 * PostgreSQL checks the values of a domain that gets a check, or NOT NULL, and refuses where they are inside others: what is made
 * of it, or of a composite or row type that has it, comes after. depth is a limit as above.
 */
static void await_checks(struct changes *changes, struct change *change, const struct object *valued, unsigned depth)
{
	const GArray *needs = depth ? depend_needs(changes->needs_want, valued) : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *type = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		bool of_rows = kind_is_table(type->kind), domain = type->kind == &domain_kind;
		struct parts parts = domain ? object_parts(type, &domain_check_kind)
				     : of_rows || type->kind == &composite_kind
					     ? object_parts(type, of_rows ? &column_kind : &composite_attribute_kind)
					     : (struct parts){ 0 };
		if (type == valued->parent || type->parent || (!of_rows && !kind_is(type->kind, TRAIT_HOLDS_VALUES)))
			continue;
		if (domain && type != change->want)
			batch_before(batch_find(changes_of_want(changes, type), STAGE_MAKE), batch_find(change, STAGE_MAKE));
		for (size_t p = 0; p < parts.count && domain; p++)
			batch_before(
				batch_find(changes_of_want(changes, parts.items[p]), STAGE_MAKE), batch_find(change, STAGE_MAKE));
		for (size_t p = 0; p < parts.count && !domain; p++)
			await_checks(changes, change, parts.items[p], depth - 1);
		await_checks(changes, change, type, depth - 1);
	}
}

void type_await_checks(struct changes *changes, struct change *change)
{
	if (kind_is(change->want->kind, TRAIT_HOLDS_VALUES) && change_makes(change))
		await_checks(changes, change, change->want, 4);
}
