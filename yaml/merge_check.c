/* Checks that the changes of two branches fit together. */
#include "yaml/merge_check.h"

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "sql/name.h"

static const char *const names_of_sides[] = { "base", "ours", "theirs" };

static void add(GArray *problems, const struct object *where, char *text)
{
	struct merge_problem problem = { where->line, text };

	g_array_append_val(problems, problem);
}

/* Whether the base has the same dependency: then the side that removed the object has handled it. */
static bool is_old(const struct snapshot *base, const struct depend *old, const struct object *from, const struct object *to)
{
	const struct object *before = base ? snapshot_twin(base, from) : NULL, *needed = base ? snapshot_twin(base, to) : NULL;

	return before && needed && depend_has(old, before, needed);
}

/* Finds new dependencies of one side on objects that the merged document lacks. */
static void check_needs(const struct snapshot *base, const struct depend *old, const struct snapshot *side, const char *name,
	const struct snapshot *merged, GArray *problems)
{
	struct objects all = snapshot_all(side);
	struct depend *depend = depend_new(side);

	for (size_t i = 0; i < all.count; i++) {
		const GArray *needs = depend_needs(depend, all.items[i]);
		for (guint n = 0; n < needs->len; n++) {
			const struct object *to = all.items[g_array_index(needs, unsigned, n)];
			const struct object *from = snapshot_twin(merged, all.items[i]);
			if (!from || snapshot_twin(merged, to) || is_old(base, old, all.items[i], to))
				continue;
			g_autofree char *what = object_describe(from), *needed = object_describe(to);
			add(problems, from, g_strdup_printf("%s, as %s has it, needs %s, which is gone", what, name, needed));
		}
	}
	depend_free(depend);
}

/* The object's name in its name space in PostgreSQL: relations and indexes, types, or the constraints of one relation. */
static char *space_of(const struct object *object, int which)
{
	const struct kind *kind = object->kind;
	bool relation = g_strcmp0(kind->catalog, "pg_class") == 0 && !kind->sub_object,
	     constraint = g_strcmp0(kind->catalog, "pg_constraint") == 0;
	g_autofree char *of = NULL;

	switch (which) {
	case 0:
		return relation || kind->index ? name_join(object->schema, object->name) : NULL;
	case 1:
		return g_strcmp0(kind->catalog, "pg_type") == 0 || (relation && kind_part_index(kind, &column_kind) >= 0)
			       ? name_join(object->schema, object->name)
			       : NULL;
	default:
		of = constraint && object->parent ? name_join(object->schema, object->parent->name) : NULL;
		return of ? name_join(of, object->name) : NULL;
	}
}

/* Finds names that two objects have, one from each side. */
static void check_names(const struct snapshot *const sides[MERGE_SIDES], const struct snapshot *merged, int which, GArray *problems)
{
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct objects all = snapshot_all(merged);

	for (size_t i = 0; i < all.count; i++) {
		const struct object *object = all.items[i];
		char *name = space_of(object, which);
		const struct object *first = name ? g_hash_table_lookup(known, name) : NULL;
		if (first) {
			bool in_one = (snapshot_twin(sides[MERGE_OURS], object) && snapshot_twin(sides[MERGE_OURS], first)) ||
				      (snapshot_twin(sides[MERGE_THEIRS], object) && snapshot_twin(sides[MERGE_THEIRS], first));
			g_autofree char *one = object_describe(first), *other = object_describe(object);
			if (!in_one)
				add(problems, object,
					g_strdup_printf("%s and %s, one of each side, cannot have the same name", one, other));
			g_free(name);
		} else if (name) {
			g_hash_table_insert(known, name, (gpointer)object);
		}
	}
}

void merge_check(const struct snapshot *const sides[MERGE_SIDES], const struct snapshot *merged, GArray *problems)
{
	struct depend *old = sides[MERGE_BASE] ? depend_new(sides[MERGE_BASE]) : NULL;

	for (enum merge_side side = MERGE_OURS; side < MERGE_SIDES; side++)
		check_needs(sides[MERGE_BASE], old, sides[side], names_of_sides[side], merged, problems);
	for (int which = 0; which < 3; which++)
		check_names(sides, merged, which, problems);
	depend_free(old);
}

static bool merged_flag(bool base, bool ours, bool theirs)
{
	return ours == base ? theirs : ours;
}

struct silence merge_silence(const struct snapshot *const sides[MERGE_SIDES])
{
	const struct silence *ours = snapshot_silences(sides[MERGE_OURS]), *theirs = snapshot_silences(sides[MERGE_THEIRS]);
	const struct silence *base = sides[MERGE_BASE] ? snapshot_silences(sides[MERGE_BASE]) : ours;

	return (struct silence){ .owners = merged_flag(base->owners, ours->owners, theirs->owners),
		.privileges = merged_flag(base->privileges, ours->privileges, theirs->privileges) };
}
