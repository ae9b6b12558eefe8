/* What a statement does to rows beyond what its words tell. */
#include "diff/lock_exact.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/routine.h"
#include "catalog/kinds/table.h"
#include "catalog/names.h"
#include "diff/ddl/partition_bound.h"
#include "diff/implies_not_null.h"
#include "diff/lock_done.h"
#include "diff/lock_others.h"
#include "diff/lock_type.h"
#include "sql/tokens.h"

/* One subcommand, and what it is about. */
struct subcommand {
	const GArray *tokens;
	const struct lock_table *table;
	unsigned work; /* at its worst */
	bool only;     /* see diff/lock.h */
};

/* The part of that kind which the token names. */
static const void *part(const struct object *whole, const struct kind *kind, const struct token *token)
{
	g_autofree char *name = token_is_name(token) ? token_name(token) : NULL;

	return whole && name ? object_part(whole, kind, name) : NULL;
}

static bool has_word(const struct subcommand *s, const char *word)
{
	for (guint i = 0; i < s->tokens->len; i = token_opens(tokens_at(s->tokens, i)) ? tokens_skip(s->tokens, i) : i + 1)
		if (token_is(tokens_at(s->tokens, i), word))
			return true;
	return false;
}

/* Whether a text has the name as one of its words: it may mean the column. */
static bool mentions(const char *text, const char *name)
{
	g_autoptr(GArray) tokens = text ? tokens_of(text) : NULL;
	bool found = false;

	for (guint i = 0; tokens && i < tokens->len && !found; i++) {
		g_autofree char *word = token_is_name(tokens_at(tokens, i)) ? token_name(tokens_at(tokens, i)) : NULL;
		found = word && strcmp(word, name) == 0;
	}
	return found;
}

/* Whether ALTER COLUMN TYPE, which writes no row, builds the index anew: one of expressions always, others by their order. */
static bool is_built(const struct object *object, const char *column, bool same)
{
	const struct index *index = (const struct index *)object;
	struct parts keys = object_parts(object, &index_key_kind);
	bool is_key = false, complex = index->predicate,
	     involved = mentions(index->predicate, column) || names_have(index->include, column);

	for (size_t i = 0; i < keys.count; i++) {
		const struct index_key *key = (const struct index_key *)keys.items[i];
		bool expression = key->type;
		is_key = is_key || (!expression && strcmp(key->object.name, column) == 0);
		involved = involved || (expression && mentions(key->object.name, column));
		complex = complex || expression;
	}
	return (is_key && !same) || (complex && (is_key || involved));
}

/* The same of any index, or constraint with one. */
static bool is_rebuilt(const struct object *object, const char *column, bool same)
{
	if (object->kind == &index_kind)
		return is_built(object, column, same);
	return !same && (object->kind == &exclusion_kind ? mentions(((const struct exclusion *)object)->definition, column)
							 : names_have(((const struct key_constraint *)object)->columns, column));
}

static bool builds_any(const struct lock_table *table, const char *column, bool same)
{
	const struct object *had = table->had;
	bool builds = false;

	for (size_t k = 0; had->kind->parts && had->kind->parts[k]; k++)
		for (size_t i = 0; kind_is(had->kind->parts[k], TRAIT_INDEX) && i < had->parts[k].count; i++)
			builds = builds || (snapshot_twin(table->want, had->parts[k].items[i]) &&
						   is_rebuilt(had->parts[k].items[i], column, same));
	return builds;
}

/* The checks of the table that hold all the time; NULL behind the last one. */
static const struct check **checks(const struct lock_table *table)
{
	struct parts all = table->had ? object_parts(table->had, &check_kind) : (struct parts){ 0 };
	const struct check **out = g_new0(const struct check *, all.count + 1);
	size_t count = 0;

	for (size_t i = 0; i < all.count; i++) {
		const struct check *check = (const struct check *)all.items[i];
		if (!check->not_valid && !check->not_enforced && snapshot_twin(table->want, all.items[i]))
			out[count++] = check;
	}
	return out;
}

/* ALTER COLUMN @ TYPE */
static unsigned type_work(const struct subcommand *s)
{
	const struct column *old = part(s->table->had, &column_kind, tokens_at(s->tokens, 2)),
			    *new = part(s->table->has, &column_kind, tokens_at(s->tokens, 2));
	bool same;

	if (!old || !new || !old->type || !new->type || has_word(s, "USING") ||
		lock_type_rewrites(s->table->have, old->type, s->table->want, new->type, &same))
		return s->work;
	bool builds = builds_any(s->table, new->object.name, same && old->collation == new->collation), scans = false;
	g_autofree const struct check **all = checks(s->table);
	for (size_t i = 0; all[i]; i++)
		scans = scans || mentions(all[i]->expression, new->object.name);
	return (builds ? LOCK_BUILDS : 0) | (scans ? LOCK_SCANS : 0);
}

/* Those of which a default may be made; all of pg_* are taken for such. */
static const char *const volatiles[] = { "array_sample", "array_shuffle", "clock_timestamp", "current_query", "currval",
	"gen_random_uuid", "lastval", "nextval", "random", "random_normal", "set_config", "setseed", "setval", "timeofday",
	"ts_rewrite", "txid_status", "uuidv4", "uuidv7" };

bool lock_is_volatile(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(volatiles); i++)
		if (strcmp(volatiles[i], name) == 0)
			return true;
	return g_str_has_prefix(name, "pg_") || g_str_has_prefix(name, "lo_");
}

/* A function of the schema; what is not described may be any. */
static bool own_is_volatile(const struct snapshot *snapshot, const char *schema, const char *name)
{
	struct objects functions = snapshot_objects(snapshot, &function_kind);
	bool found = false;

	for (size_t i = 0; i < functions.count; i++) {
		const struct routine *function = (const struct routine *)functions.items[i];
		if (strcmp(function->object.schema, schema) != 0 || strcmp(function->object.name, name) != 0)
			continue;
		if (g_strcmp0(function->volatility, "immutable") != 0 && g_strcmp0(function->volatility, "stable") != 0)
			return true;
		found = true;
	}
	return !found;
}

/* Texts have all names qualified but those of the server. */
static bool is_volatile(const struct snapshot *snapshot, const char *expression)
{
	g_autoptr(GArray) tokens = expression ? tokens_of(expression) : NULL;

	for (guint i = 0; tokens && i < tokens->len; i++) {
		if (!token_is_name(tokens_at(tokens, i)) || !token_is(tokens_at(tokens, i + 1), "("))
			continue;
		bool qualified = i >= 2 && token_is(tokens_at(tokens, i - 1), ".");
		g_autofree char *name = token_name(tokens_at(tokens, i)),
				*schema = qualified ? token_name(tokens_at(tokens, i - 2)) : NULL;
		bool own = schema && strcmp(schema, "pg_catalog") != 0;
		if (token_is(tokens_at(tokens, i), "OPERATOR") ||
			(own ? own_is_volatile(snapshot, schema, name) : lock_is_volatile(name)))
			return true;
	}
	return false;
}

/* The default that a new column's values have: its own, or that of its domain, which 13 calls but once. */
static const char *default_of(const struct subcommand *s, const struct column *column)
{
	int version = snapshot_target(s->table->have);

	if (has_word(s, "DEFAULT"))
		return column->default_;
	return version && version < PG(14) ? NULL : lock_type_default(s->table->want, column->type);
}

/* ADD COLUMN @ */
static unsigned add_work(const struct subcommand *s)
{
	const struct column *column = part(s->table->has, &column_kind, tokens_at(s->tokens, 2));
	const char *default_ = column ? default_of(s, column) : NULL;

	if (!column || !column->type || (has_word(s, "DEFAULT") && !default_))
		return s->work;
	bool rewrites = lock_type_is_checked(s->table->want, column->type) || is_volatile(s->table->want, default_);
	/* all rows have NULL there, which is found by reading */
	unsigned reads = column->not_null && !default_ && !column->generated && !column->identity ? LOCK_SCANS : 0;
	return rewrites ? LOCK_REWRITES : (s->work & ~(unsigned)LOCK_REWRITES) | reads;
}

/* Whether a step has let the column of the table, or of one that it inherits from, have NULL. */
static bool becomes_nullable(const struct lock_table *table, const struct object *had, const char *name)
{
	const struct object *parent;
	bool nullable = lock_done_is_nullable(table->done, had, name);

	for (size_t i = 0; !nullable && (parent = table_parent_at(table->have, had, i)); i++)
		nullable = becomes_nullable(table, parent, name);
	return nullable;
}

/* Whether the server knows without reading rows that the column has no NULL. */
static bool has_no_null(const struct subcommand *s, const char *name)
{
	const struct column *column = s->table->had ? (const void *)object_part(s->table->had, &column_kind, name) : NULL;

	if (column && column->not_null && !becomes_nullable(s->table, s->table->had, name))
		return true;
	if (s->table->has && lock_done_has(s->table->done, object_part(s->table->has, &column_kind, name)))
		return true;
	g_autofree const struct check **all = checks(s->table);
	const GPtrArray *added = lock_done_checks(s->table->done, s->table->had);
	bool known = false;
	for (size_t i = 0; all[i] && !known; i++)
		known = implies_not_null(all[i]->expression, name);
	for (guint i = 0; added && i < added->len && !known; i++)
		known = implies_not_null(added->pdata[i], name);
	return known;
}

/* ALTER COLUMN @ SET NOT NULL; ADD CONSTRAINT @ NOT NULL @ */
static unsigned not_null_work(const struct subcommand *s)
{
	const struct token *token = tokens_at(s->tokens, token_is(tokens_at(s->tokens, 0), "ADD") ? 5 : 2);
	g_autofree char *name = token_is_name(token) ? token_name(token) : NULL;

	return name && has_no_null(s, name) ? 0 : s->work;
}

/* ADD CONSTRAINT @ PRIMARY KEY: columns become NOT NULL, too. */
static unsigned primary_key_work(const struct subcommand *s)
{
	const struct key_constraint *key = part(s->table->has, &primary_key_kind, tokens_at(s->tokens, 2));
	bool known = key;

	for (size_t i = 0; known && i < key->columns->count; i++)
		known = has_no_null(s, key->columns->items[i]);
	return known ? LOCK_BUILDS : s->work;
}

/* ADD CONSTRAINT @ CHECK: children that have it of their parents get it as one of their own. */
static unsigned check_work(const struct subcommand *s)
{
	const struct check *check = part(s->table->has, &check_kind, tokens_at(s->tokens, 2));
	const struct object *parent;

	for (size_t i = 0; check && (parent = table_parent_at(s->table->want, s->table->has, i)); i++) {
		const struct check *above = (const struct check *)object_part(parent, &check_kind, check->object.name);
		if (above && !above->no_inherit)
			return 0;
	}
	return s->work;
}

/* CREATE INDEX ON ONLY a partitioned table builds nothing: that has no rows. */
static unsigned index_work(const struct subcommand *s)
{
	return s->only && s->table->had && table_is_partitioned(s->table->had) ? 0 : s->work;
}

/* Whether the table has an index of its own for that of the parent: if it had none, it gets it before it is attached. */
static bool has_own(const struct lock_table *partition, const struct kind *kind, const struct object *above)
{
	struct parts own = object_parts(partition->has, kind);
	bool found = false;

	for (size_t i = 0; i < own.count && !found; i++)
		found = index_attached_above(partition->want, own.items[i]) == above;
	return found;
}

/*
 * Whether a valid check that steps before have added tells of a table's rows that they fit, or of those of the default partition that
 * they do not.
 */
static bool is_told(const struct lock_table *table, const struct object *of, const char *behind, const char *bound)
{
	const GPtrArray *conditions = lock_done_checks(table->done, of);
	g_autofree char *end = g_strconcat(bound, behind, NULL);
	bool told = false;

	for (guint i = 0; conditions && i < conditions->len; i++)
		told = told || g_str_has_suffix(conditions->pdata[i], end);
	return told;
}

/* ATTACH PARTITION reads rows of the table, unless it is a foreign one, and of the default partition. */
static bool attach_reads(const struct lock_table *table, const struct object *above)
{
	const struct object *other = lock_default_partition(table);
	g_autoptr(GString) bound = g_string_new(NULL);

	if (!partition_bound_append(bound, above, ((const struct table *)table->has)->partition_bound_spec))
		return true;
	bool foreign = ((const struct table *)table->had)->server;
	return (!foreign && !is_told(table, table->had, "", bound->str)) || (other && !is_told(table, other, ")", bound->str));
}

/* ATTACH PARTITION builds indexes as the parent has them, where the table has none that are alike. */
static unsigned attach_work(const struct subcommand *s)
{
	const struct lock_table *table = s->table;
	const struct object *above = table->had && table->has ? table_parent(table->want, table->has) : NULL;
	bool builds = !above;

	for (size_t k = 0; above && above->kind->parts[k]; k++) {
		const struct kind *kind = above->kind->parts[k];
		struct parts parts = kind_is(kind, TRAIT_INDEX) ? object_parts(above, kind) : (struct parts){ 0 };
		for (size_t i = 0; i < parts.count; i++)
			builds = builds || !has_own(table, kind, parts.items[i]);
	}
	bool reads = !above || attach_reads(table, above);
	return (builds ? LOCK_BUILDS : 0) | (reads ? LOCK_SCANS : 0);
}

/* By the pattern of the row. */
static const struct {
	const char *pattern;
	unsigned (*work)(const struct subcommand *);
} exacts[] = {
	{ "ALTER TABLE @ ALTER COLUMN @ TYPE", type_work },
	{ "ALTER TABLE @ ADD COLUMN @ ... CHECK", add_work },
	{ "ALTER TABLE @ ADD COLUMN @ ... DEFAULT now (", add_work },
	{ "ALTER TABLE @ ADD COLUMN @ ... DEFAULT @ (", add_work },
	{ "ALTER TABLE @ ADD COLUMN @", add_work },
	{ "ALTER TABLE @ ALTER COLUMN @ SET NOT NULL", not_null_work },
	{ "ALTER TABLE @ ADD CONSTRAINT @ NOT NULL", not_null_work },
	{ "ALTER TABLE @ ADD CONSTRAINT @ CHECK", check_work },
	{ "ALTER TABLE @ ADD CONSTRAINT @ PRIMARY KEY", primary_key_work },
	{ "ALTER TABLE @ ATTACH PARTITION @", attach_work },
	{ "CREATE UNIQUE INDEX @ ON @", index_work },
	{ "CREATE INDEX @ ON @", index_work },
};

struct lock_hazard lock_exact(const struct lock_match *match, const struct lock_table *table)
{
	g_autoptr(GArray) tokens = tokens_of(match->sql);
	const struct subcommand subcommand = { tokens, table, match->row->work, match->only };
	struct lock_hazard hazard = { match->row->lock, match->row->other, match->row->work };

	for (size_t i = 0; i < G_N_ELEMENTS(exacts); i++) {
		if (strcmp(exacts[i].pattern, match->row->pattern) != 0)
			continue;
		hazard.work = exacts[i].work(&subcommand);
	}
	if (g_str_has_prefix(match->row->pattern, "ALTER TABLE @ A") && !strstr(match->row->pattern, " ATTACH ") &&
		!lock_has_rows(table, match->only))
		hazard.work = 0;
	lock_others(match, table, tokens, &hazard);
	return hazard;
}
