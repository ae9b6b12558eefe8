/* yaml2db --check of several places, and of an environment. */
#include <criterion/criterion.h>

#include "tests/cmd/run.h"
#include "tests/server.h"

static const char *const databases[] = { "cmd_many", "cmd_many_1", "cmd_many_2" };

TestSuite(many, .fini = run_cleanup);

#define PLACES "cmd_many cmd_many_1 cmd_many_2"

Test(many, databases)
{
	for (size_t i = 0; i < G_N_ELEMENTS(databases); i++)
		make(databases[i], shop_schema);
	run_rows((const struct expected[]){
		{ "db2yaml cmd_many > s.yaml; yaml2db --check " PLACES " s.yaml | tail -n 1", 0,
			"3 places: 3 the same, 0 different, 0 could not be compared\n", NULL },
		{ "yaml2db --check -q " PLACES " s.yaml", 0, NULL, NULL },
		{ "yaml2db --check " PLACES " | tail -n 1", 0, "2 places: 2 the same", NULL },
		{ "mkdir env && printf 'stage: PRD\\nplace: cmd_many\\npassword_command: echo x\\ntargets: {one: cmd_many_1, two: cmd_many_2}\\n' >env/prd.yaml",
			0, NULL, NULL },
		{ "yaml2db --check --jobs 2 --env env/prd.yaml s.yaml", 0, "canary: the same, ", NULL },
		{ "echo 'stage: DEV\nplace: cmd_many_1' >env/dev.yaml; yaml2db --check --env env/dev.yaml s.yaml", 0,
			"dev: the same, ", NULL },
		{ 0 },
	});
	more("cmd_many_1", "DROP VIEW shop.sold");
	run_rows((const struct expected[]){
		{ "yaml2db --check --env env/prd.yaml s.yaml", 1, "    view shop.sold: missing\n    1 to add\n", NULL },
		{ "yaml2db --check --env env/prd.yaml s.yaml | tail -n 1", 0,
			"3 places: 2 the same, 1 different, 0 could not be compared\n", NULL },
		{ "yaml2db --check -q --jobs 1 --env env/prd.yaml s.yaml | grep -c .", 0, "2\n", NULL },
		{ "yaml2db --check --format json --env env/prd.yaml s.yaml | grep -E 'have|result' | tr -d '\\n '", 0,
			"\"have\":\"canary\",\"result\":\"same\",\"have\":\"one\",\"result\":\"different\",\"have\":\"two\",\"result\":\"same\",",
			NULL },
		{ "yaml2db --check cmd_many_no " PLACES " s.yaml", 2,
			"4 places: 2 the same, 1 different, 1 could not be compared\n", NULL },
		{ "yaml2db --check cmd_many_no " PLACES " s.yaml", 2, "    yaml2db: cmd_many_no: ", NULL },
		{ 0 },
	});
	for (size_t i = 0; i < G_N_ELEMENTS(databases); i++)
		drop(databases[i]);
}

Test(many, usage)
{
	run_rows((const struct expected[]){
		{ "yaml2db --check a b -", 2, NULL, "standard input can be read once: it is none of several places" },
		{ "yaml2db --check --jobs 65 a b c", 2, NULL, "--jobs takes a number from 1 to 64, found \"65\"" },
		{ "yaml2db --check --jobs 2 a b", 2, NULL, "--jobs is for --check of several places" },
		{ "yaml2db --env env/prd.yaml b", 2, NULL, "--env is for --check" },
		{ "yaml2db --check --env env/prd.yaml", 2, NULL, "with --env one place is needed" },
		{ "yaml2db --check --env env/prd.yaml b", 2, NULL, "env/prd.yaml: there is no such environment" },
		{ "yaml2db --check --env prd b", 2, NULL, "--env takes the file of an environment" },
		{ "yaml2db --check -W a b c", 2, NULL, "--password asks for that of one database" },
		{ "yaml2db --check --up x a b c", 2, NULL, "of several places each is checked" },
		{ "yamltodb --check --jobs 3 a b", 2, NULL, "yamltodb compares two places" },
		{ 0 },
	});
}
