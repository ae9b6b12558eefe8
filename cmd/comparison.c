/* Reads the two places that yaml2db compares. */
#include "cmd/comparison.h"

#include "catalog/adapt.h"
#include "catalog/kinds.h"
#include "cmd/left_alone.h"
#include "cmd/pyrseas_texts.h"
#include "cmd/terminal.h"
#include "cmd/unqualified.h"
#include "diff/keepsake.h"
#include "diff/online/online.h"
#include "yaml/write.h"

#define COMPARISON_ERROR (g_quark_from_static_string("comparison"))

struct snapshot *comparison_read_place(const struct comparison *comparison, struct place *place, GError **error)
{
	if (!place_connect(place, error))
		return NULL;
	terminal_progress("reading %s", place_name(place));
	struct snapshot *snapshot = place_read(place, comparison->pool, error);
	terminal_progress(NULL);
	for (guint i = 0; i < comparison->options->warnings->len; i++)
		terminal_warn("%s", (char *)comparison->options->warnings->pdata[i]);
	for (guint i = 0; snapshot && i < comparison->options->unsupported->len; i++)
		terminal_warn("%s: %s is not compared, it cannot be described yet", place_name(place),
			(char *)comparison->options->unsupported->pdata[i]);
	g_ptr_array_set_size(comparison->options->warnings, 0);
	g_ptr_array_set_size(comparison->options->unsupported, 0);
	return snapshot;
}

static bool speaks_of(const struct snapshot *snapshot, const struct kind *kind)
{
	return snapshot_objects(snapshot, kind).count;
}

/* pg_database_owner, which stands for the database owner since 14, is replaced by the owner's name for older servers. */
static bool name_database_owner(struct comparison *comparison, GError **error)
{
	static const char stand_in[] = "pg_database_owner";
	static const char sql[] = "SELECT pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database WHERE datname = "
				  "pg_catalog.current_database()";
	GHashTableIter iter;
	gpointer owner;

	if (!place_is_database(comparison->have_place))
		return true;
	if (!place_connect(comparison->have_place, error))
		return false;
	if (place_version(comparison->have_place) >= PG(14) || g_hash_table_contains(comparison->role_names, stand_in))
		return true;
	g_autoptr(GHashTable) owners = place_lookup(comparison->have_place, sql, error);
	if (!owners)
		return false;
	g_hash_table_iter_init(&iter, owners);
	if (g_hash_table_iter_next(&iter, &owner, NULL))
		g_hash_table_insert(comparison->role_names, g_strdup(stand_in), g_strdup(owner));
	return true;
}

/* Adapts each snapshot to the server version of the other. */
static void adapt(struct comparison *comparison)
{
	if (snapshot_version(comparison->have))
		snapshot_adapt(comparison->want, snapshot_version(comparison->have));
	else if (snapshot_version(comparison->want))
		snapshot_adapt(comparison->have, snapshot_version(comparison->want));
}

/* A document written with selections can be compared only within these. */
static bool heed_selections(struct comparison *comparison, struct place *place, GError **error)
{
	if (!place_load(place, comparison->pool, error))
		return false;
	const struct snapshot *document = place_loaded(place);
	if (!document || !snapshot_is_partial(document))
		return true;
	if (!snapshot_selections(document)->len && selection_is_empty(comparison->selection)) {
		g_set_error(error, COMPARISON_ERROR, 0,
			"%s describes a part of a schema (\"partial: true\") and does not tell which: give the options"
			" that it was written with, such as -n SCHEMA, or write it again",
			place_name(place));
		return false;
	}
	return filter_add(comparison->filter, snapshot_selections(document), place_name(place), error);
}

/* Copies to a document of Pyrseas what its format cannot express. */
static bool complete(
	struct snapshot *document, struct place *place, const struct snapshot *other, struct place *other_place, GError **error)
{
	if (!snapshot_silences(document)->pyrseas || snapshot_silences(other)->pyrseas)
		return true;
	g_autofree char *kept = left_alone(document, other);
	if (kept)
		terminal_note("%s is read as a document of Pyrseas, which cannot describe these: they are left alone: %s",
			place_name(place), kept);
	return pyrseas_texts_settle(document, other, other_place, error);
}

static void heed_ignored(struct comparison *comparison)
{
	g_autoptr(GPtrArray) unused = ignore_unused(comparison->ignore);

	ignore_attributes(comparison->ignore, comparison->have, comparison->want);
	for (guint i = 0; i < unused->len; i++)
		terminal_warn("%s", (char *)unused->pdata[i]);
}

/* Reads the wanted side first: the filter asks it which schemas count, and whether roles and the database do. */
bool comparison_read(struct comparison *comparison, GError **error)
{
	if (!name_database_owner(comparison, error) || !heed_selections(comparison, comparison->want_place, error) ||
		!heed_selections(comparison, comparison->have_place, error))
		return false;
	filter_for_comparing(comparison->filter, NULL);
	if (place_loaded(comparison->want_place) && snapshot_silences(place_loaded(comparison->want_place))->pyrseas)
		filter_take_without_schema(comparison->filter);
	comparison->options->role_names = comparison->role_names;
	/* map the schemas of a database only when the other side is a document */
	comparison->options->map_databases = place_is_database(comparison->have_place) && place_is_database(comparison->want_place);
	comparison->want = comparison_read_place(comparison, comparison->want_place, error);
	if (!comparison->want)
		return false;
	filter_for_comparing(comparison->filter, comparison->want);
	comparison->options->role_names = NULL;
	comparison->options->map_databases = false;
	comparison->options->with_roles = speaks_of(comparison->want, &role_kind);
	comparison->options->with_database = speaks_of(comparison->want, &database_kind);
	comparison->have = comparison_read_place(comparison, comparison->have_place, error);
	if (!comparison->have)
		return false;
	adapt(comparison);
	if (!complete(comparison->want, comparison->want_place, comparison->have, comparison->have_place, error) ||
		!complete(comparison->have, comparison->have_place, comparison->want, comparison->want_place, error))
		return false;
	if (comparison->ignore)
		heed_ignored(comparison);
	return filter_check(comparison->filter, error);
}

static struct plan *plan(const struct comparison *comparison, const struct snapshot *from, const struct snapshot *to, enum way way,
	const char *unqualified, GError **error)
{
	return comparison->online ? plan_new_online(from, to, way, comparison->online, error)
				  : unqualified_plan(from, to, way, unqualified, error);
}

/* A hash that identifies the pair of schemas. Free it. */
static char *name_pair(const struct comparison *comparison)
{
	g_autoptr(GString) both = g_string_new(NULL);

	yaml_write_text(comparison->have, both, NULL);
	g_string_append_c(both, '\f');
	yaml_write_text(comparison->want, both, NULL);
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, both->str, (gssize)both->len);
}

/* The way back restores what the way there keeps, whichever of them is plan up. */
static bool plan_keeping(struct comparison *comparison, bool revert, bool back, GError **error)
{
	g_autofree char *pair = name_pair(comparison);
	struct keeping keeping = { pair, NULL };
	struct plan *there = plan_new_keeping(comparison->have, comparison->want, WAY_THERE, &keeping, error), *way_back = NULL;

	if (there && (back || revert)) {
		keeping.there = there->kept;
		way_back = plan_new_keeping(comparison->want, comparison->have, WAY_BACK, &keeping, error);
	}
	comparison->up = revert ? way_back : there;
	comparison->down = revert ? there : way_back;
	return comparison->up && (comparison->down || !back);
}

bool comparison_plan(struct comparison *comparison, bool revert, bool back, const char *unqualified, GError **error)
{
	const struct snapshot *from = revert ? comparison->want : comparison->have,
			      *to = revert ? comparison->have : comparison->want;

	if (unqualified && !unqualified_prepare(comparison->have, comparison->want, unqualified, error))
		return false;
	terminal_progress("comparing");
	if (comparison->keep) {
		bool good = plan_keeping(comparison, revert, back, error);
		terminal_progress(NULL);
		return good;
	}
	comparison->up = plan(comparison, from, to, revert ? WAY_BACK : WAY_THERE, unqualified, error);
	if (comparison->up && back)
		comparison->down = plan(comparison, to, from, revert ? WAY_THERE : WAY_BACK, unqualified, error);
	terminal_progress(NULL);
	return comparison->up && (comparison->down || !back);
}

void comparison_clear(struct comparison *comparison)
{
	if (comparison->online)
		g_clear_pointer(&comparison->online->leftovers, g_hash_table_unref);
	g_free(comparison->online);
	plan_free(comparison->up);
	plan_free(comparison->down);
	snapshot_free(comparison->have);
	snapshot_free(comparison->want);
	place_free(comparison->have_place);
	place_free(comparison->want_place);
	filter_free(comparison->filter);
	ignore_free(comparison->ignore);
	g_clear_pointer(&comparison->role_names, g_hash_table_unref);
	pool_free(comparison->pool);
}
