/* How statements that others would have to wait for are said so that they need not. */
#include "diff/online/forms.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "catalog/kinds/index.h"
#include "catalog/kinds/table.h"
#include "catalog/names.h"
#include "diff/ddl/partition_bound.h"
#include "diff/ddl/row_security.h"
#include "diff/online/backfill.h"
#include "diff/online/beside.h"
#include "diff/online/helper.h"
#include "diff/online/key_index.h"
#include "diff/online/letters.h"
#include "diff/online/transaction.h"
#include "diff/say.h"
#include "diff/words.h"
#include "sql/tokens.h"

#define TABLE(object) ((const struct table *)(object))

/* A key or check of a partitioned table without rows of its own is said of ONLY that, and its partitions have theirs. */
static bool is_of_rows(const struct online_site *site)
{
	const struct object *table = change_object(site->change)->parent;

	return online_stays(site->change) && table->kind != &foreign_table_kind && !table_is_partitioned(table);
}

static bool is_of_table(const struct online_site *site)
{
	return online_stays(site->change) && change_object(site->change)->parent->kind == &table_kind;
}

/* Whether a unique index, or key, is of these columns, in any order. */
static bool is_of_columns(const struct object *object, const struct names *columns)
{
	const struct names *own = object->kind == &index_kind ? NULL : ((const struct key_constraint *)object)->columns;
	struct parts keys = object_parts(object, &index_key_kind);
	size_t count = own ? own->count : keys.count;

	for (size_t i = 0; columns && i < count; i++)
		if (!names_have(columns, own ? own->items[i] : keys.items[i]->name))
			return false;
	return columns ? count == columns->count : object->kind == &primary_key_kind;
}

/* Whether a foreign key is made that refers to the table: it might take the key, or the index, that is to go later. */
static bool is_referred_to(const struct online_site *site)
{
	const struct object *have = site->change->have, *table = change_object(site->change)->parent;
	struct objects keys = snapshot_objects(site->changes->want, &foreign_key_kind);

	for (size_t i = 0; have && i < keys.count; i++) {
		const struct foreign_key *key = (const struct foreign_key *)keys.items[i];
		if (strcmp(key->referenced_table, table->name) == 0 && strcmp(key->referenced_schema, table->schema) == 0 &&
			change_makes(changes_of_want(site->changes, keys.items[i])) && is_of_columns(have, key->referenced_columns))
			return true;
	}
	return false;
}

static bool is_unique_referred_to(const struct online_site *site)
{
	return ((const struct index *)change_object(site->change))->unique && is_referred_to(site);
}

static bool is_key(const struct online_site *site)
{
	const struct change *key = site->change;

	return is_of_rows(site) && !((const struct key_constraint *)key->want)->without_overlaps &&
	       (key->fate == FATE_CREATE || (online_is_undone_alone(key) && !is_referred_to(site)));
}

/* A key that is made again goes in the transaction in which its successor comes. */
static bool is_swapped_key(const struct online_site *site)
{
	const struct object *have = site->change->have;

	return have && (have->kind == &primary_key_kind || have->kind == &unique_kind) && site->change->fate == FATE_REMAKE &&
	       is_key(site) && !beside_is_key(site) && !online_is_refused(site, site->change, STAGE_MAKE);
}

static bool is_swapped_index(const struct online_site *site)
{
	return site->change->fate == FATE_REMAKE && site->change->have->name == site->change->want->name && is_of_rows(site) &&
	       online_is_undone_alone(site->change) && !is_unique_referred_to(site) &&
	       !online_is_refused(site, site->change, STAGE_MAKE);
}

static bool is_dropped_index(const struct online_site *site)
{
	return is_of_rows(site) && !index_attached_to(site->change->have) && online_is_undone_alone(site->change) &&
	       !is_unique_referred_to(site);
}

static bool is_built_index(const struct online_site *site)
{
	return is_of_rows(site) &&
	       (site->change->fate == FATE_CREATE || (online_is_undone_alone(site->change) && !is_unique_referred_to(site)));
}

static bool is_reused(const struct online_site *site)
{
	struct change *key = online_stays(site->change) ? key_index_user(site->changes, site->change) : NULL;

	return key && !online_is_refused(site, key, STAGE_MAKE) && (key->fate == FATE_CREATE || online_is_undone_alone(key));
}

static bool is_forced(const struct change *table)
{
	return table && table->read && table->have && table->have->kind == &table_kind &&
	       row_security_is_forced(TABLE(table->have)->row_security);
}

/* While a key is proved by all rows, these are not hidden from the owner: that is not so for longer than it has to be. */
static bool is_of_seen_rows(const struct online_site *site)
{
	const struct foreign_key *key = (const struct foreign_key *)site->change->want;
	const struct object *referenced =
		snapshot_find(site->changes->want, &table_kind, key->referenced_schema, key->referenced_table);

	return is_of_table(site) && !is_forced(site->change->parent) &&
	       !(referenced && is_forced(changes_of_want(site->changes, referenced)));
}

/* Before 18 a key of a partitioned table cannot wait for its rows to be looked at. */
static bool can_wait(const struct online_site *site)
{
	return is_of_seen_rows(site) && !(table_is_partitioned(site->change->want->parent) && site->changes->target < PG(18));
}

static bool is_domain(const struct online_site *site)
{
	const struct change *domain = site->change->parent;

	return domain && domain->have && domain->want && !change_makes(domain);
}

static bool is_detached_for_good(const struct online_site *site)
{
	const struct change *table = site->change;
	const struct object *above = table->have ? table_parent(site->changes->have, table->have) : NULL;
	bool has_default = false;

	if (!above || !table->want || change_makes(table) || TABLE(table->want)->partition_of ||
		!helper_leaves_partitions(site->changes, above))
		return false;
	g_autoptr(GPtrArray) partitions = online_partitions(site->changes, above, true);
	for (guint i = 0; i < partitions->len; i++)
		has_default |= partition_bound_is_default(TABLE(partitions->pdata[i])->partition_bound_spec);
	return !has_default;
}

static bool is_half_detached(const struct online_site *site)
{
	g_autoptr(GString) name = g_string_new(NULL);

	if (!site->change->have)
		return false;
	say_append(name, "%O", site->change->have);
	return g_hash_table_contains(site->changes->online->leftovers, name->str);
}

/* Its rows are looked at, and those of the default partition. */
static bool is_attached(const struct online_site *site)
{
	const struct change *table = site->change;

	return online_stays(table) && table->fate == FATE_ALTER && !table->detached && !TABLE(table->have)->partition_of &&
	       !partition_bound_is_default(TABLE(table->want)->partition_bound_spec);
}

static bool is_validated(const struct online_site *site)
{
	return change_object(site->change)->kind == &foreign_key_kind ? is_of_seen_rows(site) : is_of_table(site);
}

static bool has_leaves(const struct online_site *site)
{
	return is_of_seen_rows(site) && table_is_partitioned(site->change->want->parent);
}

#define ADD "ALTER TABLE @ ADD CONSTRAINT @ "
#define VALIDATE \
	{ \
		"ALTER TABLE $1 VALIDATE CONSTRAINT $2", ONLINE_SLOW \
	}
#define KEY(words) \
	{ \
		ADD words, is_key, \
			{ { "$l", ONLINE_OUTSIDE }, { "$c", ONLINE_OUTSIDE }, \
				{ "ALTER TABLE $1 $sADD CONSTRAINT $2 " words " USING INDEX $i$d" } }, \
			.awaited = true \
	}
#define INDEX(words) \
	{ \
		"CREATE " words " @ ON", is_built_index, \
			{ { "$l", ONLINE_OUTSIDE }, { "CREATE " words " CONCURRENTLY $1 ON $r", ONLINE_OUTSIDE } }, \
			.awaited = true \
	}

/*
 * While a round runs, an update by others may move a row from a page that comes later to one that is done already. The second round
 * fills these rows; the last statement fills those that moved in both, and holds their locks until it has read the whole table.
 */
#define FILL_ROWS(column) "UPDATE $1 SET " column " = DEFAULT WHERE " column " IS NULL"
#define FILLED(column) \
	{ FILL_ROWS(column), ONLINE_BATCHES }, { FILL_ROWS(column), ONLINE_BATCHES }, \
	{ \
		FILL_ROWS(column), ONLINE_SLOW \
	}
/* Rows may lack a value until the last batch, though others change them: no check that forbids it is there before. */
#define FILL(...) \
	"ALTER TABLE @ ADD COLUMN @", backfill_fills, \
		{ { "ALTER TABLE $1 ADD COLUMN $2 $t" }, { "ALTER TABLE $1 ALTER COLUMN $2 SET DEFAULT $e" }, \
			{ "ALTER TABLE $1 ADD CONSTRAINT $k CHECK ($2 IS NOT NULL OR true) NOT VALID" }, FILLED("$2"), \
			__VA_ARGS__, { "ALTER TABLE $1 DROP CONSTRAINT $k" } }, \
		.awaited = true
#define NOT_NULL \
	{ "$n$mALTER TABLE $1 ADD CONSTRAINT $h CHECK ($2 IS NOT NULL) NOT VALID" }, \
		{ "$n$vALTER TABLE $1 VALIDATE CONSTRAINT $h", ONLINE_SLOW }, { "$nALTER TABLE $1 ALTER COLUMN $2 SET NOT NULL" }, \
	{ \
		"$nALTER TABLE $1 DROP CONSTRAINT $h" \
	}
#define NOT_NULL_18 \
	{ "$nALTER TABLE $1 ADD CONSTRAINT $o NOT NULL $2 NOT VALID" }, \
	{ \
		"$nALTER TABLE $1 VALIDATE CONSTRAINT $o", ONLINE_SLOW \
	}

/*
 * The trigger gives a value to rows that others write, so that one round fills all. The old column is dropped, by a statement of its
 * own, before the new one takes its name. Others may not create triggers with the function: on a table of theirs, with a column of a
 * domain of theirs, it would run the domain's check with the privileges of the function's owner.
 */
#define BESIDE(set_not_null) \
	"ALTER TABLE @ ADD COLUMN @", beside_is, \
	{ \
		{ "$ZDROP TRIGGER $w ON $1", .ahead = true }, { "$ZALTER TABLE $1 DROP COLUMN $w", .ahead = true }, \
			{ "$ZDROP FUNCTION $F()", .ahead = true }, { "$YALTER TABLE $1 ADD COLUMN $w $T", .ahead = true }, \
			{ "$Y$uALTER TABLE $1 ADD CONSTRAINT $w CHECK (($U) IS NOT NULL OR true) NOT VALID", .ahead = true }, \
			{ "$Y$uALTER TABLE $1 DROP CONSTRAINT $w", .ahead = true }, \
			{ "$YCREATE FUNCTION $F() RETURNS trigger LANGUAGE plpgsql $G AS $B", .ahead = true }, \
			{ "$YREVOKE EXECUTE ON FUNCTION $F() FROM PUBLIC", .ahead = true }, \
			{ "$YCREATE TRIGGER $w BEFORE INSERT OR UPDATE ON $1 FOR EACH ROW EXECUTE FUNCTION $F()", .ahead = true }, \
			{ "$YALTER TABLE $1 ENABLE ALWAYS TRIGGER $w", .ahead = true }, \
			{ "UPDATE $1 SET $w = DEFAULT WHERE $x", ONLINE_BATCHES, .ahead = true }, \
			{ "$XALTER TABLE $1 DROP CONSTRAINT $w", .ahead = true }, \
			{ "$nALTER TABLE $1 ADD CONSTRAINT $w CHECK ($w IS NOT NULL) NOT VALID", .ahead = true }, \
			{ "$nALTER TABLE $1 VALIDATE CONSTRAINT $w", ONLINE_SLOW, .ahead = true }, \
			{ "ANALYZE $1", ONLINE_SLOW, .ahead = true }, { "DROP TRIGGER $w ON $1" }, { "DROP FUNCTION $F()" }, \
			{ "ALTER TABLE $1 RENAME COLUMN $w TO $2" }, { "$nALTER TABLE $1 " set_not_null }, \
			{ "$nALTER TABLE $1 DROP CONSTRAINT $w" }, { "$EALTER TABLE $1 ALTER COLUMN $2 SET DEFAULT $e" }, \
	}
/* An index that is built on the columns beside, and takes the place of the one that goes with the old column. */
#define INDEX_BESIDE(words) \
	{ \
		"CREATE " words " @ ON", beside_is_index, \
		{ \
			{ "$J", ONLINE_OUTSIDE, .ahead = true }, \
				{ "CREATE " words " CONCURRENTLY $N ON $R", ONLINE_OUTSIDE, .ahead = true }, \
				{ "ALTER INDEX $q RENAME TO $1" }, \
		} \
	}
#define KEY_BESIDE(words) \
	{ \
		ADD words, beside_is_key, \
		{ \
			{ "$J", ONLINE_OUTSIDE, .ahead = true }, { "$K", ONLINE_OUTSIDE, .ahead = true }, \
				{ "ALTER TABLE $1 ADD CONSTRAINT $2 " words " USING INDEX $i$d" }, \
		} \
	}

/* Those that come first are meant where several match. */
static const struct online_form forms[] = {
	{ BESIDE("ALTER COLUMN $2 SET NOT NULL"), .until = 18 },
	{ BESIDE("ADD CONSTRAINT $o NOT NULL $2"), .since = 18 },
	{ FILL(NOT_NULL), .until = 18 },
	{ FILL(NOT_NULL_18), .since = 18 },
	{ ADD "... NOT VALID" },
	{ ADD "... NOT ENFORCED" },
	{ ADD "FOREIGN KEY", can_wait, { { "$0 NOT VALID" }, VALIDATE } },
	{ ADD "FOREIGN KEY", has_leaves,
		{ { "ALTER TABLE $p ADD CONSTRAINT $2 FOREIGN KEY $r NOT VALID", .leaves = true },
			{ "ALTER TABLE $p VALIDATE CONSTRAINT $2", ONLINE_SLOW, .leaves = true }, { "$0" } },
		.awaited = true },
	{ ADD "CHECK", is_of_table, { { "$0 NOT VALID" }, VALIDATE } },
	{ ADD "NOT NULL", is_of_table, { { "$0 NOT VALID" }, VALIDATE }, .awaited = true, .since = 18 },
	{ "ALTER TABLE @ VALIDATE CONSTRAINT @", is_validated, { { "$0", ONLINE_SLOW } } },
	{ "ALTER TABLE @ ALTER COLUMN @ SET NOT NULL", backfill_goes_on, { FILLED("$2"), NOT_NULL }, .awaited = true, .until = 18 },
	{ "ALTER TABLE @ ALTER COLUMN @ SET NOT NULL", backfill_goes_on, { FILLED("$2"), NOT_NULL_18 }, .awaited = true,
		.since = 18 },
	{ "ALTER TABLE @ ALTER COLUMN @ SET NOT NULL", is_of_table, { NOT_NULL }, .awaited = true, .until = 18 },
	{ "ALTER TABLE @ ALTER COLUMN @ SET NOT NULL", is_of_table, { NOT_NULL_18 }, .awaited = true, .since = 18 },
	KEY_BESIDE("PRIMARY KEY"),
	KEY_BESIDE("UNIQUE"),
	KEY("PRIMARY KEY"),
	KEY("UNIQUE"),
	INDEX_BESIDE("INDEX"),
	INDEX_BESIDE("UNIQUE INDEX"),
	INDEX("INDEX"),
	INDEX("UNIQUE INDEX"),
	{ "ALTER TABLE @ DROP CONSTRAINT @", is_swapped_key, .gone = true },
	{ "ALTER TABLE @ DROP CONSTRAINT @", helper_is, .gone = true },
	{ "ALTER TABLE @ DROP CONSTRAINT @", backfill_is_left, { FILLED("$f"), { "$0" } } },
	{ "DROP INDEX @", is_reused, .gone = true },
	{ "DROP INDEX @", is_swapped_index, { { "ALTER INDEX $1 RENAME TO $a" }, { "DROP INDEX CONCURRENTLY $A", ONLINE_LAST } } },
	{ "DROP INDEX @", is_dropped_index, { { "DROP INDEX CONCURRENTLY $1", ONLINE_LAST } } },
	{ "ALTER TABLE @ ATTACH PARTITION @", is_attached,
		{ { "$mALTER TABLE $2 ADD CONSTRAINT $h CHECK ($b) NOT VALID" },
			{ "$vALTER TABLE $2 VALIDATE CONSTRAINT $h", ONLINE_SLOW },
			{ "$MALTER TABLE $D ADD CONSTRAINT $h CHECK (NOT ($b)) NOT VALID" },
			{ "$VALTER TABLE $D VALIDATE CONSTRAINT $h", ONLINE_SLOW }, { "$0" },
			{ "ALTER TABLE $2 DROP CONSTRAINT $h" }, { "ALTER TABLE $D DROP CONSTRAINT $h" } },
		.awaited = true },
	{ "ALTER TABLE @ DETACH PARTITION @", is_half_detached,
		{ { "ALTER TABLE $1 DETACH PARTITION $2 FINALIZE", ONLINE_OUTSIDE } }, .awaited = true, .since = 14 },
	{ "ALTER TABLE @ DETACH PARTITION @", is_detached_for_good,
		{ { "$mALTER TABLE $2 ADD CONSTRAINT $h CHECK ($b) NOT VALID" },
			{ "$vALTER TABLE $2 VALIDATE CONSTRAINT $h", ONLINE_SLOW },
			{ "ALTER TABLE $1 DETACH PARTITION $2 CONCURRENTLY", ONLINE_OUTSIDE },
			{ "ALTER TABLE $2 DROP CONSTRAINT $h" } },
		.awaited = true, .since = 14 },
	{ "REFRESH MATERIALIZED VIEW @", beside_empties, { { "$0", ONLINE_SLOW } } },
	{ "ALTER DOMAIN @ ADD CONSTRAINT @ ... NOT VALID" },
	{ "ALTER DOMAIN @ ADD CONSTRAINT @", is_domain,
		{ { "$0 NOT VALID" }, { "ALTER DOMAIN $1 VALIDATE CONSTRAINT $2", ONLINE_SLOW } } },
	{ 0 },
};

/* Whether all its letters have values. */
static bool is_known(const struct online_site *site, const struct online_form *form)
{
	bool known = true;

	for (const struct online_piece *piece = form->pieces; known && piece->sql; piece++)
		if (!piece->leaves)
			g_free(online_write(site, piece->sql, &known));
	return known;
}

const struct online_form *online_form_of(struct online_site *site)
{
	int major = site->changes->target ? site->changes->target / 10000 : G_MAXINT;

	for (const struct online_form *form = forms; form->pattern; form++) {
		if ((form->since && major < form->since) || (form->until && major >= form->until))
			continue;
		g_array_set_size(site->names, 0);
		site->behind = words_match(form->pattern, site->tokens, 0, site->tokens->len, site->names);
		if (site->behind && (!form->applies || form->applies(site)) && is_known(site, form))
			return form->pieces[0].sql || form->gone ? form : NULL;
	}
	return NULL;
}
