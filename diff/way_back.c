/* The way back: what rows without values may refuse is tried. */
#include "diff/way_back.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/column_risk.h"
#include "diff/ddl/verbs.h"
#include "diff/keepsake.h"
#include "diff/lock.h"

bool way_back_fills_later(const struct changes *changes, const struct change *column)
{
	const struct column *want = (const struct column *)column->want;

	return changes->back && risk_is_null(changes, column) && want->not_null && !want->not_null_constraint.not_valid;
}

/* Which constraints a NULL can violate; in most keys NULLs are distinct. */
static bool is_refusable(const struct object *object)
{
	const struct verbs *verbs = verbs_of(object->kind);

	return kind_is(object->kind, TRAIT_CONSTRAINT | TRAIT_INDEX) && !(verbs->takes_null && verbs->takes_null(object));
}

/* Whether a column that it needs has no values; of a foreign key one that it refers to. */
static bool is_made_of_null(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_want, object);
	bool refers = object->kind == &foreign_key_kind && !((const struct foreign_key *)object)->match &&
		      !foreign_key_is_internal(object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		if (risk_is_null(changes, changes_of_want(changes, needed)) && !(refers && needed->parent == object->parent))
			return true;
	}
	return false;
}

static bool is_between_tables(const struct kind *kind)
{
	return kind_is(kind, TRAIT_CONSTRAINT) && kind_is(kind, TRAIT_IDLE);
}

/* A foreign key of rows that are given back, and rows that came, changed or went meanwhile. */
static bool is_between_times(const struct changes *changes, const struct change *change)
{
	const struct foreign_key *key = (const struct foreign_key *)change->want;

	if (!changes->given_back || !key || !is_between_tables(change->want->kind) || !change_makes(change))
		return false;
	const struct object *referenced = foreign_key_referenced(changes->want, key);
	return keepsake_of(changes, change->parent) || (referenced && keepsake_of(changes, changes_of_want(changes, referenced)));
}

/* Whether tables that are there become partitions of it. */
static bool takes_partitions(const struct changes *changes, const struct object *table)
{
	const GArray *users = depend_needed_by(changes->needs_want, table);
	bool takes = false;

	for (guint i = 0; table_is_partitioned(table) && i < users->len && !takes; i++) {
		const struct object *user = snapshot_all(changes->want).items[g_array_index(users, unsigned, i)];
		takes = kind_is(user->kind, TRAIT_TABLE) && table_parent(changes->want, user) == table &&
			changes_of_want(changes, user)->have;
	}
	return takes;
}

/* A foreign key to a table that comes back without rows: those that refer to it are still there. */
static bool refers_to_nothing(const struct changes *changes, const struct object *object)
{
	const struct object *referenced =
		is_between_tables(object->kind) ? foreign_key_referenced(changes->want, (const struct foreign_key *)object) : NULL;
	const struct change *change = referenced ? changes_of_want(changes, referenced) : NULL;

	return change && !change->have && change_makes(change) && !takes_partitions(changes, referenced);
}

bool way_back_is_tried(const struct changes *changes, const struct change *change)
{
	if (is_between_times(changes, change))
		return true;
	bool refusable = changes->back && change->want && is_refusable(change->want) && change_makes(change) &&
			 change->parent->have && !change_makes(change->parent);
	struct parts keys = refusable ? object_parts(change->want, &index_key_kind) : (struct parts){ 0 };
	bool null = refusable && (is_made_of_null(changes, change->want) || refers_to_nothing(changes, change->want));

	for (size_t i = 0; i < keys.count && !null; i++)
		null = is_made_of_null(changes, keys.items[i]);
	return null;
}

static void note(struct say *s, const char *what)
{
	say_note(s, NOTE_WAY_BACK, "%s is created again only if the rows permit it, as %s", what,
		s->changes->given_back ? "they may have come, changed or gone meanwhile" : "what was dropped comes back empty");
}

/* The statements of a block, and what is warned of where one of them is refused. */
static char *make_block(const char *statements, const char *what)
{
	g_autoptr(GString) block = g_string_new("BEGIN\n");
	GString *sql = g_string_new("DO ");
	g_autofree char *warning = g_strdup_printf("%s is not there again: ", what);

	say_append(block,
		"%sEXCEPTION WHEN integrity_constraint_violation OR invalid_foreign_key OR undefined_object OR wrong_object_type "
		"THEN\n",
		statements);
	say_append(block, "    RAISE WARNING '%%', %L || SQLERRM;\nEND", warning);
	say_append(sql, "%D", block->str);
	return g_string_free(sql, false);
}

void way_back_try(struct say *s, enum stage stage, const char *what)
{
	struct batch *batch = batch_find(s->change, stage);

	if (!batch || batch->tried)
		return;
	batch->tried = g_strdup(what);
	note(s, what);
}

void way_back_say(struct say *s, enum stage stage, const char *what, const char *sql)
{
	g_autofree char *statement = g_strdup_printf("    %s;\n", sql), *block = make_block(statement, what);

	say(s, stage, "%s", block);
	note(s, what);
}

/* Adds what is to be known of a statement to the block that it becomes a part of. */
static void take_statement(struct step *block, const struct step *step, int version)
{
	g_autoptr(GPtrArray) matches = lock_matches_of(step->sql, version);

	block->computes = block->computes || step->computes;
	for (guint i = 0; i < matches->len; i++) {
		const struct lock_row *row = ((const struct lock_match *)matches->pdata[i])->row;
		if (lock_strength(row->lock) > lock_strength(block->held))
			block->held = row->lock;
		block->work |= row->work;
	}
}

void way_back_wrap(struct batch *batch, int version)
{
	g_autoptr(GString) statements = g_string_new(NULL);
	guint count = batch->steps->len;

	if (!batch->tried || !count)
		return;
	for (guint i = 0; i < count; i++)
		g_string_append_printf(statements, "    %s;\n", ((const struct step *)batch->steps->pdata[i])->sql);
	struct step *block = batch_add(batch, make_block(statements->str, batch->tried));
	for (guint i = 0; i < count; i++)
		take_statement(block, batch->steps->pdata[i], version);
	g_ptr_array_remove_range(batch->steps, 0, count);
}
