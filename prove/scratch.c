/* The server on which plans are tried, and databases of our own on it. */
#include "prove/scratch.h"

#include <string.h>

#include "prove/ask.h"
#include "prove/binaries.h"
#include "prove/error.h"
#include "prove/private_server.h"
#include "sql/quote.h"

struct scratch {
	struct private_server *server; /* NULL: the user's */
	PGconn *cluster;
	char *name, *pg_dump; /* pg_dump: its path; NULL: there is none of that version */
	unsigned tag, made;   /* in names of databases, so that two programs do not collide */
	GPtrArray *undo;      /* char *: statements that drop objects of the cluster, last one first */
	GPtrArray *databases; /* char * */
};

static bool fail(const struct scratch *scratch, enum prove_error code, const char *message, GError **error)
{
	g_autofree char *text = g_strstrip(g_strdup(message));

	g_set_error(error, PROVE_ERROR, code, "%s: %s", scratch->name, text);
	return false;
}

static bool run(const struct scratch *scratch, const char *sql, GError **error)
{
	return ask_run(scratch->cluster, scratch->name, sql, error);
}

static struct scratch *scratch_new(struct private_server *server, char *name)
{
	struct scratch *scratch = g_new0(struct scratch, 1);

	scratch->server = server;
	scratch->name = name;
	scratch->tag = g_random_int();
	scratch->undo = g_ptr_array_new_with_free_func(g_free);
	scratch->databases = g_ptr_array_new_with_free_func(g_free);
	return scratch;
}

static struct scratch *connected(struct scratch *scratch, const char *binaries, GError **error)
{
	if (!scratch->cluster) {
		scratch_free(scratch);
		return NULL;
	}
	if (!run(scratch, "SET client_min_messages = warning", error)) {
		scratch_free(scratch);
		return NULL;
	}
	scratch->pg_dump = binaries ? g_build_filename(binaries, "pg_dump", NULL) : NULL;
	return scratch;
}

struct scratch *scratch_start(int major, const char *superuser, GError **error)
{
	static const struct connection_options none;
	g_autofree char *binaries = binaries_find(major, error);
	struct private_server *server = binaries ? private_server_start(binaries, superuser, error) : NULL;

	if (!server)
		return NULL;
	struct scratch *scratch = scratch_new(server, g_strdup_printf("a private PostgreSQL %d", major));
	g_autofree char *conninfo = g_strconcat(private_server_conninfo(server), " dbname=postgres", NULL);
	scratch->cluster = connection_open(conninfo, scratch->name, &none, error);
	return connected(scratch, binaries, error);
}

struct scratch *scratch_connect_to(const char *text, const struct connection_options *options, GError **error)
{
	struct scratch *scratch = scratch_new(NULL, connection_name(text));

	scratch->cluster = connection_open(text, scratch->name, options, error);
	g_autofree char *binaries = scratch->cluster ? binaries_find(PQserverVersion(scratch->cluster) / 10000, NULL) : NULL;
	return connected(scratch, binaries, error);
}

/* Drops a database, ending connections to it. */
static void drop(struct scratch *scratch, const char *database)
{
	g_autoptr(GString) sql = g_string_new(NULL);

	quote_format(sql, "DROP DATABASE IF EXISTS %I WITH (FORCE)", database);
	run(scratch, sql->str, NULL);
	for (guint i = 0; i < scratch->databases->len; i++)
		if (strcmp(scratch->databases->pdata[i], database) == 0) {
			g_ptr_array_remove_index(scratch->databases, i);
			return;
		}
}

void scratch_free(struct scratch *scratch)
{
	if (!scratch)
		return;
	while (scratch->databases->len)
		drop(scratch, scratch->databases->pdata[0]);
	for (guint i = scratch->undo->len; i > 0; i--)
		run(scratch, scratch->undo->pdata[i - 1], NULL);
	PQfinish(scratch->cluster);
	private_server_stop(scratch->server);
	g_ptr_array_unref(scratch->undo);
	g_ptr_array_unref(scratch->databases);
	g_free(scratch->name);
	g_free(scratch->pg_dump);
	g_free(scratch);
}

int scratch_version(const struct scratch *scratch)
{
	return PQserverVersion(scratch->cluster);
}

const char *scratch_name(const struct scratch *scratch)
{
	return scratch->name;
}

PGconn *scratch_cluster(const struct scratch *scratch)
{
	return scratch->cluster;
}

char *scratch_create(struct scratch *scratch, const char *word, const char *copied, GError **error)
{
	g_autofree char *name = g_strdup_printf("pgcanon_%s_%08x_%u", word, scratch->tag, scratch->made++);
	g_autoptr(GString) sql = g_string_new(NULL);

	quote_format(sql, "CREATE DATABASE %I TEMPLATE %I", name, copied ? copied : "template0");
	if (!copied)
		g_string_append(sql, " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'");
	if (scratch->server && scratch_version(scratch) >= 150000) /* faster, but needs checkpoints, which would disturb others */
		g_string_append(sql, " STRATEGY file_copy");
	if (!run(scratch, sql->str, error))
		return NULL;
	g_ptr_array_add(scratch->databases, g_strdup(name));
	return g_steal_pointer(&name);
}

/* The settings of a startup packet: blanks and backslashes of a value are escaped. */
static char *startup_options(const char *search_path)
{
	GString *out = g_string_new("-c client_min_messages=warning");

	if (search_path)
		g_string_append(out, " -c search_path=");
	for (const char *at = search_path; at && *at; at++) {
		if (*at == ' ' || *at == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *at);
	}
	return g_string_free(out, false);
}

static void append_setting(GString *out, const char *keyword, const char *value)
{
	g_autoptr(GString) quoted = g_string_new(value);

	g_string_replace(quoted, "\\", "\\\\", 0);
	g_string_replace(quoted, "'", "\\'", 0);
	g_string_append_printf(out, "%s='%s' ", keyword, quoted->str);
}

/*
 * A connection string without password, since lists of processes show it. Empty values are included, so that the environment does
 * not fill them.
 */
static char *target_of(const struct scratch *scratch, const char *database, const char *options, char **password)
{
	PQconninfoOption *all = PQconninfo(scratch->cluster);
	GString *out = g_string_new(NULL);

	*password = NULL;
	for (PQconninfoOption *option = all; option && option->keyword; option++) {
		bool is_database = strcmp(option->keyword, "dbname") == 0, is_options = strcmp(option->keyword, "options") == 0;
		if (strcmp(option->keyword, "password") == 0)
			*password = g_strdup(option->val);
		else if (is_database || is_options)
			append_setting(out, option->keyword, is_database ? database : options);
		else if (option->val && !strchr(option->dispchar, '*') &&
			 (*option->val || strcmp(option->keyword, "hostaddr") == 0))
			append_setting(out, option->keyword, option->val);
	}
	PQconninfoFree(all);
	return g_string_free(out, false);
}

PGconn *scratch_connect(const struct scratch *scratch, const char *database, const char *search_path, GError **error)
{
	g_autofree char *options = startup_options(search_path), *password = NULL,
			*target = target_of(scratch, database, options, &password);
	const char *const keywords[] = { "dbname", "password", NULL }, *const values[] = { target, password, NULL };
	PGconn *connection = PQconnectdbParams(keywords, values, 1);

	if (PQstatus(connection) == CONNECTION_OK)
		return connection;
	fail(scratch, PROVE_FAILED, PQerrorMessage(connection), error);
	PQfinish(connection);
	return NULL;
}

static bool make(struct scratch *scratch, const char *create, const char *drop, GError **error)
{
	if (!run(scratch, create, error))
		return false;
	g_ptr_array_add(scratch->undo, g_strdup(drop));
	return true;
}

bool scratch_make_role(struct scratch *scratch, const char *name, GError **error)
{
	g_autoptr(GString) create = g_string_new(NULL), drop = g_string_new(NULL);

	quote_format(create, "CREATE ROLE %I", name);
	quote_format(drop, "DROP ROLE IF EXISTS %I", name);
	return make(scratch, create->str, drop->str, error);
}

bool scratch_make_tablespace(struct scratch *scratch, const char *name, GError **error)
{
	g_autoptr(GString) create = g_string_new(NULL), drop = g_string_new(NULL);
	g_autofree char *word = g_strdup_printf("space_%u", scratch->made++), *folder = NULL;

	if (scratch->server && !(folder = private_server_subfolder(scratch->server, word, error)))
		return false;
	if (!folder && scratch_version(scratch) < 150000)
		return fail(scratch, PROVE_LACKS, "tablespaces without a folder are made from PostgreSQL 15 on", error);
	if (!folder && !run(scratch, "SET allow_in_place_tablespaces = on", error))
		return false;
	quote_format(create, "CREATE TABLESPACE %I LOCATION %L", name, folder ? folder : "");
	quote_format(drop, "DROP TABLESPACE IF EXISTS %I", name);
	return make(scratch, create->str, drop->str, error);
}

bool scratch_can_dump(const struct scratch *scratch)
{
	return scratch->pg_dump;
}

char *scratch_dump(const struct scratch *scratch, const char *database, const char *const *options, GError **error)
{
	g_autofree char *password = NULL, *target = target_of(scratch, database, "", &password), *said = NULL, *text = NULL;
	g_autoptr(GPtrArray) command = g_ptr_array_new();
	g_auto(GStrv) environment = g_get_environ();
	int status;

	if (password)
		environment = g_environ_setenv(environment, "PGPASSWORD", password, true);
	g_ptr_array_add(command, scratch->pg_dump);
	g_ptr_array_add(command, "-s");
	for (; *options; options++)
		g_ptr_array_add(command, (char *)*options);
	g_ptr_array_add(command, "-d");
	g_ptr_array_add(command, target);
	g_ptr_array_add(command, NULL);
	if (!g_spawn_sync(NULL, (char **)command->pdata, environment, 0, NULL, NULL, &text, &said, &status, error))
		return NULL;
	if (status == 0)
		return g_steal_pointer(&text);
	fail(scratch, PROVE_FAILED, said, error);
	return NULL;
}
