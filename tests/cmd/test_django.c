/* Migrations of Django, run by Debian's Django. */
#include <string.h>

#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

TestSuite(django, .fini = run_cleanup);

/* A copy of the project of tests/django, for a database; Debian's Python has Django, another one first in PATH may not. */
#define PYTHON "/usr/bin/python3 "
#define ENVIRONMENT(database, role) "export DATABASE=" database " ROLE=" role " PYTHONDONTWRITEBYTECODE=1; "

static void project(void)
{
	run_directory();
	AUTO_OUTCOME have = run(PYTHON "-c 'import django, psycopg2, yaml'");
	if (have.status)
		cr_skip("python3-django, python3-psycopg2 and python3-yaml are not installed");
	AUTO_OUTCOME copied = run("cp -r \"$PGCANON_SOURCE\"/tests/django/* .");
	cr_assert_eq(copied.status, 0, "%s", copied.err);
}

#define OWN "--exclude 'fdw_owner[.]django_.*'"
#define AS_OWNER ENVIRONMENT("cmd_dj_shop", "cmd_dj_owner")

/* What teams do that keep schema.yaml, a document of Pyrseas, for what Django does not manage. */
Test(django, practice)
{
	project();
	make("cmd_dj_shop",
		"DROP ROLE IF EXISTS cmd_dj_owner; CREATE ROLE cmd_dj_owner LOGIN; ALTER ROLE cmd_dj_owner SET search_path = "
		"fdw_owner; CREATE SCHEMA fdw_owner AUTHORIZATION cmd_dj_owner");
	run_rows((const struct expected[]){
		{ AS_OWNER PYTHON "move.py && psql -qX -d cmd_dj_shop -U cmd_dj_owner -f turnover.sql", 0, NULL, NULL },
		{ "yaml2db -q --check " OWN " cmd_dj_shop schema.yaml", 0, NULL, NULL },
		/* changed by hand in another database, extracted, merged */
		{ "createdb -T cmd_dj_shop cmd_dj_dev && psql -qX -v ON_ERROR_STOP=1 -d cmd_dj_dev -f dev.sql && db2yaml -O -x -n "
		  "fdw_owner -o dev.yaml cmd_dj_dev",
			0, NULL, NULL },
		{ PYTHON "merge.py schema.yaml dev.yaml 'table invoice/foreign_keys' 'table invoice/triggers' 'view turnover' "
			 "'function stamp()' >new.yaml",
			0, NULL, NULL },
		{ "yaml2db -q --format django -o shop/migrations/0002_stamp.py " OWN " cmd_dj_shop new.yaml", 0, NULL, NULL },
		{ "grep -c -e 'BEGIN\"' -e 'SET search_path' -e 'cmd_dj_owner' shop/migrations/0002_stamp.py", 1, "0\n", NULL },
		{ "grep '^        (' shop/migrations/0002_stamp.py", 0, "(\"shop\", \"0001_initial\"),\n", NULL },
		{ "grep 'ADD CONSTRAINT' shop/migrations/0002_stamp.py", 0, "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED\",\n",
			NULL },
		/* there, and back */
		{ AS_OWNER PYTHON "move.py && yaml2db -q --check " OWN " cmd_dj_shop new.yaml && " PYTHON "use.py", 0, NULL, NULL },
		{ "yaml2db --format django -o shop/migrations/0003_none.py " OWN " cmd_dj_shop new.yaml; ls shop/migrations/0003*",
			2, NULL, "there is nothing to do: no migration is written" },
		{ AS_OWNER PYTHON "move.py 0001 && yaml2db -q --check " OWN " cmd_dj_shop schema.yaml", 0, NULL, NULL },
		/* psql takes it as well */
		{ AS_OWNER PYTHON
			"-m django sqlmigrate --settings settings shop 0002 | psql -qX -v ON_ERROR_STOP=1 -d cmd_dj_shop -U "
			"cmd_dj_owner -o /dev/null && yaml2db -q --check " OWN " cmd_dj_shop new.yaml",
			0, NULL, NULL },
		{ 0 },
	});
	drop("cmd_dj_dev");
	drop("cmd_dj_shop");
	more("postgres", "DROP ROLE cmd_dj_owner");
}

/* Texts of all kinds, and labels that are used at once. */
static const char nasty[] =
	"ALTER TYPE odd.mood ADD VALUE E'\\\\1 \"new\"'; ALTER TABLE odd.t ALTER m SET DEFAULT E'\\\\1 \"new\"';"
	"ALTER TABLE odd.t ADD text text DEFAULT E'%s %(x)s %% \\\\ \\\\n ''''''\"\"\" {x} \\t\\r\\n \\U0001F600\\u200b end\\\\', "
	"ADD \"a%sb\"\"c\\d\" integer;"
	"COMMENT ON TABLE odd.t IS E'\"\"\"\\n\\n  # coding: latin-1 \\\\N{DASH} \\'\\'\\' \\n--  \\\\\\n;'; COMMENT ON COLUMN "
	"odd.t.m IS E'\\\\';"
	"COMMENT ON COLUMN odd.t.\"a%sb\"\"c\\d\" IS E'\\u00fc\\u202e $$ $_$ \\n';"
	"CREATE FUNCTION odd.f(a text DEFAULT E'\\\\1 %s') RETURNS text LANGUAGE plpgsql AS E'\\nBEGIN  \\n\\tRETURN $q$\\\\1 "
	"\"\"\" %s %% '' '''' \\\\\\\\ $$ $_$ $q$ || a;\\r\\n-- \\u20ac\\nEND;\\n\\n';"
	"CREATE VIEW odd.v AS SELECT E'%s \\\\ \"\"\"'::text AS \"say \"\"%s\"\"\", m FROM odd.t WHERE text LIKE E'%\\\\_%' AND m "
	"= E'\\\\1 \"new\"';"
	"ALTER TABLE odd.t ADD CONSTRAINT \"c%\" CHECK (text !~ E'^\\\\d+[\\\\\\\\''\"]{2}%$');";

#define AS_ODD ENVIRONMENT("cmd_dj_odd", "$PGUSER")

Test(django, texts)
{
	static const char plain[] =
		"CREATE SCHEMA odd; CREATE TYPE odd.mood AS ENUM ('sad'); CREATE TABLE odd.t (id integer, m odd.mood); INSERT "
		"INTO odd.t VALUES (1, 'sad')";

	project();
	make("cmd_dj_odd", plain);
	make("cmd_dj_odd_new", plain);
	more("cmd_dj_odd_new", "ALTER TYPE odd.mood ADD VALUE 'gone'");
	for (const char *statement = nasty; *statement; statement += strcspn(statement, ";") + 1)
		if (g_str_has_prefix(statement, "ALTER TYPE")) {
			g_autofree char *first = g_strndup(statement, strcspn(statement, ";"));
			more("cmd_dj_odd_new", first);
		}
	more("cmd_dj_odd_new", strchr(nasty, ';') + 1);
	run_rows((const struct expected[]){
		{ "db2yaml -n odd -o old.yaml cmd_dj_odd && db2yaml -n odd -o new.yaml cmd_dj_odd_new", 0, NULL, NULL },
		{ "yaml2db -q --format django cmd_dj_odd new.yaml", 2, NULL, "-o FILE tells the first one's file" },
		{ "yaml2db -q --format django -o shop/migrations/0002_odd.py cmd_dj_odd new.yaml && ls shop/migrations", 0,
			"0002_odd.py\n0003_odd_2.py\n__init__.py\n", NULL },
		{ AS_ODD PYTHON "move.py && yaml2db -q --check cmd_dj_odd new.yaml", 0, NULL, NULL },
		{ "db2yaml -n odd cmd_dj_odd | cmp - new.yaml", 0, NULL, NULL },
		{ AS_ODD PYTHON "move.py 0002 && " PYTHON "move.py 0001 && yaml2db -q --check cmd_dj_odd old.yaml", 0, NULL, NULL },
		{ "db2yaml -n odd cmd_dj_odd | cmp - old.yaml", 0, NULL, NULL },
		/* a label less */
		{ AS_ODD PYTHON
			"move.py && yaml2db -q --allow-data-loss --format django -o shop/migrations/0004_less.py cmd_dj_odd "
			"old.yaml && ls shop/migrations | grep -c less",
			0, "2\n", NULL },
		{ AS_ODD PYTHON "move.py && yaml2db -q --check cmd_dj_odd old.yaml && " PYTHON
				"move.py 0003 && yaml2db -q --check cmd_dj_odd new.yaml",
			0, NULL, NULL },
		{ 0 },
	});
	drop("cmd_dj_odd");
	drop("cmd_dj_odd_new");
}

/* One migration for the schema of each tenant, whose view has an owner and privileges that no document knows. */
Test(django, tenants)
{
#define EACH "for t in one two; do export TENANT=$t; "
	project();
	make("cmd_dj_tenants",
		"DROP ROLE IF EXISTS cmd_dj_tenant; CREATE ROLE cmd_dj_tenant LOGIN; CREATE SCHEMA one AUTHORIZATION "
		"cmd_dj_tenant; CREATE SCHEMA two AUTHORIZATION cmd_dj_tenant");
	run_rows((const struct expected[]){
		{ ENVIRONMENT("cmd_dj_tenants", "cmd_dj_tenant") EACH PYTHON
			"move.py && sed s/fdw_owner/$t/g turnover.sql | psql -qX -d cmd_dj_tenants -U cmd_dj_tenant || exit; done",
			0, NULL, NULL },
		{ EACH "psql -qXc \"GRANT SELECT ON $t.turnover TO PUBLIC\" cmd_dj_tenants || exit; done", 0, NULL, NULL },
		{ "db2yaml -O -x -n one --exclude 'app[.]django_.*' --map-schema one=app -o app.yaml cmd_dj_tenants", 0, NULL,
			NULL },
		{ "sed 's/ - turnover:/ - turned:/; s/ AS turnover/ AS turned/' app.yaml >new.yaml; cmp -s app.yaml new.yaml", 1,
			NULL, NULL },
		{ "yaml2db -q --format django --unqualified app -o shop/migrations/0002_twice.py app.yaml new.yaml", 0, NULL,
			NULL },
		{ ENVIRONMENT("cmd_dj_tenants", "cmd_dj_tenant") EACH PYTHON "move.py || exit; done", 0, NULL, NULL },
		{ "psql -XAtqc \"SELECT count(*) FROM pg_class WHERE relname = 'turnover' AND relowner = 'cmd_dj_tenant'::regrole "
		  "AND relacl::text ~ '=r/'\" cmd_dj_tenants",
			0, "2\n", NULL },
		{ EACH "yaml2db -q --check cmd_dj_tenants new.yaml --map-schema app=$t || exit; done", 0, NULL, NULL },
		{ ENVIRONMENT("cmd_dj_tenants", "cmd_dj_tenant") EACH PYTHON
			"move.py 0001 && yaml2db -q --check cmd_dj_tenants app.yaml --map-schema app=$t || exit; done",
			0, NULL, NULL },
		{ ENVIRONMENT("cmd_dj_tenants", "$PGUSER") "TENANT=public " PYTHON "move.py", 1, NULL,
			"the current schema, public, is not one of those that are to change" },
		{ 0 },
	});
	drop("cmd_dj_tenants");
	more("postgres", "DROP ROLE cmd_dj_tenant");
}

Test(django, usage)
{
	run_file("a.yaml", "schema s: {}\n");
	run_file("b.yaml", "schema s:\n  table t:\n    columns:\n    - a:\n        type: integer\n");
	run_rows((const struct expected[]){
		{ "yaml2db --format pdf a.yaml b.yaml", 2, NULL, "--format is sql or django" },
		{ "yaml2db --format django --down x a.yaml b.yaml", 2, NULL, "has both ways" },
		{ "yaml2db --format django -1 a.yaml b.yaml", 2, NULL, "Django runs its migrations itself" },
		{ "yaml2db --app shop a.yaml b.yaml", 2, NULL, "are for --format django" },
		{ "yaml2db --format django --app 'a b' a.yaml b.yaml", 2, NULL, "no app of Django has the label \"a b\"" },
		{ "yaml2db --format django -o 0001-x.py a.yaml b.yaml", 2, NULL, "a file such as 0007_customer.py" },
		{ "yaml2db --format django -o x.sql a.yaml b.yaml", 2, NULL, "a file such as 0007_customer.py" },
		{ "yaml2db --format django --depends-on 0001_a a.yaml b.yaml", 2, NULL, "of which app?" },
		{ "yaml2db --format django --depends-on a.b.c a.yaml b.yaml", 2, NULL, "wants APP.MIGRATION" },
		{ "yaml2db --format django --depends-on a.0001_b --depends-on 0002_c --app d a.yaml b.yaml", 0,
			"    dependencies = [\n        (\"a\", \"0001_b\"),\n        (\"d\", \"0002_c\"),\n    ]\n", NULL },
		{ "yaml2db --format django a.yaml b.yaml", 0, "    dependencies = []\n", NULL },
		{ "mkdir -p m/migrations && cd m/migrations && touch 0003_a.py 0004_b.py 0004_c.py 0005_d.py && yaml2db --format "
		  "django -o 0004_z.py ../../a.yaml ../../b.yaml && grep 0003 0004_z.py",
			0, "(\"m\", \"0003_a\")", NULL },
		{ "yaml2db --format django -o m/migrations/0005_e.py a.yaml b.yaml", 2, NULL,
			"two migrations are the last before 0005_e" },
		{ "yaml2db --format django -o m/migrations/0006_e.py a.yaml b.yaml && grep 0005 m/migrations/0006_e.py", 0,
			"(\"m\", \"0005_d\")", NULL },
		{ "mkdir n && touch n/0001_a.py && yaml2db --format django -o n/0002_b.py a.yaml b.yaml", 2, NULL,
			"of which app?" },
		{ 0 },
	});
}
