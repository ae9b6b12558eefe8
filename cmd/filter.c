/* Selects objects: by exact names, and regular expressions on qualified names. */
#include "cmd/filter.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/role.h"
#include "catalog/kinds/sequence.h"
#include "cmd/filter_use.h"
#include "cmd/ignore.h"
#include "cmd/pattern.h"

/* A selection with its compiled patterns. */
struct rule {
	const struct selection *selection;
	GPtrArray *include, *exclude; /* struct pattern *; NULL: not given */
};

struct filter {
	GPtrArray *rules;	/* an object must satisfy all of them; the first is the command line's */
	struct filter_use *use; /* of the command line */
	struct ignore *ignore;	/* NULL: none */
	bool comparing, without_schema;
	const struct snapshot *wanted;
	GError *error; /* the first one */
};

static void rule_free(gpointer data)
{
	struct rule *rule = data;

	g_clear_pointer(&rule->include, g_ptr_array_unref);
	g_clear_pointer(&rule->exclude, g_ptr_array_unref);
	g_free(rule);
}

static bool compile(const GPtrArray *texts, const char *what, GPtrArray **patterns, GError **error)
{
	if (!texts)
		return true;
	*patterns = g_ptr_array_new_with_free_func(pattern_free);
	for (guint i = 0; i < texts->len; i++) {
		struct pattern *pattern = pattern_new(texts->pdata[i], what, error);
		if (!pattern)
			return false;
		g_ptr_array_add(*patterns, pattern);
	}
	return true;
}

/* before: printed in messages before the option's name. */
static struct rule *add_rule(struct filter *filter, const struct selection *selection, const char *before, GError **error)
{
	g_autofree char *include = g_strconcat(before, "include", NULL), *exclude = g_strconcat(before, "exclude", NULL);
	struct rule *rule = g_new0(struct rule, 1);

	rule->selection = selection;
	g_ptr_array_add(filter->rules, rule);
	return compile(selection->include, include, &rule->include, error) &&
			       compile(selection->exclude, exclude, &rule->exclude, error)
		       ? rule
		       : NULL;
}

struct filter *filter_new(const struct selection *selection, GError **error)
{
	struct filter *filter = g_new0(struct filter, 1);

	filter->rules = g_ptr_array_new_with_free_func(rule_free);
	struct rule *rule = add_rule(filter, selection, "--", error);
	if (!rule) {
		filter_free(filter);
		return NULL;
	}
	filter->use = filter_use_new(selection, rule->include, rule->exclude);
	return filter;
}

void filter_free(struct filter *filter)
{
	if (!filter)
		return;
	filter_use_free(filter->use);
	g_ptr_array_unref(filter->rules);
	g_clear_error(&filter->error);
	g_free(filter);
}

bool filter_add(struct filter *filter, const GPtrArray *selections, const char *name, GError **error)
{
	g_autofree char *before = g_strconcat(name, ": partial: ", NULL);

	for (guint i = 0; i < selections->len; i++)
		if (!add_rule(filter, selections->pdata[i], before, error))
			return false;
	return true;
}

bool filter_selects(const struct filter *filter)
{
	for (guint i = 0; i < filter->rules->len; i++)
		if (!selection_is_empty(((const struct rule *)filter->rules->pdata[i])->selection))
			return true;
	return filter->ignore;
}

void filter_set_ignore(struct filter *filter, struct ignore *ignore)
{
	filter->ignore = ignore;
}

void filter_for_comparing(struct filter *filter, const struct snapshot *wanted)
{
	filter->comparing = true;
	filter->wanted = wanted;
}

void filter_take_without_schema(struct filter *filter)
{
	filter->without_schema = true;
}

static bool listed(const GPtrArray *names, const char *name)
{
	for (guint i = 0; names && name && i < names->len; i++)
		if (strcmp(names->pdata[i], name) == 0)
			return true;
	return false;
}

static bool matches(struct filter *filter, const GPtrArray *patterns, const char *name)
{
	for (guint i = 0; patterns && i < patterns->len; i++)
		if (pattern_matches(patterns->pdata[i], name, &filter->error))
			return true;
	return false;
}

/* Whether a pattern matches its qualified name, or its schema. */
static bool matches_any(struct filter *filter, const GPtrArray *patterns, const struct object *object)
{
	if (!patterns)
		return false;
	g_autofree char *name = filter_name(object);
	return matches(filter, patterns, name) || (object->schema && !object->parent && matches(filter, patterns, object->schema));
}

/* -t: relations with that name, and sequences owned by their columns. */
static bool is_chosen_table(const struct rule *rule, const struct object *object)
{
	if (!filter_is_relation(object->kind))
		return false;
	if (listed(rule->selection->tables, object->name))
		return true;
	return object->kind == &sequence_kind && listed(rule->selection->tables, ((const struct sequence *)object)->owner_table);
}

/* --include: the schema itself, or one that may contain a match. */
static bool may_include(struct filter *filter, const struct rule *rule, const struct object *schema)
{
	g_autofree char *beginning = g_strconcat(schema->name, ".", NULL);

	for (guint i = 0; i < rule->include->len; i++)
		if (pattern_matches(rule->include->pdata[i], schema->name, &filter->error) ||
			pattern_may_match(rule->include->pdata[i], beginning, &filter->error))
			return true;
	return false;
}

static bool accept_schema(struct filter *filter, const struct rule *rule, const struct object *object)
{
	const struct selection *selection = rule->selection;

	if ((selection->schemas && !listed(selection->schemas, object->name)) || listed(selection->exclude_schemas, object->name) ||
		matches_any(filter, rule->exclude, object) || (rule->include && !may_include(filter, rule, object)))
		return false;
	if (!filter->comparing || !filter->wanted || (!selection->tables && !rule->include))
		return true;
	return snapshot_find(filter->wanted, &schema_kind, NULL, object->name);
}

/* Extensions, event triggers and other objects without a schema. */
static bool accept_without_schema(struct filter *filter, const struct rule *rule, const struct object *object)
{
	if (matches_any(filter, rule->exclude, object))
		return false;
	if (rule->include)
		return matches_any(filter, rule->include, object);
	if (!filter->comparing || (!rule->selection->schemas && !rule->selection->tables))
		return true;
	return filter->without_schema && !rule->selection->tables &&
	       (!filter->wanted ||
		       snapshot_find(filter->wanted, object->kind, NULL, object->identity ? object->identity : object->name));
}

/* Roles and the database: those that the wanted side has; without a wanted side, the database and the roles that it uses. */
static bool accept_optional(const struct filter *filter, const struct object *object)
{
	if (filter->wanted)
		return snapshot_find(filter->wanted, object->kind, NULL, object->name);
	return object->kind != &role_kind || !((const struct role *)object)->unused;
}

static bool accept_in_schema(struct filter *filter, const struct rule *rule, const struct object *object)
{
	const struct selection *selection = rule->selection;

	if ((selection->schemas && !listed(selection->schemas, object->schema)) ||
		listed(selection->exclude_schemas, object->schema))
		return false;
	if (selection->tables && !is_chosen_table(rule, object))
		return false;
	if (filter_is_relation(object->kind) && listed(selection->exclude_tables, object->name))
		return false;
	if (rule->include && !matches_any(filter, rule->include, object))
		return false;
	return !matches_any(filter, rule->exclude, object);
}

static bool accept(struct filter *filter, const struct rule *rule, const struct object *object)
{
	if (object->parent)
		return !filter_has_name(object) || !matches_any(filter, rule->exclude, object);
	if (object->kind == &schema_kind)
		return accept_schema(filter, rule, object);
	return object->schema ? accept_in_schema(filter, rule, object) : accept_without_schema(filter, rule, object);
}

bool filter_accept(const struct object *object, void *data)
{
	struct filter *filter = data;

	if (object->kind->optional)
		return accept_optional(filter, object);
	filter_use_note(filter->use, object, &filter->error);
	if (filter->ignore && !ignore_accept(filter->ignore, object, &filter->error))
		return false;
	for (guint i = 0; i < filter->rules->len; i++)
		if (!accept(filter, filter->rules->pdata[i], object))
			return false;
	return true;
}

bool filter_check(struct filter *filter, GError **error)
{
	if (!filter->error)
		return filter_use_check(filter->use, filter->comparing, error);
	g_propagate_error(error, g_steal_pointer(&filter->error));
	return false;
}
