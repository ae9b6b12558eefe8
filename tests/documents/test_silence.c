/* What is made again while one side, or both, leave out owners and privileges. */
#include "tests/documents/help.h"

enum { HAVE_SILENT = 1, WANT_SILENT = 2 };

#define GRANTED(right) "    owner: alice\n    privileges:\n    - alice:\n      - all\n    - bob:\n      - " right "\n"
#define TABLE "  table film:\n    columns:\n    - title: text\n"
#define VIEW(kind, type, rest) \
	"  " kind " titles:\n    columns:\n    - title: " type "\n    definition: SELECT (title)::" type \
	" AS title FROM shop.film;\n" rest
#define DEFAULTS "default privileges:\n- objects: tables\n  privileges:\n  - carol:\n    - select\n  role: alice\n"
#define FUNCTION(returns, rest) "  function rating():\n    language: sql\n    returns: " returns "\n    source: SELECT 1\n" rest
#define DOMAIN(type, rest) "  domain grade:\n    type: " type "\n" rest

/* Each is made again: the first document is what is there. */
static const struct {
	const char *name, *have, *want;
} remade[] = {
	{ "view", TABLE VIEW("view", "text", GRANTED("select")), TABLE VIEW("view", "varchar", "") },
	{ "materialized view", TABLE VIEW("materialized view", "text", GRANTED("select")),
		TABLE VIEW("materialized view", "varchar", "") },
	{ "function", FUNCTION("integer", GRANTED("execute")), FUNCTION("bigint", "") },
	{ "table", "  table sale:\n    columns:\n    - day: date\n" GRANTED("select"),
		"  table sale:\n    columns:\n    - day: date\n    partition_by:\n      list:\n      - day\n" },
	{ "sequence of a table that is made again",
		"  table sale:\n    columns:\n    - number:\n        identity: always\n        not_null: true\n        type: "
		"integer\n" GRANTED("select"),
		"  table sale:\n    columns:\n    - number:\n        identity: always\n        not_null: true\n        type: "
		"integer\n"
		"    partition_by:\n      list:\n      - number\n" },
	{ "domain", DOMAIN("text", GRANTED("usage")), DOMAIN("integer", "") },
};

static char *script(size_t row, int silent, bool defaults)
{
	g_autofree char *have_text = g_strconcat(defaults ? DEFAULTS : "", "schema shop:\n", remade[row].have, NULL);
	g_autofree char *want_text = g_strconcat("omitted: [owners, privileges]\nschema shop:\n", remade[row].want, NULL);
	g_autoptr(GError) error = NULL;
	struct pool *pool = pool_new();
	struct snapshot *have = document_load(pool, have_text, &error),
			*want = have ? document_load(pool, want_text, &error) : NULL;

	cr_assert(want, "%s: %s", remade[row].name, error ? error->message : "");
	if (silent & HAVE_SILENT)
		*snapshot_silence(have) = (struct silence){ .owners = true, .privileges = true };
	struct plan *plan = plan_new(have, want, WAY_THERE, &error);
	cr_assert(plan, "%s: %s", remade[row].name, error ? error->message : "");
	char *text = plan_script(plan);
	plan_free(plan);
	snapshot_free(have);
	snapshot_free(want);
	pool_free(pool);
	return text;
}

/* Whatever roles there are where the script is run: it names none, also none that default privileges give rights to. */
Test(silence, owners_and_privileges_come_back)
{
	for (size_t i = 0; i < G_N_ELEMENTS(remade); i++)
		for (int silent = WANT_SILENT; silent <= (HAVE_SILENT | WANT_SILENT); silent++)
			for (int defaults = 0; defaults < 2; defaults++) {
				g_autofree char *text = script(i, silent, defaults);
				cr_expect(strstr(text, "' OWNER TO ' || owner::regrole"), "%s: no owner in\n%s", remade[i].name,
					text);
				cr_expect(strstr(text, "jsonb_array_elements_text(current_setting('pgcanon.kept')"),
					"%s: nothing given back in\n%s", remade[i].name, text);
				cr_expect_not(strstr(text, "DEFAULT PRIVILEGES"), "%s: in\n%s", remade[i].name, text);
				cr_expect_not(strstr(text, "alice") || strstr(text, "bob") || strstr(text, "carol"),
					"%s: roles in\n%s", remade[i].name, text);
			}
}
