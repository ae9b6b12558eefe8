/* Texts of SQL as a server prints them. */
#include "prove/normalize.h"

#include "catalog/snapshot_copy.h"
#include "prove/state.h"
#include "prove/surroundings.h"

/* Whether the server stores the text parsed, and prints it in its own form; bodies are stored as text. */
static bool is_printed(enum fragment fragment)
{
	return fragment == FRAGMENT_EXPRESSION || fragment == FRAGMENT_CLAUSE || fragment == FRAGMENT_QUERY ||
	       fragment == FRAGMENT_ACTIONS || fragment == FRAGMENT_BODY;
}

static void take_texts(struct object *to, const struct object *from)
{
	for (const struct attribute *row = to->kind->attributes; row->name; row++)
		if (is_printed(attribute_fragment(row)) && !row->incidental && !attribute_is_absent(row, to) &&
			!attribute_is_absent(row, from))
			attribute_copy(row, from, to);
}

/* Keys of indexes and partitions have their expression for a name, and are the same by their place. */
static void take_names(const struct own_parts *to, const struct parts *from)
{
	for (size_t i = 0; to->count == from->count && i < to->count; i++) {
		to->items[i]->name = from->items[i]->name;
		to->items[i]->identity = from->items[i]->identity;
		take_texts(to->items[i], from->items[i]);
	}
}

static void take_all(struct snapshot *to, const struct snapshot *from)
{
	struct own_objects all = snapshot_own_all(to);

	for (size_t i = 0; i < all.count; i++) {
		struct object *object = all.items[i];
		const struct object *twin =
			object->kind->shape == PART_PLAIN && object->parent ? NULL : snapshot_twin(from, object);
		if (!twin)
			continue;
		take_texts(object, twin);
		for (const struct kind *const *part = object->kind->parts; part && *part; part++) {
			const struct own_parts own = object_own_parts(object, *part);
			const struct parts others = object_parts(twin, *part);
			if ((*part)->shape == PART_PLAIN)
				take_names(&own, &others);
		}
	}
	snapshot_index(to);
}

static struct snapshot *build(const struct proof *proof, GError **error)
{
	g_autofree char *database = state_build(proof, "described", proof->want, error);

	return database ? state_read(proof, database, error) : NULL;
}

struct snapshot *normalize(struct scratch *scratch, const struct snapshot *document,
	GPtrArray *(*statements)(const struct plan *, bool together, void *data), void *data, GError **error)
{
	const struct proof_input input = {
		.have = document, .want = document, .whole = document, .statements = statements, .statements_data = data
	};
	struct proof_outcome outcome;
	g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func((GDestroyNotify)snapshot_free);
	struct proof proof = { .scratch = scratch, .input = &input, .outcome = &outcome };
	struct snapshot *back = NULL, *copy = NULL;
	bool versions;

	proof_outcome_init(&outcome);
	if (surroundings_make(scratch, &document, 1, error) &&
		surroundings_have_versions(scratch, &document, 1, &versions, error)) {
		proof.no_versions = !versions;
		proof.have = proof.want = proof.whole = proof_adapt(document, versions, copies);
		back = build(&proof, error);
	}
	if (back) {
		copy = snapshot_copy(document);
		take_all(copy, back);
	}
	snapshot_free(back);
	proof_outcome_clear(&outcome);
	return copy;
}
