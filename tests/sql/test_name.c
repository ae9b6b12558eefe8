/* Tests that names are taken apart as PostgreSQL reads them, and put together again. */
#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "sql/name.h"

struct name_case {
	const char *text, *schema, *name;
};

static void check(bool (*split)(const char *, char **, char **), const struct name_case *row)
{
	g_autofree char *schema = NULL, *name = NULL;

	cr_assert_eq(split(row->text, &schema, &name), row->name != NULL, "%s", row->text);
	cr_assert_eq(g_strcmp0(schema, row->schema), 0, "%s: schema %s, not %s", row->text, schema, row->schema);
	cr_assert_eq(g_strcmp0(name, row->name), 0, "%s: name %s, not %s", row->text, name, row->name);
}

Test(sql, names_are_split)
{
	static const struct name_case rows[] = {
		{ "t", NULL, "t" },
		{ "s.t", "s", "t" },
		{ "S.T", "s", "t" },
		{ "\"S\".\"T\"", "S", "T" },
		{ "\"a.b\".\"c\"\"d\"", "a.b", "c\"d" },
		{ "\"a.b\"", NULL, "a.b" },
		{ "U&\"d\\0061t\"", NULL, "dat" },
		{ "ä.ö", "ä", "ö" },
		{ "", NULL, NULL },
		{ "s.t ", NULL, NULL },
		{ "s.", NULL, NULL },
		{ ".t", NULL, NULL },
		{ "a.b.c", NULL, NULL },
		{ "s.f(integer)", NULL, NULL },
		{ "s.=", NULL, NULL },
		{ "\"t", NULL, NULL },
		{ "1", NULL, NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		check(name_split, &rows[i]);
}

static bool is_first(const char *text, char **schema, char **name)
{
	return name_split_first(text, schema, name) > 0;
}

Test(sql, first_names_are_split)
{
	g_autofree char *schema = NULL, *name = NULL;
	static const struct name_case rows[] = {
		{ "s.f(integer)", "s", "f" },
		{ "\"S\".t[]", "S", "t" },
		{ "t.a%TYPE", "t", "a" },
		{ "double precision", NULL, "double" },
		{ "numeric(4,2)", NULL, "numeric" },
		{ "(s.t)", NULL, NULL },
		{ "", NULL, NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		check(is_first, &rows[i]);
	cr_assert_eq(name_split_first("s.f(integer)", &schema, &name), strlen("s.f"));
	cr_assert(name_is_qualified("\"a\".b(1)"));
	cr_assert_not(name_is_qualified("\"a.b\""));
	cr_assert_not(name_is_qualified("timestamp(3) without time zone"));
}

Test(sql, operators_are_split)
{
	static const struct name_case rows[] = {
		{ "=", NULL, "=" },
		{ "s.<=", "s", "<=" },
		{ "\"S\".@@", "S", "@@" },
		{ "s.t", NULL, NULL },
		{ "s", NULL, NULL },
		{ "s.=(integer,integer)", NULL, NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		check(name_split_operator, &rows[i]);
}

Test(sql, names_are_joined)
{
	g_autofree char *bare = name_join(NULL, "t"), *qualified = name_join("a.b", "Select");

	cr_assert_str_eq(bare, "t");
	cr_assert_str_eq(qualified, "\"a.b\".\"Select\"");
}
