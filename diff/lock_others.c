/* Which tables a statement locks beside the one that it is about. */
#include "diff/lock_others.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/domain.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "catalog/names.h"
#include "diff/ddl/partition_bound.h"
#include "diff/lock_done.h"
#include "diff/say.h"
#include "diff/words.h"
#include "sql/tokens.h"

#define TABLE(object) ((const struct table *)(object))

/* A statement, or subcommand, and what it is about. */
struct subcommand {
	const GArray *tokens;
	const struct lock_match *match;
	const struct lock_table *table;
};

/* The part of the table, as it is before, which that token names. */
static const struct object *part(const struct subcommand *s, const struct kind *kind, guint at)
{
	const struct token *token = tokens_at(s->tokens, at);
	g_autofree char *name = token_is_name(token) ? token_name(token) : NULL;

	return s->table->had && name ? object_part(s->table->had, kind, name) : NULL;
}

static bool refers_to(const struct foreign_key *key, const struct object *table)
{
	return strcmp(key->referenced_schema, table->schema) == 0 && strcmp(key->referenced_table, table->name) == 0;
}

/* What needs an object, as it is before; NULL behind the last one. */
static const struct object *user_at(const struct lock_table *table, const struct object *object, guint at)
{
	const GArray *users = depend_needed_by(table->needs, object);

	return at < users->len ? snapshot_all(table->have).items[g_array_index(users, unsigned, at)] : NULL;
}

/* Whether the foreign key, which is still there, has the column, or refers to it, on its side; NULL: any column. */
static bool is_of_column(const struct lock_table *table, const struct object *key, const struct names *side, const char *column)
{
	return !lock_done_has(table->done, key) && (!column || names_have(side, column));
}

/* Whether a foreign key between the table and another one has the column, or refers to it; NULL: any column. */
static bool has_foreign_key(const struct lock_table *table, const struct object *one, const char *column)
{
	struct parts own = object_parts(one, &foreign_key_kind);
	const struct object *user;
	bool found = false;

	for (size_t i = 0; i < own.count && !found; i++) {
		const struct foreign_key *key = (const struct foreign_key *)own.items[i];
		found = !refers_to(key, one) && is_of_column(table, own.items[i], key->columns, column);
	}
	for (guint i = 0; !found && (user = user_at(table, one, i)); i++) {
		const struct foreign_key *key = (const struct foreign_key *)user;
		found = user->kind == &foreign_key_kind && user->parent != one && refers_to(key, one) &&
			is_of_column(table, user, key->referenced_columns, column);
	}
	return found;
}

/* The table that a table is a partition of all along. */
static const struct object *partitioned(const struct lock_table *table, const struct object *partition)
{
	return TABLE(partition)->partition_of ? table_parent(table->have, partition) : NULL;
}

static bool type_locks(const struct subcommand *s)
{
	const struct object *column = part(s, &column_kind, 2);

	return !column || has_foreign_key(s->table, s->table->had, column->name);
}

/* Whether a constraint has to do with another table; a partition's are those of its parent. */
static bool is_between(const struct object *constraint, const struct object *table)
{
	return constraint && !refers_to((const struct foreign_key *)constraint, table);
}

/* Of a constraint that is added, or validated, which may have been there before. */
static bool constraint_locks(const struct subcommand *s)
{
	const struct object *has = s->table->has;
	g_autofree char *name = token_is_name(tokens_at(s->tokens, 2)) ? token_name(tokens_at(s->tokens, 2)) : NULL;

	return !has || !name || is_between(object_part(has, &foreign_key_kind, name), has);
}

/* What is dropped is told by the table, as it is before. */
static bool drop_constraint_locks(const struct subcommand *s)
{
	const struct object *had = s->table->had, *above = had ? table_parent(s->table->have, had) : NULL;
	const struct object *own = part(s, &foreign_key_kind, 2);
	g_autofree char *name = token_is_name(tokens_at(s->tokens, 2)) ? token_name(tokens_at(s->tokens, 2)) : NULL;

	return !had || is_between(own ? own : above && name ? object_part(above, &foreign_key_kind, name) : NULL, had);
}

/* Whether the type is that of the object, or an array of it. */
static bool is_type(const struct object *object, const char *type)
{
	g_autoptr(GString) name = g_string_new(NULL);

	say_append(name, "%O", object);
	return type && g_str_has_prefix(type, name->str) && (!type[name->len] || type[name->len] == '[');
}

/* Whether a column that was there before is of the domain, or of one that is made of it. */
static bool has_column(const struct lock_table *table, const struct object *domain)
{
	const struct object *user;
	bool found = false;

	for (guint i = 0; !found && (user = user_at(table, domain, i)); i++) {
		if (user->kind == &column_kind)
			found = is_type(domain, ((const struct column *)user)->type);
		else if (user->kind == domain->kind)
			found = is_type(domain, ((const struct domain *)user)->type) && has_column(table, user);
	}
	return found;
}

static bool is_used(const struct subcommand *s)
{
	return s->table->had && has_column(s->table, s->table->had);
}

/* Attaching its last index makes a new index of a partition valid, and maybe that of the table above, which is locked then. */
static bool index_attach_locks(const struct subcommand *s)
{
	const struct object *has = s->table->has,
			    *above = has && kind_is_table(has->kind) ? table_parent(s->table->want, has) : NULL;
	guint behind = words_skip_name(s->tokens, 2);
	g_autofree char *name =
		token_is_name(tokens_at(s->tokens, behind - 1)) ? token_name(tokens_at(s->tokens, behind - 1)) : NULL;
	const struct object *index = above && name ? object_index(above, name) : NULL;

	return index && index_attached_to(index) && lock_done_has(s->table->done, index);
}

static bool drop_table_locks(const struct subcommand *s)
{
	const struct object *had = s->table->had;

	return !had || has_foreign_key(s->table, had, NULL) ||
	       (kind_is_table(had->kind) && !lock_done_has(s->table->done, had) && partitioned(s->table, had));
}

/* Whether there are tables of a composite type. */
static bool is_typed(const struct subcommand *s)
{
	const struct object *type = s->table->had, *user;
	bool found = false;

	for (guint i = 0; type && !found && (user = user_at(s->table, type, i)); i++) {
		const struct qualified *of = user->kind == &table_kind ? TABLE(user)->of_type : NULL;
		found = of && of->schema == type->schema && of->name == type->name;
	}
	return found;
}

/* An attribute of a composite type is called a column, too. */
static bool is_of_table(const struct subcommand *s)
{
	const struct object *object = s->table->had ? s->table->had : s->table->has;

	return !object || object->kind != &composite_kind;
}

/* Whether others are locked as the row says, by its pattern; those of other patterns are. */
static const struct {
	const char *pattern;
	bool (*locks)(const struct subcommand *);
	bool only; /* it is about no table: it locks others, or nothing */
} exacts[] = {
	{ "ALTER TABLE @ ALTER COLUMN @ TYPE", type_locks },
	{ "ALTER TABLE @ ADD CONSTRAINT @ FOREIGN KEY ... NOT VALID", constraint_locks },
	{ "ALTER TABLE @ ADD CONSTRAINT @ FOREIGN KEY", constraint_locks },
	{ "ALTER TABLE @ VALIDATE CONSTRAINT @", constraint_locks },
	{ "ALTER TABLE @ DROP CONSTRAINT @", drop_constraint_locks },
	{ "DROP TABLE @", drop_table_locks },
	{ "DROP FOREIGN TABLE @", drop_table_locks },
	{ "COMMENT ON COLUMN @", is_of_table, true },
	{ "ALTER DOMAIN @ ADD", is_used, true },
	{ "ALTER DOMAIN @ SET NOT NULL", is_used, true },
	{ "ALTER DOMAIN @ VALIDATE CONSTRAINT @", is_used, true },
	{ "ALTER TYPE @ ADD ATTRIBUTE @ ... CASCADE", is_typed, true },
	{ "ALTER TYPE @ DROP ATTRIBUTE @ CASCADE", is_typed, true },
	{ "ALTER TYPE @ ALTER ATTRIBUTE @ TYPE ... CASCADE", is_typed, true },
	{ "ALTER TYPE @ RENAME ATTRIBUTE @ TO @ CASCADE", is_typed, true },
};

/* The children that a table has when its turn comes, of those that were there before. */
static unsigned children_of(const struct lock_table *table, bool foreign)
{
	const struct object *had = table->had, *user;
	unsigned children = 0;

	for (guint i = 0; had && (user = user_at(table, had, i)); i++)
		if ((user->kind == &table_kind || (foreign && user->kind == &foreign_table_kind)) &&
			table_is_child(table->have, user, had) && !lock_done_has(table->done, user))
			children |= TABLE(user)->partition_of ? LOCK_PARTITIONS : LOCK_HEIRS;
	return children;
}

/*
 * Of constraints children have checks, unless these are of the parent alone; a partition has all. From 18 on, one that is added
 * locks them anyway.
 */
static bool is_inherited(const struct subcommand *s)
{
	bool drop = g_str_has_prefix(s->match->row->pattern, "ALTER TABLE @ DROP CONSTRAINT");
	int version = snapshot_target(s->table->have);
	bool add = g_str_has_prefix(s->match->row->pattern, "ALTER TABLE @ ADD CONSTRAINT @ CHECK") && version && version < PG(18);
	const struct object *table = drop ? s->table->had : s->table->has;
	g_autofree char *name = token_is_name(tokens_at(s->tokens, 2)) ? token_name(tokens_at(s->tokens, 2)) : NULL;
	const struct check *check = table && name ? (const struct check *)object_part(table, &check_kind, name) : NULL;

	return (!drop && !add) || (check && !check->no_inherit);
}

static bool locks_children(const struct subcommand *s)
{
	unsigned children = children_of(s->table, true), row = s->match->row->children;

	if (!is_inherited(s))
		children &= ~(unsigned)LOCK_HEIRS;
	if (s->match->only)
		row = (row & LOCK_HEIRS_OF_ONLY ? LOCK_HEIRS : 0) | (row & LOCK_PARTITIONS_OF_ONLY ? LOCK_PARTITIONS : 0);
	return children & row;
}

/* The parent that the table comes to, as it is before; NULL: it comes to none, or to a new one. */
static const struct object *parent_before(const struct lock_table *table)
{
	const struct object *above = table->has && TABLE(table->has)->partition_of ? table_parent(table->want, table->has) : NULL;

	return above ? snapshot_twin(table->have, above) : NULL;
}

/* Whether a child of before is the default partition still, or, where it was attached anew, by now. */
static bool is_default(const struct lock_table *table, const struct object *child)
{
	const struct object *has = snapshot_twin(table->want, child);
	const struct object *now = lock_done_has(table->done, has) ? has : child;

	return has && TABLE(now)->partition_of && partition_bound_is_default(TABLE(now)->partition_bound_spec) &&
	       !lock_done_has(table->done, child);
}

const struct object *lock_default_partition(const struct lock_table *table)
{
	const struct object *parent = parent_before(table), *user;

	for (guint i = 0; parent && (user = user_at(table, parent, i)); i++)
		if (user->kind == &table_kind && table_is_child(table->have, user, parent) && is_default(table, user))
			return user;
	return NULL;
}

/* Whether a step has added a foreign key to the table of after. */
static bool has_new_foreign_key(const struct lock_table *table, const struct object *has)
{
	struct parts keys = object_parts(has, &foreign_key_kind);
	bool found = false;

	for (size_t i = 0; i < keys.count && !found; i++)
		found = lock_done_has(table->done, keys.items[i]);
	return found;
}

/* Beside the parent, the default partition is locked, and the tables of its foreign keys: those of the tables above are its, too. */
static const char *lock_of_parent(const struct lock_table *table)
{
	const struct object *had = parent_before(table), *has = had ? table_parent(table->want, table->has) : NULL;
	bool key = false;

	for (; had && !key; had = partitioned(table, had))
		key = has_foreign_key(table, had, NULL);
	for (; has && !key; has = TABLE(has)->partition_of ? table_parent(table->want, has) : NULL)
		key = has_new_foreign_key(table, has);
	return lock_default_partition(table) ? "ACCESS EXCLUSIVE" : key ? "SHARE ROW EXCLUSIVE" : "SHARE UPDATE EXCLUSIVE";
}

bool lock_has_rows(const struct lock_table *table, bool only)
{
	const struct object *had = table->had;

	if (!had || !kind_is_table(had->kind))
		return true;
	return had->kind == &table_kind && (!table_is_partitioned(had) || (!only && children_of(table, false)));
}

void lock_others(const struct lock_match *match, const struct lock_table *table, const GArray *tokens, struct lock_hazard *hazard)
{
	const struct subcommand subcommand = { tokens, match, table };
	const char *pattern = match->row->pattern;

	for (size_t i = 0; i < G_N_ELEMENTS(exacts); i++)
		if (strcmp(exacts[i].pattern, pattern) == 0 && !exacts[i].locks(&subcommand)) {
			hazard->other = NULL;
			if (exacts[i].only)
				*hazard = (struct lock_hazard){ 0 };
		}
	if (strcmp(pattern, "ALTER TABLE @ ATTACH PARTITION @") == 0)
		hazard->lock = lock_of_parent(table);
	if (strcmp(pattern, "ALTER INDEX @ ATTACH PARTITION @") == 0)
		*hazard = (struct lock_hazard){ NULL, index_attach_locks(&subcommand) ? "ACCESS EXCLUSIVE" : NULL, 0 };
	if (strcmp(pattern, "CREATE TABLE @ PARTITION OF @") == 0 && lock_default_partition(table))
		hazard->work |= LOCK_SCANS;
	const char *lock = match->row->children & LOCK_CHILDREN_SHARE ? "SHARE" : hazard->lock;
	if (locks_children(&subcommand) && lock_strength(lock) > lock_strength(hazard->other))
		hazard->other = lock;
}
