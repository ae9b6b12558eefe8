/* Results that the server keeps though what they were computed by is changed: nothing computes them again. */
#include "diff/results.h"

#include <glib.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"

/* What the server keeps of results, in words; NULL: nothing. */
static const char *keeps_results(const struct object *object)
{
	if (object->kind == &index_kind || object->kind == &exclusion_kind)
		return "what it holds is not computed again: REINDEX it";
	if (object->kind == &check_kind || object->kind == &domain_check_kind)
		return "the rows that are there are not checked again";
	if (object->kind == &column_kind && ((const struct column *)object)->generated && !((const struct column *)object)->virtual)
		return "the values that are there are not computed again";
	return object->kind == &partition_key_kind ? "the rows that are there stay in their partitions" : NULL;
}

/* Of a part of an index, operator class or configuration the whole. seen: what was looked at. */
static void note(struct say *s, const struct object *changed, const struct object *of, GHashTable *seen)
{
	const GArray *users = depend_needed_by(s->changes->needs_have, of);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(s->changes->have).items[g_array_index(users, unsigned, i)];
		if (user->kind == &index_key_kind || user->kind == &class_function_kind || user->kind == &class_operator_kind ||
			user->kind == &mapping_kind)
			user = user->parent;
		const char *words = keeps_results(user);
		if (!g_hash_table_add(seen, (gpointer)user) || change_undoes(changes_of_have(s->changes, user)) ||
			(user->parent && change_undoes(changes_of_have(s->changes, user->parent))))
			continue;
		if (change_is_code(user->kind))
			note(s, changed, user, seen);
		if (!words)
			continue;
		g_autofree char *name = object_describe(user->kind == &partition_key_kind ? user->parent : user),
				*cause = object_describe(changed);
		say_note(s, "%s is changed, and %s is made of it: %s", cause, name, words);
	}
}

void results_note(struct say *s, const struct object *changed)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);

	note(s, changed, changed, seen);
}
