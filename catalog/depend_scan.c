/* Edges of the dependency graph from the rows that refer to something, and from the names in SQL texts. */
#include "catalog/depend_scan.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column_list.h"
#include "sql/lexer.h"

static GPtrArray *named(const struct depend *depend, const char *schema, const char *name)
{
	struct name_key key = { schema, name };

	return schema && name ? g_hash_table_lookup(depend->by_name, &key) : NULL;
}

static void scan_text(struct scan *scan, const char *text, size_t length, bool bare);

/* Operator classes and families, which are called NAME USING METHOD. */
static bool is_of_other_method(const struct object *object, const char *method)
{
	return method && g_strcmp0(object->kind->between, " using ") == 0 && strcmp(object->signature, method) != 0;
}

/* The position of a name in a text. */
enum place {
	PLACE_PLAIN,
	PLACE_CALL,    /* an opening parenthesis follows */
	PLACE_COLLATE, /* that word is before it */
};

/* Whether a text names objects of the kind at this place. */
static bool may_be(const struct scan *scan, const struct kind *kind, enum place place)
{
	const struct kind *collation = &collation_kind;

	if (scan->only || scan->refers != REFERS_NOTHING)
		if ((scan->only && kind != scan->only) ||
			(kind == collation) != (scan->only == collation || place == PLACE_COLLATE))
			return false;
	bool routine = kind_is(kind, TRAIT_ROUTINE);

	switch (scan->refers) {
	case REFERS_ROUTINE:
		return routine;
	case REFERS_TYPE:
	case REFERS_RELATION:
		return !routine;
	case REFERS_TEXT:
		return !routine || place == PLACE_CALL;
	case REFERS_NOTHING:
	case REFERS_COLUMNS:
	case REFERS_BODY:
		break;
	}
	return true;
}

/* Adds all objects with that name: a text does not distinguish overloads. */
static void add_named(struct scan *scan, const char *schema, const char *name, enum place place)
{
	GPtrArray *objects = named(scan->depend, schema, name);
	const char *method = scan->object->kind->method ? scan->object->kind->method(scan->object) : NULL;

	for (guint i = 0; objects && i < objects->len; i++) {
		struct object *object = objects->pdata[i];
		if (is_of_other_method(object, method) || !may_be(scan, object->kind, place))
			continue;
		depend_add(scan->depend, scan->object, object);
		if (object_has_columns(object->kind))
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

/* 's.seq'::regclass names s.seq; any string is examined, since only a qualified name of a known object counts. */
static void scan_string(struct scan *scan, const struct token *token)
{
	if (token->length > 2 && token->start[0] == '\'' && memchr(token->start, '.', token->length)) {
		GPtrArray *relations = g_ptr_array_new();
		struct scan inner = { scan->depend, scan->object, relations, scan->names, REFERS_NOTHING, NULL };
		scan_text(&inner, token->start + 1, token->length - 2, false);
		g_ptr_array_unref(relations);
	}
}

/* schema.=, of OPERATOR(schema.=) and of members of operator classes. */
static void add_operator(struct scan *scan, const char *schema, const struct token *token)
{
	if (schema && g_hash_table_contains(scan->depend->schemas, schema))
		add_named(scan, schema, pool_find_n(scan->depend->pool, token->start, token->length), PLACE_PLAIN);
}

/* A chain of names, a.b.c, that is at its end. */
static void add_chain(struct scan *scan, const char *const *chain, unsigned links, enum place place, bool bare)
{
	if (links > 1 && chain[0] && g_hash_table_contains(scan->depend->schemas, chain[0]))
		add_named(scan, chain[0], chain[1], place);
	else if (links == 1 && bare)
		add_named(scan, scan->object->schema, chain[0], place);
}

static void scan_text(struct scan *scan, const char *text, size_t length, bool bare)
{
	struct lexer lexer;
	const char *chain[3] = { 0 };
	unsigned links = 0;
	bool dot = false, collate = false, is_collate = false; /* the word is before the name; it was the last token */

	lexer_init(&lexer, text, length);
	for (;;) {
		struct token token = lexer_next_significant(&lexer);
		bool name = token.type == TOKEN_WORD || token.type == TOKEN_QUOTED;

		if (links == 1 && dot && token.type == TOKEN_OPERATOR)
			add_operator(scan, chain[0], &token);
		if (links && (!dot || !name) && !(links && token_is(&token, "."))) {
			enum place place = collate ? PLACE_COLLATE : token_is(&token, "(") ? PLACE_CALL : PLACE_PLAIN;
			add_chain(scan, chain, links, place, bare);
			links = 0;
		}
		if (token.type == TOKEN_END)
			break;
		if (name && !links)
			collate = is_collate;
		is_collate = token_is(&token, "COLLATE");
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

/* The columns of a relation that the texts mention. */
static void add_mentioned(struct scan *scan, const struct object *relation)
{
	struct parts columns = object_columns(relation);

	for (size_t i = 0; i < columns.count; i++)
		if (columns.items[i] != scan->object && g_hash_table_contains(scan->names, columns.items[i]->name))
			depend_add(scan->depend, scan->object, columns.items[i]);
}

void depend_scan_columns(struct scan *scan)
{
	const struct object *own = scan->object->parent;
	bool column = scan->object->kind == &column_kind;

	if (own && own->parent)
		own = own->parent;
	if (own && !column)
		g_ptr_array_add(scan->relations, (gpointer)own);
	for (guint r = 0; r < scan->relations->len; r++)
		add_mentioned(scan, scan->relations->pdata[r]);
	/* a generated column depends on columns of its own table */
	if (own && column && attribute_text(kind_attribute(scan->object->kind, "generated"), scan->object))
		add_mentioned(scan, own);
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
		depend_add(depend, object, object_column(relation, names->items[i]));
}

/* Columns of a relation that another row names: statistics, members of publications. */
static void add_bare_names(struct scan *scan, const struct names *names)
{
	bool own = scan->object->parent && object_has_columns(scan->object->parent->kind);

	for (size_t i = 0; names && !own && i < names->count; i++)
		g_hash_table_add(scan->names, (gpointer)names->items[i]);
}

/*
 * A query may select columns that are functionally dependent on a primary key, by which it groups, and INSERT may name a constraint:
 * the server knows which. From a text: all of the relations in it, of which those of an INSERT have that name.
 */
static void add_keys(struct scan *scan, const char *text)
{
	bool groups = strstr(text, "GROUP BY"), conflicts = strstr(text, "ON CONFLICT ON CONSTRAINT");

	for (guint r = 0; (groups || conflicts) && r < scan->relations->len; r++) {
		const struct object *relation = scan->relations->pdata[r];
		for (size_t k = 0; relation->kind->parts && relation->kind->parts[k]; k++) {
			const struct kind *kind = relation->kind->parts[k];
			struct parts keys = object_parts(relation, kind);
			bool key = kind_is(kind, TRAIT_CONSTRAINT) && kind_is(kind, TRAIT_INDEX);
			for (size_t i = 0; key && i < keys.count; i++)
				if ((groups && kind == &primary_key_kind) ||
					(conflicts && g_hash_table_contains(scan->names, keys.items[i]->name)))
					depend_add(scan->depend, scan->object, keys.items[i]);
		}
	}
}

/* A view's definition is not scanned if the server has its dependencies. */
static bool is_known(const struct depend *depend, const struct object *object, const struct attribute *row)
{
	return snapshot_version(depend->snapshot) && row->form == FORM_BLOCK && kind_is(object->kind, TRAIT_QUERY);
}

void depend_scan_rows(struct scan *scan)
{
	const struct object *object = scan->object;

	for (const struct attribute *row = object->kind->attributes; row->name; row++) {
		if (attribute_is_absent(row, object) || is_known(scan->depend, object, row) ||
			attribute_is_variant(object->kind, row))
			continue;
		scan->refers = row->refers;
		scan->only = row->only;
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
				depend_scan_text(scan, attribute_text(row, object), bare);
			else if (row->type == ATTRIBUTE_NAMES)
				scan_names(scan, attribute_names(row, object), bare);
			if (row->refers == REFERS_TEXT && row->type == ATTRIBUTE_TEXT && !snapshot_version(scan->depend->snapshot))
				add_keys(scan, attribute_text(row, object));
			break;
		}
	}
	scan->refers = REFERS_TEXT;
	scan->only = NULL;
	if (object->signature)
		scan_text(scan, object->signature, strlen(object->signature), false);
	scan->refers = REFERS_NOTHING;
	scan_names(scan, object->depends_on, true);
}

void depend_scan_text(struct scan *scan, const char *text, bool bare)
{
	scan_text(scan, text, strlen(text), bare);
}
