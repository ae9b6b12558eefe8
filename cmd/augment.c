/* Adds the objects that dbaugment defines to the tables of a document, or removes them. */
#include "cmd/augment.h"

#include <string.h>

#include "cmd/augment_expand.h"
#include "cmd/augment_inside.h"
#include "cmd/augment_read.h"
#include "sql/name.h"

enum { NAME_BYTES_MAX = 63 }; /* the server cuts off what is longer */

/* The table being changed. */
struct work {
	const struct augment *augment;
	const struct augment_table *told;
	struct node *document, *schema, *table;
	struct arena *arena;
	const struct node *set;
	const char *place;
	GPtrArray *notes;
};

static void put(struct work *work, struct node *map, const char *key, const struct node *value)
{
	struct node *old = node_get(map, key);

	if (old)
		node_remove(map, old);
	node_add(work->arena, map, key, augment_copy(work->arena, value));
}

static void put_text(struct work *work, struct node *map, const char *key, const char *text)
{
	put(work, map, key, node_scalar(work->arena, NODE_QUOTED, text));
}

/* The entry with that key in a list of single-key maps, or NULL. */
static struct node *item_of(const struct node *list, const char *key)
{
	struct node *item = list ? list->first : NULL;

	while (item && !node_get(item, key))
		item = item->next;
	return item;
}

static bool find(struct work *work, GError **error)
{
	const struct augment_table *told = work->told;
	g_autofree char *schema = g_strdup_printf("schema %s", told->schema), *table = g_strdup_printf("table %s", told->name);

	if (!(work->schema = node_get(work->document, schema))) {
		g_autofree char *nearest = augment_nearest(schema, work->document);
		return augment_fail_table(told, error, "%s has no schema %s%s", work->place, told->schema, nearest);
	}
	if (!(work->table = node_get(work->schema, table)) || work->table->type != NODE_MAP) {
		g_autofree char *nearest = augment_nearest(table, work->schema);
		return augment_fail_table(told, error, "%s has no table %s.%s%s", work->place, told->schema, told->name, nearest);
	}
	if (!(work->set = node_get(work->augment->sections[AUGMENT_SETS], told->set))) {
		g_autofree char *nearest = augment_nearest(told->set, work->augment->sections[AUGMENT_SETS]);
		return augment_fail_table(told, error, "there is no set of audit_columns \"%s\"%s", told->set, nearest);
	}
	return true;
}

/* Calls the function for each definition that a set names. */
static bool each(struct work *work, const char *key, enum augment_section section,
	bool (*act)(struct work *, const struct node *, GError **), GError **error)
{
	const struct node *list = node_get(work->set, key);

	if (list && list->type != NODE_LIST)
		return augment_fail(work->augment, work->set, error, "\"%s\" is to be a list", key);
	for (const struct node *item = list ? list->first : NULL; item; item = item->next) {
		const struct node *definition = item->text ? node_get(work->augment->sections[section], item->text) : NULL;
		if (!definition) {
			g_autofree char *nearest = augment_nearest(item->text ? item->text : "", work->augment->sections[section]);
			return augment_fail(work->augment, work->set, error, "none of %s is \"%s\"%s", key,
				item->text ? item->text : "", nearest);
		}
		if (!act(work, definition, error))
			return false;
	}
	return true;
}

static bool add_column(struct work *work, const struct node *definition, GError **error)
{
	const char *name = augment_text(definition, "name", definition->key);
	struct node *columns = node_get(work->table, "columns"), *item;

	if (!node_get(definition, "type"))
		return augment_fail(work->augment, definition, error, "the column has no type");
	if (!columns)
		columns = node_add(work->arena, work->table, "columns", node_new(work->arena, NODE_LIST));
	if (!(item = item_of(columns, name))) {
		item = node_add(work->arena, columns, NULL, node_new(work->arena, NODE_MAP));
		node_add(work->arena, item, name, node_new(work->arena, NODE_MAP));
	}
	for (const struct node *attribute = definition->first; attribute; attribute = attribute->next)
		if (strcmp(attribute->key, "name") != 0)
			put(work, node_get(item, name), attribute->key, attribute);
	return true;
}

static bool remove_column(struct work *work, const struct node *definition, GError **error)
{
	struct node *columns = node_get(work->table, "columns"),
		    *item = item_of(columns, augment_text(definition, "name", definition->key));

	(void)error;
	if (item)
		node_remove(columns, item);
	return true;
}

/* Shortens the table's part of the name where the whole would exceed the server's limit. */
static char *trigger_name(struct work *work, const struct node *definition, GError **error)
{
	const char *text = augment_text(definition, "name", definition->key);
	g_autofree char *table = g_strdup(work->told->name);

	for (;;) {
		char *name = augment_expand(work->augment, definition, text, table, false, error);
		size_t length = strlen(table);
		if (!name || strlen(name) <= NAME_BYTES_MAX || !length)
			return name;
		g_free(name);
		*g_utf8_prev_char(table + length) = 0;
	}
}

/* The function's name without parentheses, audit_default(); an unqualified one is in the table's schema. */
static char *bare_procedure(const struct node *definition)
{
	char *text = g_strdup(augment_text(definition, "procedure", ""));

	if (g_str_has_suffix(text, "()"))
		text[strlen(text) - 2] = 0;
	return text;
}

static const struct node *function_definition(const struct work *work, const char *procedure)
{
	g_autofree char *key = g_strconcat(procedure, "()", NULL);

	return node_get(work->augment->sections[AUGMENT_FUNCTIONS], key);
}

static char *qualified(const struct work *work, const char *procedure)
{
	return name_is_qualified(procedure) ? g_strdup(procedure) : name_join(work->told->schema, procedure);
}

static bool same(const struct node *a, const struct node *b)
{
	if (!a || !b || a->type != b->type)
		return a == b;
	if (a->type == NODE_SCALAR)
		return strcmp(a->text, b->text) == 0;
	const struct node *x = a->first, *y = b->first;
	while (x && y && g_strcmp0(x->key, y->key) == 0 && same(x, y)) {
		x = x->next;
		y = y->next;
	}
	return !x && !y;
}

/* A copy of the definition, with its templates expanded. */
static struct node *instance(struct work *work, const struct node *definition, GError **error)
{
	struct node *function = augment_copy(work->arena, definition);

	for (const char *const *key = (const char *const[]){ "source", "description", NULL }; *key; key++) {
		const char *text = augment_text(definition, *key, NULL);
		g_autofree char *expanded =
			text ? augment_expand(work->augment, definition, text, NULL, strcmp(*key, "source") == 0, error) : NULL;
		if (text && !expanded)
			return NULL;
		if (text)
			put_text(work, function, *key, expanded);
	}
	return function;
}

static bool add_function(struct work *work, const struct node *trigger, const char *procedure, GError **error)
{
	const struct node *definition = function_definition(work, procedure), *owner = node_get(work->table, "owner");
	g_autofree char *key = g_strdup_printf("function %s()", procedure);
	struct node *there = node_get(work->schema, key), *function;
	bool changed = false;

	if (name_is_qualified(procedure) || (!definition && there))
		return true;
	if (!definition) {
		g_autofree char *wanted = g_strconcat(procedure, "()", NULL),
				*nearest = augment_nearest(wanted, work->augment->sections[AUGMENT_FUNCTIONS]);
		return augment_fail(work->augment, trigger, error,
			"there is no function %s() in the definitions, nor in schema %s%s", procedure, work->told->schema, nearest);
	}
	if (!(function = instance(work, definition, error)))
		return false;
	if (!there) {
		if (owner)
			put(work, function, "owner", owner);
		node_add(work->arena, work->schema, key, function);
		return true;
	}
	for (const struct node *attribute = function->first; attribute; attribute = attribute->next)
		if (!same(node_get(there, attribute->key), attribute)) {
			put(work, there, attribute->key, attribute);
			changed = true;
		}
	if (changed)
		g_ptr_array_add(
			work->notes, g_strdup_printf("%s of schema %s becomes as it is defined, and was defined otherwise before",
					     key, work->told->schema));
	return true;
}

static bool add_trigger(struct work *work, const struct node *definition, GError **error)
{
	g_autofree char *name = trigger_name(work, definition, error), *procedure = bare_procedure(definition);
	g_autofree char *called = qualified(work, procedure);
	struct node *trigger;

	if (!name)
		return false;
	if (!*procedure)
		return augment_fail(work->augment, definition, error, "the trigger has no procedure");
	trigger = augment_copy(work->arena, definition);
	if (node_get(trigger, "name"))
		node_remove(trigger, node_get(trigger, "name"));
	put_text(work, trigger, "procedure", called);
	put(work, node_map(work->arena, work->table, "triggers"), name, trigger);
	return add_function(work, definition, procedure, error);
}

static bool calls(const struct node *table, const char *procedure)
{
	const struct node *triggers = table->type == NODE_MAP ? node_get(table, "triggers") : NULL;

	for (const struct node *trigger = triggers ? triggers->first : NULL; trigger; trigger = trigger->next)
		if (strcmp(augment_text(trigger, "procedure", ""), procedure) == 0)
			return true;
	return false;
}

static bool is_called(const struct node *document, const char *procedure)
{
	for (const struct node *schema = document->first; schema; schema = schema->next)
		for (const struct node *table = schema->type == NODE_MAP ? schema->first : NULL; table; table = table->next)
			if (calls(table, procedure))
				return true;
	return false;
}

/* Removes the trigger, and its function when no trigger calls that any more. */
static bool remove_trigger(struct work *work, const struct node *definition, GError **error)
{
	g_autofree char *name = trigger_name(work, definition, error), *procedure = bare_procedure(definition),
			*called = qualified(work, procedure);
	struct node *triggers = node_get(work->table, "triggers"), *trigger = triggers && name ? node_get(triggers, name) : NULL,
		    *function;
	g_autofree char *key = g_strdup_printf("function %s()", procedure);

	if (trigger)
		node_remove(triggers, trigger);
	if (trigger && !triggers->first)
		node_remove(work->table, triggers);
	if (trigger && function_definition(work, procedure) && !is_called(work->document, called) &&
		(function = node_get(work->schema, key)))
		node_remove(work->schema, function);
	return name;
}

static bool augment_all(struct augment *augment, struct work *work, bool remove, GError **error)
{
	for (guint i = 0; i < augment->tables->len; i++) {
		work->told = augment->tables->pdata[i];
		if (!find(work, error) || !each(work, "columns", AUGMENT_COLUMNS, remove ? remove_column : add_column, error) ||
			!each(work, "triggers", AUGMENT_TRIGGERS, remove ? remove_trigger : add_trigger, error))
			return false;
	}
	return true;
}

bool augment_add(
	struct augment *augment, struct node *document, struct arena *arena, const char *place, GPtrArray *notes, GError **error)
{
	return augment_all(augment,
		&(struct work){ .augment = augment, .document = document, .arena = arena, .place = place, .notes = notes }, false,
		error);
}

bool augment_remove(
	struct augment *augment, struct node *document, struct arena *arena, const char *place, GPtrArray *notes, GError **error)
{
	return augment_all(augment,
		&(struct work){ .augment = augment, .document = document, .arena = arena, .place = place, .notes = notes }, true,
		error);
}
