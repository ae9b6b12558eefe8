/* Tests yaml2db --keep and --forget: what dropped tables and columns have is kept, for nobody but the owner, given back, and removed. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"

/* The trigger fails whenever it sees a row; its table has a column that goes, another table goes whole. */
static const char have[] =
	"CREATE TYPE state AS ENUM ('new', 'sold');"
	" CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''a trigger sees it''; END';"
	" CREATE TABLE item (id integer PRIMARY KEY, name text, price numeric NOT NULL, state state DEFAULT 'new');"
	" CREATE TABLE orders (id serial PRIMARY KEY, item integer REFERENCES item ON DELETE CASCADE, state state);"
	" INSERT INTO item VALUES (1, 'a', 1.50, 'new'), (2, 'b', 2.25, 'sold'), (3, 'c', 3, NULL);"
	" INSERT INTO orders (item, state) VALUES (1, 'sold'), (2, 'new');"
	" CREATE TRIGGER refuse BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION refuse()";
static const char want[] =
	"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''a trigger sees it''; END';"
	" CREATE TABLE item (id integer PRIMARY KEY, name text);"
	" CREATE TRIGGER refuse BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION refuse()";

#define PLAN "yaml2db -q --keep --no-guard --up up.sql --down down.sql "
#define RUN(database, script) "psql -qX1v ON_ERROR_STOP=1 -d " database " -f " script
#define ASK(database, sql) "psql -qXAtc \"" sql "\" " database

Test(keep, comes_back)
{
	make("keep_back", have);
	make("keep_back_want", want);
	run_rows((const struct expected[]){
		/* nothing is lost, so nothing has to be allowed */
		{ "yaml2db --keep --no-guard --up up.sql --down down.sql keep_back keep_back_want", 0, "",
			"note: the values of column price of table public.item are kept in pgcanon_kept.\"public.item " },
		{ "cp up.sql again.sql; " PLAN "keep_back keep_back_want; cmp up.sql again.sql", 0, "", NULL },
		{ RUN("keep_back", "up.sql"), 0, "*", NULL },
		/* it is no part of the schema */
		{ "yaml2db --check keep_back keep_back_want", 0, "", NULL },
		{ "db2yaml keep_back | grep -c pgcanon_kept", 1, "0\n", NULL },
		/* a row goes, one comes, one is as it was; what is kept refers to none of them */
		{ ASK("keep_back", "DELETE FROM item WHERE id = 1; INSERT INTO item VALUES (4, 'd')"), 0, "", NULL },
		{ RUN("keep_back", "down.sql"), 0, "*", "rows of table public.item, of which values were kept, are not there" },
		{ ASK("keep_back", "SELECT id, name, price, state FROM item ORDER BY id"), 0, "2|b|2.25|sold\n3|c|3|\n4|d||new\n",
			NULL },
		{ ASK("keep_back", "SELECT id, item, state FROM orders ORDER BY id"), 0, "1|1|sold\n2|2|new\n", NULL },
		/* the sequence goes on behind the values */
		{ ASK("keep_back", "INSERT INTO orders (item) VALUES (2) RETURNING id"), 0, "3\n", NULL },
		/* what has no row any more is kept still */
		{ "yaml2db --forget keep_back", 0, "columns price, state of table public.item, by key id, less than a minute, ",
			NULL },
		{ "yaml2db --forget --all keep_back && " ASK(
			  "keep_back", "SELECT count(*) FROM pg_namespace WHERE nspname = 'pgcanon_kept'"),
			0, "\n0\n", NULL },
		{ 0 },
	});
	drop("keep_back");
	drop("keep_back_want");
}

/* From the copy to the drop nobody can write a value that would be neither kept nor there. */
Test(keep, locks_what_it_copies)
{
	make("keep_lock", have);
	make("keep_lock_want", want);
	run_rows((const struct expected[]){
		{ PLAN "keep_lock keep_lock_want && sed '/SET LOGGED/q' up.sql >part.sql && psql -qXAtv ON_ERROR_STOP=1 -c BEGIN -f part.sql"
		       " -c \"SELECT mode FROM pg_locks WHERE relation = 'public.item'::regclass AND mode ~ 'Exclusive'\" keep_lock",
			0, "AccessExclusiveLock\n", NULL },
		{ 0 },
	});
	drop("keep_lock");
	drop("keep_lock_want");
}

/* The same plan is run twice, with another one between; what is kept first stays, and what was removed is done without. */
/* The copy, and what the way back writes, are told with the lock under which they run. */
Test(keep, plan_tells_locks, .fini = run_cleanup)
{
#define ROWS "CREATE TABLE t (id integer PRIMARY KEY, a text); CREATE TABLE w (a integer); "
	make("keep_plan", ROWS "INSERT INTO t SELECT n, n FROM generate_series(1, 100) n; ANALYZE");
	make("keep_plan_want", "CREATE TABLE t (id integer PRIMARY KEY)");
	run_rows((const struct expected[]){
		{ "yaml2db --keep --plan text keep_plan keep_plan_want | grep -A 2 'LOCK TABLE ONLY'", 0,
			"ACCESS EXCLUSIVE on table public.t (about 100 rows, ", NULL },
		{ "yaml2db --keep --plan text keep_plan keep_plan_want | grep -A 2 'CREATE UNLOGGED TABLE' | grep -o 'ACCESS.*100 rows\\|which.*'",
			0, "ACCESS EXCLUSIVE on table public.t (about 100 rows\nwhich is scanned\n", NULL },
		{ "yaml2db --keep --plan json keep_plan keep_plan_want | tr -d ' \n' | grep -o '\"relation\":\"tablepublic.t\",\"lock\":\"ACCESSEXCLUSIVE\",\"lock_on_others\":null,"
		  "\"rewrites\":false,\"scans\":true'",
			0, "scans", NULL },
		{ "yaml2db --keep --revert --plan text keep_plan keep_plan_want | grep -A 1 'is given back' | grep 'public.t '", 0,
			"which is rewritten", NULL },
		{ "yaml2db --keep --online keep_plan keep_plan_want", 2, NULL,
			"it cannot be combined with --online or --unqualified" },
		{ 0 },
	});
	drop("keep_plan");
	drop("keep_plan_want");
}

Test(keep, runs_beside_another)
{
	make("keep_twice", have);
	make("keep_twice_want", want);
	run_rows((const struct expected[]){
		{ PLAN "keep_twice keep_twice_want", 0, "", NULL },
		{ RUN("keep_twice", "up.sql"), 0, "*", NULL },
		{ ASK("keep_twice",
			  "CREATE TYPE state AS ENUM ('new', 'sold'); ALTER TABLE item ADD price numeric, ADD state state; ALTER TABLE "
			  "item DISABLE TRIGGER refuse; UPDATE item SET price = 9; ALTER TABLE item ENABLE TRIGGER refuse"),
			0, "", NULL },
		{ RUN("keep_twice", "up.sql"), 3, "*", "relation \"public.orders\" does not exist" },
		{ "yaml2db -q --keep --no-guard -o up2.sql keep_twice keep_twice_want && " RUN("keep_twice", "up2.sql"), 0, "",
			NULL },
		{ "yaml2db --forget keep_twice | grep -c 'of table public.item'", 0, "2\n", NULL },
		{ "yaml2db --forget --older-than 1 keep_twice; yaml2db --forget keep_twice | wc -l", 0, "3\n", NULL },
		{ "yaml2db --forget --name public.item keep_twice", 0, "removed pgcanon_kept.\"public.item ", NULL },
		{ "yaml2db --forget keep_twice", 0, "\": table public.orders, less than a minute, ", NULL },
		{ "yaml2db --forget --name nothing keep_twice", 2, "", "nothing is kept that has the name nothing" },
		{ RUN("keep_twice", "down.sql"), 0, "*", "WARNING:  nothing is kept any more of table public.item" },
		{ ASK("keep_twice", "SELECT count(*) FROM orders"), 0, "2\n", NULL },
		{ "yaml2db --forget keep_twice", 0, "", "nothing is kept" },
		{ 0 },
	});
	drop("keep_twice");
	drop("keep_twice_want");
}

/* Whoever could read the table, or gets rights to whatever is made, cannot read what is kept of it; nor does a stranger get it. */
Test(keep, is_read_by_the_owner_alone)
{
	make("keep_secret", have);
	make("keep_secret_want", want);
	run_rows((const struct expected[]){
		{ "psql -qX -d postgres -c 'CREATE ROLE keep_reader' -c 'CREATE ROLE keep_stranger'", 0, "", NULL },
		{ ASK("keep_secret",
			  "GRANT SELECT ON orders TO keep_reader; GRANT SELECT (price) ON item TO PUBLIC; ALTER DEFAULT PRIVILEGES GRANT "
			  "USAGE ON SCHEMAS TO keep_reader; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO keep_reader"),
			0, "", NULL },
		{ PLAN "-x keep_secret keep_secret_want && " RUN("keep_secret", "up.sql"), 0, "*", NULL },
		{ ASK("keep_secret",
			  "SELECT count(*) FROM pg_class c, aclexplode(relacl) WHERE relnamespace = 'pgcanon_kept'::regnamespace AND relkind "
			  "= 'r' AND grantee <> relowner"),
			0, "0\n", NULL },
		{ ASK("keep_secret", "SET ROLE keep_reader; TABLE pgcanon_kept.kept"), 1, "",
			"permission denied for schema pgcanon_kept" },
		{ RUN("keep_secret", "down.sql"), 0, "*", "*" },
		{ ASK("keep_secret", "CREATE SCHEMA pgcanon_kept AUTHORIZATION keep_stranger"), 0, "", NULL },
		{ RUN("keep_secret", "up.sql"), 3, "*",
			"schema pgcanon_kept belongs to keep_stranger, who could take what is kept" },
		{ "yaml2db --forget keep_secret", 2, "", "schema pgcanon_kept was not made by yaml2db --keep" },
		{ 0 },
	});
	drop("keep_secret");
	drop("keep_secret_want");
	run_rows((const struct expected[]){
		{ "psql -qX -d postgres -c 'DROP ROLE keep_reader' -c 'DROP ROLE keep_stranger'", 0, "", NULL },
		{ 0 },
	});
}

/* What has no key is lost as ever, and the proof tries the rest with rows. */
Test(keep, needs_a_key)
{
	make("keep_key", have);
	more("keep_key",
		"CREATE TABLE log (message text, level text); CREATE TYPE mood AS ENUM ('good');"
		" CREATE FUNCTION as_text(mood) RETURNS text LANGUAGE sql AS 'SELECT ''another''';"
		" CREATE CAST (mood AS text) WITH FUNCTION as_text(mood); CREATE TABLE day (id date PRIMARY KEY, mood mood)");
	make("keep_key_want", want);
	more("keep_key_want", "CREATE TABLE log (message text); CREATE TABLE day (id date PRIMARY KEY)");
	run_rows((const struct expected[]){
		{ PLAN "keep_key keep_key_want", 2, "",
			"column level of table public.log is dropped, and its values are lost: they cannot be kept, as no key of the table" },
		{ PLAN "keep_key keep_key_want", 2, "",
			"column mood of table public.day is dropped, and its values are lost: they cannot be kept, as a cast of your own" },
		{ "yaml2db --keep --plan json keep_key keep_key_want | grep -c '\"code\": \"\\(kept\\|not-kept\\)\"'", 0, "5\n",
			"*" },
		{ "yaml2db --keep --allow-data-loss --prove --scratch postgres -o up.sql keep_key keep_key_want", 0, "",
			"note: proved on postgres: " },
		{ "yaml2db --keep --online keep_key keep_key_want", 2, "", "it cannot be combined with --online" },
		{ "yaml2db --forget keep_key keep_key_want", 2, "", "--forget looks at one database" },
		{ "yaml2db --all keep_key", 2, "", "tell what --forget removes" },
		{ "yaml2db --forget --older-than x keep_key", 2, "", "--older-than takes a number of days" },
		{ "yaml2db --forget --older-than 18446744073709551615 keep_key", 2, "", "--older-than takes a number of days" },
		{ "yaml2db --forget want.yaml", 2, "", "--forget looks at a database, and want.yaml is none" },
		{ 0 },
	});
	drop("keep_key");
	drop("keep_key_want");
}

/* A label goes, and `using` tells what rows have instead: they have it again, once it is committed. */
Test(keep, notes_labels)
{
	make("keep_label",
		"CREATE TYPE state AS ENUM ('new', 'sold', 'gone'); CREATE TABLE item (id integer PRIMARY KEY, state state, old state);"
		" INSERT INTO item VALUES (1, 'gone', 'gone'), (2, 'new', NULL), (3, 'sold', 'gone')");
	run_rows((const struct expected[]){
		{ "db2yaml keep_label | sed '/- gone/d; /^    - old/,/type/d; s/^        type: public.state/&\\n        using: "
		  "NULLIF(state::text, \\x27gone\\x27)::public.state/' >want.yaml; grep -c using want.yaml",
			0, "1\n", NULL },
		{ "yaml2db --keep --no-guard --up up.sql --down down.sql keep_label want.yaml", 0, "",
			"note: the labels that go of column state of table public.item are kept in pgcanon_kept" },
		{ RUN("keep_label", "up.sql"), 0, "", NULL },
		{ ASK("keep_label", "SELECT * FROM item ORDER BY id"), 0, "1|\n2|new\n3|sold\n", NULL },
		{ "yaml2db --check keep_label want.yaml", 0, "", NULL },
		{ "psql -qXv ON_ERROR_STOP=1 -d keep_label -f down.sql", 0, "", NULL },
		{ ASK("keep_label", "SELECT * FROM item ORDER BY id"), 0, "1|gone|gone\n2|new|\n3|sold|gone\n", NULL },
		{ "yaml2db --forget keep_label", 0, "", "nothing is kept" },
		{ 0 },
	});
	drop("keep_label");
}

/* More columns than a function takes arguments, and none at all. */
Test(keep, takes_any_number_of_columns)
{
	make("keep_wide",
		"DO $$BEGIN EXECUTE (SELECT 'CREATE TABLE wide (id integer PRIMARY KEY, ' || string_agg('c' || n || ' integer', ', ') || ')'"
		" FROM generate_series(1, 120) n); END$$; INSERT INTO wide (id, c120) VALUES (1, 7);"
		" CREATE TABLE bare (); INSERT INTO bare DEFAULT VALUES; INSERT INTO bare DEFAULT VALUES");
	make("keep_wide_want", "CREATE TABLE wide (id integer PRIMARY KEY)");
	run_rows((const struct expected[]){
		{ PLAN "keep_wide keep_wide_want && " RUN("keep_wide", "up.sql") " && " RUN("keep_wide", "down.sql"), 0, "", NULL },
		{ ASK("keep_wide", "SELECT id, c120, (SELECT count(*) FROM bare) FROM wide"), 0, "1|7|2\n", NULL },
		{ "yaml2db --forget keep_wide", 0, "", "nothing is kept" },
		{ 0 },
	});
	drop("keep_wide");
	drop("keep_wide_want");
}

/* A function of a generated column has the script run under the database's search_path. */
#define OPERATOR_OF_OTHERS \
	"CREATE FUNCTION refuse(varchar, varchar) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''it is called''; END';" \
	" CREATE OPERATOR = (FUNCTION = refuse, LEFTARG = varchar, RIGHTARG = varchar);" \
	" CREATE FUNCTION one() RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1';" \
	" CREATE TABLE item (code varchar PRIMARY KEY, one integer GENERATED ALWAYS AS (one()) STORED"

/* Rows find their values by PostgreSQL's own operators, whatever the database's search_path has. */
Test(keep, calls_no_operator_of_others)
{
	make("keep_operator", OPERATOR_OF_OTHERS ", price integer); INSERT INTO item (code, price) VALUES ('a', 5)");
	make("keep_operator_want", OPERATOR_OF_OTHERS ")");
	run_rows((const struct expected[]){
		{ PLAN "keep_operator keep_operator_want && grep -c 'search_path = DEFAULT' down.sql", 0, "1\n", NULL },
		{ RUN("keep_operator", "up.sql") " && " RUN("keep_operator", "down.sql"), 0, "*", NULL },
		{ ASK("keep_operator", "SELECT code, price FROM item"), 0, "a|5\n", NULL },
		{ 0 },
	});
	drop("keep_operator");
	drop("keep_operator_want");
}
