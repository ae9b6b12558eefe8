/* The guard of a script: fails if the database has changed since it was compared. */
#include "cmd/same.h"

#include <string.h>

#include "catalog/depend.h"
#include "catalog/kinds.h"
#include "cmd/place_query.h"
#include "cmd/same_block.h"
#include "cmd/same_facts.h"
#include "sql/quote.h"

/* An object of have that is checked. */
struct seen {
	const struct object *object;
	const struct object *for_; /* the object that depends on it; NULL: it changes itself */
	GPtrArray *columns;	   /* const char *: the columns that are depended on */
};

/* All of them, without duplicates: changed objects, in the order of the statements, then the objects they depend on. */
struct sight {
	const struct snapshot *have;
	GHashTable *by_object; /* to struct seen * */
	GPtrArray *all;	       /* struct seen * */
};

static void seen_free(void *data)
{
	struct seen *seen = data;

	g_ptr_array_unref(seen->columns);
	g_free(seen);
}

static struct seen *see(struct sight *sight, const struct object *object, const struct object *needed_for)
{
	struct seen *seen = g_hash_table_lookup(sight->by_object, object);

	if (seen)
		return seen;
	seen = g_new0(struct seen, 1);
	*seen = (struct seen){ object, needed_for, g_ptr_array_new() };
	g_hash_table_insert(sight->by_object, (gpointer)object, seen);
	g_ptr_array_add(sight->all, seen);
	return seen;
}

static void see_need(struct sight *sight, const struct object *needed, const struct object *needed_for)
{
	const struct object *whole = snapshot_twin(sight->have, object_outermost(needed));
	struct seen *seen = whole && same_facts_what(whole->kind) ? see(sight, whole, needed_for) : NULL;

	if (seen && needed->kind == &column_kind && !g_ptr_array_find(seen->columns, needed->name, NULL))
		g_ptr_array_add(seen->columns, (gpointer)needed->name);
}

/* In the list of objects the parts follow their object. */
static void see_needs(struct sight *sight, const struct snapshot *snapshot, const struct depend *depend, const struct object *whole)
{
	struct objects all = snapshot_all(snapshot);

	for (size_t i = whole->number; i < all.count && (i == whole->number || all.items[i]->parent); i++) {
		const GArray *needs = depend_needs(depend, all.items[i]);
		for (guint n = 0; n < needs->len; n++)
			see_need(sight, all.items[g_array_index(needs, unsigned, n)], whole);
	}
}

/* Owners, privileges and comments can be set whatever the object's state: they are not checked. */
static void look(struct sight *sight, const struct snapshot *want, const struct plan *plan)
{
	const struct depend *depend = depend_of(sight->have), *depend_want = depend_of(want);
	g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		if (step->had && !step->common && same_facts_what(step->had->kind))
			see(sight, step->had, NULL);
	}
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		const struct object *will = step->object ? snapshot_twin(want, object_outermost(step->object)) : NULL;
		if (step->had && !step->common && g_hash_table_add(done, (gpointer)step->had))
			see_needs(sight, sight->have, depend, step->had);
		if (will && !step->common && g_hash_table_add(done, (gpointer)will))
			see_needs(sight, want, depend_want, will);
	}
}

static void append_columns(GString *out, const struct seen *seen)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (guint i = 0; i < seen->columns->len; i++)
		quote_format(list, i ? ", %L" : "%L", seen->columns->pdata[i]);
	g_string_append_printf(out, seen->for_ ? "ARRAY[%s]::text[]" : "NULL::text[]", list->str);
}

/* Appends the objects as rows, with their digests where known. */
static void append_objects(GString *out, const GPtrArray *all, char *const *were)
{
	for (guint i = 0; i < all->len; i++) {
		const struct seen *seen = all->pdata[i];
		g_autofree char *name = object_describe(seen->object), *for_ = seen->for_ ? object_describe(seen->for_) : NULL,
				*words = for_ ? g_strdup_printf("%s, which %s needs", name, for_) : g_strdup(name);
		quote_format(out, i ? ",\n    (%L, %L, %L, %L, " : "(%L, %L, %L, %L, ", same_facts_what(seen->object->kind), words,
			seen->object->schema ? seen->object->schema : "", seen->object->name);
		append_columns(out, seen);
		quote_format(out, ", %d", (int)i);
		if (were)
			quote_format(out, ", %L", were[i]);
		g_string_append_c(out, ')');
	}
}

/* The SQL expression of the objects' facts. */
static char *facts(const GPtrArray *all, int version)
{
	g_autoptr(GPtrArray) whats = g_ptr_array_new();
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < all->len; i++) {
		const char *what = same_facts_what(((const struct seen *)all->pdata[i])->object->kind);
		if (!g_ptr_array_find_with_equal_func(whats, what, g_str_equal, NULL))
			g_ptr_array_add(whats, (gpointer)what);
	}
	same_facts_append(out, whats, version);
	return g_string_free(out, false);
}

/* The digests, one for each object; NULL with an error. */
static char **ask(struct place *place, const GPtrArray *all, const char *text, GError **error)
{
	g_autoptr(GString) sql = g_string_new(
		"SELECT has_language_privilege(l.oid, 'USAGE'), string_agg(coalesce(o.digest, '-'), ' ' ORDER BY o.number) FROM "
		"(SELECT seen.number, ");

	same_digest_append(sql, text);
	g_string_append(sql, " AS digest FROM (VALUES ");
	append_objects(sql, all, NULL);
	g_string_append(sql,
		") AS seen (what, words, schema, name, columns, number)) AS o LEFT JOIN pg_language l ON l.lanname = 'plpgsql' "
		"GROUP BY l.oid");
	g_auto(GStrv) row = place_row(place, same_opening, sql->str, error);
	if (row && strcmp(row[0], "t") == 0)
		return g_strsplit(row[1], " ", -1);
	if (row)
		g_set_error(error, SAME_ERROR, SAME_IMPOSSIBLE,
			"%s: the check is a block of PL/pgSQL, which cannot be used there: write the script with --no-guard",
			place_name(place));
	return NULL;
}

char *same_check(
	struct place *place, const struct snapshot *have, const struct snapshot *want, const struct plan *plan, GError **error)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(seen_free);
	g_autoptr(GHashTable) by_object = g_hash_table_new(NULL, NULL);
	struct sight sight = { have, by_object, all };

	look(&sight, want, plan);
	if (!all->len)
		return g_strdup("");
	g_autofree char *text = facts(all, place_version(place));
	g_auto(GStrv) were = ask(place, all, text, error);
	if (!were)
		return NULL;
	for (guint i = 0; i < all->len; i++)
		if (!were[i] || strcmp(were[i], "-") == 0) {
			g_autofree char *words = object_describe(((const struct seen *)all->pdata[i])->object);
			g_set_error(error, SAME_ERROR, SAME_GONE, "%s: %s was dropped while it was being compared",
				place_name(place), words);
			return NULL;
		}
	g_autoptr(GString) rows = g_string_new(NULL);
	append_objects(rows, all, were);
	return same_block(rows->str, text, "not as it was when this script was written: ", "compare again, with yaml2db");
}
