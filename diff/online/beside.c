/* Columns that get another type beside the old one. */
#include "diff/online/beside.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/table.h"
#include "catalog/names.h"
#include "diff/aside_name.h"
#include "diff/ddl/column.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/publication.h"
#include "diff/ddl/row_security.h"
#include "diff/lock_type.h"
#include "diff/online/backfill.h"
#include "diff/online/beside_left.h"
#include "diff/online/beside_name.h"
#include "diff/online/transaction.h"
#include "diff/say.h"
#include "sql/name.h"
#include "sql/rename_column.h"

#define TABLE(object) ((const struct table *)(object))
#define COLUMN(object) ((const struct column *)(object))

enum { NAME_BYTES = 63 }; /* NAMEDATALEN - 1 */

const char *beside_name(const struct changes *changes, const struct object *column)
{
	g_autofree char *name = beside_name_of(column->name);

	return pool_text(changes->pool, name);
}

const char *beside_function(const struct changes *changes, const struct object *column)
{
	g_autofree char *name = beside_name_of_function(column->parent, beside_name(changes, column));

	return pool_text(changes->pool, name);
}

static bool is_in_family(const struct changes *changes, const struct change *column)
{
	return !backfill_is_alone(changes->have, changes->needs_have, column->have->parent) ||
	       !backfill_is_alone(changes->want, changes->needs_want, column->want->parent);
}

static bool is_renamed(const struct changes *changes, const struct change *column)
{
	const struct object *had = column->parent->have, *has = column->parent->want;

	(void)changes;
	return column->renamed || column->parent->renamed || had->name != has->name || had->schema != has->schema;
}

static bool is_computed(const struct changes *changes, const struct change *change)
{
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);

	(void)changes;
	return have->generated || want->generated || have->identity || want->identity;
}

/* An extension's types are no objects: where an extension, or a schema, comes or moves, a name that has a schema may be theirs. */
static bool may_move(const struct changes *changes, const struct change *column)
{
	bool qualified = name_is_qualified(COLUMN(column->have)->type) || name_is_qualified(COLUMN(column->want)->type),
	     moves = false;

	for (guint i = 0; qualified && i < changes->all->len && !moves; i++) {
		const struct change *change = changes->all->pdata[i];
		moves = kind_is(change_object(change)->kind, TRAIT_HOME) && change->fate != FATE_SAME;
	}
	return moves;
}

/* Types, and collations, that the same plan makes or changes. */
static bool is_of_changing_type(const struct changes *changes, const struct change *column)
{
	const GArray *needs = depend_needs(changes->needs_want, column->want);
	bool changing = may_move(changes, column);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		const struct change *change = changes_of_want(changes, needed);
		bool type = kind_is(needed->kind, TRAIT_TYPE | TRAIT_ASIDE);
		changing = changing || (type && change && change->fate != FATE_SAME);
	}
	return changing || convert_is_remade(changes, COLUMN(column->have)->type);
}

static bool fires(const struct object *table)
{
	bool found = false;

	for (size_t k = 0; table->kind->parts && table->kind->parts[k]; k++)
		found = found || (kind_is(table->kind->parts[k], TRAIT_FIRES) && table->parts[k].count);
	return found;
}

static bool has_triggers(const struct changes *changes, const struct change *column)
{
	(void)changes;
	return fires(column->have->parent) || fires(column->want->parent);
}

static bool is_published(const struct changes *changes, const struct change *column)
{
	return publication_has(changes->have, changes->needs_have, column->have->parent) ||
	       publication_has(changes->want, changes->needs_want, column->want->parent);
}

static bool is_hidden(const struct changes *changes, const struct change *column)
{
	(void)changes;
	return row_security_is_forced(TABLE(column->have->parent)->row_security) ||
	       row_security_is_forced(TABLE(column->want->parent)->row_security);
}

static bool names_index(const struct object *table)
{
	const char *identity = TABLE(table)->replica_identity;

	return identity && strcmp(identity, "full") != 0 && strcmp(identity, "nothing") != 0;
}

static bool identifies_rows(const struct changes *changes, const struct change *column)
{
	(void)changes;
	return names_index(column->have->parent) || names_index(column->want->parent);
}

static bool waits_for_rows(const struct changes *changes, const struct change *column)
{
	const struct not_null *have = &COLUMN(column->have)->not_null_constraint,
			      *want = &COLUMN(column->want)->not_null_constraint;

	(void)changes;
	return have->not_valid || want->not_valid || have->no_inherit || want->no_inherit;
}

static bool has_part(const struct object *table, const char *name)
{
	for (size_t k = 0; table->kind->parts && table->kind->parts[k]; k++)
		if (object_part(table, table->kind->parts[k], name))
			return true;
	return false;
}

static bool has_routine(const struct snapshot *snapshot, const char *schema, const char *name)
{
	bool found = false;

	for (size_t k = 0; kinds[k]; k++) {
		struct objects all = snapshot_objects(snapshot, kinds[k]);
		for (size_t i = 0; kind_is(kinds[k], TRAIT_ROUTINE) && i < all.count && !found; i++)
			found = strcmp(all.items[i]->name, name) == 0 && strcmp(all.items[i]->schema, schema) == 0;
	}
	return found;
}

static bool is_taken(const struct changes *changes, const struct change *column)
{
	const char *name = beside_name(changes, column->want), *function = beside_function(changes, column->want);
	const struct object *had = column->have->parent, *has = column->want->parent;

	return strlen(function) > NAME_BYTES || has_part(had, name) || has_part(has, name) ||
	       has_routine(changes->have, had->schema, function) || has_routine(changes->want, has->schema, function);
}

static const struct hindrance {
	bool (*is)(const struct changes *, const struct change *);
	const char *why;
} hindrances[] = {
	{ is_in_family, "its table has children or partitions, or is one" },
	{ is_renamed, "it or its table is renamed, too" },
	{ is_computed, "it is an identity column, or a generated one" },
	{ is_of_changing_type, "its type is created or altered, too" },
	{ has_triggers, "its table has triggers or rules, which would fire for each row that is filled" },
	{ is_published, "its table is published, and subscribers lack the new column" },
	{ is_hidden, "row security of its table is forced" },
	{ identifies_rows, "the replica identity of its table is an index" },
	{ waits_for_rows, "its NOT NULL constraint is NOT VALID or NO INHERIT" },
	{ is_taken, "the name of the new column, or of its trigger function, is taken or too long" },
};

/* Not of a foreign one. */
static bool is_of_table(const struct object *object)
{
	return kind_is(object->kind, TRAIT_MERGED | TRAIT_TYPED) && object->parent && kind_is_table(object->parent->kind) &&
	       !TABLE(object->parent)->server;
}

/* Whether its rows would be written anew. */
static bool is_candidate(const struct changes *changes, const struct change *change)
{
	bool altered = change->have && change->want && change->fate == FATE_ALTER && is_of_table(change->have) &&
		       is_of_table(change->want) && !change_makes(change->parent) && column_differs_in_type(changes, change);
	bool same;

	if (!altered)
		return false;
	const struct column *have = COLUMN(change->have), *want = COLUMN(change->want);
	g_autofree char *conversion = column_conversion(changes, change);
	return conversion || lock_type_rewrites(changes->have, have->type, changes->want, want->type, &same);
}

const char *beside_hindrance(const struct changes *changes, const struct change *column)
{
	const char *given_up = changes->usual ? g_hash_table_lookup(changes->usual, column->want) : NULL;

	for (size_t i = 0; !given_up && i < G_N_ELEMENTS(hindrances); i++)
		if (hindrances[i].is(changes, column))
			return hindrances[i].why;
	return given_up;
}

bool beside_can(const struct changes *changes, const struct change *column)
{
	return is_candidate(changes, column) && !beside_hindrance(changes, column);
}

void beside_judge(struct changes *changes)
{
	g_autoptr(GHashTable) functions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; changes->online && i < changes->all->len; i++) {
		struct change *change = changes->all->pdata[i];
		bool asked = changes->online->backfill || changes->left;
		if (!asked || !is_candidate(changes, change) || beside_hindrance(changes, change))
			continue;
		/* column c of table a_b, and column b_c of table a */
		if (!g_hash_table_add(functions, name_join(change->want->schema, beside_function(changes, change->want)))) {
			beside_give_up(changes, change,
				g_strdup("its trigger function would have the same name as that of another column"));
			continue;
		}
		change->beside = true;
		change->fate = FATE_REMAKE;
		change->disturbs = false;
	}
}

/* Whether it comes behind others that it stood before. */
static bool comes_last(const struct changes *changes, const struct change *column)
{
	struct parts columns = object_columns(column->want->parent);
	bool behind = false, last = false;

	for (size_t i = 0; i < columns.count; i++) {
		const struct change *other = changes_of_want(changes, columns.items[i]);
		last = last || (behind && !change_makes(other));
		behind = behind || other == column;
	}
	return last;
}

void beside_note(const struct changes *changes, struct plan *plan)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		if (!change->beside || !comes_last(changes, change))
			continue;
		g_autofree char *name = object_describe(change->want);
		remark_add(plan->notes, NOTE_COLUMN_ORDER, change->want,
			"%s, which is added beside the old one, comes after the other columns of its table", name);
	}
}

bool beside_is(const struct online_site *site)
{
	return site->change->beside;
}

/* Whether the object of want needs a column that is made so, itself or by its parts. */
static bool needs_beside(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_want, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct change *needed =
			changes_of_want(changes, snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)]);
		if (needed && needed->beside && needed->want->parent == object_outermost(object))
			return true;
	}
	for (size_t k = 0; object->kind->parts && object->kind->parts[k]; k++)
		for (size_t p = 0; p < object->parts[k].count; p++)
			if (needs_beside(changes, object->parts[k].items[p]))
				return true;
	return false;
}

static bool is_made_again(const struct online_site *site)
{
	return site->change->fate == FATE_REMAKE && online_stays(site->change) && needs_beside(site->changes, site->change->want);
}

bool beside_is_index(const struct online_site *site)
{
	return is_made_again(site);
}

bool beside_is_key(const struct online_site *site)
{
	return is_made_again(site) && !((const struct key_constraint *)site->change->want)->without_overlaps;
}

/* PL/pgSQL reserves these, and SQL does not: behind NEW they are a column only in double quotes. */
static const char *const reserved[] = { "begin", "by", "declare", "execute", "foreach", "if", "loop", "strict", "while", NULL };

char *beside_body(const struct changes *changes, const struct change *change)
{
	g_autofree char *conversion = column_conversion(changes, change);
	g_autoptr(GString) body = g_string_new("\n#variable_conflict use_column\nBEGIN\n    NEW.");

	say_append(body, "%I := ", beside_name(changes, change->want));
	if (conversion)
		say_append(body, "(SELECT %s FROM (SELECT NEW.*) AS %I)", conversion, change->want->parent->name);
	else
		say_append(body, g_strv_contains(reserved, change->want->name) ? "NEW.\"%s\"" : "NEW.%I", change->want->name);
	g_string_append(body, ";\n    RETURN NEW;\nEND\n");
	return g_strdup(body->str);
}

bool beside_goes_on(const struct changes *changes, const struct change *change)
{
	const struct object *left = beside_left_column(changes, change->have->parent, change->have->name);
	const struct column *want = COLUMN(change->want);
	g_autofree char *body = beside_body(changes, change);

	return left && COLUMN(left)->type == want->type && COLUMN(left)->collation == want->collation &&
	       g_strcmp0(beside_left_body(changes, left), body) == 0;
}

char *beside_rename(const struct changes *changes, const struct object *table, const char *text)
{
	struct parts columns = object_columns(table);
	char *renamed = g_strdup(text);

	for (size_t i = 0; i < columns.count && renamed; i++)
		if (changes_of_want(changes, columns.items[i])->beside) {
			char *again = rename_column(renamed, columns.items[i]->name, beside_name(changes, columns.items[i]));
			g_free(renamed);
			renamed = again;
		}
	return renamed;
}

const struct change *beside_cause(const struct change *change)
{
	while (change && !change->beside)
		change = change->because;
	return change;
}

void beside_give_up(struct changes *changes, const struct change *column, char *why)
{
	g_hash_table_insert(changes->usual, (gpointer)column->want, why);
}

void beside_give_up_all(struct changes *changes)
{
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		if (change->beside)
			beside_give_up(changes, change, g_strdup("other changes of the plan are in the way"));
	}
}
