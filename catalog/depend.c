/* What needs what, from the rows that refer to something and from the names that SQL texts hold. */
#include "catalog/depend.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/base_type.h"
#include "catalog/column.h"
#include "catalog/constraint.h"
#include "catalog/extension.h"
#include "catalog/foreign.h"
#include "catalog/index.h"
#include "catalog/kinds.h"
#include "catalog/operator.h"
#include "catalog/routine.h"
#include "catalog/publication.h"
#include "catalog/sequence.h"
#include "catalog/system_privileges.h"
#include "catalog/table.h"
#include "catalog/trigger.h"
#include "sql/lexer.h"

struct depend {
	const struct snapshot *snapshot;
	struct pool *pool;
	GHashTable *schemas;       /* names of schemas */
	bool plugged_in;           /* there are languages or access methods */
	GHashTable *by_name;       /* struct name_key -> GPtrArray of top-level objects and indexes */
	GArray **needs, **needed_by;
};

struct name_key {
	const char *schema, *name;
};

/* The text at hand: whose it is, and which relations and names it mentions. */
struct scan {
	struct depend *depend;
	const struct object *object;
	GPtrArray *relations;
	GHashTable *names;
};

static guint key_hash(gconstpointer data)
{
	const struct name_key *key = data;

	return g_direct_hash(key->schema) / 8 * 31 ^ g_direct_hash(key->name) / 8;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	const struct name_key *x = a, *y = b;

	return x->schema == y->schema && x->name == y->name;
}

static void add_edge(struct depend *depend, const struct object *from, const struct object *to)
{
	if (!to || from == to || from->parent == to || to->parent == from)
		return;
	GArray **list = &depend->needs[from->number];
	if (!*list)
		*list = g_array_new(false, false, sizeof(unsigned));
	g_array_append_val(*list, to->number);
}

static GPtrArray *named(const struct depend *depend, const char *schema, const char *name)
{
	struct name_key key = { schema, name };

	return schema && name ? g_hash_table_lookup(depend->by_name, &key) : NULL;
}

/* Every object of that name: overloads of a routine cannot be told apart by a text. */
static void add_named(struct scan *scan, const char *schema, const char *name)
{
	GPtrArray *objects = named(scan->depend, schema, name);

	for (guint i = 0; objects && i < objects->len; i++) {
		struct object *object = objects->pdata[i];
		add_edge(scan->depend, scan->object, object);
		if (kind_part_index(object->kind, &column_kind) >= 0)
			g_ptr_array_add(scan->relations, object);
	}
}

/* The pool's text of an identifier token; NULL when nothing in either snapshot is called so. */
static const char *known_name(const struct depend *depend, const struct token *token)
{
	if (token->type != TOKEN_WORD && token->type != TOKEN_QUOTED)
		return NULL;
	g_autofree char *name = token_name(token);
	return pool_find_n(depend->pool, name, strlen(name));
}

static void scan_text(struct scan *scan, const char *text, size_t length, bool bare);

/* 's.seq'::regclass names s.seq; the string is looked at whatever it is cast to, for only a qualified name of something known counts. */
static void scan_string(struct scan *scan, const struct token *token)
{
	if (token->length > 2 && token->start[0] == '\'' && memchr(token->start, '.', token->length)) {
		GPtrArray *relations = g_ptr_array_new();
		struct scan inner = { scan->depend, scan->object, relations, scan->names };
		scan_text(&inner, token->start + 1, token->length - 2, false);
		g_ptr_array_unref(relations);
	}
}

/* schema.=, of OPERATOR(schema.=) and of members of operator classes. */
static void add_operator(struct scan *scan, const char *schema, const struct token *token)
{
	if (schema && g_hash_table_contains(scan->depend->schemas, schema))
		add_named(scan, schema, pool_find_n(scan->depend->pool, token->start, token->length));
}

/* Finds qualified names: schema.name, schema.name.column. bare: the text's first name alone may be one of the object's own schema. */
static void scan_text(struct scan *scan, const char *text, size_t length, bool bare)
{
	struct lexer lexer;
	const char *chain[3] = { 0 };
	unsigned links = 0;
	bool dot = false;

	lexer_init(&lexer, text, length);
	for (;;) {
		struct token token = lexer_next_significant(&lexer);
		bool name = token.type == TOKEN_WORD || token.type == TOKEN_QUOTED;

		if (links == 1 && dot && token.type == TOKEN_OPERATOR)
			add_operator(scan, chain[0], &token);
		if (links && (!dot || !name) && !(links && token_is(&token, "."))) {
			if (links > 1 && chain[0] && g_hash_table_contains(scan->depend->schemas, chain[0]))
				add_named(scan, chain[0], chain[1]);
			else if (links == 1 && bare)
				add_named(scan, scan->object->schema, chain[0]);
			links = 0;
		}
		if (token.type == TOKEN_END)
			break;
		if (name) {
			const char *known = known_name(scan->depend, &token);
			if (known)
				g_hash_table_add(scan->names, (gpointer)known);
			if (links < 3)
				chain[links] = known;
			links++;
		}
		dot = token_is(&token, ".");
		if (token.type == TOKEN_STRING)
			scan_string(scan, &token);
	}
}

/* Columns of the relations that the texts mention, by the names in them: more than are used, never fewer. */
static void add_columns(struct scan *scan)
{
	const struct object *own = scan->object->parent;

	if (own && own->parent)
		own = own->parent;
	if (own && scan->object->kind != &column_kind)
		g_ptr_array_add(scan->relations, (gpointer)own);
	for (guint r = 0; r < scan->relations->len; r++) {
		struct parts columns = object_parts(scan->relations->pdata[r], &column_kind);
		for (size_t i = 0; i < columns.count; i++)
			if (columns.items[i] != scan->object && g_hash_table_contains(scan->names, columns.items[i]->name))
				add_edge(scan->depend, scan->object, columns.items[i]);
	}
	/* a generated column needs others of its own table */
	if (own && scan->object->kind == &column_kind && attribute_text(kind_attribute(&column_kind, "generated"), scan->object)) {
		struct parts columns = object_parts(own, &column_kind);
		for (size_t i = 0; i < columns.count; i++)
			if (columns.items[i] != scan->object && g_hash_table_contains(scan->names, columns.items[i]->name))
				add_edge(scan->depend, scan->object, columns.items[i]);
	}
}

static void scan_names(struct scan *scan, const struct names *names, bool bare)
{
	for (size_t i = 0; names && i < names->count; i++)
		scan_text(scan, names->items[i], strlen(names->items[i]), bare);
}

static void add_own_columns(struct depend *depend, const struct object *object, const struct names *names)
{
	const struct object *relation = object->parent;

	while (relation && relation->parent)
		relation = relation->parent;
	for (size_t i = 0; relation && names && i < names->count; i++)
		add_edge(depend, object, object_part(relation, &column_kind, names->items[i]));
}

/* Columns of a relation that another row names: statistics, members of publications. */
static void add_bare_names(struct scan *scan, const struct names *names)
{
	bool own = scan->object->parent && kind_part_index(scan->object->parent->kind, &column_kind) >= 0;

	for (size_t i = 0; names && !own && i < names->count; i++)
		g_hash_table_add(scan->names, (gpointer)names->items[i]);
}

/* A view's definition is not searched where the server has told what it needs. */
static bool is_known(const struct depend *depend, const struct object *object, const struct attribute *row)
{
	return snapshot_version(depend->snapshot) && row->form == FORM_BLOCK && (object->kind == &view_kind || object->kind == &materialized_view_kind);
}

/* What the rows of the object's kind refer to. */
static void scan_rows(struct scan *scan)
{
	const struct object *object = scan->object;

	for (const struct attribute *row = object->kind->attributes; row->name; row++) {
		if (attribute_is_absent(row, object) || is_known(scan->depend, object, row) || attribute_is_variant(object->kind, row))
			continue;
		bool bare = row->refers == REFERS_RELATION || row->refers == REFERS_TYPE || row->refers == REFERS_ROUTINE;
		switch (row->refers) {
		case REFERS_NOTHING:
		case REFERS_BODY:
			break;
		case REFERS_COLUMNS:
			add_own_columns(scan->depend, object, attribute_names(row, object));
			add_bare_names(scan, attribute_names(row, object));
			break;
		case REFERS_TEXT:
		case REFERS_RELATION:
		case REFERS_TYPE:
		case REFERS_ROUTINE:
			if (row->type == ATTRIBUTE_TEXT)
				scan_text(scan, attribute_text(row, object), strlen(attribute_text(row, object)), bare);
			else if (row->type == ATTRIBUTE_NAMES)
				scan_names(scan, attribute_names(row, object), bare);
			break;
		}
	}
	if (object->signature)
		scan_text(scan, object->signature, strlen(object->signature), false);
	scan_names(scan, object->depends_on, true);
}

static bool same_columns(const struct names *a, const struct names *b)
{
	if (!a || !b || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		bool found = false;
		for (size_t j = 0; j < b->count; j++)
			found = found || a->items[i] == b->items[j];
		if (!found)
			return false;
	}
	return true;
}

/* A foreign key needs the columns that it refers to, and what makes them unique. */
static void need_referenced(struct depend *depend, const struct object *object)
{
	const struct foreign_key *key = (const struct foreign_key *)object;
	struct object *table = snapshot_relation(depend->snapshot, key->referenced_schema, key->referenced_table);

	if (!table || table->kind != &table_kind)
		return;
	add_edge(depend, object, table);
	for (size_t i = 0; key->referenced_columns && i < key->referenced_columns->count; i++)
		add_edge(depend, object, object_part(table, &column_kind, key->referenced_columns->items[i]));
	const struct kind *const uniques[] = { &primary_key_kind, &unique_kind };
	for (size_t k = 0; k < G_N_ELEMENTS(uniques); k++) {
		struct parts parts = object_parts(table, uniques[k]);
		for (size_t i = 0; i < parts.count; i++)
			if (same_columns(((struct key_constraint *)parts.items[i])->columns, key->referenced_columns))
				add_edge(depend, object, parts.items[i]);
	}
	struct parts indexes = object_parts(table, &index_kind);
	for (size_t i = 0; i < indexes.count; i++)
		if (((struct index *)indexes.items[i])->unique)
			add_edge(depend, object, indexes.items[i]);
}

/* A view with GROUP BY a primary key may select columns that only the key makes unique. */
static void need_grouping_keys(struct scan *scan)
{
	if ((scan->object->kind != &view_kind && scan->object->kind != &materialized_view_kind) || snapshot_version(scan->depend->snapshot))
		return;
	const char *definition = attribute_text(kind_attribute(scan->object->kind, "definition"), scan->object);
	if (!definition || !strstr(definition, "GROUP BY"))
		return;
	for (guint r = 0; r < scan->relations->len; r++) {
		struct parts keys = object_parts(scan->relations->pdata[r], &primary_key_kind);
		for (size_t i = 0; i < keys.count; i++)
			add_edge(scan->depend, scan->object, keys.items[i]);
	}
}

static void need_owner_column(struct depend *depend, const struct object *object)
{
	const struct sequence *sequence = (const struct sequence *)object;
	struct object *table = sequence->owner_table ? snapshot_relation(depend->snapshot, object->schema, sequence->owner_table) : NULL;

	if (table && sequence->owner_column)
		add_edge(depend, object, object_part(table, &column_kind, sequence->owner_column));
}

/* What stands in no schema is named bare: languages and access methods. The family of a class is often not named at all. */
static void need_plugged_in(struct depend *depend, const struct object *object)
{
	if (object->kind == &operator_class_kind)
		add_edge(depend, object, operator_class_family(depend->snapshot, object));
	if (!depend->plugged_in)
		return;
	const struct attribute *language = kind_attribute(object->kind, "language"), *method = kind_attribute(object->kind, "access_method");
	if (language && attribute_text(language, object))
		add_edge(depend, object, snapshot_find(depend->snapshot, &language_kind, NULL, attribute_text(language, object)));
	if (method && method->type == ATTRIBUTE_TEXT && attribute_text(method, object))
		add_edge(depend, object, snapshot_find(depend->snapshot, &access_method_kind, NULL, attribute_text(method, object)));
	if (object->kind == &transform_kind)
		add_edge(depend, object, snapshot_find(depend->snapshot, &language_kind, NULL, object->signature));
	if (object->kind == &operator_class_kind || object->kind == &operator_family_kind)
		add_edge(depend, object, snapshot_find(depend->snapshot, &access_method_kind, NULL, object->signature));
}

/* Whether the type is one of those in "name(type,type)". */
static bool takes_type(const struct object *routine, const char *type)
{
	const char *types = routine->identity + strlen(routine->name), *at = types;
	size_t length = strlen(type);

	for (; (at = strstr(at, type)); at += length)
		if ((at[-1] == '(' || at[-1] == ',') && (at[length] == ')' || at[length] == ','))
			return true;
	return false;
}

/* The server ties a routine to each transform that its language has for a type that it takes or gives, whether it uses that or not. */
static void need_transforms(struct depend *depend, const struct object *object)
{
	if (object->kind != &function_kind && object->kind != &procedure_kind)
		return;
	struct objects transforms = snapshot_objects(depend->snapshot, &transform_kind);
	const struct routine *routine = (const struct routine *)object;
	if (!routine->language)
		return;
	for (size_t i = 0; i < transforms.count; i++) {
		const char *type = transforms.items[i]->name, *returns = routine->returns ? routine->returns : "";
		if (strcmp(transforms.items[i]->signature, routine->language) != 0)
			continue;
		if (takes_type(object, type) || strcmp(g_str_has_prefix(returns, "SETOF ") ? returns + strlen("SETOF ") : returns, type) == 0)
			add_edge(depend, object, transforms.items[i]);
		for (size_t t = 0; routine->transforms && t < routine->transforms->count; t++)
			if (strcmp(routine->transforms->items[t], type) == 0)
				add_edge(depend, object, transforms.items[i]);
	}
}

/* An index on a column whose type has an operator class of its own for default needs that, and does not say so. */
static void need_default_classes(struct depend *depend, const struct object *object, const struct object *relation, const char *name)
{
	struct objects classes = snapshot_objects(depend->snapshot, &operator_class_kind);
	const struct object *column = classes.count && relation ? object_part(relation, &column_kind, name) : NULL;

	for (size_t i = 0; column && i < classes.count; i++) {
		const struct operator_class *class = (const struct operator_class *)classes.items[i];
		if (class->default_ && class->type == ((const struct column *)column)->type)
			add_edge(depend, object, classes.items[i]);
	}
}

static void need_classes(struct depend *depend, const struct object *object)
{
	const struct kind *kind = object->kind;

	if (kind == &index_key_kind)
		need_default_classes(depend, object, object->parent->parent, object->name);
	if (kind == &partition_key_kind)
		need_default_classes(depend, object, object->parent, object->name);
	if (kind != &primary_key_kind && kind != &unique_kind)
		return;
	const struct names *columns = ((const struct key_constraint *)object)->columns;
	for (size_t i = 0; columns && i < columns->count; i++)
		need_default_classes(depend, object, object->parent, columns->items[i]);
}

static bool is_routine(const struct kind *kind)
{
	return kind == &function_kind || kind == &procedure_kind;
}

/* Takes from the routine what has the type's name, but its shell: the function is made of the shell, and the type of the function. */
static void loosen_from_type(struct depend *depend, const struct object *routine, const struct object *type)
{
	struct objects all = snapshot_all(depend->snapshot);
	GArray *needs = depend->needs[routine->number];

	for (guint i = 0; needs && i < needs->len;) {
		const struct object *needed = all.items[g_array_index(needs, unsigned, i)];
		if (needed->schema == type->schema && needed->name == type->name && needed->kind != &shell_type_kind)
			g_array_remove_index(needs, i);
		else
			i++;
	}
}

static void break_type_circles(struct depend *depend)
{
	struct objects shells = snapshot_objects(depend->snapshot, &shell_type_kind), all = snapshot_all(depend->snapshot);

	for (size_t s = 0; s < shells.count; s++) {
		const struct object *type = base_type_of_shell(depend->snapshot, shells.items[s]);
		if (!type)
			continue;
		GArray *needs = depend->needs[type->number];
		for (guint i = 0; needs && i < needs->len; i++) {
			const struct object *needed = all.items[g_array_index(needs, unsigned, i)];
			if (is_routine(needed->kind))
				loosen_from_type(depend, needed, type);
		}
		add_edge(depend, type, shells.items[s]);
	}
}

static void need_attached(struct scan *scan)
{
	const struct attribute *row = kind_attribute(scan->object->kind, "attached_to");
	const char *text = row ? attribute_text(row, scan->object) : NULL;

	if (text)
		scan_text(scan, text, strlen(text), true);
}

/* A column of a partition or child follows its parent's. */
static void need_parent_columns(struct depend *depend, const struct object *object)
{
	const struct object *table = object->parent;
	const GArray *needs = table && kind_is_table(table->kind) ? depend->needs[table->number] : NULL;

	for (guint i = 0; needs && i < needs->len; i++) {
		const struct object *needed = snapshot_all(depend->snapshot).items[g_array_index(needs, unsigned, i)];
		if (kind_is_table(needed->kind))
			add_edge(depend, object, object_part(needed, object->kind, object->name));
	}
}

/* A trigger's clone is made of the trigger of a table above. */
static void need_cloned_trigger(struct depend *depend, const struct object *object)
{
	const struct object *table = object->parent;

	if (!((const struct trigger *)object)->inherited)
		return;
	while ((table = table_parent(depend->snapshot, table)))
		add_edge(depend, object, object_part(table, &trigger_kind, object->name));
}

/* The server of a foreign table, and the extension of a server's wrapper. */
static void need_foreign(struct depend *depend, const struct object *object)
{
	const struct foreign_data_wrapper *wrapper = (const struct foreign_data_wrapper *)(object->parent ? object->parent : object);

	if (object->kind == &foreign_table_kind) {
		struct objects servers = snapshot_objects(depend->snapshot, &server_kind);
		for (size_t i = 0; i < servers.count; i++)
			if (servers.items[i]->name == ((const struct table *)object)->server)
				add_edge(depend, object, servers.items[i]);
	} else if (wrapper->extension) {
		add_edge(depend, object, snapshot_find(depend->snapshot, &extension_kind, NULL, wrapper->extension));
	}
}

static void scan_object(struct depend *depend, const struct object *object)
{
	g_autoptr(GPtrArray) relations = g_ptr_array_new();
	g_autoptr(GHashTable) names = g_hash_table_new(g_direct_hash, g_direct_equal);
	struct scan scan = { depend, object, relations, names };

	if (object->schema && !object->parent)
		add_edge(depend, object, snapshot_find(depend->snapshot, &schema_kind, NULL, object->schema));
	if (object->kind == &extension_kind)
		add_edge(depend, object, snapshot_find(depend->snapshot, &schema_kind, NULL, ((const struct extension *)object)->schema));
	scan_rows(&scan);
	if (object->kind == &publication_kind) {
		const struct names *schemas = ((const struct publication *)object)->schemas;
		for (size_t i = 0; schemas && i < schemas->count; i++)
			add_edge(depend, object, snapshot_find(depend->snapshot, &schema_kind, NULL, schemas->items[i]));
	}
	if (object->kind == &index_key_kind || object->kind == &partition_key_kind || object->kind == &publication_table_kind) {
		/* a key's name is its text */
		scan_text(&scan, object->name, strlen(object->name), false);
		const char *bare = pool_find_n(depend->pool, object->name, strlen(object->name));
		if (bare)
			g_hash_table_add(names, (gpointer)bare);
	}
	if (object->kind == &cast_kind || object->kind == &transform_kind)
		scan_text(&scan, object->name, strlen(object->name), false);   /* made of types */
	if (object->kind == &system_privileges_kind && ((const struct system_privileges *)object)->extension)
		add_edge(depend, object, snapshot_find(depend->snapshot, &extension_kind, NULL, ((const struct system_privileges *)object)->extension));
	need_attached(&scan);
	need_plugged_in(depend, object);
	need_transforms(depend, object);
	need_classes(depend, object);
	need_grouping_keys(&scan);
	add_columns(&scan);
	if (object->kind == &foreign_key_kind)
		need_referenced(depend, object);
	if (object->kind == &sequence_kind)
		need_owner_column(depend, object);
	if (object->kind == &foreign_table_kind || object->kind == &server_kind || object->kind == &foreign_data_wrapper_kind)
		need_foreign(depend, object);
	if (object->kind == &trigger_kind)
		need_cloned_trigger(depend, object);
	if (object->kind == &column_kind || object->kind == &check_kind)
		need_parent_columns(depend, object);
}

static int compare_numbers(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return x < y ? -1 : x > y;
}

static void sort_once(GArray *list)
{
	guint kept = 0;

	g_array_sort(list, compare_numbers);
	for (guint i = 0; i < list->len; i++)
		if (!i || g_array_index(list, unsigned, i) != g_array_index(list, unsigned, kept - 1))
			g_array_index(list, unsigned, kept++) = g_array_index(list, unsigned, i);
	g_array_set_size(list, kept);
}

static void index_names(struct depend *depend, struct objects all)
{
	for (size_t i = 0; i < all.count; i++) {
		struct object *object = all.items[i];
		struct name_key key = { object->schema, object->name };
		bool attachable = object->kind == &index_kind || object->kind == &primary_key_kind || object->kind == &unique_kind;

		if (object->kind == &schema_kind)
			g_hash_table_add(depend->schemas, (gpointer)object->name);
		if (!object->schema || (object->parent && !attachable))
			continue;
		GPtrArray *list = g_hash_table_lookup(depend->by_name, &key);
		if (!list) {
			list = g_ptr_array_new();
			g_hash_table_insert(depend->by_name, g_memdup2(&key, sizeof(key)), list);
		}
		g_ptr_array_add(list, object);
	}
}

struct depend *depend_new(const struct snapshot *snapshot)
{
	struct depend *depend = g_new0(struct depend, 1);
	struct objects all = snapshot_all(snapshot);

	depend->snapshot = snapshot;
	depend->pool = snapshot_pool(snapshot);
	depend->schemas = g_hash_table_new(g_direct_hash, g_direct_equal);
	depend->by_name = g_hash_table_new_full(key_hash, key_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	depend->needs = g_new0(GArray *, all.count + 1);
	depend->needed_by = g_new0(GArray *, all.count + 1);
	depend->plugged_in = snapshot_objects(snapshot, &language_kind).count || snapshot_objects(snapshot, &access_method_kind).count;
	index_names(depend, all);
	for (size_t i = 0; i < all.count; i++)
		scan_object(depend, all.items[i]);
	const struct need *known;
	size_t known_count = snapshot_needs(snapshot, &known);
	for (size_t i = 0; i < known_count; i++) {
		add_edge(depend, known[i].from, known[i].to);
		if (known[i].to->parent)
			add_edge(depend, known[i].from, known[i].to->parent);
	}
	break_type_circles(depend);
	for (size_t i = 0; i < all.count; i++) {
		if (!depend->needs[i])
			continue;
		sort_once(depend->needs[i]);
		for (guint n = 0; n < depend->needs[i]->len; n++) {
			GArray **list = &depend->needed_by[g_array_index(depend->needs[i], unsigned, n)];
			unsigned from = (unsigned)i;
			if (!*list)
				*list = g_array_new(false, false, sizeof(unsigned));
			g_array_append_val(*list, from);
		}
	}
	return depend;
}

void depend_free(struct depend *depend)
{
	if (!depend)
		return;
	for (size_t i = 0; i < snapshot_all(depend->snapshot).count; i++) {
		if (depend->needs[i])
			g_array_unref(depend->needs[i]);
		if (depend->needed_by[i])
			g_array_unref(depend->needed_by[i]);
	}
	g_free(depend->needs);
	g_free(depend->needed_by);
	g_hash_table_unref(depend->schemas);
	g_hash_table_unref(depend->by_name);
	g_free(depend);
}

static const GArray *list_or_empty(GArray *const *list)
{
	static const GArray empty = { 0 };

	return *list ? *list : &empty;
}

const GArray *depend_needs(const struct depend *depend, const struct object *object)
{
	return list_or_empty(&depend->needs[object->number]);
}

const GArray *depend_needed_by(const struct depend *depend, const struct object *object)
{
	return list_or_empty(&depend->needed_by[object->number]);
}

bool depend_has(const struct depend *depend, const struct object *a, const struct object *b)
{
	const GArray *needs = depend_needs(depend, a);
	unsigned wanted = b->number;

	return needs->len && bsearch(&wanted, needs->data, needs->len, sizeof(unsigned), compare_numbers);
}
