/* Whether an interrupted step has taken effect. */
#include "migrate/probe.h"

#include <string.h>

#include "migrate/result.h"
#include "migrate/status.h"
#include "sql/lexer.h"
#include "sql/quote.h"

/* The words of the statement being probed, and the names in it. */
struct shape {
	struct lexer lexer;
	struct token token;
};

static void next(struct shape *shape)
{
	shape->token = lexer_next_significant(&shape->lexer);
}

static bool take(struct shape *shape, const char *word)
{
	bool is = token_is(&shape->token, word);

	if (is)
		next(shape);
	return is;
}

/* Takes a name, qualified or not, as SQL text. */
static char *take_name(struct shape *shape)
{
	const char *start = shape->token.start, *end = NULL;

	while (shape->token.type == TOKEN_WORD || shape->token.type == TOKEN_QUOTED) {
		end = shape->token.start + shape->token.length;
		next(shape);
		if (!take(shape, "."))
			break;
	}
	return end ? g_strndup(start, (size_t)(end - start)) : NULL;
}

struct finding {
	enum probe probe;
	char *repair, *what;
	bool completes;
};

/* Runs a query whose one row has the probe's columns: done, undone, a repair, a description. */
static bool ask(struct run *run, const char *sql, struct finding *finding, GError **error)
{
	AUTO_RESULT result = session_text(run->session, sql, error);

	if (!result)
		return false;
	const char *word = PQntuples(result) ? PQgetvalue(result, 0, 0) : "undone";
	finding->probe = strcmp(word, "done") == 0 ? PROBE_DONE : strcmp(word, "undone") == 0 ? PROBE_UNDONE : PROBE_LEFTOVER;
	finding->completes = strcmp(word, "complete") == 0;
	if (PQntuples(result) && PQnfields(result) > 1) {
		finding->what = g_strdup(result_text(result, 0, 1));
		finding->repair = g_strdup(result_text(result, 0, 2));
	}
	return true;
}

/* CREATE [UNIQUE] INDEX CONCURRENTLY [IF NOT EXISTS] name ON [ONLY] table: an invalid index is dropped. */
static bool probe_create_index(struct run *run, struct shape *shape, struct finding *finding, GError **error)
{
	if (take(shape, "if")) {
		take(shape, "not");
		take(shape, "exists");
	}
	if (token_is(&shape->token, "on"))
		return true; /* the server chose its name */
	g_autofree char *index = take_name(shape);
	take(shape, "on");
	take(shape, "only");
	g_autofree char *table = take_name(shape);
	if (!index || !table)
		return true;
	g_autofree char *name = quote_unquote_identifier(index, strlen(index));
	g_autoptr(GString) sql = g_string_new(NULL);
	quote_format(sql,
		"SELECT CASE WHEN i.indisvalid THEN 'done' ELSE 'leftover' END, 'index ' || i.indexrelid::pg_catalog.regclass || "
		"CASE WHEN i.indisvalid THEN "
		"' is valid'"
		" ELSE ' is invalid' END, 'DROP INDEX CONCURRENTLY ' || i.indexrelid::pg_catalog.regclass FROM "
		"pg_catalog.pg_index i JOIN pg_catalog.pg_class c"
		" ON c.oid = i.indexrelid WHERE c.relname = %L AND i.indrelid = pg_catalog.to_regclass(%L)",
		name, table);
	return ask(run, sql->str, finding, error);
}

static bool probe_drop_index(struct run *run, struct shape *shape, struct finding *finding, GError **error)
{
	if (take(shape, "if"))
		take(shape, "exists");
	g_autofree char *index = take_name(shape);
	g_autoptr(GString) sql = g_string_new(NULL);

	if (!index || token_is(&shape->token, ","))
		return true;
	quote_format(sql, "SELECT CASE WHEN pg_catalog.to_regclass(%L) IS NULL THEN 'done' ELSE 'undone' END, NULL, NULL", index);
	return ask(run, sql->str, finding, error);
}

/* REINDEX CONCURRENTLY leaves NAME_ccnew or NAME_ccold, which is not used. */
static bool probe_reindex(struct run *run, struct finding *finding, GError **error)
{
	return ask(run,
		"SELECT 'leftover', 'invalid index ' || i.indexrelid::pg_catalog.regclass, 'DROP INDEX CONCURRENTLY ' || "
		"i.indexrelid::pg_catalog.regclass"
		" FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid AND "
		"c.relname ~ '_cc(new|old)[0-9]*$'"
		" ORDER BY 3 LIMIT 1",
		finding, error);
}

/* ALTER TABLE parent DETACH PARTITION child CONCURRENTLY */
static bool probe_detach(struct run *run, const char *parent, struct shape *shape, struct finding *finding, GError **error)
{
	g_autofree char *child = take_name(shape);
	g_autoptr(GString) sql = g_string_new(NULL);

	if (!child || !token_is(&shape->token, "concurrently"))
		return true;
	quote_format(sql,
		"SELECT CASE WHEN i.inhdetachpending THEN 'complete' ELSE 'undone' END, 'partition ' || "
		"i.inhrelid::pg_catalog.regclass || ' is half detached',"
		" pg_catalog.format('ALTER TABLE %%s DETACH PARTITION %%s FINALIZE', i.inhparent::pg_catalog.regclass, "
		"i.inhrelid::pg_catalog.regclass)"
		" FROM pg_catalog.pg_inherits i WHERE i.inhparent = pg_catalog.to_regclass(%L) AND i.inhrelid = "
		"pg_catalog.to_regclass(%L)"
		" UNION ALL SELECT 'done', NULL, NULL LIMIT 1",
		parent, child);
	return ask(run, sql->str, finding, error);
}

/* ALTER TYPE name ADD VALUE [IF NOT EXISTS] 'label' */
static bool probe_add_value(struct run *run, const char *type, struct shape *shape, struct finding *finding, GError **error)
{
	if (take(shape, "if")) {
		take(shape, "not");
		take(shape, "exists");
	}
	if (shape->token.type != TOKEN_STRING)
		return true;
	g_autofree char *label = g_strndup(shape->token.start, shape->token.length);
	g_autoptr(GString) sql = g_string_new(NULL);
	quote_format(sql,
		"SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_enum e WHERE e.enumtypid = pg_catalog.to_regtype(%L) AND "
		"e.enumlabel = %s) THEN 'done' "
		"ELSE 'undone' END,"
		" NULL, NULL",
		type, label);
	return ask(run, sql->str, finding, error);
}

static bool probe_alter(struct run *run, struct shape *shape, struct finding *finding, GError **error)
{
	bool table = take(shape, "table"), type = !table && take(shape, "type");

	if (!table && !type)
		return true;
	if (take(shape, "if"))
		take(shape, "exists");
	take(shape, "only");
	g_autofree char *name = take_name(shape);
	if (name && table && take(shape, "detach") && take(shape, "partition"))
		return probe_detach(run, name, shape, finding, error);
	if (name && type && take(shape, "add") && take(shape, "value"))
		return probe_add_value(run, name, shape, finding, error);
	return true;
}

/* Chooses the probe from the statement; VACUUM and the like can simply be run again. */
static bool probe_statement(struct run *run, const char *sql, struct finding *finding, GError **error)
{
	struct shape shape = { 0 };

	lexer_init(&shape.lexer, sql, strlen(sql));
	next(&shape);
	if (take(&shape, "vacuum") || take(&shape, "analyze") || take(&shape, "analyse") || take(&shape, "checkpoint") ||
		take(&shape, "cluster")) {
		finding->probe = PROBE_UNDONE;
		return true;
	}
	if (take(&shape, "reindex"))
		return probe_reindex(run, finding, error);
	if (take(&shape, "alter"))
		return probe_alter(run, &shape, finding, error);
	bool drop = take(&shape, "drop"), create = !drop && take(&shape, "create");
	take(&shape, "unique");
	if ((!drop && !create) || !take(&shape, "index") || !take(&shape, "concurrently"))
		return true;
	return create ? probe_create_index(run, &shape, finding, error) : probe_drop_index(run, &shape, finding, error);
}

static bool probe_query(struct run *run, const char *query, struct finding *finding, GError **error)
{
	AUTO_RESULT result = session_query(run->session, query, 0, NULL, error);

	if (!result) {
		g_prefix_error(error, "the header's probe \"%s\": ", query);
		return false;
	}
	if (PQntuples(result) != 1 || PQnfields(result) != 1 || PQgetisnull(result, 0, 0))
		return true;
	finding->probe = result_bool(result, 0, 0) ? PROBE_DONE : PROBE_UNDONE;
	finding->what = g_strdup_printf("the header's probe is %s", result_bool(result, 0, 0) ? "true" : "false");
	return true;
}

bool probe_step(struct run *run, const struct leg *leg, int step, enum probe *probe, char **repair, bool *completes, char **what,
	GError **error)
{
	const GPtrArray *probes = leg->header->probes;
	const struct script_statement *statement = leg->main.statements->pdata[step - 1];
	const char *query = probes && leg->direction == UP && step <= (int)probes->len ? probes->pdata[step - 1] : NULL;
	struct finding finding = { .probe = PROBE_UNKNOWN };
	bool good = query ? probe_query(run, query, &finding, error) : probe_statement(run, statement->sql, &finding, error);

	*probe = finding.probe;
	*repair = finding.repair;
	*completes = finding.completes;
	*what = finding.what;
	return good;
}

bool probe_is_atomic(const char *sql)
{
	static const char *const others[] = { "call", "do", "reindex", "vacuum", "cluster", "analyze", "analyse" };
	struct shape shape = { 0 };

	lexer_init(&shape.lexer, sql, strlen(sql));
	next(&shape);
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (token_is(&shape.token, others[i]))
			return false;
	while (shape.token.type != TOKEN_END && !token_is(&shape.token, "concurrently"))
		next(&shape);
	return shape.token.type == TOKEN_END;
}
