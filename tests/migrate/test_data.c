/* Reference data on a server: there, and back to the very rows that were there. */
#include <criterion/criterion.h>
#include <glib.h>

#include "help.h"
#include "migrate/data.h"
#include "migrate/data_compare.h"
#include "migrate/data_contract.h"
#include "migrate/data_file.h"
#include "rehearse.h"
#include "tests/server.h"

int main(int argc, char *argv[])
{
	return server_main(argc, argv);
}

TestSuite(data, .fini = folder_remove);

#define COUNTRY \
	"CREATE TABLE country (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text UNIQUE NOT NULL, name text, active " \
	"boolean DEFAULT true);"
#define CITY \
	COUNTRY "CREATE TABLE city (id serial PRIMARY KEY, country_id integer REFERENCES country, name text, people " \
		"numeric(10, 2)," \
		" UNIQUE (country_id, name));"
#define CITIES \
	"SELECT string_agg(concat_ws(':', c.code, t.name, t.people), ' ' ORDER BY c.code, t.name) FROM city t LEFT JOIN country c " \
	"ON c.id = country_id"
#define COUNTRIES "SELECT string_agg(concat_ws(':', code, name, active), ' ' ORDER BY code) FROM country"
#define TABLE(name, key) "schema: public\ntable: " name "\nkey: [" key "]\n"

/* What the files make of a database. state is a query of one text; there the text after. */
static const struct {
	const char *name, *sql, *files[3], *state, *there;
} cases[] = {
	{ "merge", COUNTRY "INSERT INTO country (code, name) VALUES ('CH', 'Suisse'), ('XX', 'other')",
		{ TABLE("country",
			"code") "rows:\n- {code: CH, name: Switzerland}\n- {code: no, name: null}\n- {code: 012, name: \"~\"}\n" },
		COUNTRIES, "012:~:t CH:Switzerland:t XX:other:t no:t" },
	{ "insert only", COUNTRY "INSERT INTO country (code, name) VALUES ('CH', 'Suisse')",
		{ TABLE("country",
			"code") "mode: insert\ncolumns: [name]\nrows:\n- [CH, Switzerland]\n- [DE, \"it's; \\\\ $$\"]\n" },
		COUNTRIES, "CH:Suisse:t DE:it's; \\ $$:t" },
	{ "full, with deletes",
		COUNTRY "INSERT INTO country (code, name, active) VALUES ('CH', 'Switzerland', true), ('XX', 'gone', false)",
		{ TABLE("country",
			"code") "mode: full\ndelete: allow\nrows:\n- {code: CH, name: Switzerland}\n- {code: DE, name: Germany}\n" },
		COUNTRIES, "CH:Switzerland:t DE:Germany:t" },
	{ "full within a scope",
		COUNTRY
		"INSERT INTO country (code, name, active) VALUES ('CH', 'Switzerland', true), ('XX', 'kept', false), ('YY', "
		"'gone', true)",
		{ TABLE("country",
			"code") "mode: full\ndelete: allow\nwhere: active AND country.name <> 'x'\nrows:\n- {code: CH, name: "
				"Switzerland}\n" },
		COUNTRIES, "CH:Switzerland:t XX:kept:f" },
	{ "deactivated instead of deleted",
		CITY "INSERT INTO country (code, name) VALUES ('CH', 'Switzerland'), ('XX', 'old'); INSERT INTO city (country_id, "
		     "name) VALUES (2, 'Old Town')",
		{ TABLE("country",
			"code") "mode: full\ndelete: {deactivate: {active: false}}\nrows:\n- {code: CH, name: Switzerland}\n" },
		COUNTRIES, "CH:Switzerland:t XX:old:f" },
	{ "emptied", COUNTRY "INSERT INTO country (code) VALUES ('CH')",
		{ TABLE("country", "code") "mode: full\ndelete: allow\nrows: []\n" }, COUNTRIES, "" },
	{ "references by natural key, of rows that come along",
		CITY
		"INSERT INTO country (code) VALUES ('XX'), ('CH'); INSERT INTO city (country_id, name, people) VALUES (1, 'Gone', "
		"5), (2, 'Bern', 1)",
		{ TABLE("city",
			  "country_id, name") "mode: full\ndelete: allow\nrows:\n- {country_id: {code: CH}, name: Bern, people: "
					      "134000.5}\n- {country_id: {code: DE}, name: Bonn, people: 7}\n",
			TABLE("country", "code") "mode: full\ndelete: allow\nrows:\n- {code: CH}\n- {code: DE}\n" },
		CITIES, "CH:Bern:134000.50 DE:Bonn:7.00" },
	{ "equal by the type's own measure",
		"CREATE TABLE t (k integer PRIMARY KEY, n numeric(6, 2), j json, b jsonb, d timestamptz, a integer[], p point);"
		"INSERT INTO t VALUES (1, 1.1, '{\"a\": 1}', '{\"b\":2,\"a\":1}', '2024-01-01 12:00+02', '{1,2}', '(1,2)'), (2, "
		"NULL, NULL, NULL, NULL, NULL, NULL)",
		{ TABLE("t",
			"k") "rows:\n- {k: 1, n: 1.10, j: '{\"a\": 1}', b: '{\"a\":1, \"b\":2}', d: '2024-01-01 10:00Z', a: '{1, "
			     "2}', p: '(1.0,2)'}\n"
			     "- {k: 2, n: 5, j: '[]', b: '[]', d: infinity, a: '{}', p: '(0,0)'}\n" },
		"SELECT string_agg(t::text, ' ' ORDER BY k) FROM t",
		"(1,1.10,\"{\"\"a\"\": 1}\",\"{\"\"a\"\": 1, \"\"b\"\": 2}\",\"2024-01-01 10:00:00+00\",\"{1,2}\",\"(1,2)\") "
		"(2,5.00,[],[],infinity,{},\"(0,0)\")" },
	{ "places in a list that change hands",
		"CREATE TABLE t (k text PRIMARY KEY, place integer NOT NULL UNIQUE, label text UNIQUE); INSERT INTO t VALUES "
		"('a', 1, 'x'), ('b', 2, 'y'), ('c', 3, 'z')",
		{ TABLE("t",
			"k") "mode: full\ndelete: allow\nrows:\n- {k: a, place: 2, label: y}\n- {k: b, place: 1, label: x}\n- {k: "
			     "d, place: 3, label: z}\n" },
		"SELECT string_agg(concat_ws(':', k, place, label), ' ' ORDER BY k) FROM t", "a:2:y b:1:x d:3:z" },
	{ "places that may be checked later",
		"CREATE TABLE t (k text PRIMARY KEY, place bytea NOT NULL UNIQUE DEFERRABLE); INSERT INTO t VALUES ('a', '1'), "
		"('b', '2')",
		{ TABLE("t", "k") "rows:\n- {k: a, place: '2'}\n- {k: b, place: '1'}\n" },
		"SELECT string_agg(concat_ws(':', k, place), ' ' ORDER BY k) FROM t", "a:\\x32 b:\\x31" },
	{ "rows that refer to rows of their own table",
		"CREATE TABLE t (id serial PRIMARY KEY, k text UNIQUE NOT NULL, up integer REFERENCES t); INSERT INTO t (k, up) "
		"VALUES ('root', NULL), ('old', 1)",
		{ TABLE("t", "k") "mode: full\ndelete: allow\nrows:\n- {k: leaf, up: {k: twig}}\n- {k: twig, up: {k: root}}\n- {k: "
				  "root, up: {k: leaf}}\n" },
		"SELECT string_agg(concat_ws(':', t.k, u.k), ' ' ORDER BY t.k) FROM t LEFT JOIN t u ON u.id = t.up",
		"leaf:twig root:leaf twig:root" },
	{ "tables that refer to each other",
		"CREATE TABLE a (id serial PRIMARY KEY, k text UNIQUE NOT NULL, b integer); CREATE TABLE b (id serial PRIMARY "
		"KEY, k text UNIQUE NOT NULL, a integer NOT NULL REFERENCES a);"
		"ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b",
		{ TABLE("a", "k") "rows:\n- {k: x, b: {k: y}}\n", TABLE("b", "k") "rows:\n- {k: y, a: {k: x}}\n" },
		"SELECT concat_ws(':', a.k, b.k) FROM a JOIN b ON b.id = a.b AND a.id = b.a", "x:y" },
	{ "ids that are given", "CREATE TABLE t (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, k text)",
		{ TABLE("t", "id") "rows:\n- {id: 10, k: ten}\n- {id: 20, k: twenty}\n" },
		"SELECT string_agg(concat_ws(':', id, k), ' ' ORDER BY id) || (SELECT ' ' || (nextval('t_id_seq') > 20)) FROM t",
		"10:ten 20:twenty true" },
	{ "without a foreign key, odd names",
		"CREATE SCHEMA \"Odd s\"; CREATE TABLE \"Odd s\".\"T\" (\"Key\" integer PRIMARY KEY, \"a:b\" varchar(5)); CREATE "
		"TABLE u (k char(3) PRIMARY KEY, t integer)",
		{ TABLE("u", "k") "references: {t: Odd s.T}\nrows: [{k: ab, t: {Key: 1}}]\n",
			"schema: Odd s\ntable: T\nkey: [Key]\nrows: [{Key: 1, 'a:b': ':x'}]\n" },
		"SELECT (SELECT \"T\"::text FROM \"Odd s\".\"T\") || (SELECT u::text FROM u)", "(1,:x)(\"ab \",1)" },
	{ "partitions, a name that ends a line, values that are not seen",
		"CREATE TABLE \"t\n;x\" (k integer, v text, PRIMARY KEY (k)) PARTITION BY RANGE (k); CREATE TABLE a PARTITION OF "
		"\"t\n;x\" FOR VALUES FROM (0) TO (10);"
		"CREATE TABLE b PARTITION OF \"t\n;x\" DEFAULT; INSERT INTO \"t\n;x\" VALUES (1, 'one'), (11, E'a\\u202eb')",
		{ "schema: public\ntable: \"t\\n;x\"\nkey: [k]\nmode: full\ndelete: allow\nrows:\n- {k: 2, v: "
		  "\"x\\u202ey\\n:'z'\"}\n- {k: 12, v: ''}\n" },
		"SELECT string_agg(replace(\"t\n;x\"::text, chr(8238), '?'), ' ' ORDER BY k) FROM \"t\n;x\"",
		"(2,\"x?y\n:'z'\") (12,\"\")" },
	{ "keys of several columns, references of several columns, rows that refer to nothing",
		"CREATE TYPE kind AS ENUM ('x', 'y'); CREATE TABLE p (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), a integer, b "
		"kind, UNIQUE (a, b));"
		"CREATE TABLE c (p uuid REFERENCES p, n integer, v varchar(3)[], PRIMARY KEY (n)); INSERT INTO p (a, b) VALUES "
		"(1, 'x'), (1, 'y');"
		"INSERT INTO c SELECT id, 1, '{a}' FROM p WHERE b = 'x'; INSERT INTO c VALUES (NULL, 2, NULL)",
		{ TABLE("c",
			  "n") "rows:\n- {n: 1, p: {a: 1, b: y}, v: '{a,NULL}'}\n- {n: 2, p: {b: x, a: 2}, v: '{}'}\n- {n: 3, p: "
			       "null, v: null}\n",
			TABLE("p", "b, a") "columns: []\nrows:\n- [x, 2]\n" },
		"SELECT string_agg(concat_ws(':', n, v::text, a, b), ' ' ORDER BY n) FROM c LEFT JOIN p ON p.id = c.p",
		"1:{a,NULL}:1:y 2:{}:2:x 3" },
	{ "triggers run",
		COUNTRY
		"CREATE FUNCTION up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.active := EXISTS (SELECT FROM country); "
		"RETURN new; END $$;"
		"CREATE TRIGGER up BEFORE INSERT ON country FOR EACH ROW EXECUTE FUNCTION public.up()",
		{ TABLE("country", "code") "rows:\n- {code: A, name: ''}\n" }, COUNTRIES, "A::f" },
};

static struct data *read_files(const char *const *files, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);

	for (int i = 0; i < 3 && files[i]; i++) {
		g_autofree char *name = g_strdup_printf("data/%d.yaml", i);
		put(name, files[i]);
		g_ptr_array_add(paths, g_build_filename(folder(), name, NULL));
	}
	return data_read(paths, error);
}

static PGconn *make_database(const char *name, const char *sql)
{
	g_autofree char *string = g_strdup_printf("dbname='%s' options='-c client_min_messages=warning -c TimeZone=UTC'", name);
	GError *error = NULL;

	check_fine(server_create_database(name, &error) && server_run(name, sql, &error), error);
	PGconn *connection = PQconnectdb(string);
	cr_assert_eq(PQstatus(connection), CONNECTION_OK);
	return connection;
}

/* The same database for the next case: it is quicker than another one. */
static void start_again(const char *name, const char *sql)
{
	GError *error = NULL;

	check_fine(server_run(name, "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS \"Odd s\" CASCADE; CREATE SCHEMA public",
			   &error) &&
			   server_run(name, sql, &error),
		error);
}

static void expect_nothing_differs(const char *const *files, PGconn *connection)
{
	GError *error = NULL;
	struct data *data = read_files(files, &error);
	g_autoptr(GString) report = g_string_new(NULL);

	check_fine(data && data_compare(data, connection, "there", &error), error);
	data_report(data, report);
	cr_expect_str_eq(report->str, "");
	cr_expect_eq(data_differences(data), 0);
	data_free(data);
}

static void go_there_and_back(size_t number, PGconn *connection)
{
	const char *const *files = cases[number].files;
	const char *name = cases[number].name;
	GError *error = NULL;
	struct data *data = read_files(files, &error);
	struct draft draft;

	draft_init(&draft);
	check_fine(data && data_compare(data, connection, "there", &error) && data_draft(data, &draft, &error), error);
	cr_expect_gt(data_differences(data), 0);
	g_autofree char *before = rehearse_text(connection, cases[number].state);
	g_autofree char *wrong = rehearse(connection, draft.pre->str, draft.build->str, draft.post->str);
	cr_assert_null(wrong, "%s: build: %s\n%s", name, wrong, draft.build->str);
	g_autofree char *there = rehearse_text(connection, cases[number].state);
	cr_expect_str_eq(there, cases[number].there, "%s: %s", name, there);
	expect_nothing_differs(files, connection);
	g_autofree char *again = rehearse(connection, NULL, draft.rollback->str, draft.pre->str);
	cr_assert_null(again, "%s: rollback: %s\n%s", name, again, draft.rollback->str);
	g_autofree char *back = rehearse_text(connection, cases[number].state);
	cr_expect_str_eq(back, before, "%s: %s, was %s", name, back, before);
	draft_clear(&draft);
	data_free(data);
}

Test(data, there_and_back)
{
	PGconn *connection = make_database("data", "SELECT");

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		start_again("data", cases[i].sql);
		go_there_and_back(i, connection);
		folder_remove();
	}
	PQfinish(connection);
}

/* What files, or the database, do not allow: the status, and a part of the message. */
static const struct {
	const char *sql, *files[3];
	enum migrate_status status;
	const char *part;
} mistakes[] = {
	{ "SELECT", { "schema: public\ntabel: t\n" }, MIGRATE_FILES, "0.yaml:2:1: unknown key \"tabel\"; did you mean \"table\"" },
	{ "SELECT", { "schema: public\ntable: t\nrows: []\n" }, MIGRATE_FILES, "\"key\" is missing" },
	{ "SELECT", { TABLE("t", "k") "rows: []\nmode: ful\n" }, MIGRATE_FILES,
		"0.yaml:5:7: \"mode\": expected one of merge, full, insert, found \"ful\"" },
	{ "SELECT", { TABLE("t", "k") "rows: []\nmode: full\nwhere: a; DROP TABLE t\n" }, MIGRATE_FILES,
		"0.yaml:6:8: \"where\" is no condition" },
	{ "SELECT", { TABLE("t", "k") "rows: []\ndelete: allow\n" }, MIGRATE_FILES, "only with `mode: full`" },
	{ "SELECT", { TABLE("t", "k") "rows: []\n", TABLE("t", "k") "rows: []\n" }, MIGRATE_FILES,
		"1.yaml:1:1: the rows of public.t are already listed" },
	{ "SELECT", { TABLE("t", "k") "rows: []\n" }, MIGRATE_FILES, "0.yaml:2:8: there is no table public.t in there" },
	{ "CREATE VIEW t AS SELECT 1 AS k", { TABLE("t", "k") "rows: []\n" }, MIGRATE_FILES, "public.t is no table" },
	{ COUNTRY, { TABLE("country", "code") "rows:\n- {code: A, nam: x}\n" }, MIGRATE_FILES,
		"0.yaml:5:13: there is no column nam of public.country; did you mean \"name\"" },
	{ COUNTRY, { TABLE("country", "name") "rows: []\n" }, MIGRATE_FILES,
		"0.yaml:3:6: no primary key or unique constraint of public.country" },
	{ COUNTRY, { TABLE("country", "code") "rows:\n- {code: A, id: 1}\n" }, MIGRATE_FILES,
		"column id of public.country cannot be given" },
	{ "CREATE TABLE t (k text PRIMARY KEY, g text GENERATED ALWAYS AS (k) STORED)",
		{ TABLE("t", "k") "rows:\n- {k: A, g: x}\n" }, MIGRATE_FILES, "the server computes it" },
	{ COUNTRY, { TABLE("country", "code") "rows:\n- {code: A, name: x}\n- {code: B}\n" }, MIGRATE_FILES,
		"0.yaml:6:3: the row gives no value for column name" },
	{ COUNTRY, { TABLE("country", "code") "rows:\n- {code: A}\n- {code: B}\n- {code: A}\n" }, MIGRATE_FILES,
		"0.yaml:7:3: two rows have the key code=A: the other one is in line 5" },
	{ COUNTRY, { TABLE("country", "code") "rows:\n- {code: null}\n" }, MIGRATE_FILES,
		"0.yaml:5:10: column code is part of the key" },
	{ COUNTRY, { TABLE("country", "code") "rows:\n- {code: A, active: perhaps}\n" }, MIGRATE_FILES,
		"0.yaml:5:21: column active: invalid input syntax for type boolean" },
	{ CITY, { TABLE("city", "name, country_id") "rows:\n- {name: A, country_id: {code: XX}}\n" }, MIGRATE_FILES,
		"0.yaml:5:25: column country_id: there is no row of public.country with code = XX, neither in there nor in the "
		"files" },
	{ CITY, { TABLE("city", "name, country_id") "rows:\n- {name: A, country_id: {name: XX}}\n" }, MIGRATE_FILES,
		"a row of public.country is not identified by name" },
	{ CITY, { TABLE("city", "country_id, name") "rows:\n- {name: A, country_id: {code: XX}}\n- {name: A, country_id: 1}\n" },
		MIGRATE_FILES, "0.yaml:6:25: column country_id: expected null or {code}" },
	{ COUNTRY "INSERT INTO country (code) VALUES ('A'), ('B')", { TABLE("country", "code") "mode: full\nrows:\n- {code: A}\n" },
		MIGRATE_REFUSED, "public.country code=B is not listed, and `delete` does not allow" },
	{ CITY "INSERT INTO country (code) VALUES ('A'); INSERT INTO city (country_id, name) VALUES (1, 'x'), (1, 'y')",
		{ TABLE("country", "code") "mode: full\ndelete: allow\nrows: []\n" }, MIGRATE_REFUSED,
		"2 rows of public.city refer to them by foreign key city_country_id_fkey" },
	{ "CREATE TABLE t (k text PRIMARY KEY, place bytea NOT NULL UNIQUE); INSERT INTO t VALUES ('a', '1'), ('b', '2')",
		{ TABLE("t", "k") "rows:\n- {k: a, place: '2'}\n- {k: b, place: '1'}\n" }, MIGRATE_FILES,
		"a constraint that is DEFERRABLE lets them" },
};

Test(data, refused)
{
	PGconn *connection = make_database("mistakes", "SELECT");

	for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++) {
		GError *error = NULL;
		struct draft draft;
		start_again("mistakes", mistakes[i].sql);
		struct data *data = read_files(mistakes[i].files, &error);
		draft_init(&draft);
		cr_expect_not(data && data_compare(data, connection, "there", &error) && data_draft(data, &draft, &error), "%s",
			mistakes[i].part);
		check_failed(&error, mistakes[i].status, mistakes[i].part);
		draft_clear(&draft);
		data_free(data);
		folder_remove();
	}
	PQfinish(connection);
}

Test(data, report_names_each_row)
{
	static const char *const files[3] = { TABLE(
		"country", "code") "mode: full\nrows:\n- {code: A, name: x, active: no}\n- {code: B, name: y, active: yes}\n" };
	PGconn *connection = make_database("report", COUNTRY "INSERT INTO country (code, name) VALUES ('A', NULL), ('C', 'z')");
	GError *error = NULL;
	struct data *data = read_files(files, &error);
	g_autoptr(GString) report = g_string_new(NULL);

	check_fine(data && data_compare(data, connection, "there", &error), error);
	data_report(data, report);
	cr_expect_eq(data_differences(data), 3);
	cr_expect(
		strstr(report->str,
			"0.yaml:6:3: public.country code=A: name: wanted 'x', found NULL; active: wanted 'false', found 'true'\n"),
		"%s", report->str);
	cr_expect(strstr(report->str, "0.yaml:7:3: public.country code=B: missing\n"), "%s", report->str);
	cr_expect(strstr(report->str, "0.yaml: public.country code=C: not wanted\n"), "%s", report->str);
	data_free(data);
	PQfinish(connection);
}

/* A row that a policy hides looks as if it were missing: that is an error. */
Test(data, hidden_rows)
{
	static const char *const files[3] = { TABLE("country", "code") "rows:\n- {code: A, name: x}\n" };
	PGconn *connection = make_database("hidden",
		COUNTRY "INSERT INTO country (code) VALUES ('A'); ALTER TABLE country ENABLE ROW LEVEL SECURITY;"
			"DROP ROLE IF EXISTS data_reader; CREATE ROLE data_reader; GRANT ALL ON country TO data_reader; SET ROLE "
			"data_reader");
	GError *error = NULL;
	struct data *data = read_files(files, &error);

	PQclear(PQexec(connection, "SET ROLE data_reader"));
	check_fine(data, error);
	cr_expect_not(data_compare(data, connection, "there", &error));
	check_failed(&error, MIGRATE_SQL, "row-level security");
	data_free(data);
	PQfinish(connection);
}
