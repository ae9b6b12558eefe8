/* env/NAME.yaml, and places without. */
#include "help.h"

#include "migrate/environment.h"

TestSuite(environment, .fini = folder_remove);

static struct environment *read_text(const char *text, const GPtrArray *settings, GError **error)
{
	put("env/prd.yaml", text);
	return environment_read(folder(), "prd", settings, error);
}

static void refused(const char *text, const char *part)
{
	GError *error = NULL;

	cr_assert_null(read_text(text, NULL, &error), "%s", text);
	cr_assert_null(strstr(error->message, "hunter2"), "a secret in: %s", error->message);
	check_failed(&error, MIGRATE_USAGE, part);
}

#define START "stage: PRD\nplace: service=app_prd\n"

Test(environment, all)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) settings = g_ptr_array_new();

	g_ptr_array_add(settings, (gpointer) "bucket=a=b");
	put("key", "hunter2\n");
	struct environment *environment = read_text(START
		"password_command: pass db\nroles: {owner: app_owner}\nsearch_path: App, public\nlock_timeout: 4s\n"
		"statement_timeout: 1min\nlock_wait: 2min\nretries: 0\ndrift: warn\nexpect: false\ndatabase: app\nconfirm: prd\n"
		"vars:\n  bucket: s3://x\n  limit: 12\n  key: {secret_file: key}\n",
		settings, &error);
	check_fine(environment, error);
	cr_assert_str_eq(environment->stage, "PRD");
	cr_assert_str_eq(environment->place, "service=app_prd");
	cr_assert_str_eq(environment->search_path, "app, public");
	cr_assert_str_eq(g_hash_table_lookup(environment->roles, "owner"), "app_owner");
	cr_assert_eq(environment->lock_wait, 120);
	cr_assert_eq(environment->retries, 0);
	cr_assert_not(environment->expect);
	static const struct {
		const char *name, *value;
		enum variable_type type;
	} rows[] = { { "bucket", "a=b", VARIABLE_TEXT }, { "limit", "12", VARIABLE_INT }, { "key", "hunter2", VARIABLE_SECRET } };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct variable_declaration declaration = { (char *)rows[i].name, rows[i].type, NULL };
		struct variable variable;
		check_fine(variables_get(environment->variables, &declaration, &variable, &error), error);
		cr_assert_str_eq(variable.value, rows[i].value);
		cr_assert_eq(variable.secret, rows[i].type == VARIABLE_SECRET);
	}
	environment_free(environment);
}

Test(environment, defaults)
{
	GError *error = NULL;
	struct environment *environment = read_text(START, NULL, &error);

	check_fine(environment, error);
	cr_assert_str_eq(environment->lock_timeout, "2s");
	cr_assert_eq(environment->lock_wait, 60);
	cr_assert_eq(environment->retries, 5);
	cr_assert_str_eq(environment->drift, "error");
	cr_assert(environment->expect);
	cr_assert_null(environment->statement_timeout);
	environment_free(environment);
}

Test(environment, mistakes)
{
	GError *error = NULL;

	refused("stage: PRD\n", "env/prd.yaml:1:1: \"place\" is missing");
	refused("stage: prd\nplace: x\n", "prd.yaml:1:8: \"stage\": expected one of DEV, QAT, PRD, REHEARSAL, found \"prd\"");
	refused(START "targets: {canary: service=x}\n",
		"env/prd.yaml:3:11: target \"canary\": a name has letters, digits, _ and -, and is not");
	refused(START "targets: {a/b: service=x}\n", "target \"a/b\": a name has letters");
	refused(START "targets: {a: ~}\n", "target \"a\": expected a place");
	refused(START "targets: {a: 'host=x password=hunter2'}\n", "env/prd.yaml: target \"a\": has a password in it");
	refused(START "targets: {a: service=x}\ndatabase: app\n", "\"database\" names one, and there are \"targets\"");
	refused(START "lock_timout: 2s\n", "prd.yaml:3:1: unknown key \"lock_timout\"; did you mean \"lock_timeout\"?");
	refused(START "lock_timeout: soon\n", "prd.yaml:3:15: \"lock_timeout\": expected a time such as 500ms");
	refused(START "retries: many\n", "prd.yaml:3:10: \"retries\": expected a number");
	refused(START "drift: eror\n", "did you mean \"error\"?");
	refused(START "expect: maybe\n", "expected true or false");
	refused(START "roles: owner\n", "prd.yaml:3:8: \"roles\": expected a map");
	refused(START "vars:\n  a: {}\n", "prd.yaml:4:3: variable \"a\": expected a value, or one of value, file");
	refused(START "vars:\n  a: {value: 1, file: b}\n", "prd.yaml:4:3: variable \"a\": expected a value, or one of");
	refused(START "vars:\n  a: {valeu: 1}\n", "prd.yaml:4:7: unknown key \"valeu\"");
	refused(START "vars:\n  a: [1]\n", "prd.yaml:4:3: variable \"a\": expected a value");
	refused(START "search_path: a b\n", "is no list of schemas");
	refused("stage: PRD\nplace: host=h password=hunter2\n", "has a password in it");
	refused("stage: PRD\nplace: postgresql://u:hunter2@h/d\n", "has a password in it");
	refused("stage: PRD\nplace: host=h password='hunter2\n", "is neither a database's name nor a connection string");
	refused("stage: PRD\nplace: [\n", "prd.yaml:3:1: ");
	cr_assert_null(environment_read(folder(), "qat", NULL, &error));
	check_failed(&error, MIGRATE_USAGE, "env/qat.yaml: there is no such environment; there are: prd");
	cr_assert_null(environment_read(folder(), "../prd", NULL, &error));
	check_failed(&error, MIGRATE_USAGE, "\"../prd\" is not the name of an environment");
}

Test(environment, places)
{
	static const struct {
		const char *place, *name;
	} rows[] = { { "app", "app" }, { "db:app", "app" }, { "dbname=app host=/tmp", "app" }, { "service=app_prd", "app_prd" },
		{ "service=x dbname=app", "app" }, { "postgresql://h/app?user=u", "app" }, { "host=h", "the user's database" } };
	GError *error = NULL;
	g_autoptr(GPtrArray) settings = g_ptr_array_new();

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct environment *environment = environment_of_place(rows[i].place, NULL, &error);
		check_fine(environment, error);
		cr_assert_str_eq(environment->name, rows[i].name, "%s: %s", rows[i].place, environment->name);
		cr_assert_null(environment->stage);
		environment_free(environment);
	}
	cr_assert_null(environment_of_place("postgres://u:hunter2@h/d", NULL, &error));
	cr_assert_null(strstr(error->message, "hunter2"));
	check_failed(&error, MIGRATE_USAGE, "-d: has a password in it");
	g_ptr_array_add(settings, (gpointer) "novalue");
	cr_assert_null(environment_of_place("app", settings, &error));
	check_failed(&error, MIGRATE_USAGE, "--set takes NAME=VALUE");
}
