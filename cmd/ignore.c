/* Known differences that are accepted for a while. */
#include "cmd/ignore.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/filter_use.h"
#include "cmd/pattern.h"
#include "yaml/error.h"
#include "yaml/guard.h"
#include "yaml/parse.h"

struct entry {
	struct pattern *pattern;
	const char *attribute; /* NULL: the whole object */
	unsigned line;
	bool used;
};

struct ignore {
	const char *path;
	struct arena *arena; /* texts of the file */
	GArray *entries;     /* struct entry */
};

static bool fail(const struct ignore *ignore, const struct node *node, GError **error, const char *text)
{
	return yaml_fail(error, YAML_ERROR_CONTENT, ignore->path, node->key_line ? node->key_line : node->line,
		node->key_line ? node->key_column : node->column, "\"%s\": %s", node->key, text);
}

/* Checks that `until` is a date, such as 2027-03-31, that has not passed. */
static bool check_until(const struct ignore *ignore, const struct node *entry, const struct node *until, GError **error)
{
	unsigned year, month, day;
	char rest;
	g_autoptr(GDateTime) now = g_date_time_new_now_local();
	g_autofree char *today = g_date_time_format(now, "%Y-%m-%d");

	if (!until)
		return true;
	if (!until->text || strlen(until->text) != 10 || sscanf(until->text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) != 3 ||
		!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return fail(ignore, until, error, "expected a day such as 2027-03-31");
	if (strcmp(until->text, today) >= 0)
		return true;
	g_autofree char *text = g_strdup_printf(
		"was to be ignored until %s, which has passed: settle the difference, or give a later day", until->text);
	return fail(ignore, entry, error, text);
}

static bool check_keys(const struct ignore *ignore, const struct node *entry, GError **error)
{
	static const char *const keys[] = { "attribute", "reason", "until", NULL };

	if (entry->type != NODE_MAP)
		return fail(ignore, entry, error, "expected a map with \"reason\", and perhaps \"attribute\" and \"until\"");
	for (const struct node *child = entry->first; child; child = child->next)
		if (!g_strv_contains(keys, child->key) || child->type != NODE_SCALAR || !child->text[0])
			return fail(ignore, child, error, "expected \"attribute\", \"reason\" or \"until\", each with a text");
	return node_get(entry, "reason") || fail(ignore, entry, error, "needs a \"reason\"");
}

static bool add(struct ignore *ignore, const struct node *node, GError **error)
{
	const struct node *attribute = node_get(node, "attribute");
	g_autofree char *what = g_strdup_printf("%s:%u:", ignore->path, node->key_line);

	if (!check_keys(ignore, node, error) || !check_until(ignore, node, node_get(node, "until"), error))
		return false;
	struct entry entry = { .pattern = pattern_new(node->key, what, error),
		.attribute = attribute ? attribute->text : NULL,
		.line = node->key_line };
	if (!entry.pattern)
		return false;
	g_array_append_val(ignore->entries, entry);
	return true;
}

static bool load(struct ignore *ignore, FILE *file, GError **error)
{
	struct guard *guard = guard_new(ignore->path, file, error);
	struct guard_event event;
	bool good = guard;

	do {
		if (!good || !(good = guard_next(guard, &event, error)) || event.type != GUARD_KEY)
			continue;
		const struct node *node = parse_value(guard, ignore->arena, &event, error);
		good = node && add(ignore, node, error);
	} while (good && event.type != GUARD_END);
	guard_free(guard);
	return good;
}

struct ignore *ignore_load(const char *path, GError **error)
{
	struct ignore *ignore = g_new0(struct ignore, 1);
	FILE *file = fopen(path, "re");

	ignore->path = path;
	ignore->arena = arena_new();
	ignore->entries = g_array_new(false, false, sizeof(struct entry));
	bool good = file ? load(ignore, file, error)
			 : yaml_fail(error, YAML_ERROR_FILE, path, 0, 0, "cannot be read: %s", g_strerror(errno));
	if (file)
		fclose(file);
	if (good)
		return ignore;
	ignore_free(ignore);
	return NULL;
}

void ignore_free(struct ignore *ignore)
{
	if (!ignore)
		return;
	for (guint i = 0; i < ignore->entries->len; i++)
		pattern_free(g_array_index(ignore->entries, struct entry, i).pattern);
	g_array_unref(ignore->entries);
	arena_free(ignore->arena);
	g_free(ignore);
}

static bool matches(const struct entry *entry, const struct object *object, const char *name, GError **error)
{
	return pattern_matches(entry->pattern, name, error) ||
	       (object->schema && !object->parent && pattern_matches(entry->pattern, object->schema, error));
}

bool ignore_accept(struct ignore *ignore, const struct object *object, GError **error)
{
	bool counts = true;

	if (object->parent && !filter_has_name(object))
		return true;
	g_autofree char *name = filter_name(object);
	for (guint i = 0; i < ignore->entries->len; i++) {
		struct entry *entry = &g_array_index(ignore->entries, struct entry, i);
		if (!matches(entry, object, name, error))
			continue;
		entry->used = true;
		counts = counts && entry->attribute;
	}
	return counts;
}

static void copy(const char *attribute, const struct object *from, struct object *to)
{
	const struct attribute *row = kind_attribute(to->kind, attribute);

	if (strcmp(attribute, "owner") == 0)
		to->owner = from->owner;
	else if (strcmp(attribute, "description") == 0)
		to->comment = from->comment;
	else if (strcmp(attribute, "privileges") == 0)
		to->privileges = from->privileges;
	else if (strcmp(attribute, "security_labels") == 0)
		to->labels = from->labels;
	else if (row)
		attribute_copy(row, from, to);
}

void ignore_attributes(const struct ignore *ignore, struct snapshot *have, struct snapshot *want)
{
	struct own_objects all = snapshot_own_all(want);

	for (guint i = 0; i < ignore->entries->len; i++) {
		const struct entry *entry = &g_array_index(ignore->entries, struct entry, i);
		for (size_t o = 0; entry->attribute && o < all.count; o++) {
			if (all.items[o]->parent && !filter_has_name(all.items[o]))
				continue;
			g_autofree char *name = filter_name(all.items[o]);
			const struct object *twin =
				matches(entry, all.items[o], name, NULL) ? snapshot_twin(have, all.items[o]) : NULL;
			if (twin)
				copy(entry->attribute, twin, all.items[o]);
		}
	}
}

GPtrArray *ignore_unused(const struct ignore *ignore)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < ignore->entries->len; i++) {
		const struct entry *entry = &g_array_index(ignore->entries, struct entry, i);
		if (!entry->used)
			g_ptr_array_add(out, g_strdup_printf("%s:%u: \"%s\" matches nothing: take it out", ignore->path,
						     entry->line, pattern_text(entry->pattern)));
	}
	return out;
}
