/* Tenants: schemas, each of which gets all changes. */
#include "migrate/tenant.h"

#include <string.h>

#include "catalog/registry.h"
#include "migrate/file.h"
#include "migrate/result.h"
#include "migrate/script.h"
#include "migrate/session.h"
#include "migrate/status.h"
#include "sql/lexer.h"
#include "sql/search_path.h"

static bool fail(const struct environment *environment, GError **error, const char *what)
{
	return migrate_fail(
		error, MIGRATE_USAGE, "environment %s: the query of \"tenants\" %s; nothing was done", environment->name, what);
}

static bool add(const struct environment *environment, GPtrArray *schemas, GHashTable *known, const char *name, GError **error)
{
	if (!name || !*name)
		return fail(environment, error, "gives a row without a name");
	bool foreign =
		g_str_has_prefix(name, "pg_") || strcmp(name, "information_schema") == 0 || strcmp(name, REGISTRY_SCHEMA) == 0;
	bool twice = g_hash_table_contains(known, name);
	g_autofree char *what = g_strdup_printf("gives \"%s\"%s", name, twice ? " twice" : ", which is no tenant's schema");
	if (foreign || twice)
		return fail(environment, error, what);
	g_ptr_array_add(schemas, g_strdup(name));
	g_hash_table_add(known, schemas->pdata[schemas->len - 1]);
	return true;
}

/* Runs one statement in a read-only transaction. */
static PGresult *ask(struct session *session, const char *query, GError **error)
{
	AUTO_RESULT begun = session_text(session, "BEGIN TRANSACTION READ ONLY", error);

	return begun ? session_query(session, query, 0, NULL, error) : NULL;
}

static GPtrArray *take(const struct environment *environment, const PGresult *result, GError **error)
{
	g_autoptr(GPtrArray) schemas = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	bool good = PQresultStatus(result) == PGRES_TUPLES_OK && PQnfields(result) == 1;

	if (!good)
		fail(environment, error, "does not give one column");
	for (int row = 0; good && row < PQntuples(result); row++)
		good = add(environment, schemas, known, result_text(result, row, 0), error);
	if (good && !schemas->len)
		good = fail(environment, error, "gives no schema");
	return good ? g_steal_pointer(&schemas) : NULL;
}

GPtrArray *tenants_read(const struct environment *environment, GError **error)
{
	struct session *session = session_open(environment, "tenants", error);
	AUTO_RESULT result = session ? ask(session, environment->tenants, error) : NULL;

	if (session && !result)
		g_prefix_error(error, "environment %s: the query of \"tenants\" failed: ", environment->name);
	session_free(session);
	return result ? take(environment, result, error) : NULL;
}

GPtrArray *tenants_query(PGconn *connection, const struct environment *environment, GError **error)
{
	AUTO_RESULT begun = PQexec(connection, "BEGIN TRANSACTION READ ONLY; SET LOCAL search_path = pg_catalog");
	AUTO_RESULT result = PQexecParams(connection, environment->tenants, 0, NULL, NULL, NULL, NULL, 0);
	g_autofree char *message = g_strdup(PQerrorMessage(connection));
	AUTO_RESULT ended = PQexec(connection, "ROLLBACK");

	if (result_is_good(begun) && result_is_good(result) && result_is_good(ended))
		return take(environment, result, error);
	migrate_fail(error, PQstatus(connection) == CONNECTION_OK ? MIGRATE_SQL : MIGRATE_CONNECTION,
		"environment %s: the query of \"tenants\" failed: %s", environment->name, g_strstrip(message));
	return NULL;
}

static const char *stand_in(const struct project *project)
{
	return project->schemas->pdata[0];
}

bool tenant_project_check(const struct project *project, GError **error)
{
	return (project->schemas && project->schemas->len == 1) ||
	       migrate_fail(error, MIGRATE_USAGE,
		       "%s/project.yaml: an environment with tenants needs \"schemas\" with one name here: that of the schema that stands "
		       "for each tenant's in expect/ and search_path; nothing was done",
		       project->directory);
}

char *tenant_path(const struct project *project, const char *tenant, const char *path)
{
	g_autoptr(GPtrArray) names = search_path_names(path ? path : "pg_catalog", NULL);
	bool there = false;

	for (guint i = 0; i < names->len; i++)
		if (strcmp(names->pdata[i], stand_in(project)) == 0) {
			g_free(names->pdata[i]);
			names->pdata[i] = g_strdup(tenant);
			there = true;
		}
	if (!there)
		g_ptr_array_insert(names, 0, g_strdup(tenant));
	return search_path_sql(names);
}

GPtrArray *tenant_names(const struct project *project, const char *tenant)
{
	const char *name = stand_in(project);
	GPtrArray *names = NULL;

	if (strcmp(name, tenant) != 0) {
		names = g_ptr_array_new();
		g_ptr_array_add(names, (gpointer)tenant);
		g_ptr_array_add(names, (gpointer)name);
	}
	return names;
}

/* The schemas that no change may name. */
static GHashTable *all_of_them(const struct project *project, const struct environment *environment)
{
	const GPtrArray *targets = environment->targets;
	GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);

	g_hash_table_add(names, (gpointer)stand_in(project));
	for (guint i = 0; targets && i < targets->len; i++)
		g_hash_table_add(names, ((struct environment_target *)targets->pdata[i])->name);
	return names;
}

/* Whether a token is followed by names of schemas: SCHEMA, except in FOREIGN SCHEMA; search_path; INTO in IMPORT FOREIGN SCHEMA. */
static bool begins_schemas(
	const struct token *first, const struct token *before, const struct token *token, const struct token *next)
{
	static const char *const column[] = { ",", "=", ".", NULL };

	if (token_is(before, "."))
		return false;
	return token_is(token, "search_path") || (token_is(first, "import") && token_is(token, "into")) ||
	       (token_is(token, "schema") && !token_is(before, "foreign") && !token_is_one_of(next, column));
}

/*
 * The first such name in a text: before a dot, and not after one or the colon of a variable, or where a schema is named alone; also in
 * dollar-quoted strings, which are mostly bodies. *at is its position.
 */
static char *find(GHashTable *names, const char *text, size_t length, const char **at)
{
	static const char *const between[] = { "if", "not", "exists", "authorization", "to", "=", ",", NULL };
	struct lexer lexer;
	struct token before = { .type = TOKEN_END }, token, next, first;
	bool schemas = false;

	lexer_init(&lexer, text, length);
	first = token = lexer_next_significant(&lexer);
	for (; token.type != TOKEN_END; before = token, token = next) {
		next = lexer_next_significant(&lexer);
		bool body = token.type == TOKEN_STRING && *token.start == '$' && token.length > 2;
		bool qualifies = token_is(&next, ".") && !token_is(&before, ".") && !token_is(&before, ":");
		bool named = token_is_name(&token) && (qualifies || (schemas && !token_is_one_of(&token, between)));
		g_autofree char *name = named ? token_name(&token) : NULL;
		*at = token.start;
		if (name && g_hash_table_contains(names, name))
			return g_steal_pointer(&name);
		schemas = begins_schemas(&first, &before, &token, &next) ||
			  (schemas && (token_is_one_of(&token, between) || token_is(&next, ",")));
		const char *tag = body ? memchr(token.start + 1, '$', token.length - 1) : NULL;
		size_t quote = tag ? (size_t)(tag + 1 - token.start) : 0;
		char *within = body && token.length >= 2 * quote ? find(names, tag + 1, token.length - 2 * quote, at) : NULL;
		if (within)
			return within;
	}
	return NULL;
}

bool tenant_check(const struct project *project, const struct environment *environment, const char *file, const char *text,
	const GPtrArray *statements, GError **error)
{
	g_autoptr(GHashTable) names = all_of_them(project, environment);

	for (guint i = 0; i < statements->len; i++) {
		const struct script_statement *statement = statements->pdata[i];
		const char *at = NULL;
		g_autofree char *name = find(names, statement->raw, statement->raw_length, &at);
		if (name)
			return position_fail(error, MIGRATE_FILES, file, text, at,
				"names schema \"%s\", which is a tenant's or stands for all of them, while each change is for each tenant; "
				"nothing was done: leave out the schema's name, and if it is that of a table, give that an alias",
				name);
	}
	return true;
}
