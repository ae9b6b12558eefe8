/* Lists and removes the data that --keep keeps: the tables of its schema, which their comments describe. */
#include "cmd/forget.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "catalog/registry.h"
#include "cmd/output.h"
#include "cmd/terminal.h"
#include "sql/quote.h"

#define FORGET_ERROR (g_quark_from_static_string("forget"))

#define DAYS_MOST 36500

enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

/* The schema's comment; its tables as JSON; the time; whether the schema exists. */
static const char query[] =
	"SELECT obj_description(n.oid, 'pg_namespace'), (SELECT jsonb_agg(jsonb_build_object('name', c.relname, 'size', "
	"pg_size_pretty(pg_total_relation_size(c.oid)), 'about', obj_description(c.oid, 'pg_class')) ORDER BY c.relname)"
	" FROM pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p')), extract(epoch FROM now())::bigint,"
	" n.oid IS NOT NULL FROM (SELECT '" KEPT_SCHEMA "'::name AS nspname) AS s LEFT JOIN pg_namespace n USING (nspname)";

/* A kept table. The JSON owns the texts. */
struct thing {
	const char *name, *size, *table, *by;
	json_t *about;
	long long age; /* seconds; -1: not known */
};

const char *forget_problem(const struct forget_options *options, bool others)
{
	guint64 days;

	if (!options->forget)
		return options->all || options->older_than || options->names
			       ? "--all, --older-than and --name tell what --forget removes"
			       : NULL;
	if (others)
		return "--forget looks at one database, and writes no script: it cannot be combined with other places and options";
	if (options->all + (options->older_than != NULL) + (options->names != NULL) > 1)
		return "--all, --older-than and --name exclude each other";
	if (options->older_than && !g_ascii_string_to_unsigned(options->older_than, 10, 0, DAYS_MOST, &days, NULL))
		return "--older-than takes a number of days from 0 to " G_STRINGIFY(DAYS_MOST);
	return NULL;
}

/* Seconds since a time that jsonb prints as 2026-11-30T14:38:14.965604+00:00; -1: not known. */
static long long age_of(const char *at, long long now)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GDateTime) time = at ? g_date_time_new_from_iso8601(at, zone) : NULL;

	return time ? MAX(0, now - g_date_time_to_unix(time)) : -1;
}

static void clear_thing(void *thing)
{
	json_decref(((struct thing *)thing)->about);
}

static GArray *things_of(const json_t *list, long long now)
{
	GArray *things = g_array_new(false, true, sizeof(struct thing));
	size_t index;
	json_t *item;

	g_array_set_clear_func(things, clear_thing);
	json_array_foreach(list, index, item)
	{
		const char *about = json_string_value(json_object_get(item, "about"));
		struct thing thing = { .name = json_string_value(json_object_get(item, "name")),
			.size = json_string_value(json_object_get(item, "size")),
			.about = about ? json_loads(about, 0, NULL) : NULL };
		thing.table = json_string_value(json_object_get(thing.about, "table"));
		thing.by = json_string_value(json_object_get(thing.about, "by"));
		thing.age = age_of(json_string_value(json_object_get(thing.about, "at")), now);
		g_array_append_val(things, thing);
	}
	return things;
}

static char *age_text(long long age)
{
	static const struct {
		long long seconds;
		const char *one, *several;
	} units[] = { { DAY, "day", "days" }, { HOUR, "hour", "hours" }, { MINUTE, "minute", "minutes" } };

	for (size_t i = 0; age >= 0 && i < G_N_ELEMENTS(units); i++)
		if (age >= units[i].seconds)
			return g_strdup_printf(
				"%lld %s", age / units[i].seconds, age / units[i].seconds == 1 ? units[i].one : units[i].several);
	return g_strdup(age < 0 ? "of unknown age" : "less than a minute");
}

/* "columns price, state of table shop.item, by its key id" */
static char *what_text(const struct thing *thing)
{
	const json_t *key = json_object_get(thing->about, "key");
	GString *out = g_string_new(NULL);
	const char *column;
	json_t *value;
	size_t index;

	if (!thing->table)
		return g_string_free(g_string_append(out, "nothing is known of it"), false);
	if (!json_is_array(key)) {
		g_string_append_printf(out, "table %s", thing->table);
		return g_string_free(out, false);
	}
	json_object_foreach(json_object_get(thing->about, "columns"), column, value)
		g_string_append_printf(out, "%s%s", out->len ? ", " : "", column);
	g_string_prepend(out, strchr(out->str, ',') ? "columns " : "column ");
	g_string_append_printf(out, " of table %s, by key", thing->table);
	json_array_foreach(key, index, value) g_string_append_printf(out, "%s %s", index ? "," : "", json_string_value(value));
	return g_string_free(out, false);
}

static void print(const struct thing *thing, const char *before)
{
	g_autofree char *name = quote_identifier_dup(thing->name), *age = age_text(thing->age), *what = what_text(thing),
			*line = g_strdup_printf("%s" KEPT_SCHEMA ".%s: %s, %s, %s%s%s", before, name, what, age, thing->size,
				thing->by ? ", by " : "", thing->by ? thing->by : "");
	g_autofree char *shown = terminal_escape(line);

	puts(shown);
}

static bool is_named(const struct forget_options *options, const struct thing *thing, GHashTable *found)
{
	bool named = false;

	for (guint i = 0; options->names && i < options->names->len; i++) {
		const char *name = options->names->pdata[i];
		if (strcmp(thing->name, name) != 0 && g_strcmp0(thing->table, name) != 0)
			continue;
		g_hash_table_add(found, (gpointer)name);
		named = true;
	}
	return named;
}

static bool is_meant(const struct forget_options *options, const struct thing *thing, GHashTable *found)
{
	bool old = options->older_than && thing->age > g_ascii_strtoll(options->older_than, NULL, 10) * DAY;

	return options->all || old || is_named(options, thing, found);
}

static bool all_found(const struct place *place, const struct forget_options *options, GHashTable *found, GError **error)
{
	for (guint i = 0; options->names && i < options->names->len; i++) {
		const char *name = options->names->pdata[i];
		if (g_hash_table_contains(found, name))
			continue;
		g_set_error(error, FORGET_ERROR, 0,
			"%s: nothing is kept that has the name %s, or is of a table of that name; nothing was removed",
			place_name(place), name);
		return false;
	}
	return true;
}

static void add_statement(GPtrArray *statements, const char *format, const char *name)
{
	GString *sql = g_string_new(NULL);

	quote_format(sql, format, name);
	g_ptr_array_add(statements, g_string_free(sql, false));
}

/* Drops the schema together with the last table in it. */
static bool remove_things(
	struct place *place, const struct forget_options *options, const GArray *things, bool exists, GError **error)
{
	g_autoptr(GPtrArray) statements = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) found = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < things->len; i++) {
		const struct thing *thing = &g_array_index(things, struct thing, i);
		if (is_meant(options, thing, found))
			add_statement(statements, "DROP TABLE " KEPT_SCHEMA ".%I", thing->name);
	}
	if (!all_found(place, options, found, error))
		return false;
	if (exists && statements->len == things->len) {
		add_statement(statements, "DROP VIEW IF EXISTS " KEPT_SCHEMA ".kept", NULL);
		add_statement(statements, "DROP SCHEMA " KEPT_SCHEMA, NULL);
	}
	if (statements->len && !place_run(place, statements, error))
		return false;
	for (guint i = 0; i < things->len; i++)
		if (is_meant(options, &g_array_index(things, struct thing, i), found))
			print(&g_array_index(things, struct thing, i), "removed ");
	return true;
}

/* Lists the tables, or removes the selected ones. */
static bool go_through(struct place *place, const struct forget_options *options, const GArray *things, bool exists, GError **error)
{
	if (options->all || options->older_than || options->names)
		return remove_things(place, options, things, exists, error) && output_finish(error);
	for (guint i = 0; i < things->len; i++)
		print(&g_array_index(things, struct thing, i), "");
	return output_finish(error);
}

bool forget_run(struct place *place, const struct forget_options *options, GError **error)
{
	static const char *const before[] = { "BEGIN READ ONLY", "SET LOCAL search_path = ''", "SET LOCAL TimeZone = 'UTC'", NULL };
	g_auto(GStrv) row = place_row(place, before, query, error);

	if (!row)
		return false;
	json_t *list = row[1] ? json_loads(row[1], 0, NULL) : NULL;
	g_autoptr(GArray) things = things_of(list, g_ascii_strtoll(row[2], NULL, 10));
	bool good = false, exists = *row[3] == 't';
	if (exists && !g_str_has_prefix(row[0], KEPT_COMMENT)) {
		g_set_error(error, FORGET_ERROR, 0, "%s: schema " KEPT_SCHEMA " was not made by yaml2db --keep, and is left alone",
			place_name(place));
	} else {
		if (!things->len)
			terminal_note("%s: nothing is kept", place_name(place));
		good = go_through(place, options, things, exists, error);
	}
	g_clear_pointer(&things, g_array_unref);
	json_decref(list);
	return good;
}
