/* What the letters stand for in forms of columns that are made beside the old ones. */
#include "catalog/kinds/column.h"
#include "diff/aside_name.h"
#include "diff/ddl/column.h"
#include "diff/online/beside.h"
#include "diff/online/beside_left.h"
#include "diff/online/beside_name.h"
#include "diff/online/key_index.h"
#include "diff/online/letters.h"
#include "diff/online/transaction.h"
#include "diff/say.h"
#include "sql/tokens.h"

#define COLUMN(object) ((const struct column *)(object))

static const char *new_name(const struct online_site *site)
{
	return beside_name(site->changes, site->change->want);
}

static enum online_value append_new(GString *out, const struct online_site *site)
{
	say_append(out, "%I", new_name(site));
	return ONLINE_GOOD;
}

static enum online_value append_type(GString *out, const struct online_site *site)
{
	column_append_type(out, site->change->want);
	return ONLINE_GOOD;
}

static enum online_value append_function(GString *out, const struct online_site *site)
{
	say_append(out, "%I.%I", site->change->want->schema, beside_function(site->changes, site->change->want));
	return ONLINE_GOOD;
}

/*
 * What conversions depend on is as in the script, whoever writes rows: they need no privilege on types and functions either, unless
 * what these call is found by a path that others can put something into. Types are looked for in pg_temp first, unless the path names
 * it.
 */
static enum online_value append_settings(GString *out, const struct online_site *site)
{
	static const char *const settings[] = { "DateStyle", "IntervalStyle", "TimeZone", "lc_monetary", "xmloption",
		"array_nulls" };

	g_string_append(
		out, site->computes ? "SET search_path FROM CURRENT" : "SECURITY DEFINER SET search_path = pg_catalog, pg_temp");
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		g_string_append_printf(out, " SET %s FROM CURRENT", settings[i]);
	return ONLINE_GOOD;
}

static enum online_value append_body(GString *out, const struct online_site *site)
{
	g_autofree char *body = beside_body(site->changes, site->change);

	say_append(out, "%D", body);
	return ONLINE_GOOD;
}

static enum online_value append_conversion(GString *out, const struct online_site *site)
{
	g_autofree char *conversion = column_conversion(site->changes, site->change);

	if (!conversion)
		return ONLINE_SPARE;
	g_string_append(out, conversion);
	return ONLINE_GOOD;
}

static enum online_value spare_plain(GString *out, const struct online_site *site)
{
	g_autofree char *conversion = column_conversion(site->changes, site->change);

	(void)out;
	return conversion ? ONLINE_GOOD : ONLINE_SPARE;
}

/* What people wrote may give NULL a value. */
static enum online_value append_unfilled(GString *out, const struct online_site *site)
{
	say_append(out, "%I IS NULL", new_name(site));
	if (!COLUMN(site->change->want)->using)
		say_append(out, " AND %I IS NOT NULL", site->change->want->name);
	return ONLINE_GOOD;
}

static enum online_value spare_without_default(GString *out, const struct online_site *site)
{
	(void)out;
	return COLUMN(site->change->want)->default_ ? ONLINE_GOOD : ONLINE_SPARE;
}

static const struct object *left(const struct online_site *site)
{
	return beside_left_column(site->changes, site->change->have->parent, site->change->have->name);
}

static bool is_stale(const struct online_site *site)
{
	return left(site) && !beside_goes_on(site->changes, site->change);
}

static enum online_value spare_good(GString *out, const struct online_site *site)
{
	(void)out;
	return left(site) && !is_stale(site) ? ONLINE_SPARE : ONLINE_GOOD;
}

static enum online_value spare_not_stale(GString *out, const struct online_site *site)
{
	(void)out;
	return is_stale(site) ? ONLINE_GOOD : ONLINE_SPARE;
}

/* A check that an earlier attempt has left. */
static enum online_value spare_unchecked(GString *out, const struct online_site *site)
{
	bool checked = left(site) && !is_stale(site) && beside_left_has(site->changes, site->change->have->parent, new_name(site));

	(void)out;
	return checked ? ONLINE_GOOD : ONLINE_SPARE;
}

static const char *index_name(const struct online_site *site)
{
	return aside_with_suffix(site->changes, site->change->want->name, BESIDE_SUFFIX);
}

static enum online_value append_index(GString *out, const struct online_site *site)
{
	say_append(out, "%I", index_name(site));
	return ONLINE_GOOD;
}

static enum online_value append_qualified_index(GString *out, const struct online_site *site)
{
	say_append(out, "%I.%I", site->change->want->schema, index_name(site));
	return ONLINE_GOOD;
}

/* An index that an earlier attempt has left, unless it goes with its column. */
static enum online_value append_left_index(GString *out, const struct online_site *site)
{
	if (!beside_left_has(site->changes, site->change->want->parent, index_name(site)))
		return ONLINE_SPARE;
	g_string_append(out, "DROP INDEX CONCURRENTLY IF EXISTS ");
	return append_qualified_index(out, site);
}

static enum online_value append_renamed(GString *out, const struct online_site *site, const char *text)
{
	g_autofree char *renamed = beside_rename(site->changes, site->change->want->parent, text);

	if (!renamed)
		return ONLINE_UNKNOWN;
	g_string_append(out, renamed);
	return ONLINE_GOOD;
}

/* What stands behind ON in the statement. */
static enum online_value append_rest(GString *out, const struct online_site *site)
{
	return append_renamed(out, site, tokens_at(site->tokens, site->behind)->start);
}

static enum online_value append_key(GString *out, const struct online_site *site)
{
	g_autoptr(GString) definition = g_string_new(NULL);

	key_index_append(definition, site->change->want);
	say_append(out, "CREATE UNIQUE INDEX CONCURRENTLY %I ON %P ", index_name(site), site->change->want);
	return append_renamed(out, site, definition->str);
}

const struct online_letter beside_letters[] = {
	{ 'w', append_new }, /* the column beside; its trigger and check, too */
	{ 'T', append_type },
	{ 'F', append_function },
	{ 'G', append_settings },
	{ 'B', append_body },
	{ 'U', append_conversion },
	{ 'x', append_unfilled }, /* the rows that have no value yet */
	{ 'N', append_index },
	{ 'q', append_qualified_index },
	{ 'J', append_left_index }, /* what drops the index of an earlier attempt */
	{ 'R', append_rest },
	{ 'K', append_key },
	/* nothing: where no expression converts values; where there is no default */
	{ 'u', spare_plain },
	{ 'E', spare_without_default },
	/* nothing: where an earlier attempt goes on; where none is to be taken away; where it has left no check */
	{ 'Y', spare_good },
	{ 'Z', spare_not_stale },
	{ 'X', spare_unchecked },
	{ 0 },
};
