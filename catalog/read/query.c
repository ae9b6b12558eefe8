/* Builds the SELECT of a kind from its rows. */
#include "catalog/read/query.h"

static int column(struct query *query, const char *sql, int *count)
{
	if (!sql)
		return -1;
	g_string_append_printf(query->sql, "%s%s", *count ? ", " : "SELECT ", sql);
	return (*count)++;
}

bool query_applies(int since, int until, int version)
{
	return version >= since && (!until || version < until);
}

static void add_rows(struct query *query, const struct attribute *rows, int version, int *count)
{
	for (const struct attribute *row = rows; row && row->name; row++) {
		if (!row->sql || !query_applies(row->since, row->until, version))
			continue;
		column(query, row->sql, count);
		g_ptr_array_add(query->attributes, (gpointer)row);
	}
}

struct query *query_new(const struct kind *kind, int version)
{
	struct query *query;
	int count = 0;

	if (!kind->from || !query_applies(kind->since, kind->until, version))
		return NULL;
	query = g_new0(struct query, 1);
	query->sql = g_string_new(NULL);
	query->attributes = g_ptr_array_new();
	query->oid = column(query, kind->oid, &count);
	query->parent = kind->parent && g_strcmp0(kind->parent, kind->oid) == 0 ? query->oid : column(query, kind->parent, &count);
	query->position = column(query, kind->position, &count);
	query->schema = column(query, kind->schema, &count);
	query->name = column(query, kind->title, &count);
	query->signature = column(query, kind->signature, &count);
	g_autofree char *owner = kind->owner ? g_strdup_printf("pg_get_userbyid(%s)", kind->owner) : NULL;
	query->owner = column(query, owner, &count);
	query->privileges = column(query, kind->privileges, &count);
	query->index = column(query, kind->index, &count);
	query->first_attribute = count;
	add_rows(query, kind->attributes, version, &count);
	query->first_scratch = query->attributes->len;
	add_rows(query, kind->scratch, version, &count);
	g_string_append_printf(query->sql, " FROM %s", kind->from);
	if (kind->where)
		g_string_append_printf(query->sql, " WHERE %s", kind->where);
	return query;
}

void query_free(struct query *query)
{
	if (!query)
		return;
	g_string_free(query->sql, true);
	g_ptr_array_unref(query->attributes);
	g_free(query);
}
