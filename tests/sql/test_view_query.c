/* Tests which queries of views differ by the names of columns alone. */
#include <criterion/criterion.h>
#include <glib.h>

#include "sql/view_query.h"

/* In all of them column a of s.t becomes "b c". */
Test(view_query, finds_the_names_of_outputs)
{
	static const struct {
		const char *query, *other, *outputs; /* NULL: they differ by more */
	} queries[] = {
		{ "SELECT id, a FROM s.t;", "SELECT id, \"b c\" FROM s.t;", "a>b c" },
		{ "SELECT id, a FROM s.t;", "SELECT id, \"b c\" AS a FROM s.t;", "" },
		{ "SELECT id, a AS x FROM s.t WHERE (a > 1)", "SELECT id, \"b c\" AS y FROM s.t WHERE (\"b c\" > 1)", "x>y" },
		{ "SELECT id AS x, 1 FROM s.t", "SELECT id AS y, 1 FROM s.t", "x>y" },
		{ "SELECT max(a) AS a FROM s.t GROUP BY a, id ORDER BY a",
			"SELECT max(\"b c\") AS a FROM s.t GROUP BY \"b c\", id ORDER BY \"b c\"", "" },
		{ "SELECT DISTINCT ON (a) a, id FROM s.t", "SELECT DISTINCT ON (\"b c\") \"b c\" AS a, id FROM s.t", "" },
		{ "SELECT x.a, u.a AS z FROM (s.t x JOIN s.u ON ((u.id = x.a)))",
			"SELECT x.\"b c\", u.a AS z FROM (s.t x JOIN s.u ON ((u.id = x.\"b c\")))", "a>b c" },
		{ "SELECT t.a FROM s.t, s.u", "SELECT t.\"b c\" AS a FROM s.t, s.u", "" },
		{ "SELECT (x.r).a FROM s.t x", "SELECT (x.r).a FROM s.t x", "" },
		{ "SELECT id FROM s.t WHERE (id IS DISTINCT FROM a)", "SELECT id FROM s.t WHERE (id IS DISTINCT FROM \"b c\")",
			"" },
		/* still the old name, the new name of another's column, other clauses */
		{ "SELECT id, a FROM s.t", "SELECT id, a FROM s.t", NULL },
		{ "SELECT u.a FROM s.t, s.u", "SELECT u.\"b c\" AS a FROM s.t, s.u", NULL },
		{ "SELECT id, a FROM s.u", "SELECT id, \"b c\" FROM s.u", NULL },
		{ "SELECT id FROM s.t WHERE (a > 1)", "SELECT id FROM s.t WHERE (\"b c\" > 2)", NULL },
		{ "SELECT id, id FROM s.t", "SELECT id FROM s.t", NULL },
		/* unsure */
		{ "SELECT a FROM s.t JOIN s.u USING (a)", "SELECT \"b c\" FROM s.t JOIN s.u USING (\"b c\")", NULL },
		{ "SELECT a FROM s.t UNION SELECT a FROM s.u", "SELECT \"b c\" FROM s.t UNION SELECT \"b c\" FROM s.u", NULL },
		{ "SELECT id FROM s.t WHERE (id IN (SELECT a FROM s.u))",
			"SELECT id FROM s.t WHERE (id IN (SELECT \"b c\" FROM s.u))", NULL },
		{ "SELECT x.a FROM s.t x(a)", "SELECT x.\"b c\" FROM s.t x(\"b c\")", NULL },
		{ "WITH w AS (SELECT 1) SELECT a FROM s.t", "WITH w AS (SELECT 1) SELECT \"b c\" FROM s.t", NULL },
		{ "", "", NULL },
	};
	const struct column_rename rename = { "s", "t", "a", "b c" };

	for (size_t i = 0; i < G_N_ELEMENTS(queries); i++) {
		g_autoptr(GPtrArray) outputs = view_query_outputs(queries[i].query, queries[i].other, &rename, 1);
		g_autofree char *found = !outputs ? NULL
					 : outputs->len
						 ? g_strdup_printf("%s>%s", (char *)outputs->pdata[0], (char *)outputs->pdata[1])
						 : g_strdup("");
		cr_expect(g_strcmp0(found, queries[i].outputs) == 0, "%s, %s: %s", queries[i].query, queries[i].other, found);
	}
}
