/* Schemas under other names. */
#include "catalog/schema_names.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/routine.h"
#include "catalog/retext.h"
#include "catalog/selection.h"
#include "catalog/snapshot_inside.h"
#include "sql/rename_schema.h"

#define PATH "search_path="

struct renaming {
	struct snapshot *snapshot;
	const char *old, *new; /* of the pool */
	const struct object *object;
	bool by_server;	 /* as ALTER SCHEMA does it: strings and bodies keep their words, and the schema its own name as yet */
	const char *row; /* the key whose value is being looked at; NULL: a name */
	char *problem;
};

/* Whether the row is the name of a schema, or a list of these. */
static bool is_schema_name(const struct attribute *row)
{
	return strcmp(row->name, "schema") == 0 || strcmp(row->name, "schemas") == 0 || strcmp(row->name, "references.schema") == 0;
}

static bool is_settings(const struct attribute *row)
{
	return strcmp(row->name, "configuration") == 0 || strcmp(row->name, "settings") == 0;
}

static enum schema_text body_of(const struct object *object)
{
	const struct attribute *row = kind_attribute(object->kind, "language");
	const char *language = row ? attribute_text(row, object) : NULL;

	return g_strcmp0(language, "sql") == 0 || g_strcmp0(language, "plpgsql") == 0 ? SCHEMA_TEXT_BODY : SCHEMA_TEXT_FOREIGN;
}

static const char *rename_text(struct renaming *renaming, const char *text, enum schema_text how)
{
	char *problem = NULL;
	g_autofree char *other = text ? rename_schema(text, how, renaming->old, renaming->new, &problem) : NULL;

	if (problem && !renaming->problem && !renaming->by_server) {
		g_autofree char *place = object_place(renaming->object), *name = object_describe(renaming->object);
		renaming->problem = g_strdup_printf(
			"%s%s: %s%s%s", place, name, renaming->row ? renaming->row : "", renaming->row ? ": " : "", problem);
	}
	g_free(problem);
	return other ? pool_text(renaming->snapshot->pool, other) : text;
}

static const char *rename_name(const struct renaming *renaming, const char *name)
{
	return name && strcmp(name, renaming->old) == 0 ? renaming->new : name;
}

static const char *rename_setting(struct renaming *renaming, const char *text)
{
	if (!g_str_has_prefix(text, PATH))
		return text;
	const char *path = rename_text(renaming, text + strlen(PATH), SCHEMA_TEXT_PATH);
	return path == text + strlen(PATH) ? text : pool_printf(renaming->snapshot->pool, PATH "%s", path);
}

static const char *rename_value(struct renaming *renaming, const struct attribute *row, const char *value)
{
	if (renaming->by_server && (is_settings(row) || row->refers == REFERS_BODY))
		return value;
	if (is_schema_name(row))
		return rename_name(renaming, value);
	if (is_settings(row))
		return rename_setting(renaming, value);
	if (row->refers == REFERS_BODY)
		return rename_text(renaming, value, body_of(renaming->object));
	if (row->refers == REFERS_TEXT && row->fragment != FRAGMENT_NAME)
		return rename_text(renaming, value, SCHEMA_TEXT_EXPRESSION);
	if (row->refers != REFERS_COLUMNS &&
		(row->refers != REFERS_NOTHING || row->fragment != FRAGMENT_NONE || row->types != TYPES_NONE))
		return rename_text(renaming, value, SCHEMA_TEXT_NAMES);
	return value;
}

static const char *retext_value(void *data, const struct object *object, const struct attribute *row, const char *value)
{
	struct renaming *renaming = data;

	renaming->object = object;
	renaming->row = row->name;
	const char *other = rename_value(renaming, row, value);
	renaming->row = NULL;
	return other;
}

static const char *retext_called(void *data, const struct object *object, const char *text, bool expression)
{
	struct renaming *renaming = data;

	renaming->object = object;
	return rename_text(renaming, text, expression ? SCHEMA_TEXT_EXPRESSION : SCHEMA_TEXT_NAMES);
}

static const struct names *rename_names(struct renaming *renaming, const struct names *names)
{
	g_autofree const char **items = g_new(const char *, names->count + 1);

	for (size_t i = 0; i < names->count; i++)
		items[i] = rename_text(renaming, names->items[i], SCHEMA_TEXT_NAMES);
	return pool_names(renaming->snapshot->pool, items, names->count);
}

static void rename_object(struct renaming *renaming, struct object *object)
{
	const struct retext retext = { renaming->snapshot->pool, retext_value, retext_called, renaming };

	retext_object(&retext, object);
	object->schema = rename_name(renaming, object->schema);
	if (object->depends_on)
		object->depends_on = rename_names(renaming, object->depends_on);
	if (object->kind == &schema_kind && !renaming->by_server)
		object->name = object->identity = rename_name(renaming, object->name);
	if (object->kind->list && object->kind->settle) { /* which makes the name of the attributes */
		object->kind->settle(renaming->snapshot, object);
		object->identity = object->name;
	}
}

/* Lists of a selection own their texts. */
static void put(const GPtrArray *list, guint at, char *text)
{
	g_free(list->pdata[at]);
	list->pdata[at] = text;
}

/* A pattern that begins with the schema's name: other uses are ambiguous. */
static void rename_patterns(struct renaming *renaming, const GPtrArray *patterns)
{
	size_t length = strlen(renaming->old);

	for (guint i = 0; patterns && i < patterns->len; i++) {
		const char *pattern = patterns->pdata[i],
			   *rest = g_str_has_prefix(pattern, renaming->old) ? pattern + length : NULL;
		if (rest && (g_str_has_prefix(rest, "\\.") || g_str_has_prefix(rest, "[.]") || *rest == '.' || !*rest)) {
			g_autofree char *new = g_regex_escape_string(renaming->new, -1), *other = g_strconcat(new, rest, NULL);
			put(patterns, i, g_steal_pointer(&other));
		} else if (strstr(pattern, renaming->old) && !renaming->problem) {
			renaming->problem =
				g_strdup_printf("partial: the pattern %s has the name of schema \"%s\"", pattern, renaming->old);
		}
	}
}

static void rename_selections(struct renaming *renaming)
{
	for (guint i = 0; i < renaming->snapshot->selections->len; i++) {
		const struct selection *selection = renaming->snapshot->selections->pdata[i];
		GPtrArray *const lists[] = { selection->schemas, selection->exclude_schemas };
		for (size_t l = 0; l < G_N_ELEMENTS(lists); l++)
			for (guint s = 0; lists[l] && s < lists[l]->len; s++)
				if (strcmp(lists[l]->pdata[s], renaming->old) == 0)
					put(lists[l], s, g_strdup(renaming->new));
		rename_patterns(renaming, selection->include);
		rename_patterns(renaming, selection->exclude);
	}
}

static bool fail(GError **error, const char *message)
{
	g_set_error(error, g_quark_from_static_string("schema names"), 0, "%s", message);
	return false;
}

static bool rename_all(struct renaming *renaming, GError **error)
{
	for (size_t k = 0; k < kind_count; k++) {
		const GPtrArray *objects = renaming->snapshot->kinds[k];
		for (guint i = 0; i < objects->len; i++) {
			struct object *object = objects->pdata[i];
			const char *schema = object->kind == &schema_kind ? object->name : object->schema;
			if (!object->parent && g_strcmp0(schema, renaming->new) == 0) {
				g_autofree char *name = object_describe(object),
						*text = g_strdup_printf("%s is there: schema %s cannot be taken for %s", name,
							renaming->old, renaming->new);
				return fail(error, text);
			}
		}
	}
	for (size_t k = 0; k < kind_count; k++)
		for (guint i = 0; i < renaming->snapshot->kinds[k]->len; i++)
			rename_object(renaming, renaming->snapshot->kinds[k]->pdata[i]);
	if (!renaming->by_server)
		rename_selections(renaming);
	return !renaming->problem || fail(error, renaming->problem);
}

static bool replace(struct snapshot *snapshot, const GPtrArray *names, bool by_server, GError **error)
{
	bool good = true;

	for (guint i = 0; good && names && i + 1 < names->len; i += 2) {
		struct renaming renaming = {
			.snapshot = snapshot,
			.old = pool_text(snapshot->pool, names->pdata[i]),
			.new = pool_text(snapshot->pool, names->pdata[i + 1]),
			.by_server = by_server,
		};
		good = rename_all(&renaming, error);
		g_free(renaming.problem);
	}
	if (good && snapshot->all->len)
		snapshot_index(snapshot);
	return good;
}

bool schema_names_replace(struct snapshot *snapshot, const GPtrArray *names, GError **error)
{
	return replace(snapshot, names, false, error);
}

bool schema_names_follow(struct snapshot *snapshot, const GPtrArray *names)
{
	return replace(snapshot, names, true, NULL);
}

const char *schema_names_find(const GPtrArray *names, const char *schema)
{
	for (guint i = 0; schema && names && i + 1 < names->len; i += 2)
		if (strcmp(names->pdata[i], schema) == 0)
			return names->pdata[i + 1];
	return schema;
}

bool schema_names_takes(const GPtrArray *names, const char *schema)
{
	for (guint i = 0; schema && names && i + 1 < names->len; i += 2)
		if (strcmp(names->pdata[i + 1], schema) == 0)
			return true;
	return false;
}
