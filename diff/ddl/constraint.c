/* Constraints of tables: ALTER TABLE ... ADD, ALTER, VALIDATE, RENAME, DROP CONSTRAINT. */
#include "diff/ddl/constraint.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "catalog/names.h"
#include "diff/ddl/constraint_depend.h"
#include "diff/ddl/constraint_edges.h"
#include "diff/ddl/constraint_risk.h"
#include "diff/ddl/expression.h"
#include "diff/ddl/index.h"
#include "diff/ddl/inherit.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/decide.h"
#include "diff/maintenance.h"
#include "diff/say.h"
#include "diff/told.h"

/* Whether the constraint is its parent table's, and comes and goes with it. */
static struct change *inherited(const struct say *s)
{
	return changes_inherited_from(s->changes, s->change);
}

void constraint_say_rename(struct say *s)
{
	say(s, STAGE_MAKE, "ALTER TABLE %P RENAME CONSTRAINT %I TO %I", s->want, s->have->name, s->want->name);
}

/* Whether a check is only inherited, so that it is dropped together with that of the parent table. */
static bool goes_with_parent(const struct say *s)
{
	const struct attribute *row = kind_attribute(s->have->kind, "inherited");
	const struct object *table = row && attribute_bool(row, s->have) ? table_parent(s->changes->have, s->have->parent) : NULL;
	const struct object *above = table && s->change->parent->want && changes_keeps_parents(s->changes, s->change->parent)
					     ? object_part(table, s->have->kind, s->have->name)
					     : NULL;
	const struct change *upper = above ? changes_of_have(s->changes, above) : inherited(s);

	return row && attribute_bool(row, s->have) && upper && upper->have && change_undoes(upper);
}

void constraint_drop(struct say *s)
{
	if (s->change->undone_by || goes_with_parent(s))
		return;
	say(s, STAGE_UNDO, "ALTER TABLE %P DROP CONSTRAINT %I", s->have, s->have->name);
}

static void drop_with_index(struct say *s)
{
	if (s->change->parent->aside && !changes_needs_undone_code(s->changes, s->have))
		plain_put_index_aside(s);
	else
		constraint_drop(s);
}

/* A table that is renamed aside keeps its checks, unless they depend on something that is recreated. */
static void drop_check(struct say *s)
{
	const struct object *upper = table_parent(s->changes->have, s->have->parent);
	bool with_parent = upper && changes_of_have(s->changes, upper)->aside && ((const struct check *)s->have)->inherited;

	if (!s->change->parent->aside || (!with_parent && changes_needs_undone_code(s->changes, s->have)))
		constraint_drop(s);
}

/* A child's check becomes its own by being added once more; where the parents change too, whose it is follows from that. */
static void judge_check(const struct changes *changes, struct change *change)
{
	const struct check *have = (const struct check *)change->have, *want = (const struct check *)change->want;

	if (have->inherited && !want->inherited && changes_inherited_from(changes, change))
		change->fate = MAX(change->fate, FATE_ALTER);
}

static void say_add_check(struct say *s)
{
	const struct check *check = (const struct check *)s->want;

	say_on_rows(s, STAGE_MAKE,
		expression_is_parenthesised(check->expression) ? "ALTER TABLE %P ADD CONSTRAINT %I CHECK %s%s%s%s"
							       : "ALTER TABLE %P ADD CONSTRAINT %I CHECK (%s)%s%s%s",
		s->want, s->want->name, check->expression, check->no_inherit ? " NO INHERIT" : "",
		check->not_enforced ? " NOT ENFORCED" : "", check->not_valid ? " NOT VALID" : "");
}

static void create_check(struct say *s)
{
	const struct check *check = (const struct check *)s->want;
	struct change *upper = inherited(s);

	bool together = s->change->made_by && s->change->made_by != s->change->parent;
	if (!upper)
		risk_constraint(s);
	if (s->change->made_by && !together)
		return;
	if (together)
		upper = s->change->made_by;
	if (upper && check->inherited && change_makes(upper)) {
		if (((const struct check *)upper->want)->not_valid && !check->not_valid)
			say_on_rows(s, together ? STAGE_LATE : STAGE_MAKE, "ALTER TABLE %P VALIDATE CONSTRAINT %I", s->want,
				s->want->name);
		return;
	}
	say_add_check(s);
}

static void alter_check(struct say *s)
{
	const struct check *have = (const struct check *)s->have, *want = (const struct check *)s->want;
	const struct change *upper = changes_inherited_from(s->changes, s->change);

	if (!(upper && upper->renamed && have->inherited)) /* else it is called like its parent's already */
		plain_rename(s);
	if (have->not_valid && !want->not_valid)
		say_on_rows(s, STAGE_MAKE, "ALTER TABLE %P VALIDATE CONSTRAINT %I", s->want, s->want->name);
	if (have->not_valid && !want->not_valid)
		risk_constraint(s);
	if (have->inherited && !want->inherited && inherited(s))
		say_add_check(s);
}

static const char *kept_by_check(const struct object *object)
{
	(void)object;
	return "existing rows are not checked again";
}

static const struct told told_of_check[] = {
	{ NULL, told_above },
	{ 0 },
};

const struct verbs check_verbs = {
	.mark_first = check_mark_first,
	.maker = check_maker,
	.inherits_had = check_inherits_had,
	.inherits_has = check_inherits_has,
	.told_elsewhere = told_of_check,
	.on_dependency = check_on_dependency,
	.kept_results = kept_by_check,
	.kind = &check_kind,
	.judge = judge_check,
	.create = create_check,
	.alter = alter_check,
	.rename = constraint_say_rename,
	.drop = drop_check,
	.made_with_parent = check_made_with_parent,
};

/* The index cannot be taken from the partitioned table's: only that of a partition which is taken out can. */
static bool is_attached_elsewhere(const struct changes *changes, const struct change *change)
{
	return index_attached_to(change->have) && !index_stays_attached(changes, change) && !change->parent->detached;
}

static void judge_key(const struct changes *changes, struct change *change)
{
	const struct key_constraint *have = (const struct key_constraint *)change->have,
				    *want = (const struct key_constraint *)change->want;

	if ((have->only && !want->only && index_reaches_hidden(change)) ||
		index_options_are_fixed(change, have->options, want->options) || is_attached_elsewhere(changes, change))
		change->fate = FATE_REMAKE;
}

void constraint_append_deferral(GString *out, bool deferrable, bool deferred)
{
	if (deferrable)
		g_string_append(out, " DEFERRABLE");
	if (deferred)
		g_string_append(out, " INITIALLY DEFERRED");
}

static void say_attach(struct say *s, const struct qualified *to)
{
	say(s, STAGE_LATE, "ALTER INDEX %s ATTACH PARTITION %I.%I", say_relation(s->changes->pool, s->want, to), s->want->schema,
		s->want->name);
}

/* The index behind a constraint has a comment of its own. */
static void say_index_comment(struct say *s, const char *have, const char *want)
{
	if (have != want && want)
		say(s, STAGE_MAKE, "COMMENT ON INDEX %I.%I IS %L", s->want->schema, s->want->name, want);
	else if (have != want)
		say(s, STAGE_MAKE, "COMMENT ON INDEX %I.%I IS NULL", s->want->schema, s->want->name);
}

static void create_key(struct say *s)
{
	const struct key_constraint *key = (const struct key_constraint *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);

	bool only = table_is_partitioned(s->want->parent) && (key->only || !index_reaches_hidden(s->change));

	say_append(sql, "ALTER TABLE %s%P ADD CONSTRAINT %I %s", only ? "ONLY " : "", s->want, s->want->name,
		s->want->kind == &primary_key_kind ? "PRIMARY KEY " : "UNIQUE ");
	if (key->nulls_not_distinct)
		g_string_append(sql, "NULLS NOT DISTINCT ");
	say_columns(sql, key->columns);
	if (key->without_overlaps)
		g_string_insert(sql, (gssize)sql->len - 1, " WITHOUT OVERLAPS");
	if (key->include) {
		g_string_append(sql, " INCLUDE ");
		say_columns(sql, key->include);
	}
	if (key->options) {
		g_string_append(sql, " WITH (");
		say_options(sql, key->options);
		g_string_append_c(sql, ')');
	}
	if (key->tablespace)
		say_append(sql, " USING INDEX TABLESPACE %I", key->tablespace);
	constraint_append_deferral(sql, key->deferrable, key->deferred);
	say_on_rows(s, STAGE_MAKE, "%s", sql->str);
	risk_constraint(s);
	say_index_comment(s, NULL, key->index_comment);
	if (key->attached_to)
		say_attach(s, key->attached_to);
}

static void alter_key(struct say *s)
{
	const struct key_constraint *have = (const struct key_constraint *)s->have, *want = (const struct key_constraint *)s->want;
	/* the constraint's index has its name and the schema of its table */
	struct object index = { .kind = &index_kind, .schema = s->want->schema, .name = s->want->name };

	plain_rename(s);
	say_altered_options(s, "ALTER INDEX", &index, have->options, want->options, "");
	if (have->tablespace != want->tablespace)
		say(s, STAGE_MAKE, "ALTER INDEX %O SET TABLESPACE %I", &index, want->tablespace ? want->tablespace : "pg_default");
	say_index_comment(s, have->index_comment, want->index_comment);
	if (want->attached_to && !index_stays_attached(s->changes, s->change))
		say_attach(s, want->attached_to);
}

static const struct told attached_elsewhere[] = {
	{ "attached_to", index_told_by_attachment },
	{ "only", index_attached_has_step },
	{ 0 },
};

static bool takes_null(const struct object *key)
{
	return !((const struct key_constraint *)key)->nulls_not_distinct;
}

static GPtrArray *key_columns(const struct object *key)
{
	const struct names *names = ((const struct key_constraint *)key)->columns;
	GPtrArray *columns = g_ptr_array_new();

	for (size_t i = 0; names && i < names->count; i++)
		g_ptr_array_add(columns, (gpointer)names->items[i]);
	return columns;
}

const struct verbs primary_key_verbs = { .tells_rows = key_columns,
	.told_elsewhere = attached_elsewhere,
	.add_edges = primary_key_add_edges,
	.on_dependency = index_on_dependency,
	.kind = &primary_key_kind,
	.judge = judge_key,
	.create = create_key,
	.alter = alter_key,
	.rename = constraint_say_rename,
	.drop = drop_with_index };
const struct verbs unique_verbs = { .tells_rows = key_columns,
	.told_elsewhere = attached_elsewhere,
	.takes_null = takes_null,
	.on_dependency = index_on_dependency,
	.kind = &unique_kind,
	.judge = judge_key,
	.create = create_key,
	.alter = alter_key,
	.rename = constraint_say_rename,
	.drop = drop_with_index };

static void judge_exclusion(const struct changes *changes, struct change *change)
{
	if (is_attached_elsewhere(changes, change))
		change->fate = FATE_REMAKE;
}

static void say_target(struct say *s, const char *of, const char *target)
{
	index_say_target(s, s->want, atoi(of), target);
}

/* "2=500" is the target of the second key. */
static void say_targets(struct say *s, const struct names *have, const struct names *want)
{
	for (size_t i = 0; have && i < have->count; i++)
		if (!options_find(want, have->items[i]))
			say_target(s, have->items[i], "-1");
	for (size_t i = 0; want && i < want->count; i++)
		if (options_find(have, want->items[i]) != want->items[i])
			say_target(s, want->items[i], strchr(want->items[i], '=') + 1);
}

static void create_exclusion(struct say *s)
{
	const struct exclusion *exclusion = (const struct exclusion *)s->want;

	say_on_rows(s, STAGE_MAKE, "ALTER TABLE %s%P ADD CONSTRAINT %I %s", table_is_partitioned(s->want->parent) ? "ONLY " : "",
		s->want, s->want->name, exclusion->definition);
	risk_constraint(s);
	maintenance_risk(s, s->want);
	if (exclusion->tablespace)
		say(s, STAGE_MAKE, "ALTER INDEX %I.%I SET TABLESPACE %I", s->want->schema, s->want->name, exclusion->tablespace);
	say_targets(s, NULL, exclusion->statistics);
	say_index_comment(s, NULL, exclusion->index_comment);
	if (exclusion->attached_to)
		say_attach(s, exclusion->attached_to);
}

static void alter_exclusion(struct say *s)
{
	const struct exclusion *have = (const struct exclusion *)s->have, *want = (const struct exclusion *)s->want;

	plain_rename(s);
	say_index_comment(s, have->index_comment, want->index_comment);
	if (want->attached_to && !index_stays_attached(s->changes, s->change))
		say_attach(s, want->attached_to);
	say_targets(s, index_is_rebuilt(s->changes, s->change) ? NULL : have->statistics, want->statistics);
	if (change_differs_in(s->change, "tablespace"))
		say(s, STAGE_MAKE, "ALTER INDEX %I.%I SET TABLESPACE %I", s->want->schema, s->want->name,
			want->tablespace ? want->tablespace : "pg_default");
}

static const char *kept_by_exclusion(const struct object *object)
{
	(void)object;
	return "its entries are not computed again: run REINDEX";
}

/* Statistics targets are lost when the server rebuilds the index. */
static void mark_exclusions(struct changes *changes)
{
	struct objects exclusions = snapshot_objects(changes->want, &exclusion_kind);

	for (size_t i = 0; i < exclusions.count; i++) {
		struct change *change = changes_of_want(changes, exclusions.items[i]);
		if (change->fate == FATE_SAME && ((const struct exclusion *)change->want)->statistics &&
			index_is_rebuilt(changes, change))
			change_decide(change, FATE_ALTER, NULL);
	}
}

/* Operators are strict, mostly, so NULL excludes nothing. */
static bool excludes_no_null(const struct object *exclusion)
{
	(void)exclusion;
	return true;
}

const struct verbs exclusion_verbs = {
	.takes_null = excludes_no_null,
	.mark_all = mark_exclusions,
	.told_elsewhere = attached_elsewhere,
	.on_dependency = index_on_dependency,
	.kept_results = kept_by_exclusion,
	.kind = &exclusion_kind,
	.judge = judge_exclusion,
	.create = create_exclusion,
	.alter = alter_exclusion,
	.rename = constraint_say_rename,
	.drop = drop_with_index,
};
