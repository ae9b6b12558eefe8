/* Stored results, such as index entries and generated values, that PostgreSQL does not compute again when a function changes. */
#include "diff/results.h"

#include <glib.h>

#include "diff/ddl/verbs.h"

/* Of a part of an index, operator class or configuration the whole. seen: what was looked at. */
static void note(struct say *s, const struct object *changed, const struct object *of, GHashTable *seen)
{
	const GArray *users = depend_needed_by(s->changes->needs_have, of);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(s->changes->have).items[g_array_index(users, unsigned, i)];
		if (verbs_of(user->kind)->computes_of_whole)
			user = user->parent;
		const char *(*kept)(const struct object *) = verbs_of(user->kind)->kept_results, *words = kept ? kept(user) : NULL;
		if (!g_hash_table_add(seen, (gpointer)user) || change_undoes(changes_of_have(s->changes, user)) ||
			(user->parent && change_undoes(changes_of_have(s->changes, user->parent))))
			continue;
		if (change_is_code(user->kind))
			note(s, changed, user, seen);
		if (!words)
			continue;
		g_autofree char *name = object_describe(user->kind->shape == PART_PLAIN ? user->parent : user),
				*cause = object_describe(changed);
		say_note(s, NOTE_RESULTS, "%s changes, and %s depends on it: %s", cause, name, words);
	}
}

void results_note(struct say *s, const struct object *changed)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);

	note(s, changed, changed, seen);
}
