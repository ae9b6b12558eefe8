/* Which batches wait for a name to be free. */
#include "diff/edges.h"

#include "catalog/kinds.h"
#include "catalog/table.h"
#include "diff/order.h"

struct taken {
	const char *schema, *name;
	int space;
};

static guint taken_hash(gconstpointer data)
{
	const struct taken *taken = data;

	return g_direct_hash(taken->schema) / 8 * 31 ^ g_direct_hash(taken->name) / 8 ^ (guint)taken->space;
}

static gboolean taken_equal(gconstpointer a, gconstpointer b)
{
	const struct taken *x = a, *y = b;

	return x->schema == y->schema && x->name == y->name && x->space == y->space;
}

enum { SPACE_RELATION = 1, SPACE_TYPE = 2, SPACE_ROUTINE = 4, SPACE_SERVER = 8 };

/* The catalogs in whose name spaces an object's name is: a table has a type of its name too. */
static int spaces_of(const struct object *object)
{
	const struct kind *kind = object->kind;

	if (kind_is_table(kind) || kind == &view_kind || kind == &materialized_view_kind || kind == &composite_kind)
		return SPACE_RELATION | SPACE_TYPE;
	if (kind == &sequence_kind || kind == &index_kind || kind == &primary_key_kind || kind == &unique_kind || kind == &exclusion_kind)
		return SPACE_RELATION;
	if (kind == &enum_kind || kind == &domain_kind || kind == &range_kind || kind == &base_type_kind || kind == &shell_type_kind)
		return SPACE_TYPE;
	if (kind == &server_kind)
		return SPACE_SERVER;
	return kind == &function_kind || kind == &procedure_kind || kind == &aggregate_kind ? SPACE_ROUTINE : 0;
}

/* A name is free only when what had it is gone, or has another name. */
void edges_add_names(struct changes *changes)
{
	g_autoptr(GHashTable) going = g_hash_table_new_full(taken_hash, taken_equal, g_free, NULL);

	for (int pass = 0; pass < 2; pass++)
		for (guint i = 0; i < changes->all->len; i++) {
			struct change *change = changes->all->pdata[i];
			const struct object *object = pass ? change->want : change->have;
			bool concerned = object && (pass ? change_makes(change) || change->renamed : change_undoes(change) || change->renamed);
			for (int space = 1; concerned && space <= SPACE_SERVER; space *= 2) {
				if (!(spaces_of(object) & space))
					continue;
				struct taken key = { object->schema, object->name, space };
				struct change *other = pass ? g_hash_table_lookup(going, &key) : NULL;
				if (!pass)
					g_hash_table_insert(going, g_memdup2(&key, sizeof(key)), change);
				else if (other && other != change)
					batch_before(other->renamed && !change_undoes(other) ? batch_find(other, STAGE_MAKE) : edges_undoing(other), batch_find(change, STAGE_MAKE));
			}
		}
}
