/* Which batches wait for a name to be free, and which object is renamed aside in a cycle of names. */
#include "diff/edges.h"

#include "catalog/kinds.h"
#include "catalog/kinds/type.h"
#include "diff/aside_name.h"
#include "diff/ddl/plain.h"
#include "diff/order.h"

/* A name, and where it is one: in a space of a schema, or of the object that has it as a part. */
struct taken {
	const void *scope;
	const char *name;
	int space;
};

static guint taken_hash(gconstpointer data)
{
	const struct taken *taken = data;

	return g_direct_hash(taken->scope) / 8 * 31 ^ g_direct_hash(taken->name) / 8 ^ (guint)taken->space;
}

static gboolean taken_equal(gconstpointer a, gconstpointer b)
{
	const struct taken *x = a, *y = b;

	return x->scope == y->scope && x->name == y->name && x->space == y->space;
}

static bool gives_name_up(const struct change *change)
{
	return change->have && (change_undoes(change) || change->renamed);
}

static bool takes_name(const struct change *change)
{
	return change->want && (change_makes(change) || change->renamed);
}

static struct taken key_of(const struct change *change, const struct object *object, int space)
{
	return (struct taken){ space & SPACES_OF_SCHEMA ? (const void *)object->schema : change->parent, object->name, space };
}

/* A range has a second name, that of its multirange, which does not follow when it is renamed; false: it has none. */
static bool multirange_key(const struct object *object, struct taken *key)
{
	const struct qualified *name = object->kind == &range_kind ? ((const struct range *)object)->multirange : NULL;

	if (name && name->name)
		*key = (struct taken){ object_schema_of(object, name), name->name, SPACE_TYPE };
	return name && name->name;
}

/* Names that are given up -> the changes that do. */
static GHashTable *names_going(const struct changes *changes)
{
	GHashTable *going = g_hash_table_new_full(taken_hash, taken_equal, g_free, NULL);

	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		for (int space = 1; gives_name_up(change) && space <= SPACE_POLICY; space *= 2) {
			struct taken key = key_of(change, change->have, space);
			if (change->have->kind->spaces & space)
				g_hash_table_insert(going, g_memdup2(&key, sizeof(key)), change);
		}
		struct taken key;
		if (change->have && change_undoes(change) && multirange_key(change->have, &key))
			g_hash_table_insert(going, g_memdup2(&key, sizeof(key)), change);
	}
	return going;
}

/* Who has the name that a change takes, in one of its spaces. */
static struct change *giver(GHashTable *going, const struct change *change, int space)
{
	struct taken key = key_of(change, change->want, space);
	struct change *other = change->want->kind->spaces & space ? g_hash_table_lookup(going, &key) : NULL;

	return other == change ? NULL : other;
}

/* The one who has to be renamed before a change can be. */
static struct change *renamed_giver(GHashTable *going, const struct change *change)
{
	for (int space = 1; space <= SPACE_POLICY; space *= 2) {
		struct change *other = giver(going, change, space);
		if (other && other->renamed && !change_undoes(other))
			return other;
	}
	return NULL;
}

void names_assign(struct changes *changes)
{
	g_autoptr(GHashTable) going = names_going(changes), seen = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < changes->all->len; i++) {
		struct change *start = changes->all->pdata[i], *at = start;
		if (!start->renamed || change_undoes(start))
			continue;
		for (; at && !g_hash_table_contains(seen, at); at = renamed_giver(going, at))
			g_hash_table_insert(seen, at, start);
		/* back at one of this round, so they go round */
		if (!at || g_hash_table_lookup(seen, at) != start || renamed_giver(going, at)->meanwhile)
			continue;
		at->evicts = renamed_giver(going, at);
		at->evicts->meanwhile = aside_name(changes, at->evicts->have->schema, at->evicts->have->name);
	}
}

/* What is said of the one that makes room, by the name that it had, is said before. */
static void add_eviction(struct changes *changes, struct change *change)
{
	struct batch *make = batch_find(change, STAGE_MAKE);

	batch_before(make, batch_find(change->evicts, STAGE_MAKE));
	for (guint i = 0; i < changes->all->len; i++) {
		struct change *part = changes->all->pdata[i];
		if (part->parent == change->evicts)
			batch_before(batch_find(part, STAGE_UNDO), make);
	}
}

/* A name is free only when what had it is gone, or has another name. */
void edges_add_names(struct changes *changes)
{
	g_autoptr(GHashTable) going = names_going(changes);

	for (guint i = 0; i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		for (int space = 1; takes_name(change) && space <= SPACE_POLICY; space *= 2) {
			struct change *other = giver(going, change, space);
			if (other && other != change->evicts)
				batch_before(other->renamed && !change_undoes(other) ? batch_find(other, STAGE_MAKE)
										     : batch_undoing(other),
					batch_find(change, STAGE_MAKE));
		}
		struct taken key;
		bool ranges = change->want && change_makes(change) && multirange_key(change->want, &key);
		struct change *other = ranges ? g_hash_table_lookup(going, &key) : NULL;
		if (other && other != change && change_undoes(other))
			batch_before(batch_undoing(other), batch_find(change, STAGE_MAKE));
		if (change->evicts)
			add_eviction(changes, change);
	}
}
