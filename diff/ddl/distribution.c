/* Tables that Citus distributes. */
#include "diff/ddl/distribution.h"

#include <string.h>

#include "catalog/kinds/column_list.h"
#include "diff/change.h"

static const char *method_of(const struct table *table)
{
	return table ? table->distribution : NULL;
}

/* "hash a" is by column a; NULL: by none. */
static const char *column_of(const char *method)
{
	const char *blank = method ? strchr(method, ' ') : NULL;

	return blank ? blank + 1 : NULL;
}

static bool is_hashed(const char *method)
{
	return method && g_str_has_prefix(method, "hash ");
}

static const char *shards_of(const struct table *table)
{
	return table->shards ? table->shards : "32";
}

/* A call whose first argument is the table, and whose others are appended. */
static GString *call(const char *function, const struct object *table)
{
	g_autoptr(GString) name = g_string_new(NULL);
	GString *sql = g_string_new(NULL);

	say_append(name, "%O", table);
	say_append(sql, "SELECT pg_catalog.%s(%L", function, name->str);
	return sql;
}

static void say_call(struct say *s, enum stage stage, GString *sql)
{
	say_on_rows(s, stage, "%s)", sql->str);
	g_string_free(sql, true);
}

static void distribute(struct say *s, enum stage stage, const struct table *want)
{
	const char *method = want->distribution, *column = column_of(method);
	bool local = strcmp(method, "local") == 0, reference = strcmp(method, "reference") == 0;
	GString *sql = call(reference ? "create_reference_table"
			    : local   ? "citus_add_local_table_to_metadata"
				      : "create_distributed_table",
		s->want);

	if (strcmp(method, "single") == 0)
		g_string_append(sql, ", NULL");
	if (column)
		say_append(sql, ", %L", column);
	if (is_hashed(method))
		say_append(sql, ", shard_count => %s", shards_of(want));
	else if (column) {
		g_autofree char *type = g_strndup(method, (size_t)(column - 1 - method));
		say_append(sql, ", %L", type);
	}
	say_call(s, stage, sql);
}

/* From one hash to another, all rows are moved at once. */
static void redistribute(struct say *s, const struct table *have, const struct table *want)
{
	GString *sql = call("alter_distributed_table", s->want);

	if (have->distribution != want->distribution && !distribution_column_is_renamed(s->changes, s->change))
		say_append(sql, ", distribution_column => %L", column_of(want->distribution));
	if (have->shards != want->shards)
		say_append(sql, ", shard_count => %s", shards_of(want));
	say_call(s, STAGE_LATE, sql);
}

void distribution_say(struct say *s, const struct table *have, const struct table *want)
{
	const char *from = method_of(have), *to = method_of(want);
	bool renamed = have && distribution_column_is_renamed(s->changes, s->change);

	if ((from == to || renamed) && (!have || have->shards == want->shards))
		return;
	if (is_hashed(from) && is_hashed(to)) {
		redistribute(s, have, want);
		return;
	}
	if (from)
		say_call(s, STAGE_UNDO, call("undistribute_table", s->have));
	if (to)
		distribute(s, have ? STAGE_LATE : STAGE_MAKE, want);
}

bool distribution_column_is_renamed(const struct changes *changes, const struct change *change)
{
	const char *from = ((const struct table *)change->have)->distribution,
		   *to = ((const struct table *)change->want)->distribution;
	const char *old = column_of(from), *new = column_of(to);

	if (!old || !new || old - from != new - to || strncmp(from, to, (size_t)(old - from)) != 0)
		return false;
	const struct object *column = object_column(change->want, new);
	const struct change *pair = column ? changes_of_want(changes, column) : NULL;
	return pair && pair->renamed && pair->have && strcmp(pair->have->name, old) == 0;
}
