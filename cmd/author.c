/* Writes a change from the differences of two schemas. */
#include "cmd/author.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "cmd/author_back.h"
#include "cmd/author_online.h"
#include "cmd/author_text.h"
#include "cmd/comparison.h"
#include "cmd/contract.h"
#include "cmd/middle.h"
#include "cmd/name_map.h"
#include "cmd/online.h"
#include "cmd/preflight.h"
#include "cmd/report.h"
#include "cmd/script.h"
#include "cmd/terminal.h"
#include "diff/online/online.h"
#include "migrate/status.h"
#include "sql/psql.h"
#include "yaml/write.h"

#define REGISTRY "dbalign"
#define SAME "nothing differs between %s and %s: there is no change to write"

static void authored_free(gpointer data)
{
	struct authored *authored = data;

	g_free(authored->slug);
	draft_clear(&authored->draft);
	g_free(authored);
}

/* Whether the plan creates or alters objects that all databases of the server share. */
static bool is_global(const struct plan *plan)
{
	bool global = false;

	for (guint i = 0; i < plan->steps->len; i++)
		global = global || ((const struct step *)plan->steps->pdata[i])->object->kind == &role_kind;
	return global;
}

/* Directives come first, see migrate/header.h. */
static void append_build(GString *out, const struct plan *up, const struct plan *down, const char *no_way_back)
{
	g_autofree char *reason = no_way_back ? terminal_escape(no_way_back) : NULL;

	g_string_append(out, "-- search_path: pg_catalog\n");
	if (up->losses->len)
		g_string_append(out, "-- data_loss: yes\n");
	if (is_global(up))
		g_string_append(out, "-- global: yes\n");
	if (author_sets_role(up) || author_sets_role(down))
		g_string_append(out, "-- role: self\n");
	if (reason)
		g_string_append_printf(out, "-- irreversible: %s\n", reason);
	g_string_append_c(out, '\n');
	author_append_head(out, "What differs is", up);
	author_append_statements(out, up);
}

/* A text about an extension that has no update path back to its old version, from preflight(). NULL: none. Free it. */
static char *find_no_way_back(const struct snapshot *have, const struct snapshot *want)
{
	struct objects extensions = snapshot_objects(have, &extension_kind);

	for (size_t i = 0; i < extensions.count; i++) {
		const struct extension *was = (const struct extension *)extensions.items[i];
		const struct extension *is = (const struct extension *)snapshot_find(want, &extension_kind, NULL, was->object.name);
		if (was->no_way_back && is && is->version)
			return g_strdup_printf(
				"no update leads extension %s back from %s to %s", was->object.name, is->version, was->version);
	}
	return NULL;
}

static void tell(const struct plan *plan)
{
	for (guint i = 0; i < plan->losses->len; i++)
		terminal_warn("data loss: %s", remark_text(plan->losses, i));
	for (guint i = 0; i < plan->look_alikes->len; i++)
		terminal_warn("perhaps a rename: %s", remark_text(plan->look_alikes, i));
	for (guint i = 0; i < plan->notes->len; i++)
		terminal_note("%s", remark_text(plan->notes, i));
}

/* One change from have to want. The places are those of the snapshots; NULL: the snapshot exists in no place. */
static struct authored *write_change(const char *slug, const struct snapshot *have, const struct snapshot *want,
	struct place *have_place, struct place *want_place, GError **error)
{
	g_autoptr(GError) no_way_back = NULL;
	struct plan *up = plan_new(have, want, WAY_THERE, error), *down;
	struct authored *authored;

	if (!up)
		return NULL;
	g_autofree char *stays = find_no_way_back(have, want);
	down = stays ? NULL : plan_new(want, have, WAY_BACK, &no_way_back);
	authored = g_new0(struct authored, 1);
	authored->slug = g_strdup(slug);
	draft_init(&authored->draft);
	append_build(authored->draft.build, up, down, down ? NULL : stays ? stays : no_way_back->message);
	if (down) {
		author_append_head(authored->draft.rollback, "What is taken back is", down);
		author_append_statements(authored->draft.rollback, down);
	}
	contract_write(authored->draft.pre, authored->draft.post, have, want, up, have_place, want_place);
	yaml_write_text(want, authored->draft.expect, NULL);
	tell(up);
	plan_free(up);
	plan_free(down);
	return authored;
}

/* The state after the labels that other statements need are committed; NULL: one transaction does it all. */
static struct snapshot *find_middle(const struct comparison *comparison, GError **error)
{
	struct plan *plan = plan_new(comparison->have, comparison->want, WAY_THERE, error);
	struct snapshot *middle = plan ? middle_new(plan, comparison->have, comparison->want) : NULL;

	if (plan && !plan->steps->len)
		g_set_error(error, MIGRATE_ERROR, MIGRATE_USAGE, SAME, place_name(comparison->have_place),
			place_name(comparison->want_place));
	plan_free(plan);
	return middle;
}

/* Warns of roles, tablespaces and extensions that the target lacks, and of extensions that cannot be downgraded. */
static bool look_ahead(const struct comparison *comparison, GError **error)
{
	g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func(g_free);

	if (!place_is_database(comparison->have_place))
		return true;
	if (!preflight(comparison->have_place, comparison->have, comparison->want, missing, error))
		return false;
	for (guint i = 0; i < missing->len; i++)
		terminal_warn("%s: %s", place_name(comparison->have_place), (char *)missing->pdata[i]);
	return true;
}

static bool write_changes(GPtrArray *out, const struct comparison *comparison, const char *slug, GError **error)
{
	g_autoptr(GError) local = NULL;
	struct snapshot *middle = look_ahead(comparison, &local) ? find_middle(comparison, &local) : NULL;
	g_autofree char *first_slug = g_strconcat(slug, "_labels", NULL);
	struct authored *first = NULL, *last = NULL;

	if (local) {
		g_propagate_error(error, g_steal_pointer(&local));
		return false;
	}
	if (middle)
		first = write_change(first_slug, comparison->have, middle, comparison->have_place, NULL, error);
	if (!middle || first)
		last = write_change(slug, middle ? middle : comparison->have, comparison->want,
			middle ? NULL : comparison->have_place, comparison->want_place, error);
	if (first)
		g_ptr_array_add(out, first);
	if (last)
		g_ptr_array_add(out, last);
	snapshot_free(middle);
	return last;
}

/* The way back is computed on a scratch server; without one, or where that fails, each change says so. */
static void author_online(
	GPtrArray *out, const struct comparison *comparison, const char *slug, const struct prove_options *scratch)
{
	const struct plan *plan = comparison->up;
	g_autoptr(GError) no_way_back = NULL;
	g_autoptr(GPtrArray) back = author_back(comparison, scratch, &no_way_back);

	for (guint i = 0; i < plan->transactions->len; i++) {
		struct authored *authored = g_new0(struct authored, 1);
		authored->slug = g_strdup_printf("%s_%u", slug, i + 1);
		draft_init(&authored->draft);
		author_online_write(
			&authored->draft, comparison, i, back ? back->pdata[i] : NULL, back ? NULL : no_way_back->message);
		g_ptr_array_add(out, authored);
	}
	tell(plan);
	if (!back)
		terminal_warn("the changes have no way back: %s", no_way_back->message);
}

/* A plan of one transaction becomes a normal change. */
static bool write_online(
	GPtrArray *out, struct comparison *comparison, const struct author_options *options, const char *slug, GError **error)
{
	if (!look_ahead(comparison, error) || !online_prepare(comparison, comparison->have_place, false, error))
		return false;
	comparison->up = plan_new_online(comparison->have, comparison->want, WAY_THERE, comparison->online, error);
	if (!comparison->up)
		return false;
	if (!comparison->up->transactions || comparison->up->transactions->len < 2)
		return write_changes(out, comparison, slug, error);
	author_online(out, comparison, slug, &options->scratch);
	return true;
}

static bool places_possible(const struct comparison *comparison, GError **error)
{
	bool both = place_is_stdin(comparison->have_place) && place_is_stdin(comparison->want_place);

	if (both)
		g_set_error(error, MIGRATE_ERROR, MIGRATE_USAGE, "only one of the places can be standard input");
	return !both;
}

/* Objects that the filter selects, except the runner's own schema. */
static bool is_wanted(const struct object *object, void *filter)
{
	const char *schema = object->kind == &schema_kind ? object->name : object->schema;

	return (!schema || strcmp(schema, REGISTRY) != 0) && filter_accept(object, filter);
}

static bool author(
	GPtrArray *out, struct comparison *comparison, const struct author_options *options, const char *slug, GError **error)
{
	if (!comparison->filter || !places_possible(comparison, error))
		return false;
	if (options->ignore && !(comparison->ignore = ignore_load(options->ignore, error)))
		return false;
	if (comparison->ignore)
		filter_set_ignore(comparison->filter, comparison->ignore);
	comparison->role_names = role_map_new(options->role_map, error);
	if (!comparison->role_names || !comparison_read(comparison, error))
		return false;
	snapshot_add_selection(comparison->have, &options->selection);
	snapshot_add_selection(comparison->want, &options->selection);
	return options->online ? write_online(out, comparison, options, slug, error) : write_changes(out, comparison, slug, error);
}

/* Turns errors of other domains into MIGRATE_USAGE, with the same message. */
static void give_status(GError **error)
{
	if (!error || !*error || (*error)->domain == MIGRATE_ERROR)
		return;
	GError *told = g_error_new(MIGRATE_ERROR, MIGRATE_USAGE, "%s", (*error)->message);
	g_clear_error(error);
	*error = told;
}

GPtrArray *author_write(const struct author_options *options, const char *slug, const char *from, const char *to, GError **error)
{
	struct place_options place = options->place;
	GPtrArray *out = g_ptr_array_new_with_free_func(authored_free);
	struct comparison comparison = {
		.have_place = place_new(from, &place),
		.want_place = place_new(to, &place),
		.options = &place,
		.selection = &options->selection,
		.pool = pool_new(),
		.filter = filter_new(&options->selection, error),
	};

	place.unsupported = g_ptr_array_new_with_free_func(g_free);
	place.warnings = g_ptr_array_new_with_free_func(g_free);
	place.accept = is_wanted;
	place.data = comparison.filter;
	bool done = author(out, &comparison, options, slug, error);
	give_status(error);
	terminal_progress(NULL);
	comparison_clear(&comparison);
	g_ptr_array_unref(place.unsupported);
	g_ptr_array_unref(place.warnings);
	if (!done)
		g_clear_pointer(&out, g_ptr_array_unref);
	return out;
}
