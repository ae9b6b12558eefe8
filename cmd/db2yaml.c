/* db2yaml: a database's schema as canonical YAML. */
#include <stdio.h>
#include <string.h>

#include "catalog/pool.h"
#include "catalog/read/interrupt.h"
#include "cmd/called.h"
#include "cmd/config.h"
#include "cmd/datacopy.h"
#include "cmd/filter.h"
#include "cmd/git_command.h"
#include "cmd/left_alone.h"
#include "cmd/name_map.h"
#include "cmd/normal.h"
#include "cmd/options.h"
#include "cmd/output.h"
#include "cmd/pick_into.h"
#include "cmd/place.h"
#include "cmd/start.h"
#include "cmd/terminal.h"
#include "sql/search_path.h"
#include "yaml/tree.h"
#include "yaml/write.h"

enum status { DONE = 0, DIFFERS = 1, TROUBLE = 2, UNSUPPORTED = 3, USAGE = 4 }; /* USAGE: exit status 2 too */

static struct {
	struct start_options start;
	struct place_options place;
	struct selection selection;
	const char *output, *repository, *config, *search_path;
	GPtrArray *role_map, *schema_map;
	unsigned name_letters;
	struct git_options git;
	struct pick_options pick;
	struct prove_options prove;
	bool multiple_files, allow_unsupported, normalize;
} options;
static struct config *config;
static bool as_pyrseas; /* called as dbtoyaml */

static const struct option_row rows[] = {
	PLACE_OPTIONS(options.place),
	{ "output", 'o', "FILE", "write to FILE instead of standard output", .text = &options.output },
	{ "multiple-files", 'm', NULL, "write a file an object, below DIR/metadata", .flag = &options.multiple_files },
	{ "repository", 'r', "DIR", "where --multiple-files writes; default: here", .text = &options.repository },
	CONFIG_OPTION(options.config),
	READING_OPTIONS(options.place),
	{ "search-path", 0, "PATH", "path of bare names in documents of Pyrseas", .text = &options.search_path },
	FILTER_OPTIONS(options.selection),
	CONTENT_OPTIONS(options.place, "leave out owners", "leave out privileges", "leave out the versions of extensions"),
	ROLE_MAP_OPTION(options.role_map, "write NEW where the database has the role OLD (repeatable)"),
	SCHEMA_MAP_OPTION(options.schema_map, "write NEW where the schema is called OLD, in texts too (repeatable)"),
	{ "allow-unsupported", 0, NULL, "write although some objects cannot be described", .flag = &options.allow_unsupported },
	PICK_OPTIONS(options.pick),
	NORMALIZE_OPTIONS(options.normalize, options.prove),
	GIT_OPTIONS(options.git),
	START_OPTIONS(options.start),
	{ 0 },
};

static const char *const examples[] = {
	"db2yaml -o schema.yaml dev",
	"writes the schema of database dev to a file",
	"db2yaml -n shop -O -x dev",
	"prints schema shop alone, without owners and privileges",
	"db2yaml schema.yaml",
	"checks a file, and prints it in canonical form",
	NULL,
};

static const char *const statuses[] = { "done", "", "an error, printed on standard error; nothing was written", NULL };

static struct program program = {
	.name = "db2yaml",
	.usage = "[OPTION]... PLACE",
	.summary = "Prints the schema of a database as canonical YAML. PLACE is a database's name, a URI or a connection "
		   "string; a YAML file or a directory of them is brought to canonical form.",
	.rows = rows,
	.examples = examples,
	.statuses = statuses,
	.gone = called_gone,
};

/* What is wrong with --pick and --normalize; NULL: nothing. */
static const char *document_problem(void)
{
	bool selects = !selection_is_empty(&options.selection);

	if (options.pick.names && !options.multiple_files && (!options.output || strcmp(options.output, "-") == 0))
		return "--pick needs the document: --output FILE, or --multiple-files";
	if (options.pick.names && selects)
		return "--pick excludes -n, -N, -t, -T, --include and --exclude";
	if (options.normalize && (options.multiple_files || options.pick.names || selects))
		return "--normalize is for a whole file: it excludes --multiple-files, --pick, -n, -N, -t, -T, --include and "
		       "--exclude";
	if (options.prove.scratch && !options.normalize)
		return "--scratch goes with --normalize";
	return options.pick.needed && !options.pick.names ? "--pick-needed goes with --pick" : NULL;
}

static bool check_usage(const GPtrArray *places, GError **error)
{
	const char *problem = document_problem();

	if (!places->len)
		problem = "which database? Give one place";
	else if (places->len > 1)
		problem = "one place is enough";
	else if (options.multiple_files && options.output)
		problem = "--multiple-files and --output exclude each other; --repository says where files are written";
	else if (options.place.pyrseas && options.place.no_pyrseas)
		problem = "--pyrseas and --no-pyrseas exclude each other";
	if (problem)
		g_set_error(error, g_quark_from_static_string("db2yaml"), 0, "%s", problem);
	return !problem;
}

/* Reports objects that cannot be described. False where these stop the program, unless they are allowed. */
static bool tell_unsupported(const struct place *place, const GPtrArray *unsupported)
{
	for (guint i = 0; i < unsupported->len; i++) {
		if (options.allow_unsupported)
			terminal_warn(
				"%s: %s is left out, it cannot be described yet", place_name(place), (char *)unsupported->pdata[i]);
		else
			terminal_error("%s: %s cannot be described yet", place_name(place), (char *)unsupported->pdata[i]);
	}
	if (unsupported->len && !options.allow_unsupported)
		terminal_error("nothing was written; --allow-unsupported writes all the rest");
	return options.allow_unsupported || !unsupported->len;
}

static bool write_snapshot(const struct snapshot *snapshot, GError **error)
{
	const struct yaml_write_options how = {
		.no_owner = options.place.no_owner,
		.no_privileges = options.place.no_privileges,
		.name_letters = options.name_letters,
	};
	g_autofree char *path = config_directory(config, config->metadata);
	g_autoptr(GString) text = NULL;

	if (options.pick.names)
		return pick_into(&options.pick, snapshot, options.multiple_files ? path : options.output, options.multiple_files,
			&options.place, error);
	if (options.multiple_files) {
		interrupt_hold();
		bool good = yaml_write_directory(snapshot, path, &how, error);
		interrupt_release();
		return good;
	}
	if (!options.output)
		return yaml_write(snapshot, stdout, &how, error);
	text = g_string_new(NULL);
	yaml_write_text(snapshot, text, &how);
	return output_write(&(struct output){ options.output, text }, 1, error);
}

static enum status convert(struct place *place, struct filter *filter, struct pool *pool, GError **error)
{
	enum status status = TROUBLE;

	if (!place_connect(place, error))
		return TROUBLE;
	g_autoptr(GPtrArray) copies = datacopy_new();
	terminal_progress("reading %s", place_name(place));
	struct snapshot *snapshot = place_read(place, pool, error);
	terminal_progress(NULL);
	for (guint i = 0; i < options.place.warnings->len; i++)
		terminal_warn("%s", (char *)options.place.warnings->pdata[i]);
	g_autofree char *note = snapshot && snapshot_silences(snapshot)->pyrseas ? left_alone_note(place_name(place)) : NULL;
	if (note)
		terminal_note("%s", note);
	if (snapshot && filter_check(filter, error)) {
		snapshot_add_selection(snapshot, &options.selection);
		if (!tell_unsupported(place, options.place.unsupported))
			status = UNSUPPORTED;
		else if (options.normalize)
			status = normal_write(place, snapshot, options.output ? options.output : "-", &options.prove,
					 &options.place, error)
					 ? DONE
					 : TROUBLE;
		else if ((options.pick.names || datacopy_read(place, snapshot, config, options.name_letters, copies, error)) &&
			 write_snapshot(snapshot, error) && datacopy_write(copies, error))
			status = DONE;
	}
	snapshot_free(snapshot);
	return status;
}

static bool is_plain_file(const struct place *place, GError **error)
{
	const char *path = place_path(place);
	bool is = path && strcmp(path, "-") != 0 && !g_file_test(path, G_FILE_TEST_IS_DIR);

	if (!is)
		g_set_error(error, g_quark_from_static_string("db2yaml"), 0, "--normalize is for a YAML file, which %s is not",
			place_name(place));
	return is;
}

static enum status run(const char *name, GError **error)
{
	struct filter *filter = filter_new(&options.selection, error);
	struct pool *pool = pool_new();
	struct place *place = place_new(name, &options.place);
	enum status status = TROUBLE;

	options.place.unsupported = g_ptr_array_new_with_free_func(g_free);
	options.place.warnings = g_ptr_array_new_with_free_func(g_free);
	options.place.accept = filter_accept;
	options.place.data = filter;
	options.place.role_names = role_map_new(options.role_map, error);
	options.place.map_databases = true;
	if (!options.place.role_names)
		status = USAGE;
	else if (options.normalize && !is_plain_file(place, error))
		status = USAGE;
	else if (filter && output_check(options.output, error))
		status = convert(place, filter, pool, error);
	place_free(place);
	pool_free(pool);
	filter_free(filter);
	g_clear_pointer(&options.place.role_names, g_hash_table_unref);
	return status;
}

static enum status start(int argc, char *argv[], GError **error)
{
	g_autoptr(GPtrArray) places = g_ptr_array_new();

	enum start begun = start_program(&program, &options.start, argc, argv, places, error);
	if (begun != START_WORK)
		return begun == START_ANSWERED ? DONE : begun == START_USAGE ? USAGE : TROUBLE;
	g_autoptr(GPtrArray) search_path = options.search_path ? search_path_names(options.search_path, error) : NULL;
	options.place.search_path = search_path;
	if (options.search_path && !search_path) {
		g_prefix_error(error, "--search-path: ");
		return USAGE;
	}
	g_autoptr(GPtrArray) schema_names = schema_map_new(options.schema_map, &options.selection, error);
	options.place.schema_names = schema_names;
	if (!schema_names)
		return USAGE;
	if (git_is_asked(&options.git))
		return (enum status)git_command(
			&options.git, places, options.multiple_files, &options.place, options.start.color, error);
	if (!check_usage(places, error))
		return USAGE;
	if (!(options.name_letters = called_name_letters(as_pyrseas, error)) ||
		!(config = config_read(as_pyrseas, options.repository, options.config, error)))
		return TROUBLE;
	config_warn(config);
	config_connect(config, places->pdata[0], &options.place);
	g_autofree char *name = as_pyrseas ? called_database(places->pdata[0]) : g_strdup(places->pdata[0]);
	return run(name, error);
}

int main(int argc, char *argv[])
{
	g_autoptr(GError) error = NULL;

	output_init();
	as_pyrseas = called_as(argv[0], "dbtoyaml");
	if (as_pyrseas)
		program.name = "dbtoyaml";
	g_set_prgname(program.name);
	enum status status = start(argc, argv, &error);
	config_free(config);
	start_tell(&program, error, status == USAGE);
	return as_pyrseas ? called_status(status == USAGE, status != DONE) : status == USAGE ? TROUBLE : status;
}
