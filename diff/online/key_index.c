/* The index that is built beside others for a key. */
#include "diff/online/key_index.h"

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "diff/aside_name.h"
#include "diff/online/beside_name.h"
#include "diff/say.h"

#define KEY(object) ((const struct key_constraint *)(object))
#define INDEX(object) ((const struct index *)(object))

static bool has_plain_keys(const struct object *index, const struct names *columns)
{
	struct parts keys = object_parts(index, &index_key_kind);

	for (size_t i = 0; i < keys.count; i++) {
		const struct index_key *key = (const struct index_key *)keys.items[i];
		if (i >= columns->count || keys.items[i]->name != columns->items[i] || key->type || key->collation ||
			key->opclass || key->order || key->nulls)
			return false;
	}
	return keys.count == columns->count;
}

/* Whether the index of the old state does what the key's own will do. */
static bool does(const struct object *object, const struct key_constraint *key)
{
	const struct index *index = INDEX(object);

	return index->unique && !key->without_overlaps && !index->access_method && !index->predicate && !index->attached_to &&
	       index->include == key->include && index->options == key->options && index->tablespace == key->tablespace &&
	       index->nulls_not_distinct == key->nulls_not_distinct && has_plain_keys(object, key->columns);
}

const char *key_index_name(const struct changes *changes, const struct change *change, const struct object **reused)
{
	const struct object *table = change->parent->have, *found = NULL;
	const char *name =
		change->fate == FATE_CREATE ? change->want->name : aside_with_suffix(changes, change->want->name, BESIDE_SUFFIX);

	*reused = NULL;
	if (table)
		found = object_part(table, &index_kind, name);
	if (found && changes_of_have(changes, found)->fate == FATE_DROP && does(found, KEY(change->want)))
		*reused = found;
	return name;
}

struct change *key_index_user(const struct changes *changes, const struct change *index)
{
	static const struct kind *const key_kinds[] = { &primary_key_kind, &unique_kind };
	const struct object *table = index->parent ? index->parent->want : NULL, *reused;

	if (!table || !index->have || index->fate != FATE_DROP)
		return NULL;
	for (size_t k = 0; k < G_N_ELEMENTS(key_kinds); k++) {
		struct parts keys = object_parts(table, key_kinds[k]);
		for (size_t i = 0; i < keys.count; i++) {
			struct change *key = changes_of_want(changes, keys.items[i]);
			if (change_makes(key) && key_index_name(changes, key, &reused) && reused == index->have)
				return key;
		}
	}
	return NULL;
}

void key_index_append(GString *out, const struct object *object)
{
	const struct key_constraint *key = KEY(object);

	say_columns(out, key->columns);
	if (key->include) {
		g_string_append(out, " INCLUDE ");
		say_columns(out, key->include);
	}
	if (key->nulls_not_distinct)
		g_string_append(out, " NULLS NOT DISTINCT");
	if (key->options) {
		g_string_append(out, " WITH (");
		say_options(out, key->options);
		g_string_append_c(out, ')');
	}
	if (key->tablespace)
		say_append(out, " TABLESPACE %I", key->tablespace);
}
