/* CREATE, ALTER, DROP PUBLICATION with its tables, and SUBSCRIPTION, which is made and dropped without a word to the publisher. */
#include "diff/ddl/publication.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/publication.h"
#include "catalog/names.h"
#include "catalog/secret.h"
#include "diff/ddl/expression.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

#define PUBLICATION(object) ((const struct publication *)(object))
#define SUBSCRIPTION(object) ((const struct subscription *)(object))

static bool publishes(const struct object *publication, const struct object *table)
{
	const struct names *schemas = PUBLICATION(publication)->schemas;

	return PUBLICATION(publication)->all_tables || (schemas && names_have(schemas, table->schema));
}

bool publication_has(const struct snapshot *snapshot, const struct depend *needs, const struct object *table)
{
	struct objects publications = snapshot_objects(snapshot, &publication_kind);
	const GArray *users = depend_needed_by(needs, table);
	bool published = false;

	for (size_t i = 0; i < publications.count; i++)
		published = published || publishes(publications.items[i], table);
	for (guint i = 0; i < users->len; i++)
		published = published ||
			    snapshot_all(snapshot).items[g_array_index(users, unsigned, i)]->kind == &publication_table_kind;
	return published;
}

static void append_names(GString *out, const struct names *names)
{
	for (size_t i = 0; names && i < names->count; i++)
		say_append(out, "%s%I", i ? ", " : "", names->items[i]);
}

/* 'insert, update'; those that are the default, in full. */
static void append_publish(GString *out, const struct names *publish)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (size_t i = 0; publish && i < publish->count; i++)
		if (strcmp(publish->items[i], "none") != 0)
			say_append(list, "%s%s", list->len ? ", " : "", publish->items[i]);
	say_append(out, "publish = %L", publish ? list->str : "insert, update, delete, truncate");
}

/* The parameters in which a publication differs from another. */
static void append_parameters(GString *out, const struct publication *have, const struct publication *want)
{
	if (have->publish != want->publish)
		append_publish(out, want->publish);
	if (have->via_partition_root != want->via_partition_root)
		say_append(out, "%spublish_via_partition_root = %s", out->len ? ", " : "",
			want->via_partition_root ? "true" : "false");
	if (have->generated_columns != want->generated_columns)
		say_append(out, "%spublish_generated_columns = %s", out->len ? ", " : "",
			want->generated_columns ? want->generated_columns : "none");
}

static void create(struct say *s)
{
	static const struct publication none;
	const struct publication *want = PUBLICATION(s->want);
	g_autoptr(GString) sql = g_string_new(NULL), parameters = g_string_new(NULL);

	say_append(sql, "CREATE PUBLICATION %O", s->want);
	if (want->all_tables)
		g_string_append(sql, "\n    FOR ALL TABLES");
	if (want->schemas)
		g_string_append(sql, "\n    FOR TABLES IN SCHEMA ");
	append_names(sql, want->schemas);
	append_parameters(parameters, &none, want);
	if (parameters->len)
		say_append(sql, "\n    WITH (%s)", parameters->str);
	say(s, STAGE_MAKE, "%s", sql->str);
}

/* ADD or DROP of those of names that the others lack. */
static void say_schemas(struct say *s, enum stage stage, const char *verb, const struct names *names, const struct names *others)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (size_t i = 0; names && i < names->count; i++)
		if (!names_have(others, names->items[i]))
			say_append(list, "%s%I", list->len ? ", " : "", names->items[i]);
	if (list->len)
		say(s, stage, "ALTER PUBLICATION %O %s TABLES IN SCHEMA %s", stage == STAGE_UNDO ? s->have : s->want, verb,
			list->str);
}

static void alter(struct say *s)
{
	const struct publication *have = PUBLICATION(s->have), *want = PUBLICATION(s->want);
	g_autoptr(GString) parameters = g_string_new(NULL);

	plain_rename(s);
	say_schemas(s, STAGE_UNDO, "DROP", have->schemas, want->schemas);
	append_parameters(parameters, have, want);
	if (parameters->len)
		say(s, STAGE_MAKE, "ALTER PUBLICATION %O SET (%s)", s->want, parameters->str);
	say_schemas(s, STAGE_MAKE, "ADD", want->schemas, have->schemas);
}

const struct verbs publication_verbs = { .kind = &publication_kind, .create = create, .alter = alter };

static void create_table(struct say *s)
{
	const struct publication_table *want = (const struct publication_table *)s->want;
	g_autoptr(GString) rest = g_string_new(NULL);

	if (want->columns) {
		g_string_append_c(rest, ' ');
		say_columns(rest, want->columns);
	}
	if (want->where) {
		g_string_append(rest, " WHERE ");
		expression_append_parenthesised(rest, want->where);
	}
	say(s, STAGE_MAKE, "ALTER PUBLICATION %P ADD TABLE ONLY %s%s", s->want, s->want->name, rest->str);
}

static void alter_table(struct say *s)
{
	(void)s;
}

static void drop_table(struct say *s)
{
	if (!s->change->undone_by)
		say(s, STAGE_UNDO, "ALTER PUBLICATION %P DROP TABLE ONLY %s", s->have, s->have->name);
}

const struct verbs publication_table_verbs = {
	.kind = &publication_table_kind,
	.create = create_table,
	.alter = alter_table,
	.drop = drop_table,
};

static void append_parameter(GString *out, const char *name, const char *value)
{
	say_append(out, "%s%s = %s", out->len ? ", " : "", name, value);
}

/* What WITH (...) and SET (...) take alike, as far as it differs; have is NULL for a new one. */
static void append_options(GString *out, const struct subscription *have, const struct subscription *want)
{
	struct subscription other = have ? *have : (struct subscription){ 0 };

	/* which have words of their own */
	other.connection = want->connection;
	other.publications = want->publications;
	other.slot_name = want->slot_name;
	for (const struct attribute *row = subscription_kind.attributes; row->name; row++) {
		if (attribute_is_variant(&subscription_kind, row) || attribute_equal(row, &other.object, &want->object))
			continue;
		if (row->type == ATTRIBUTE_BOOL)
			append_parameter(out, row->name, attribute_bool(row, &want->object) ? "true" : "false");
		else if (!attribute_is_absent(row, &want->object) || row->otherwise)
			append_parameter(out, row->name,
				attribute_is_absent(row, &want->object) ? row->otherwise : attribute_text(row, &want->object));
	}
}

static char *slot_of(const struct subscription *subscription)
{
	GString *out = g_string_new(NULL);

	if (subscription->slot_name && strcmp(subscription->slot_name, "none") == 0)
		g_string_append(out, "NONE");
	else
		say_append(out, "%L", subscription->slot_name ? subscription->slot_name : subscription->object.name);
	return g_string_free(out, false);
}

static void create_subscription(struct say *s)
{
	const struct subscription *want = SUBSCRIPTION(s->want);
	const char *connection = want->connection ? want->connection : SECRET;
	g_autofree char *slot = slot_of(want), *name = object_describe(s->want);
	g_autoptr(GString) publications = g_string_new(NULL), options = g_string_new(NULL);

	append_names(publications, want->publications);
	append_options(options, NULL, want);
	say(s, STAGE_MAKE,
		"CREATE SUBSCRIPTION %O\n    CONNECTION %L\n    PUBLICATION %s\n    WITH (connect = false, slot_name = %s%s%s)",
		s->want, connection, publications->str, slot, options->len ? ", " : "", options->str);
	if (strstr(connection, SECRET))
		say_note(
			s, NOTE_CONNECTION_SECRET, "the connection of %s has a secret that is not known: replace %s", name, SECRET);
	say_note(s, NOTE_SUBSCRIPTION_DISABLED, "%s is created disabled: enable it once its replication slot exists", name);
}

/* Before 18, two_phase is for ever. */
static void judge_subscription(const struct changes *changes, struct change *change)
{
	if (change_differs_in(change, "two_phase") && (!changes->target || changes->target < PG(18)))
		change->fate = FATE_REMAKE;
}

static void alter_subscription(struct say *s)
{
	const struct subscription *want = SUBSCRIPTION(s->want);
	g_autofree char *slot = slot_of(want), *old_slot = slot_of(SUBSCRIPTION(s->have)), *name = object_describe(s->want);
	g_autoptr(GString) options = g_string_new(NULL);

	plain_rename(s);
	if (change_differs_in(s->change, "connection")) {
		say(s, STAGE_MAKE, "ALTER SUBSCRIPTION %O CONNECTION %L", s->want, want->connection);
		if (strstr(want->connection, SECRET))
			say_note(s, NOTE_CONNECTION_SECRET, "the connection of %s has a secret that is not known: replace %s", name,
				SECRET);
	}
	if (change_differs_in(s->change, "publications")) {
		g_autoptr(GString) publications = g_string_new(NULL);
		append_names(publications, want->publications);
		say(s, STAGE_MAKE, "ALTER SUBSCRIPTION %O SET PUBLICATION %s WITH (refresh = false)", s->want, publications->str);
	}
	if (strcmp(slot, old_slot) != 0)
		append_parameter(options, "slot_name", slot);
	append_options(options, SUBSCRIPTION(s->have), want);
	if (options->len)
		say(s, STAGE_MAKE, "ALTER SUBSCRIPTION %O SET (%s)", s->want, options->str);
}

/* With its slot it could not go in a transaction, nor without its publisher. */
static void drop_subscription(struct say *s)
{
	const char *slot = SUBSCRIPTION(s->have)->slot_name;
	g_autofree char *name = object_describe(s->have);

	say(s, STAGE_UNDO, "ALTER SUBSCRIPTION %O DISABLE", s->have);
	if (!slot || strcmp(slot, "none") != 0) {
		say(s, STAGE_UNDO, "ALTER SUBSCRIPTION %O SET (slot_name = NONE)", s->have);
		say_note(s, NOTE_SLOT, "the replication slot of %s stays on the publisher: drop it there", name);
	}
	say(s, STAGE_UNDO, "DROP SUBSCRIPTION %O", s->have);
}

const struct verbs subscription_verbs = {
	.kind = &subscription_kind,
	.judge = judge_subscription,
	.create = create_subscription,
	.alter = alter_subscription,
	.drop = drop_subscription,
};
