/* The roles that an object names. */
#include "catalog/role_names.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "sql/quote.h"

/* Each name is shown to a function, or replaced if names is not NULL. */
struct visit {
	void (*call)(const char *role, enum role_use use, void *data);
	void *data;
	GHashTable *names;
	struct pool *pool;
};

static bool is_public(const char *name)
{
	return strcmp(name, "public") == 0 || strcmp(name, "PUBLIC") == 0;
}

static const char *visit_name(const struct visit *visit, const char *name, enum role_use use)
{
	if (!name || is_public(name))
		return name;
	if (visit->names) {
		const char *other = g_hash_table_lookup(visit->names, name);
		return other ? pool_text(visit->pool, other) : name;
	}
	visit->call(name, use, visit->data);
	return name;
}

/* Where the quoted role in an entry begins: alice x=y, or select to alice with grant option. */
static const char *quoted_role(const char *entry, enum roles how)
{
	for (int words = 0; how == ROLES_LAST && words < 2; words++) {
		entry += strcspn(entry, " ");
		entry += *entry == ' ';
	}
	return entry;
}

static const char *visit_entry(const struct visit *visit, const char *entry, enum roles how)
{
	const char *quoted = quoted_role(entry, how);
	size_t length = quote_identifier_length(quoted);
	g_autofree char *name = quote_unquote_identifier(quoted, length);

	if (how == ROLES_BARE)
		return visit_name(visit, entry, ROLE_IS_NAMED);
	const char *other = visit_name(visit, name, ROLE_IS_NAMED);
	if (!visit->names || is_public(name))
		return entry;
	g_autofree char *requoted = quote_identifier_dup(other);
	return pool_printf(visit->pool, "%.*s%s%s", (int)(quoted - entry), entry, requoted, quoted + length);
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* into: gets the names; NULL: they are only shown to the function. */
static void visit_row(const struct visit *visit, const struct object *object, const struct attribute *row, struct object *into)
{
	const struct names *names = row->type == ATTRIBUTE_NAMES ? attribute_names(row, object) : NULL;
	g_autofree const char **items = g_new(const char *, names ? names->count + 1 : 1);

	if (row->type == ATTRIBUTE_TEXT && attribute_text(row, object)) {
		const char *text = visit_entry(visit, attribute_text(row, object), row->roles);
		if (into)
			attribute_set_text(row, visit->pool, into, text);
	}
	for (size_t i = 0; names && i < names->count; i++)
		items[i] = visit_entry(visit, names->items[i], row->roles);
	if (!into || !names)
		return;
	qsort(items, names->count, sizeof(items[0]), compare_texts);
	attribute_set_names(row, into, pool_names(visit->pool, items, names->count));
}

static void visit_privileges(const struct visit *visit, const struct object *object, struct object *into)
{
	const struct privileges *privileges = object->privileges;
	g_autofree struct privilege *items =
		privileges ? g_memdup2(privileges->items, privileges->count * sizeof(items[0]) + 1) : NULL;

	for (size_t i = 0; privileges && i < privileges->count; i++) {
		items[i].grantee = visit_name(visit, items[i].grantee, ROLE_HAS_PRIVILEGES);
		items[i].grantor = visit_name(visit, items[i].grantor, ROLE_HAS_PRIVILEGES);
	}
	if (into && privileges && object_rights(object))
		into->privileges =
			privileges_make(visit->pool, object_rights(object), items, privileges->count, object_owner(object));
}

static void visit_object(const struct visit *visit, const struct object *object, struct object *into)
{
	const char *owner = visit_name(visit, object->owner, ROLE_OWNS);

	if (into)
		into->owner = owner;
	for (const struct attribute *row = object->kind->attributes; row->name; row++)
		if (row->roles && !attribute_is_variant(object->kind, row))
			visit_row(visit, object, row, into);
	visit_privileges(visit, object, into);
	if (into && (object->kind->name_is_role || object->kind == &role_kind))
		into->name = visit_name(visit, object->name, ROLE_IS_NAMED);
	else if (object->kind->name_is_role)
		visit_name(visit, object->name, ROLE_IS_NAMED);
}

void role_names_each(const struct object *object, void (*call)(const char *role, enum role_use, void *data), void *data)
{
	visit_object(&(struct visit){ .call = call, .data = data }, object, NULL);
}

void role_names_replace(struct snapshot *snapshot, GHashTable *names)
{
	const struct visit visit = { .pool = snapshot_pool(snapshot), .names = names };

	for (size_t k = 0; k < kind_count; k++) {
		struct own_objects objects = snapshot_own_objects(snapshot, kinds[k]);
		for (size_t i = 0; i < objects.count; i++)
			visit_object(&visit, objects.items[i], objects.items[i]);
	}
}
