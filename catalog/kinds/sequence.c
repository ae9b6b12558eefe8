/* CREATE, ALTER, DROP SEQUENCE, from pg_sequence and pg_class. */
#include "catalog/kinds/sequence.h"

#include <glib.h>
#include <string.h>

#include "catalog/depend_scan.h"
#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/table.h"
#include "catalog/snapshot.h"
#include "sql/name.h"
#include "sql/quote.h"

#define AT(field) ATTRIBUTE_AT(struct sequence, field)
static const struct attribute attributes[] = {
	{ "data_type", AT(type), "format_type(s.seqtypid, NULL)", .otherwise = "bigint", .clause = "AS %", .unset = "AS bigint" },
	{ "increment_by", AT(increment), "s.seqincrement", .otherwise = "1", .clause = "INCREMENT BY %", .form = FORM_NUMBER },
	{ "min_value", AT(minimum), "s.seqmin", .clause = "MINVALUE %", .unset = "NO MINVALUE", .form = FORM_NUMBER },
	{ "max_value", AT(maximum), "s.seqmax", .clause = "MAXVALUE %", .unset = "NO MAXVALUE", .form = FORM_NUMBER },
	{ "start_value", AT(start), "s.seqstart", .clause = "START WITH %", .form = FORM_NUMBER },
	{ "cache_value", AT(cache), "s.seqcache", .otherwise = "1", .clause = "CACHE %", .form = FORM_NUMBER, .range = "1.." },
	{ "cycle", AT(cycle), "s.seqcycle", .clause = "CYCLE", .unset = "NO CYCLE" },
	{ "unlogged", AT(unlogged), "c.relpersistence = 'u'", .since = PG(15) },
	{ "owner_table", AT(owner_table), .required_with = "owner_column" },
	{ "owner_column", AT(owner_column), .required_with = "owner_table" },
	{ "identity", AT(identity), .form = FORM_HIDDEN, .change = CHANGE_RECREATE },
	{ 0 },
};

static bool same(const char *a, const char *b)
{
	return a && strcmp(a, b) == 0;
}

/* The defaults of CREATE SEQUENCE for limits and start. */
static void settle(struct snapshot *snapshot, struct object *object)
{
	struct sequence *sequence = (struct sequence *)object;
	bool down = sequence->increment && sequence->increment[0] == '-';
	const char *type = sequence->type ? sequence->type : "bigint";
	bool small = same(type, "smallint"), plain = same(type, "integer");
	const char *maximum = down ? "-1" : small ? "32767" : plain ? "2147483647" : "9223372036854775807";
	const char *minimum = !down ? "1" : small ? "-32768" : plain ? "-2147483648" : "-9223372036854775808";

	(void)snapshot;
	if (same(sequence->maximum, maximum))
		sequence->maximum = NULL;
	if (same(sequence->minimum, minimum))
		sequence->minimum = NULL;
	if (same(sequence->start, down		      ? sequence->maximum ? sequence->maximum : maximum
				  : sequence->minimum ? sequence->minimum
						      : minimum))
		sequence->start = NULL;
}

#define SEQUENCE_OPTION "sequence="

static guint column_hash(gconstpointer data)
{
	const struct sequence *sequence = data;

	return (g_direct_hash(sequence->object.schema) / 8 * 31 + g_direct_hash(sequence->owner_table) / 8) * 31 +
	       g_direct_hash(sequence->owner_column) / 8;
}

static gboolean column_equal(gconstpointer a, gconstpointer b)
{
	const struct sequence *x = a, *y = b;

	return x->object.schema == y->object.schema && x->owner_table == y->owner_table && x->owner_column == y->owner_column;
}

/* A sequence of each column that owns some -> all of these, GSList of struct sequence *, the last one first. */
static GHashTable *find_owned(struct own_objects sequences)
{
	GHashTable *owned = g_hash_table_new_full(column_hash, column_equal, NULL, (GDestroyNotify)g_slist_free);

	for (size_t i = 0; i < sequences.count; i++) {
		struct sequence *sequence = (struct sequence *)sequences.items[i];
		if (!sequence->owner_column)
			continue;
		GSList *others = g_slist_copy(g_hash_table_lookup(owned, sequence));
		g_hash_table_replace(owned, sequence, g_slist_prepend(others, sequence));
	}
	return owned;
}

/* Among the sequences of an identity column the one that the server or the column's options name, or the only one. */
static struct sequence *find_own(const GSList *owned, const struct column *column)
{
	const struct names *options = column->identity_options;

	for (const GSList *item = owned && owned->next ? owned : NULL; item; item = item->next) {
		struct sequence *sequence = item->data;
		if (sequence->identity)
			return sequence;
		for (size_t i = 0; options && i < options->count; i++)
			if (g_str_has_prefix(options->items[i], SEQUENCE_OPTION) &&
				strcmp(options->items[i] + strlen(SEQUENCE_OPTION), sequence->object.name) == 0)
				return sequence;
	}
	return owned ? owned->data : NULL;
}

/* Options of an identity that the YAML has as a map: they are the sequence's. */
static void take_options(struct snapshot *snapshot, struct sequence *sequence, struct column *column)
{
	for (size_t i = 0; column->identity_options && i < column->identity_options->count; i++) {
		const char *option = column->identity_options->items[i], *value = strchr(option, '=');
		g_autofree char *name = value ? g_strndup(option, value - option) : g_strdup(option);
		const struct attribute *row = kind_attribute(&sequence_kind, name);

		if (strcmp(name, "sequence") == 0 && value)
			sequence->object.name = sequence->object.identity = pool_text(snapshot_pool(snapshot), value + 1);
		else if (row && row->type == ATTRIBUTE_TEXT)
			attribute_set_text(row, snapshot_pool(snapshot), &sequence->object,
				pool_text(snapshot_pool(snapshot), value ? value + 1 : NULL));
		else if (row)
			attribute_set_bool(row, &sequence->object, value && strcmp(value + 1, "true") == 0);
	}
	column->identity_options = NULL;
}

/* Names the identity's sequence if the column has several. */
static void name_sequence(struct snapshot *snapshot, const struct sequence *sequence, struct column *column)
{
	const char *option = pool_printf(snapshot_pool(snapshot), SEQUENCE_OPTION "%s", sequence->object.name);

	column->identity_options = pool_names(snapshot_pool(snapshot), &option, 1);
}

/* Limits of the column's type are the defaults, for the sequence has that type. */
static void settle_identity(struct snapshot *snapshot, struct sequence *sequence, const struct column *column)
{
	sequence->identity = true;
	sequence->type = column->type;
	settle(snapshot, &sequence->object);
	sequence->type = NULL;
}

/* A sequence for the column, with all defaults. */
static struct sequence *add_sequence(struct snapshot *snapshot, const struct column *column)
{
	const struct object *table = column->object.parent;
	g_autofree char *name = g_strdup_printf("%s_%s_seq", table->name, column->object.name);
	struct sequence *sequence = (struct sequence *)snapshot_add(snapshot, &sequence_kind, table->schema, name, NULL);

	sequence->object.identity = sequence->object.name;
	sequence->object.owner = table->owner;
	sequence->object.file = column->object.file;
	sequence->object.line = column->object.line;
	sequence->object.column = column->object.column;
	sequence->owner_table = table->name;
	sequence->owner_column = column->object.name;
	sequence->unlogged = ((const struct table *)table)->unlogged;
	return sequence;
}

/* Every identity column has a sequence: the one that the description names, or one with all defaults. */
static void finish_identity(struct snapshot *snapshot, struct column *column, const GSList *owned)
{
	struct sequence *sequence = find_own(owned, column);

	if (!sequence)
		sequence = add_sequence(snapshot, column);
	take_options(snapshot, sequence, column);
	settle_identity(snapshot, sequence, column);
	if (owned && owned->next)
		name_sequence(snapshot, sequence, column);
}

/* As the server prints it. */
static const char *next_value(struct pool *pool, const struct object *sequence)
{
	g_autofree char *name = name_join(sequence->schema, sequence->name);
	g_autoptr(GString) out = g_string_new("nextval(");

	quote_literal(out, name);
	g_string_append(out, "::regclass)");
	return pool_text(pool, out->str);
}

/* Whether the sequence differs from the default one of its column only in type. */
static bool has_defaults(const struct sequence *sequence, const struct object *table)
{
	const struct object *object = &sequence->object;
	g_autofree char *name = g_strdup_printf("%s_%s_seq", sequence->owner_table, sequence->owner_column);

	return strcmp(name, object->name) == 0 && object->owner == table->owner && !object->comment && !object->labels &&
	       !object->privileges && !object->oldname && !sequence->start && !sequence->increment && !sequence->minimum &&
	       !sequence->maximum && !sequence->cache && !sequence->cycle &&
	       sequence->unlogged == ((const struct table *)table)->unlogged;
}

/* The sequence and the default of a column that a document calls serial, which a server's column is where it has the same. */
static void finish_serial(struct snapshot *snapshot, struct column *column, const GSList *owned)
{
	struct sequence *first = owned ? owned->data : NULL;
	struct pool *pool = snapshot_pool(snapshot);
	bool big = same(column->type, "bigint");

	if (column->serial && !first) {
		first = add_sequence(snapshot, column);
		first->type = big ? NULL : column->type;
		settle(snapshot, &first->object);
	}
	if (column->serial)
		column->default_ = next_value(pool, &first->object);
	column->serial = first && !(owned && owned->next) && (big ? !first->type : first->type == column->type) &&
			 kind_is_table(column->object.parent->kind) && has_defaults(first, column->object.parent) &&
			 column->default_ == next_value(pool, &first->object);
}

static void finish(struct snapshot *snapshot)
{
	struct own_objects sequences = snapshot_own_objects(snapshot, &sequence_kind),
			   columns = snapshot_own_objects(snapshot, &column_kind);
	g_autoptr(GHashTable) owned = find_owned(sequences);

	for (size_t i = 0; i < columns.count; i++) {
		struct column *column = (struct column *)columns.items[i];
		const struct object *table = column->object.parent;
		struct sequence key = {
			.object.schema = table->schema, .owner_table = table->name, .owner_column = column->object.name
		};

		if (column->identity)
			finish_identity(snapshot, column, g_hash_table_lookup(owned, &key));
		else if (column->serial || column->default_)
			finish_serial(snapshot, column, g_hash_table_lookup(owned, &key));
	}
}

/* pg_depend has the owning column: deptype 'a' for OWNED BY, 'i' for an identity. */
static void take_owner(struct object *object, const struct object *column, bool internal)
{
	struct sequence *sequence = (struct sequence *)object;

	sequence->owner_table = column->parent->name;
	sequence->owner_column = column->name;
	sequence->identity = internal;
}

const struct object *sequence_column(const struct snapshot *snapshot, const struct object *object)
{
	const struct sequence *sequence = (const struct sequence *)object;
	const struct object *table = sequence->owner_table && sequence->owner_column
					     ? snapshot_relation(snapshot, object->schema, sequence->owner_table)
					     : NULL;

	return table ? object_part(table, &column_kind, sequence->owner_column) : NULL;
}

/* The sequence that an identity column, or one that is serial, makes by itself. */
static bool implied(const struct snapshot *snapshot, const struct object *object)
{
	const struct sequence *sequence = (const struct sequence *)object;
	const struct object *owner = sequence_column(snapshot, object);
	const struct column *column = (const struct column *)owner;

	if (!owner || !kind_is_table(owner->parent->kind))
		return false;
	return sequence->identity ? !column->identity_options && has_defaults(sequence, owner->parent) : column->serial;
}

static void need_owner_column(struct scan *scan)
{
	const struct object *column = sequence_column(scan->depend->snapshot, scan->object);

	if (column)
		depend_add(scan->depend, scan->object, column);
}

const struct kind sequence_kind = {
	.name = "sequence",
	.found_by = "regclass",
	.default_acl = "s",
	.traits = TRAIT_RELATION,
	.spaces = SPACE_RELATION,
	.sql = "SEQUENCE",
	.size = sizeof(struct sequence),
	.attributes = attributes,
	.change = CHANGE_IN_PLACE,
	.schema_key = true,
	.settle = settle,
	.finish = finish,
	.implied = implied,
	.take_owner = take_owner,
	.catalog = "pg_class",
	.from = "pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace",
	.where = "c.relpersistence <> 't' AND c.oid >= 16384 AND n.nspname !~ '^pg_'",
	.oid = "c.oid",
	.schema = "n.nspname",
	.title = "c.relname",
	.owner = "c.relowner",
	.privileges = "c.relacl",
	.rights = "rwU",
	.public_rights = "",
	.needs = need_owner_column,
};
