/* Templates for the files of a new change. */
#include "migrate/template.h"

/* None of these comments looks like a directive: `-- KEY: VALUE`. */
static const char build[] = "-- What the change does, in SQL, without BEGIN and COMMIT: it runs in one transaction with its log.\n"
			    "--\n"
			    "-- Directives are comments of the form `-- KEY: VALUE` up here, before the first statement:\n"
			    "-- | transaction: no         each statement is a step of its own, as CREATE INDEX CONCURRENTLY needs\n"
			    "-- | role: NAME              a role of the environment's roles; \"login\" is the one that connects\n"
			    "-- | search_path: app, public\n"
			    "-- | vars: bucket text       variables, used as :'bucket' for values and :\"bucket\" for names\n"
			    "-- | data_loss: yes          rows or values are lost\n"
			    "-- | irreversible: REASON    instead of a rollback file\n";

static const char rollback[] = "-- What takes the change back: after it the precondition holds again.\n";

static const char pre[] =
	"-- What must hold before the change: queries with one boolean column, each of them true.\n"
	"-- A query after a line `-- expect: none` must return no row. Nothing can be written here, but for the table contract "
	"(key, value),\n"
	"-- which carries values over to the postcondition.\n"
	"--\n"
	"-- SELECT count(*) = 0 FROM app.account WHERE iban IS NULL;\n"
	"-- INSERT INTO contract SELECT 'total', sum(amount)::text FROM app.account;\n";

static const char post[] = "-- What must hold after the change, as in pre/; at least one query is needed.\n"
			   "--\n"
			   "-- SELECT sum(amount)::text = (SELECT value FROM contract WHERE key = 'total') FROM app.account;\n";

void template_fill(struct draft *draft, const char *slug)
{
	g_string_append_printf(draft->build, "-- %s\n--\n%s", slug, build);
	g_string_append(draft->rollback, rollback);
	g_string_append(draft->pre, pre);
	g_string_append(draft->post, post);
}
