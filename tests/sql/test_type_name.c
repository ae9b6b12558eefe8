/* Types as people spell them, and as the server prints them. That the server prints them so is for tests/cmd to show. */
#include <criterion/criterion.h>
#include <glib.h>

#include "sql/type_arguments.h"
#include "sql/type_name.h"

static void expect(char *(*settle)(const char *), const char *text, const char *wanted)
{
	g_autofree char *settled = settle(text), *again = settled ? settle(settled) : NULL;

	cr_expect_str_eq(settled ? settled : text, wanted);
	cr_expect_null(again, "%s becomes %s, then %s", text, settled, again);
}

Test(type_name, spellings)
{
	static const char *const pairs[][2] = {
		{ "int", "integer" },
		{ "INT4", "integer" },
		{ "bool", "boolean" },
		{ "float", "double precision" },
		{ "float(24)", "real" },
		{ "dec(5)", "numeric(5,0)" },
		{ "numeric(10, 2)", "numeric(10,2)" },
		{ "numeric(3,-2)", "numeric(3,-2)" },
		{ "char", "character(1)" },
		{ "\"char\"", "\"char\"" },
		{ "nchar varying(7)", "character varying(7)" },
		{ "VARCHAR (30)", "character varying(30)" },
		{ "varbit(9)", "bit varying(9)" },
		{ "bit", "bit(1)" },
		{ "timestamp(9)", "timestamp(6) without time zone" },
		{ "timestamptz(2)[]", "timestamp(2) with time zone[]" },
		{ "time(0) with time zone", "time(0) with time zone" },
		{ "interval second(2)", "interval second(2)" },
		{ "INTERVAL day TO second (9)", "interval day to second(6)" },
		{ "int ARRAY[4]", "integer[]" },
		{ "integer[3][]", "integer[]" },
		{ "pg_catalog.\"timestamptz\"", "timestamp with time zone" },
		{ "Public.\"order\"", "public.\"order\"" },
		{ "public.geometry(Point,4326)", "public.geometry(Point,4326)" },
		{ "JSON", "json" },
		{ "double   precision", "double precision" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
		expect(type_settle, pairs[i][0], pairs[i][1]);
}

/* No types, or none that can be read: they stay. */
Test(type_name, others)
{
	static const char *const texts[] = { "", "t.a%TYPE", "numeric(1,2,3)", "int(4)", "varchar(", "float(99)", "'x'",
		"integer integer", "[]", "ANY", "NONE", "SETOF int", "." };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		cr_expect_null(type_settle(texts[i]), "%s", texts[i]);
}

Test(type_name, arguments)
{
	expect(type_settle_arguments, "", "");
	expect(type_settle_arguments, "int, IN b varchar(3), OUT c timestamptz, VARIADIC int[]",
		"integer, b character varying, OUT c timestamp with time zone, VARIADIC integer[]");
	expect(type_settle_arguments, "a double precision, double precision", "a double precision, double precision");
	expect(type_settle_arguments, "a int DEFAULT f(1, 'int'), b public.Mood = 'x'",
		"a integer DEFAULT f(1, 'int'), b public.mood = 'x'");
	expect(type_settle_arguments, "VARIADIC \"any\" ORDER BY VARIADIC \"any\"", "VARIADIC \"any\" ORDER BY VARIADIC \"any\"");
	expect(type_settle_arguments, "float8 ORDER BY a int, b text", "double precision ORDER BY a integer, b text");
	expect(type_settle_arguments, "NONE, int", "NONE, integer");
}

Test(type_name, results)
{
	expect(type_settle_result, "SETOF varchar(3)", "SETOF character varying");
	expect(type_settle_result, "TABLE(a int, b bool)", "TABLE(a integer, b boolean)");
	expect(type_settle_result, "trigger", "trigger");
}
