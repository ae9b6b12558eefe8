/* Which statements run code on rows that finds names by search_path. */
#include "diff/computes.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/routine.h"
#include "catalog/kinds/table.h"
#include "sql/lexer.h"

/* A walk from an object to all that is run for it. */
struct walk {
	const struct changes *changes;
	GHashTable *seen;
	bool triggers;	     /* rows are inserted */
	GPtrArray *routines; /* gets all that are found; NULL: one is enough to know */
	bool found;
};

static bool sets_path(const struct routine *routine)
{
	for (size_t i = 0; routine->configuration && i < routine->configuration->count; i++)
		if (g_str_has_prefix(routine->configuration->items[i], "search_path="))
			return true;
	return false;
}

static bool finds_by_path(const struct object *object)
{
	const struct routine *routine = (const struct routine *)object;

	return kind_is(object->kind, TRAIT_ROUTINE) && object->kind != &aggregate_kind && routine->source && !sets_path(routine) &&
	       g_strcmp0(routine->language, "internal") != 0;
}

/* The parts of a table that nothing is run for when a row is written, or only by the server's own queries. */
static bool is_idle(const struct walk *walk, const struct kind *kind)
{
	return kind_is(kind, TRAIT_IDLE) || (kind == &trigger_kind && !walk->triggers);
}

/* Whether a text calls schema.name(...) that is not described: a routine of an extension. */
static bool calls_unknown(const struct walk *walk, const char *text)
{
	const struct depend *depend = walk->changes->needs_want;
	struct lexer lexer;
	struct token schema = { 0 }, dot = { 0 }, name = { 0 };

	lexer_init(&lexer, text, strlen(text));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		if (token_is(&token, "(") && token_is(&dot, ".")) {
			g_autofree char *of = token_name(&schema), *called = token_name(&name);
			if (of && called && strcmp(of, "pg_catalog") != 0 && !depend_knows(depend, of, called))
				return true;
		}
		schema = dot;
		dot = name;
		name = token;
	}
	return false;
}

static void visit(struct walk *walk, const struct object *object);

static void visit_parts(struct walk *walk, const struct object *object)
{
	for (size_t k = 0; object->kind->parts && object->kind->parts[k]; k++)
		for (size_t i = 0; !is_idle(walk, object->kind->parts[k]) && i < object->parts[k].count; i++)
			visit(walk, object->parts[k].items[i]);
}

static void visit_texts(struct walk *walk, const struct object *object)
{
	for (const struct attribute *row = object->kind->attributes; row->name && !walk->found; row++)
		if (row->refers == REFERS_TEXT && row->type == ATTRIBUTE_TEXT && attribute_text(row, object))
			walk->found = calls_unknown(walk, attribute_text(row, object));
	if (object->kind->shape == PART_PLAIN)
		walk->found = walk->found || calls_unknown(walk, object->name);
}

static void visit(struct walk *walk, const struct object *object)
{
	const GArray *needs = depend_needs(walk->changes->needs_want, object);

	if (walk->found || !g_hash_table_add(walk->seen, (gpointer)object))
		return;
	if (walk->routines && finds_by_path(object))
		g_ptr_array_add(walk->routines, (gpointer)object);
	else if (!walk->routines)
		walk->found = finds_by_path(object);
	if (!walk->routines)
		visit_texts(walk, object);
	visit_parts(walk, object);
	for (guint i = 0; i < needs->len && !walk->found; i++) {
		const struct object *needed = snapshot_all(walk->changes->want).items[g_array_index(needs, unsigned, i)];
		if (kind_is(needed->kind, TRAIT_RUN) || (object->kind == &trigger_kind && needed->kind == &trigger_kind))
			visit(walk, needed);
		/* a partition's rows are measured by the keys above */
		else if (kind_is_table(needed->kind) && kind_is_table(object->kind) && ((const struct table *)object)->partition_of)
			visit(walk, needed);
	}
}

void computes_routines(const struct changes *changes, const struct object *object, GPtrArray *routines)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_direct_hash, g_direct_equal);
	struct walk walk = { changes, seen, false, routines, false };

	visit(&walk, object);
}

/* Adding a column without default and expression does not compute values, except by its type, such as a domain. */
static bool writes_rows(const struct change *change)
{
	const struct column *column = (const struct column *)change->want;

	return column->object.kind == &column_kind && kind_is_table(column->object.parent->kind) &&
	       (change->have || column->default_ || column->generated || column->using);
}

bool computes_by_path(struct changes *changes, const struct change *change)
{
	const struct object *start = writes_rows(change) ? change->want->parent : change->want;
	struct walk walk = { changes, NULL, change->aside, NULL, false }; /* the rows of one that is put aside are inserted */
	gpointer known;

	if (!changes->computing)
		changes->computing = g_hash_table_new(g_direct_hash, g_direct_equal);
	/* one answer for a table's columns, another for the table, whose triggers count too: stored under the asking object */
	gconstpointer key = writes_rows(change) ? (gconstpointer)object_columns(start).items : start;
	if (g_hash_table_lookup_extended(changes->computing, key, NULL, &known))
		return GPOINTER_TO_INT(known);
	walk.seen = g_hash_table_new(g_direct_hash, g_direct_equal);
	visit(&walk, start);
	g_hash_table_unref(walk.seen);
	g_hash_table_insert(changes->computing, (gpointer)key, GINT_TO_POINTER(walk.found));
	return walk.found;
}
