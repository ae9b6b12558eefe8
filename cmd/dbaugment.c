/* dbaugment: adds audit columns and the like to the tables of a schema. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "catalog/pool.h"
#include "catalog/read/interrupt.h"
#include "catalog/snapshot_finish.h"
#include "cmd/augment.h"
#include "cmd/augment_read.h"
#include "cmd/called.h"
#include "cmd/config.h"
#include "cmd/left_alone.h"
#include "cmd/options.h"
#include "cmd/output.h"
#include "cmd/place.h"
#include "cmd/start.h"
#include "cmd/terminal.h"
#include "sql/search_path.h"
#include "yaml/emit.h"
#include "yaml/settings.h"
#include "yaml/tree.h"
#include "yaml/write.h"

enum status { DONE = 0, TROUBLE = 2, USAGE = 3 }; /* USAGE: exit status 2 too */

#define DBAUGMENT_ERROR (g_quark_from_static_string("dbaugment"))

static struct {
	struct start_options start;
	struct place_options place;
	const char *output, *up, *down, *repository, *config, *search_path;
	bool multiple_files, remove, update, check, single_transaction, allow_data_loss, allow_unsupported;
} options;

static const struct option_row rows[] = {
	PLACE_OPTIONS(options.place),
	{ "output", 'o', "FILE", "write the YAML to FILE instead of standard output", .text = &options.output },
	{ "multiple-files", 'm', NULL, "write a file an object, below DIR/metadata", .flag = &options.multiple_files },
	{ "repository", 'r', "DIR", "where --multiple-files writes, and a config.yaml is looked for; default: here",
		.text = &options.repository },
	CONFIG_OPTION(options.config),
	{ "remove", 0, NULL, "take away what would be added", .flag = &options.remove },
	{ "update", 'u', NULL, "change the database, as yaml2db --update does; no YAML is printed", .flag = &options.update },
	{ "up", 0, "FILE", "write the SQL that changes PLACE, as yaml2db does; no YAML is printed", .text = &options.up },
	{ "down", 0, "FILE", "the same for the other direction", .text = &options.down },
	{ "check", 0, NULL, "report whether and how PLACE differs from the result, as yaml2db does: exit status 0 or 1",
		.flag = &options.check },
	{ "single-transaction", '1', NULL, "put BEGIN and COMMIT around scripts", .flag = &options.single_transaction },
	{ "allow-data-loss", 0, NULL, "drop columns although their values are lost", .flag = &options.allow_data_loss },
	READING_OPTIONS(options.place),
	{ "search-path", 0, "PATH", "path of bare names in documents of Pyrseas", .text = &options.search_path },
	CONTENT_OPTIONS(options.place, "leave out owners", "leave out privileges", "leave out the versions of extensions"),
	{ "allow-unsupported", 0, NULL, "go on although some objects cannot be described", .flag = &options.allow_unsupported },
	START_OPTIONS(options.start),
	{ 0 },
};

static const char *const examples[] = {
	"dbaugment dev audit.yaml >schema.yaml",
	"prints the schema of database dev with what audit.yaml adds",
	"dbaugment --up up.sql --down down.sql prd audit.yaml",
	"writes the scripts that add it to prd, and take it away again",
	"dbaugment -u dev audit.yaml",
	"adds it to dev",
	"dbaugment schema.yaml audit.yaml",
	"adds it to a document; no server is needed",
	NULL,
};

static const char *const statuses[] = {
	"done; with --check: all is there",
	"with --check: something is missing or differs",
	"an error, printed on standard error; nothing was changed, unless it says so",
	NULL,
};

static const struct program program = {
	.name = "dbaugment",
	.usage = "[OPTION]... PLACE [FILE]",
	.summary = "Adds audit columns, and the triggers that fill them, to the tables that FILE names, or standard input, or the "
		   "configuration; prints the YAML of the "
		   "whole schema, or changes it. PLACE is a database's name, a URI or a connection string, a YAML file or a "
		   "directory of YAML files.",
	.rows = rows,
	.examples = examples,
	.statuses = statuses,
	.gone = called_gone,
};

static bool applies(void)
{
	return options.update || options.up || options.down || options.check;
}

static bool check_usage(const GPtrArray *places, GError **error)
{
	const char *problem = NULL;

	if (!places->len)
		problem = "what is to be augmented? A place is needed, such as a database, and a file that says what to add to "
			  "which tables";
	else if (places->len > 2)
		problem = "a place and a file are enough";
	else if (options.multiple_files && options.output)
		problem = "--multiple-files and --output exclude each other; --repository says where files are written";
	else if (applies() && (options.multiple_files || options.output))
		problem = "YAML is printed, or else --update, --up, --down or --check deal with the database: --output and "
			  "--multiple-files exclude these";
	else if (options.place.pyrseas && options.place.no_pyrseas)
		problem = "--pyrseas and --no-pyrseas exclude each other";
	if (problem)
		g_set_error(error, DBAUGMENT_ERROR, 0, "%s", problem);
	return !problem;
}

static bool tell_unsupported(const struct place *place)
{
	const GPtrArray *unsupported = options.place.unsupported;

	for (guint i = 0; i < unsupported->len; i++)
		(options.allow_unsupported ? terminal_warn : terminal_error)(
			"%s: %s cannot be described yet", place_name(place), (char *)unsupported->pdata[i]);
	if (unsupported->len && !options.allow_unsupported)
		terminal_error("nothing was done; --allow-unsupported leaves it out");
	return options.allow_unsupported || !unsupported->len;
}

static void text_of(const struct snapshot *snapshot, GString *text)
{
	const struct yaml_write_options how = { .no_owner = options.place.no_owner, .no_privileges = options.place.no_privileges };

	yaml_write_text(snapshot, text, &how);
}

/* Writes the augmented document to text; it is changed as a tree. */
static bool change(struct augment *augment, const struct place *place, GString *text, GPtrArray *notes, GError **error)
{
	struct arena *arena = arena_new();
	FILE *stream = text->len ? fmemopen(text->str, text->len, "r") : NULL;
	struct node *document = stream ? settings_load_stream(place_name(place), stream, arena, error) : node_new(arena, NODE_MAP);
	bool good = document &&
		    (options.remove ? augment_remove : augment_add)(augment, document, arena, place_name(place), notes, error);

	if (stream)
		fclose(stream);
	g_string_truncate(text, 0);
	for (const struct node *entry = good ? document->first : NULL; entry; entry = entry->next)
		emit_entry(text, entry, 0);
	if (good && !text->len)
		g_string_append(text, "{}\n");
	arena_free(arena);
	return good;
}

static struct snapshot *load(const struct place *place, struct pool *pool, const GString *text, GError **error)
{
	const struct yaml_read_options how = { .dialect = YAML_DIALECT_OURS };
	struct snapshot *snapshot = snapshot_new(pool);
	g_autofree char *name = g_strdup_printf("%s, augmented", place_name(place));
	FILE *stream = fmemopen(text->str, text->len, "r");
	bool good = yaml_load(snapshot, name, stream, &how, error) && snapshot_finish(snapshot, error);

	fclose(stream);
	if (good)
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

static bool write_yaml(const struct snapshot *snapshot, const struct config *config, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	if (options.multiple_files) {
		unsigned letters = called_name_letters(false, error);
		g_autofree char *path = config_directory(config, config->metadata);
		interrupt_hold();
		bool good = letters &&
			    yaml_write_directory(snapshot, path,
				    &(struct yaml_write_options){ options.place.no_owner, options.place.no_privileges, letters },
				    error);
		interrupt_release();
		return good;
	}
	text_of(snapshot, text);
	return output_write(&(struct output){ options.output, text }, 1, error);
}

/* The path of yaml2db: next to this program, or else found in PATH. */
static char *engine(void)
{
	g_autofree char *self = g_file_read_link("/proc/self/exe", NULL), *directory = self ? g_path_get_dirname(self) : NULL;
	char *beside = directory ? g_build_filename(directory, "yaml2db", NULL) : NULL;

	if (beside && g_file_test(beside, G_FILE_TEST_IS_EXECUTABLE))
		return beside;
	g_free(beside);
	return g_strdup("yaml2db");
}

static void add_option(GPtrArray *arguments, const char *option, const char *value)
{
	if (value)
		g_ptr_array_add(arguments, g_strdup_printf("%s=%s", option, value));
}

static GPtrArray *engine_arguments(const char *place)
{
	GPtrArray *arguments = g_ptr_array_new();
	const struct {
		const char *option;
		bool given;
	} flags[] = {
		{ "--password", options.place.password },
		{ "--update", options.update },
		{ "--check", options.check },
		{ "--single-transaction", options.single_transaction },
		{ "--allow-data-loss", options.allow_data_loss },
		{ "--quiet", options.start.quiet },
		{ "--no-owner", options.place.no_owner },
		{ "--no-privileges", options.place.no_privileges },
		{ "--no-extension-versions", options.place.no_extension_versions },
		{ "--pyrseas", options.place.pyrseas },
		{ "--no-pyrseas", options.place.no_pyrseas },
		{ "--lenient", options.place.lenient },
	};

	g_ptr_array_add(arguments, engine());
	for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
		if (flags[i].given)
			g_ptr_array_add(arguments, g_strdup(flags[i].option));
	add_option(arguments, "--host", options.place.host);
	add_option(arguments, "--port", options.place.port);
	add_option(arguments, "--username", options.place.username);
	add_option(arguments, "--up", options.up);
	add_option(arguments, "--down", options.down);
	add_option(arguments, "--color", options.start.color);
	add_option(arguments, "--search-path", options.search_path);
	g_ptr_array_add(arguments, g_strdup("--"));
	g_ptr_array_add(arguments, g_strdup(place));
	g_ptr_array_add(arguments, g_strdup("-"));
	g_ptr_array_add(arguments, NULL);
	return arguments;
}

/* Replaces this process by yaml2db, with the document as its standard input, to compare the two. */
static void apply(const char *place, const GString *text, GError **error)
{
	int descriptor = memfd_create("dbaugment", MFD_CLOEXEC);
	GPtrArray *arguments = engine_arguments(place);

	for (size_t at = 0; descriptor >= 0 && at < text->len;) {
		ssize_t written = write(descriptor, text->str + at, text->len - at);
		if (written < 0 && errno != EINTR)
			break;
		at += written > 0 ? (size_t)written : 0;
	}
	if (descriptor >= 0 && lseek(descriptor, 0, SEEK_SET) == 0 && dup2(descriptor, STDIN_FILENO) >= 0)
		execvp(arguments->pdata[0], (char **)arguments->pdata);
	g_set_error(error, DBAUGMENT_ERROR, 0, "%s cannot be run: %s", (char *)arguments->pdata[0], g_strerror(errno));
}

static enum status augment_place(struct augment *augment, struct place *place, const char *name, struct pool *pool,
	const struct config *config, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	enum status status = TROUBLE;

	if (!place_connect(place, error))
		return TROUBLE;
	terminal_progress("reading %s", place_name(place));
	struct snapshot *have = place_read(place, pool, error), *want = NULL;
	terminal_progress(NULL);
	for (guint i = 0; i < options.place.warnings->len; i++)
		terminal_warn("%s", (char *)options.place.warnings->pdata[i]);
	if (!have || !tell_unsupported(place))
		goto out;
	text_of(have, text);
	if (!change(augment, place, text, notes, error) || !(want = load(place, pool, text, error)))
		goto out;
	if (snapshot_silences(have)->pyrseas && !applies())
		g_ptr_array_add(notes, left_alone_note(place_name(place)));
	for (guint i = 0; i < notes->len; i++)
		terminal_note("%s", (char *)notes->pdata[i]);
	if (applies())
		apply(name, text, error); /* returns only on error */
	else if (write_yaml(want, config, error))
		status = DONE;
out:
	snapshot_free(have);
	snapshot_free(want);
	return status;
}

/* Without FILE the configuration may name the tables. */
static struct augment *read_augment(const struct config *config, const char *file, GError **error)
{
	struct augment *augment = augment_read(config, file, error);

	if (augment && !file && !augment_has_tables(augment)) {
		augment_free(augment);
		augment = augment_read(config, "-", error);
	}
	if (augment && !augment_has_tables(augment))
		terminal_warn("no table is named: nothing is added");
	return augment;
}

static enum status run(const char *name, const char *file, const struct config *config, GError **error)
{
	struct pool *pool = pool_new();
	struct place *place = place_new(name, &options.place);
	struct augment *augment = NULL;
	enum status status = TROUBLE;

	options.place.unsupported = g_ptr_array_new_with_free_func(g_free);
	options.place.warnings = g_ptr_array_new_with_free_func(g_free);
	if (place_is_stdin(place) && (!file || strcmp(file, "-") == 0 || applies()))
		g_set_error(error, DBAUGMENT_ERROR, 0,
			"standard input can be the place only where FILE is another one, and YAML is printed");
	else if ((augment = read_augment(config, file, error)) && output_check(options.output, error))
		status = augment_place(augment, place, name, pool, config, error);
	augment_free(augment);
	place_free(place);
	pool_free(pool);
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
	if (!check_usage(places, error))
		return USAGE;
	struct config *config = config_read(true, options.repository, options.config, error);
	if (!config)
		return TROUBLE;
	config_warn(config);
	config_connect(config, places->pdata[0], &options.place);
	enum status status = run(places->pdata[0], places->len > 1 ? places->pdata[1] : NULL, config, error);
	config_free(config);
	return status;
}

int main(int argc, char *argv[])
{
	g_autoptr(GError) error = NULL;

	output_init();
	g_set_prgname(program.name);
	enum status status = start(argc, argv, &error);
	start_tell(&program, error, status == USAGE);
	return status == USAGE ? TROUBLE : status;
}
