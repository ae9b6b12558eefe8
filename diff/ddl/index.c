/* CREATE, ALTER, DROP INDEX. */
#include "diff/ddl/index.h"

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "diff/ddl/constraint_depend.h"
#include "diff/ddl/constraint_risk.h"
#include "diff/ddl/expression.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/decide.h"
#include "diff/maintenance.h"
#include "diff/order.h"
#include "diff/say.h"
#include "diff/told.h"
#include "diff/widen.h"

#define INDEX(object) ((const struct index *)(object))

bool index_options_are_fixed(const struct change *change, const struct names *have, const struct names *want)
{
	return have != want && table_is_partitioned(change->want->parent);
}

bool index_stays_attached(const struct changes *changes, const struct change *change)
{
	const struct object *had = index_attached_above(changes->have, change->have),
			    *has = index_attached_above(changes->want, change->want);

	return index_attached_to(change->have) == index_attached_to(change->want) ||
	       (had && has && changes_of_have(changes, had) == changes_of_want(changes, has));
}

/* The table, or the index above, which has another name now. */
bool index_told_by_attachment(const struct changes *changes, const struct change *change)
{
	return told_by_parent(changes, change) || index_stays_attached(changes, change);
}

static void judge(const struct changes *changes, struct change *change)
{
	const struct index *have = INDEX(change->have), *want = INDEX(change->want);

	if ((have->attached_to && !index_stays_attached(changes, change) && !change->parent->detached) ||
		(want->only && !have->only) || (have->only && !want->only && index_reaches_hidden(change)) ||
		index_options_are_fixed(change, have->options, want->options))
		change->fate = FATE_REMAKE;
}

static void append_key(GString *out, const struct index_key *key)
{
	expression_append_key(out, key->object.name, key->type, key->collation, key->opclass);
	if (key->opclass_options) {
		g_string_append(out, " (");
		say_options(out, key->opclass_options);
		g_string_append_c(out, ')');
	}
	if (key->order)
		g_string_append(out, " DESC");
	if (key->nulls)
		say_append_keyword(out, " NULLS ", key->nulls);
}

static void say_attach(struct say *s)
{
	say(s, STAGE_LATE, "ALTER INDEX %s ATTACH PARTITION %O",
		say_relation(s->changes->pool, s->want, INDEX(s->want)->attached_to), s->want);
}

/* That of a partitioned table takes its partitions' along but for ONLY, which ALTER INDEX has not. */
void index_say_target(struct say *s, const struct object *index, int position, const char *target)
{
	const char *verb = table_is_partitioned(index->parent) ? "ALTER TABLE ONLY" : "ALTER INDEX";

	say(s, STAGE_MAKE, "%s %I.%I ALTER COLUMN %d SET STATISTICS %s", verb, index->schema, index->name, position,
		target ? target : "-1");
}

static void say_statistics(struct say *s, const struct object *object, bool all)
{
	struct parts keys = object_parts(object, &index_key_kind);

	for (size_t i = 0; i < keys.count; i++) {
		const struct index_key *want = (const struct index_key *)keys.items[i];
		const struct change *change = changes_of_want(s->changes, keys.items[i]);
		const struct index_key *have = all || !change->have ? NULL : (const struct index_key *)change->have;
		if ((have ? have->statistics : NULL) != want->statistics)
			index_say_target(s, object, (int)i + 1, want->statistics);
	}
}

static void create(struct say *s)
{
	const struct index *index = INDEX(s->want);
	const struct object *table = s->want->parent;
	struct parts keys = object_parts(s->want, &index_key_kind);
	bool only = table_is_partitioned(table) && (index->only || !index_reaches_hidden(s->change));
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "CREATE %sINDEX %I ON %s%O", index->unique ? "UNIQUE " : "", s->want->name, only ? "ONLY " : "", table);
	if (index->access_method)
		say_append(sql, " USING %I", index->access_method);
	g_string_append(sql, " (");
	for (size_t i = 0; i < keys.count; i++) {
		if (i)
			g_string_append(sql, ", ");
		append_key(sql, (const struct index_key *)keys.items[i]);
	}
	g_string_append_c(sql, ')');
	if (index->include) {
		g_string_append(sql, " INCLUDE ");
		say_columns(sql, index->include);
	}
	if (index->nulls_not_distinct)
		g_string_append(sql, " NULLS NOT DISTINCT");
	if (index->options) {
		g_string_append(sql, " WITH (");
		say_options(sql, index->options);
		g_string_append_c(sql, ')');
	}
	if (index->tablespace)
		say_append(sql, " TABLESPACE %I", index->tablespace);
	if (index->predicate)
		say_append(sql, " WHERE %s", index->predicate);
	say_on_rows(s, STAGE_MAKE, "%s", sql->str);
	risk_index(s);
	maintenance_risk(s, s->want);
	say_statistics(s, s->want, true);
	if (index->attached_to)
		say_attach(s);
}

static void alter(struct say *s)
{
	const struct index *have = INDEX(s->have), *want = INDEX(s->want);

	plain_rename(s);
	say_altered_options(s, "ALTER INDEX", s->want, have->options, want->options, "");
	if (have->tablespace != want->tablespace)
		say(s, STAGE_MAKE, "ALTER INDEX %O SET TABLESPACE %I", s->want, want->tablespace ? want->tablespace : "pg_default");
	if (want->attached_to && !index_stays_attached(s->changes, s->change))
		say_attach(s);
}

static bool needs_undone_code(const struct say *s)
{
	struct parts keys = object_parts(s->have, &index_key_kind);
	bool needs = changes_needs_undone_code(s->changes, s->have);

	for (size_t i = 0; i < keys.count && !needs; i++)
		needs = changes_needs_undone_code(s->changes, keys.items[i]);
	return needs;
}

/* One that goes aside with its table holds on to what it is made of; a partition's goes with that of its table then. */
static void drop(struct say *s)
{
	bool aside = s->change->parent->aside;

	if (aside && !needs_undone_code(s))
		plain_put_index_aside(s);
	else if (!s->change->undone_by && !(aside && INDEX(s->have)->attached_to))
		say(s, STAGE_UNDO, "DROP INDEX %O", s->have);
}

static bool has_hidden(const struct object *table)
{
	return table && table->kind == &table_kind && ((const struct table *)table)->hidden_partitions;
}

bool index_reaches_hidden(const struct change *index)
{
	return index->parent && (has_hidden(index->parent->have) || has_hidden(index->parent->want));
}

static const char *kept_results(const struct object *object)
{
	(void)object;
	return "its entries are not computed again: run REINDEX";
}

bool index_attached_has_step(const struct changes *changes, const struct change *change)
{
	const GArray *needing = depend_needed_by(changes->needs_want, change->want);

	for (guint i = 0; i < needing->len; i++) {
		const struct object *other = snapshot_all(changes->want).items[g_array_index(needing, unsigned, i)];
		struct change *attached = index_attached_to(other) ? changes_of_want(changes, other) : NULL;
		if (attached && (told_has_step(attached) || index_attached_has_step(changes, attached)))
			return true;
	}
	return false;
}

static const struct told told_elsewhere[] = {
	{ "attached_to", index_told_by_attachment },
	{ "only", index_attached_has_step },
	{ 0 },
};

static bool has_expression(const struct object *index)
{
	struct parts keys = object_parts(index, &index_key_kind);
	bool found = INDEX(index)->predicate;

	for (size_t i = 0; i < keys.count && !found; i++)
		found = ((const struct index_key *)keys.items[i])->type;
	return found;
}

static bool takes_null(const struct object *index)
{
	return !INDEX(index)->unique || !(INDEX(index)->nulls_not_distinct || has_expression(index));
}

static GPtrArray *unique_columns(const struct object *object)
{
	const struct index *index = (const struct index *)object;
	struct parts keys = object_parts(object, &index_key_kind);
	GPtrArray *columns = index->unique && !index->predicate && !index->only ? g_ptr_array_new() : NULL;

	for (size_t i = 0; i < keys.count && columns; i++)
		if (((const struct index_key *)keys.items[i])->type)
			g_clear_pointer(&columns, g_ptr_array_unref); /* an expression */
		else
			g_ptr_array_add(columns, (gpointer)keys.items[i]->name);
	return columns;
}

const struct verbs index_verbs = { .tells_rows = unique_columns,
	.told_elsewhere = told_elsewhere,
	.takes_null = takes_null,
	.on_dependency = index_on_dependency,
	.kept_results = kept_results,
	.kind = &index_kind,
	.judge = judge,
	.create = create,
	.alter = alter,
	.drop = drop };

static bool needs_other_type(const struct changes *changes, const struct object *object)
{
	const GArray *needs = depend_needs(changes->needs_have, object);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->have).items[g_array_index(needs, unsigned, i)];
		const struct change *change = changes_of_have(changes, needed);
		if (needed->kind == &column_kind && change->fate == FATE_ALTER && change->disturbs)
			return true;
	}
	return false;
}

bool index_is_rebuilt(const struct changes *changes, const struct change *index)
{
	bool kept = index->have && index->want && !change_makes(index), rebuilt = kept && needs_other_type(changes, index->have);
	struct parts keys =
		kept && index->have->kind == &index_kind ? object_parts(index->have, &index_key_kind) : (struct parts){ 0 };

	for (size_t i = 0; i < keys.count; i++)
		rebuilt = rebuilt || needs_other_type(changes, keys.items[i]);
	return rebuilt;
}

static bool key_made_with_parent(const struct changes *changes, const struct change *change)
{
	(void)changes, (void)change;
	return true;
}

static void alter_key(struct say *s)
{
	const struct index_key *want = (const struct index_key *)s->want;
	struct parts keys = object_parts(s->want->parent, &index_key_kind);

	for (size_t i = 0; i < keys.count; i++)
		if (keys.items[i] == s->want)
			index_say_target(s, s->want->parent, (int)i + 1, want->statistics);
}

static void say_nothing(struct say *s)
{
	(void)s;
}

/* The index is rebuilt by itself when a column gets another type. */
static enum reaction key_on_dependency(struct widening *widening, struct change *change, struct change *cause)
{
	bool rebuilt = change_object(cause)->kind == &column_kind && cause->fate == FATE_ALTER;

	return rebuilt ? REACTION_NONE : reaction_recreate_whole(widening, change, cause);
}

/* What the server forgets when it rebuilds an index is said when no column of the table will have another type any more. */
static void add_rebuilt(struct changes *changes, struct change *key)
{
	struct batch *make = key->fate == FATE_ALTER ? batch_find(key, STAGE_MAKE) : NULL;
	struct parts columns = make ? object_columns(key->want->parent->parent) : (struct parts){ 0 };

	for (size_t i = 0; i < columns.count; i++)
		batch_before(batch_find(changes_of_want(changes, columns.items[i]), STAGE_MAKE), make);
}

/* An index that the server rebuilds has to be told again of the statistics targets of its expressions. */
static void mark_index_keys(struct changes *changes)
{
	struct objects keys = snapshot_objects(changes->want, &index_key_kind);

	for (size_t i = 0; i < keys.count; i++) {
		struct change *key = changes_of_want(changes, keys.items[i]);
		if (key->fate == FATE_SAME && ((const struct index_key *)key->want)->statistics &&
			index_is_rebuilt(changes, key->parent))
			change_decide(key, FATE_ALTER, key->parent);
	}
}

const struct verbs index_key_verbs = {
	.mark_all = mark_index_keys,
	.add_edges = add_rebuilt,
	.on_dependency = key_on_dependency,
	.computes_of_whole = true,
	.kind = &index_key_kind,
	.create = say_nothing,
	.alter = alter_key,
	.drop = say_nothing,
	.made_with_parent = key_made_with_parent,
};
