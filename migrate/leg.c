/* A change in one direction, up or down. */
#include "migrate/leg.h"

#include <string.h>

#include "catalog/read/sent.h"
#include "migrate/file.h"
#include "migrate/load.h"
#include "migrate/result.h"
#include "migrate/script.h"
#include "migrate/status.h"
#include "migrate/tenant.h"
#include "sql/lexer.h"

const char *direction_name(enum direction direction)
{
	return direction == UP ? "up" : "down";
}

/* COPY FROM STDIN and TO STDOUT do not work in pipeline mode. */
static bool is_copy_of_client(const char *sql)
{
	struct lexer lexer;
	struct token token;

	lexer_init(&lexer, sql, strlen(sql));
	token = lexer_next_significant(&lexer);
	if (!token_is(&token, "copy"))
		return false;
	while ((token = lexer_next_significant(&lexer)).type != TOKEN_END)
		if (token_is(&token, "stdin") || token_is(&token, "stdout"))
			return true;
	return false;
}

static bool is_setting(const char *sql)
{
	struct lexer lexer;

	lexer_init(&lexer, sql, strlen(sql));
	struct token token = lexer_next_significant(&lexer);
	return token_is(&token, "set") || token_is(&token, "reset");
}

/* Whether it calls plan() or no_plan(). */
static bool is_plan(const char *sql)
{
	struct lexer lexer;
	bool named = false;

	lexer_init(&lexer, sql, strlen(sql));
	for (struct token token = lexer_next_significant(&lexer); token.type != TOKEN_END; token = lexer_next_significant(&lexer)) {
		if (named && token_is(&token, "("))
			return true;
		named = token_is(&token, "plan") || token_is(&token, "no_plan");
	}
	return false;
}

static bool check_statements(struct leg *leg, struct leg_file *file, GError **error)
{
	for (guint i = 0; i < file->statements->len; i++) {
		const struct script_statement *statement = file->statements->pdata[i];
		leg->sets |= is_setting(statement->sql);
		file->plans |= is_plan(statement->sql);
		if (is_copy_of_client(statement->sql))
			return migrate_fail(error, MIGRATE_FILES,
				"%s:%zu:%zu: COPY from or to the client is not possible; nothing was done: write INSERT, or COPY "
				"a file of the server",
				file->path, statement->line, statement->column);
	}
	return true;
}

/* Whether the text may use table "contract": a false positive, such as a comment, does no harm. */
static bool may_carry(const char *text)
{
	return strcasestr(text, "contract") != NULL;
}

static bool read_file(
	struct run *run, struct leg *leg, struct leg_file *file, const char *path, const char *text, size_t length, GError **error)
{
	file->path = path;
	file->text = text;
	file->statements = script_read(path, text, length, leg->header, run->environment->variables, error);
	leg->carries |= may_carry(text);
	return file->statements && check_statements(leg, file, error) &&
	       (!run->environment->tenant ||
		       tenant_check(run->project, run->environment, file->path, text, file->statements, error));
}

static const char *real_role(const struct run *run, const struct header *header)
{
	GHashTable *roles = run->environment->roles;
	const char *logical = header->role ? header->role : run->project->role ? run->project->role : "owner";

	if (strcmp(logical, "login") == 0 || strcmp(logical, "self") == 0)
		return NULL;
	const char *real = roles ? g_hash_table_lookup(roles, logical) : NULL;
	return real ? real : header->role || run->project->role ? logical : NULL;
}

static void add_secret(struct run *run, const char *value)
{
	GPtrArray *secrets = run->session ? run->session->secrets : NULL;

	sent_hide(value);
	if (!secrets || !*value)
		return;
	for (guint i = 0; i < secrets->len; i++)
		if (strcmp(secrets->pdata[i], value) == 0)
			return;
	g_ptr_array_add(secrets, g_strdup(value));
}

/* Collects the variables for the log. */
static bool take_variables(struct run *run, struct leg *leg, GError **error)
{
	const GPtrArray *declared = leg->header->variables;
	json_t *values = json_object();
	bool good = true;

	for (guint i = 0; declared && i < declared->len && good; i++) {
		const struct variable_declaration *declaration = declared->pdata[i];
		struct variable variable;
		good = variables_get(run->environment->variables, declaration, &variable, error);
		if (good && variable.secret)
			add_secret(run, variable.value);
		if (good)
			json_object_set_new(values, declaration->name, json_string(variable.secret ? "(secret)" : variable.value));
	}
	if (json_object_size(values)) {
		char *text = json_dumps(values, JSON_COMPACT);
		leg->variables = g_strdup(text);
		free(text);
	}
	json_decref(values);
	return good;
}

static void settle(struct run *run, struct leg *leg)
{
	const struct header *header = leg->header;
	const struct environment *environment = run->environment;
	const char *path = header->search_path	      ? header->search_path
			   : environment->search_path ? environment->search_path
						      : run->project->search_path;

	leg->role = real_role(run, header);
	leg->sets |= g_strcmp0(header->role, "self") == 0;
	if (environment->tenant)
		leg->path_of_tenant = tenant_path(run->project, environment->tenant, path);
	leg->search_path = leg->path_of_tenant ? leg->path_of_tenant : path ? path : "pg_catalog";
	leg->lock_timeout = header->lock_timeout	? header->lock_timeout
			    : environment->lock_timeout ? environment->lock_timeout
							: "2s";
	leg->statement_timeout = header->statement_timeout	  ? header->statement_timeout
				 : environment->statement_timeout ? environment->statement_timeout
								  : "0";
	leg->retries = header->retries >= 0 ? header->retries : environment->retries;
}

static void render(struct leg *leg)
{
	const struct leg_file *const files[] = { &leg->pre, &leg->main, &leg->post };
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		for (guint k = 0; files[i]->statements && k < files[i]->statements->len; k++) {
			const struct script_statement *statement = files[i]->statements->pdata[k];
			/* a hash could reveal a secret: hash the statement without values */
			g_checksum_update(checksum, (const guchar *)(statement->secret ? statement->raw : statement->sql),
				(gssize)(statement->secret ? statement->raw_length : strlen(statement->sql)));
			g_checksum_update(checksum, (const guchar *)";", 1);
		}
	g_strlcpy(leg->rendered, g_checksum_get_string(checksum), sizeof(leg->rendered));
}

static bool read_kind(struct run *run, struct leg *leg, struct leg_file *into, enum file_kind kind, GError **error)
{
	const struct change_file *file = change_file(leg->change, kind);

	if (file)
		return read_file(run, leg, into, file->path, file->text, file->length, error);
	if (kind == FILE_ROLLBACK && leg->header->irreversible)
		return migrate_fail(error, MIGRATE_REFUSED,
			"%s is irreversible: %s; nothing was done: write a change that goes forward", leg->change->name,
			leg->header->irreversible);
	if ((kind == FILE_PRE || kind == FILE_POST) && run->project->contracts_optional)
		return true;
	return migrate_fail(error, MIGRATE_FILES, "%s/%s.sql is missing%s; nothing was done: write it", file_kind_name(kind),
		leg->change->name,
		kind == FILE_POST  ? ": a change without postcondition is an error"
		: kind == FILE_PRE ? ": a change without precondition is an error"
				   : "");
}

static bool read_files(struct run *run, struct leg *leg, GError **error)
{
	if (leg->direction == UP)
		return read_kind(run, leg, &leg->pre, FILE_PRE, error) && read_kind(run, leg, &leg->main, FILE_BUILD, error) &&
		       read_kind(run, leg, &leg->post, FILE_POST, error);
	return read_kind(run, leg, &leg->main, FILE_ROLLBACK, error) &&
	       (!change_file(leg->change, FILE_PRE) || read_kind(run, leg, &leg->post, FILE_PRE, error));
}

/* The comments at the top of the build file, with the directives. */
static char *directives_of(const struct leg *leg)
{
	const struct change_file *build = change_file(leg->change, FILE_BUILD);
	struct lexer lexer;

	if (!build || !build->text)
		return NULL;
	lexer_init_file(&lexer, build->text, build->length);
	struct token token = lexer_next_significant(&lexer);
	return g_strndup(build->text, (size_t)(token.start - build->text));
}

struct leg *leg_new(struct run *run, struct numbered_change *change, enum direction direction, GError **error)
{
	struct leg *leg = g_new0(struct leg, 1);

	leg->change = change;
	leg->direction = direction;
	bool good = change_load(run->project, change, error);
	leg->header = change->header;
	if (good && take_variables(run, leg, error) && read_files(run, leg, error)) {
		settle(run, leg);
		render(leg);
		leg->directives = directives_of(leg);
		return leg;
	}
	leg_free(leg);
	return NULL;
}

/* Reads a change from the registry as if from files. */
static bool take_stored(struct run *run, struct leg *leg, int number, GError **error)
{
	g_autofree char *text = g_strdup_printf("%d", number);
	const char *const values[] = { text };
	AUTO_RESULT result = session_query(run->session,
		"SELECT slug, rollback, pre, directives FROM dbalign.applied WHERE patch_number = $1::int", 1, values, error);

	if (!result)
		return false;
	if (!PQntuples(result))
		return migrate_fail(error, MIGRATE_INTEGRITY,
			"%s: the registry has no row of change %05d in dbalign.applied; restore it from a backup",
			run->session->name, number);
	leg->stored = change_new(number, result_text(result, 0, 0));
	leg->stored_rollback = g_strdup(result_text(result, 0, 1));
	leg->stored_pre = g_strdup(result_text(result, 0, 2));
	leg->directives = g_strdup(result_text(result, 0, 3));
	leg->path = g_strdup_printf("the registry's rollback/%s.sql", leg->stored->name);
	if (!leg->stored_rollback)
		return migrate_fail(error, MIGRATE_REFUSED,
			"%s was applied without a rollback; nothing was done: write a change that goes forward", leg->stored->name);
	return true;
}

struct leg *leg_of_registry(struct run *run, int number, GError **error)
{
	struct leg *leg = g_new0(struct leg, 1);

	leg->direction = DOWN;
	if (take_stored(run, leg, number, error) &&
		(leg->stored_header = header_read(leg->path, leg->directives ? leg->directives : "", error))) {
		leg->change = leg->stored;
		leg->header = leg->stored_header;
		if (take_variables(run, leg, error) &&
			read_file(run, leg, &leg->main, leg->path, leg->stored_rollback, strlen(leg->stored_rollback), error) &&
			(!leg->stored_pre ||
				read_file(run, leg, &leg->post, leg->path, leg->stored_pre, strlen(leg->stored_pre), error))) {
			settle(run, leg);
			render(leg);
			return leg;
		}
	}
	leg_free(leg);
	return NULL;
}

void leg_free(struct leg *leg)
{
	if (!leg)
		return;
	struct leg_file *const files[] = { &leg->pre, &leg->main, &leg->post };
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		g_clear_pointer(&files[i]->statements, g_ptr_array_unref);
	if (leg->stored)
		change_free(leg->stored);
	else if (leg->change)
		change_unload(leg->change);
	header_free(leg->stored_header);
	g_free(leg->stored_rollback);
	g_free(leg->stored_pre);
	g_free(leg->path);
	g_free(leg->directives);
	g_free(leg->variables);
	g_free(leg->path_of_tenant);
	g_free(leg);
}
