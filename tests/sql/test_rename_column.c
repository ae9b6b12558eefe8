/* Tests names of columns in expressions. */
#include <criterion/criterion.h>
#include <glib.h>

#include "sql/rename_column.h"

Test(rename_column, finds_what_means_the_column)
{
	static const struct {
		const char *text, *renamed; /* NULL: unsure */
	} texts[] = {
		{ "(a > 0)", "(\"b c\" > 0)" },
		{ "((x = a) OR (A IS NULL) AND NOT \"a\")", "((x = \"b c\") OR (\"b c\" IS NULL) AND NOT \"b c\")" },
		{ "\"A\" + aa", "\"A\" + aa" },
		{ "a(a, s.a(1), 'a')", "a(\"b c\", s.a(1), 'a')" },
		{ "((a).a)::a COLLATE a", "((\"b c\").a)::a COLLATE a" },
		{ "CAST(a AS a)", "CAST(\"b c\" AS a)" },
		{ "EXTRACT(a FROM a)", "EXTRACT(a FROM \"b c\")" },
		{ "f(a => a)", "f(a => \"b c\")" },
		{ "public.a (a, lower(a) a_ops) INCLUDE (a) TABLESPACE a WHERE (a IS NOT NULL)",
			"public.a (\"b c\", lower(\"b c\") a_ops) INCLUDE (\"b c\") TABLESPACE a WHERE (\"b c\" IS NOT NULL)" },
		{ "public.t (lower(x) a)", NULL },
		{ "x::double a", NULL },
		{ "", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *renamed = rename_column(texts[i].text, "a", "b c");
		cr_expect(g_strcmp0(renamed, texts[i].renamed) == 0, "%s: %s", texts[i].text, renamed);
	}
}
