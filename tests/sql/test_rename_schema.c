/* A schema under another name in texts. */
#include <string.h>

#include <criterion/criterion.h>

#include "sql/rename_schema.h"

/* app becomes "New". NULL: nothing changes; with a problem: it is refused. */
static const struct {
	enum schema_text how;
	const char *text, *expected, *problem;
} rows[] = {
	{ SCHEMA_TEXT_NAMES, "app.mood[]", "\"New\".mood[]", NULL },
	{ SCHEMA_TEXT_NAMES, "TABLE(a app.t, b other.app)", "TABLE(a \"New\".t, b other.app)", NULL },
	{ SCHEMA_TEXT_NAMES, "\"app\".f(app.mood, \"App\".x, apps.y)", "\"New\".f(\"New\".mood, \"App\".x, apps.y)", NULL },
	{ SCHEMA_TEXT_NAMES, "other.app", NULL, NULL },
	{ SCHEMA_TEXT_PATH, "app, \"$user\", \"app\", other", "\"New\", \"$user\", \"New\", other", NULL },
	{ SCHEMA_TEXT_EXPRESSION, "nextval('app.s'::regclass) + app.f(x)", "nextval('\"New\".s'::regclass) + \"New\".f(x)", NULL },
	{ SCHEMA_TEXT_EXPRESSION, "SELECT t.app FROM app.t", "SELECT t.app FROM \"New\".t", NULL },
	/* a table, or an alias, of the same name */
	{ SCHEMA_TEXT_EXPRESSION, "SELECT app.id, app.f(app.x) FROM app.app", "SELECT app.id, \"New\".f(app.x) FROM \"New\".app",
		NULL },
	{ SCHEMA_TEXT_EXPRESSION, "SELECT app.id, CAST(app.x AS app.mood), app.t.y FROM app.t app",
		"SELECT app.id, CAST(app.x AS \"New\".mood), \"New\".t.y FROM \"New\".t app", NULL },
	{ SCHEMA_TEXT_EXPRESSION, "a OPERATOR(app.+) b COLLATE app.c", "a OPERATOR(\"New\".+) b COLLATE \"New\".c", NULL },
	{ SCHEMA_TEXT_EXPRESSION, "'the app is' || app.x /* app.y */", "'the app is' || \"New\".x /* app.y */", NULL },
	{ SCHEMA_TEXT_EXPRESSION, "to_regclass('app.t')", NULL, "a string in it has the name of schema \"app\": 'app.t'" },
	{ SCHEMA_TEXT_EXPRESSION, "n = 'app'", NULL, "a string in it has the name" },
	{ SCHEMA_TEXT_BODY, "BEGIN INSERT INTO app.t SELECT app.f(x) FROM app.u; END",
		"BEGIN INSERT INTO \"New\".t SELECT \"New\".f(x) FROM \"New\".u; END", NULL },
	{ SCHEMA_TEXT_BODY, "DECLARE app app.t; BEGIN app.x := 1; END", NULL, "\"app\" is the name of something else, too" },
	{ SCHEMA_TEXT_BODY, "SELECT * FROM App.t, APP . u", "SELECT * FROM \"New\".t, \"New\" . u", NULL },
	{ SCHEMA_TEXT_BODY, "EXECUTE 'SELECT * FROM APP.t'", NULL, "a string in it has the name" },
	{ SCHEMA_TEXT_BODY, "BEGIN app := 1; END", NULL, NULL },
	{ SCHEMA_TEXT_BODY, "EXECUTE 'SELECT * FROM \"app\".t'", NULL, "a string in it has the name" },
	{ SCHEMA_TEXT_BODY, "EXECUTE format('SELECT * FROM %I.t', 'app')", NULL, "a string in it has the name" },
	{ SCHEMA_TEXT_BODY, "EXECUTE $q$ SET search_path TO x, app $q$", NULL, "a string in it has the name" },
	{ SCHEMA_TEXT_FOREIGN, "plpy.execute('select 1 from app.t')", NULL, "a language that is not understood" },
	{ SCHEMA_TEXT_FOREIGN, "apps.t = myapp", NULL, NULL },
};

Test(rename_schema, rows)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		g_autofree char *problem = NULL, *out = rename_schema(rows[i].text, rows[i].how, "app", "New", &problem);
		if (rows[i].problem)
			cr_expect(problem && strstr(problem, rows[i].problem), "%s: problem %s", rows[i].text,
				problem ? problem : "none");
		else
			cr_expect_null(problem, "%s: problem %s", rows[i].text, problem ? problem : "");
		if (!rows[i].problem)
			cr_expect_eq(g_strcmp0(out, rows[i].expected), 0, "%s: %s", rows[i].text, out ? out : "as it is");
	}
}

/* In bodies of triggers these are records. */
Test(rename_schema, records)
{
	g_autofree char *problem = NULL, *in_rule = NULL,
			*in_body = rename_schema("NEW.x := 1", SCHEMA_TEXT_BODY, "new", "n", &problem);

	cr_expect(problem && strstr(problem, "something else"));
	g_clear_pointer(&problem, g_free);
	in_rule = rename_schema("INSERT INTO new.t VALUES (new.x)", SCHEMA_TEXT_EXPRESSION, "new", "n", &problem);
	cr_expect_str_eq(in_rule, "INSERT INTO n.t VALUES (new.x)");
	cr_expect_null(problem);
}

Test(rename_schema, left_out)
{
	g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *sql = unqualify_schema(
		"CREATE TABLE \"a b\".t (x \"a b\".m DEFAULT nextval('\"a b\".s'::regclass) REFERENCES \"a b\" . u) /* it's \"a "
		"b\".c */; ON SCHEMA \"a b\" $x$ \"a b\".f $x$",
		"a b", names);

	cr_expect_str_eq(sql,
		"CREATE TABLE t (x m DEFAULT nextval('s'::regclass) REFERENCES \"a b\" . u) /* it's \"a b\".c */; ON SCHEMA \"a "
		"b\" $x$ f $x$");
	cr_expect_eq(g_hash_table_size(names), 4);
	cr_expect(g_hash_table_contains(names, "s"));
}
