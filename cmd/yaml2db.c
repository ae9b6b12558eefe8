/* yaml2db: the SQL that makes one schema into another. */
#include <stdio.h>

#include "catalog/read/interrupt.h"
#include "cmd/called.h"
#include "cmd/comparison.h"
#include "cmd/config.h"
#include "cmd/datacopy.h"
#include "cmd/django.h"
#include "cmd/name_map.h"
#include "cmd/needed.h"
#include "cmd/online.h"
#include "cmd/options.h"
#include "cmd/output.h"
#include "cmd/plan_view.h"
#include "cmd/prove.h"
#include "cmd/report.h"
#include "cmd/risks.h"
#include "cmd/same.h"
#include "cmd/script.h"
#include "cmd/start.h"
#include "cmd/terminal.h"
#include "cmd/update.h"
#include "diff/check.h"
#include "sql/search_path.h"

enum status { DONE = 0, DIFFERENT = 1, TROUBLE = 2, USAGE = 3, UNPROVED = 4 }; /* USAGE: exit status 2 too */

#define YAML2DB_ERROR (g_quark_from_static_string("yaml2db"))

static struct {
	struct start_options start;
	struct place_options place;
	struct selection selection;
	const char *output, *up, *down, *repository, *config, *ignore, *search_path, *format, *plan;
	struct django_options django;
	struct prove_options prove;
	GPtrArray *role_map, *schema_map;
	const char *lock_timeout;
	bool multiple_files, online, single_transaction, update, revert, check, check_rows, guard, allow_data_loss;
} options;
static struct config *config;
static bool as_pyrseas; /* called as yamltodb */

static const struct option_row rows[] = {
	PLACE_OPTIONS(options.place),
	{ "up", 0, "FILE", "write the script there instead of to standard output", .text = &options.up },
	{ "output", 'o', "FILE", "the same", .text = &options.output },
	{ "down", 0, "FILE", "write the script that takes the way back", .text = &options.down },
	DJANGO_OPTIONS(options.format, options.django),
	{ "check", 0, NULL,
		"say whether and how the two differ: exit status 0 or 1; a script is written only where --up, --output or --down "
		"tells a file",
		.flag = &options.check },
	{ "plan", 0, "FORMAT",
		"print what the script does, with locks and sizes, for people (text) or programs (json); scripts as with --check",
		.text = &options.plan, .words = "text json" },
	{ "check-rows", 0, NULL, "ask the rows that can make the script fail thoroughly, and tell keys of some",
		.flag = &options.check_rows },
	{ "allow-data-loss", 0, NULL, "write the script although running it loses data", .flag = &options.allow_data_loss },
	{ "single-transaction", '1', NULL, "put BEGIN and COMMIT around scripts", .flag = &options.single_transaction },
	{ "online", 0, NULL, "write scripts of several transactions, beside which others can work", .flag = &options.online },
	{ "lock-timeout", 0, "TIME",
		"with --online, how long a lock is waited for before it is tried again: 500ms, 2s; default: 1s",
		.text = &options.lock_timeout },
	{ "search-path", 0, "PATH",
		"path of functions that are called for rows, default: the database's; and of bare names in documents of Pyrseas",
		.text = &options.search_path },
	{ "guard", 0, NULL, "begin the script with a check that what it changes is what was compared", .flag = &options.guard },
	PROVE_OPTIONS(options.prove),
	{ "update", 'u', NULL, "run the script too, in one transaction, and check the result", .flag = &options.update },
	{ "revert", 0, NULL, "swap the places: the SQL that takes back", .flag = &options.revert },
	{ "multiple-files", 'm', NULL, "the wanted schema is the files below DIR/metadata", .flag = &options.multiple_files },
	{ "repository", 'r', "DIR", "where --multiple-files reads; default: here", .text = &options.repository },
	CONFIG_OPTION(options.config),
	FILTER_OPTIONS(options.selection),
	READING_OPTIONS(options.place),
	{ "ignore", 0, "FILE", "differences that are accepted, with reasons: patterns", .text = &options.ignore },
	CONTENT_OPTIONS(options.place, "compare no owners", "compare no privileges", "compare no versions of extensions"),
	ROLE_MAP_OPTION(options.role_map, "take the wanted side's role OLD for NEW (repeatable)"),
	SCHEMA_MAP_OPTION(
		options.schema_map, "take schema OLD of documents, or else of the wanted side, for NEW, in texts too (repeatable)"),
	START_OPTIONS(options.start),
	{ 0 },
};

static const char *const examples[] = {
	"yaml2db --check prd schema.yaml",
	"is database prd what the file says?",
	"yaml2db --up up.sql --down down.sql prd schema.yaml",
	"writes the scripts of the way there and the way back",
	"psql -X -1 -v ON_ERROR_STOP=1 -d prd -f up.sql",
	"runs a script, in one transaction",
	"yaml2db old.yaml new.yaml",
	"compares two files; no server is needed",
	NULL,
};

static const char *const statuses[] = {
	"done; with --check: the two are the same",
	"with --check: they differ",
	"an error, told on standard error; nothing was changed, unless it says so",
	"",
	"with --prove: a script fails, or does not lead where it should; nothing was written or changed",
	NULL,
};

static struct program program = {
	.name = "yaml2db",
	.usage = "[OPTION]... PLACE [PLACE]",
	.summary = "Prints the SQL that makes the first place what the second one says. A place is a database's name, a URI or "
		   "a connection string, a YAML file, a directory of YAML files, or \"-\", standard input, the default for the "
		   "second.",
	.rows = rows,
	.examples = examples,
	.statuses = statuses,
	.gone = called_gone,
};

static bool writes_migration(void)
{
	return django_is_format(options.format);
}

static const char *usage_problem(const GPtrArray *places)
{
	bool changes = options.update || options.revert;

	if (!places->len)
		return "what is to be compared? A place is needed, such as a database, and a second one that says what it should "
		       "be";
	if (places->len > (options.multiple_files && !as_pyrseas ? 1 : 2))
		return options.multiple_files ? "with --multiple-files there is one place; the files are the other"
					      : "two places are enough";
	if (options.output && options.up)
		return "--output and --up are the same, give one";
	if (options.check && changes)
		return "--check changes nothing, and asks what the first place is: it cannot be combined with --update or --revert";
	if (options.django.unqualified && (options.update || prove_is_wanted(&options.prove)))
		return "--unqualified writes a script for other schemas, too: it cannot be combined with --update or --prove";
	if (plan_view_problem(options.plan, options.check))
		return plan_view_problem(options.plan, options.check);
	if (options.online && (options.single_transaction || writes_migration() || options.django.unqualified))
		return "--online writes several transactions for one database: it cannot be combined with --single-transaction, "
		       "--format or --unqualified";
	if (online_timeout_problem(options.lock_timeout))
		return online_timeout_problem(options.lock_timeout);
	if (options.place.pyrseas && options.place.no_pyrseas)
		return "--pyrseas and --no-pyrseas exclude each other";
	if (options.guard && (writes_migration() || options.django.unqualified))
		return "--guard is for scripts of one database, neither for migrations of Django nor for --unqualified";
	if (prove_problem(&options.prove))
		return prove_problem(&options.prove);
	return options.update && options.revert ? "--update and --revert exclude each other"
						: django_problem(options.format, &options.django, options.down,
							  options.update || options.single_transaction);
}

static bool writes_scripts(void)
{
	return options.output || options.up || options.down;
}

static enum status check(const struct comparison *comparison, const struct datacopy *rows_differ, GError **error)
{
	GPtrArray *differences = check_differences(comparison->have, comparison->want);
	bool different = report_differences(differences, stdout);
	different |= datacopy_report(rows_differ, stdout);
	struct counts counts = check_count(differences);
	g_autofree char *text = report_counts(&counts);

	g_ptr_array_unref(differences);
	if (different && !options.start.quiet)
		printf("%s\n", text);
	if (!output_finish(error))
		return TROUBLE;
	return different ? DIFFERENT : DONE;
}

static bool both_ways(void)
{
	return options.down || writes_migration() || prove_is_wanted(&options.prove);
}

static struct place *changed_place(const struct comparison *comparison)
{
	return options.revert ? comparison->want_place : comparison->have_place;
}

/* Of the place that is to change the rows are asked. */
static bool make_plans(struct comparison *comparison, GError **error)
{
	if (options.online && !online_prepare(comparison, changed_place(comparison), error))
		return false;
	if (!comparison_plan(comparison, options.revert, both_ways(), options.django.unqualified, error))
		return false;
	(options.check_rows ? risks_examine : risks_count)(changed_place(comparison), comparison->up);
	terminal_progress(NULL);
	return true;
}

static bool losses_allowed(const struct plan *plan, GError **error)
{
	risks_tell_losses(plan, options.allow_data_loss);
	if (plan->losses->len && !options.allow_data_loss)
		g_set_error(error, YAML2DB_ERROR, 0, "nothing was written, since data would be lost; --allow-data-loss permits it");
	return options.allow_data_loss || !plan->losses->len;
}

static bool transactions_possible(const struct comparison *comparison, GError **error)
{
	const char *advice = options.single_transaction
				     ? "write the script without --single-transaction, and run it with psql without -1"
				     : "write the script without --update, and run it with psql without -1";
	bool one = options.single_transaction || (options.update && !options.online);

	return (!one || script_fits_transaction(comparison->up, advice, error)) &&
	       (!options.single_transaction || !comparison->down || script_fits_transaction(comparison->down, advice, error));
}

/* What the head of a script tells of it; that of the way back is run in the same database. */
static struct script_options describe_script(const struct comparison *comparison, bool back)
{
	struct place *changed = options.revert ? comparison->want_place : comparison->have_place,
		     *other = options.revert ? comparison->have_place : comparison->want_place;

	return (struct script_options){
		.from = place_name(back ? other : changed),
		.to = place_name(back ? changed : other),
		.back = back,
		.server = place_version(changed),
		.database = place_is_database(changed) ? place_name(changed) : NULL,
		.single_transaction = options.single_transaction,
		.search_path = options.search_path,
		.lock_timeout = options.lock_timeout,
	};
}

static bool write_migrations(const struct comparison *comparison, const struct datacopy *copied, GError **error)
{
	const struct script_options there = describe_script(comparison, false), back = describe_script(comparison, true);
	const struct snapshot *from = options.revert ? comparison->want : comparison->have,
			      *to = options.revert ? comparison->have : comparison->want;

	options.django.output = options.up ? options.up : options.output;
	return django_write(comparison->up, comparison->down, from, to, copied, &there, &back, &options.django, error);
}

/* With --check standard output has the answer: no script is written there. */
static bool write_scripts(const struct comparison *comparison, GError **error)
{
	const char *up = options.up ? options.up : options.output;
	struct script_options there = describe_script(comparison, false), back = describe_script(comparison, true);
	g_autofree char *check_first =
		options.guard ? same_check(changed_place(comparison), options.revert ? comparison->want : comparison->have,
					comparison->up, error)
			      : NULL;
	g_autoptr(GString) there_text = g_string_new(NULL), back_text = g_string_new(NULL);
	const struct output outputs[] = { { options.down, back_text }, { up, there_text } };
	bool writes_there = up || !(options.check || options.plan), writes_back = options.down;

	if (options.guard && !check_first)
		return false;
	there.check = check_first;
	script_write(there_text, comparison->up, &there);
	if (writes_back)
		script_write(back_text, comparison->down, &back);
	return output_write(outputs + !writes_back, (size_t)writes_back + writes_there, error);
}

static bool prove(const struct comparison *comparison, GError **error)
{
	const struct script_options there = describe_script(comparison, false), back = describe_script(comparison, true);

	options.prove.with_rows = config->datacopy->len;
	return !prove_is_wanted(&options.prove) || prove_plans(comparison, &options.prove, &there, &back, options.revert, error);
}

static enum status compare_all(struct comparison *comparison, const struct datacopy *copied, GError **error)
{
	const char *done = as_pyrseas ? "Changes applied" : "changes applied, and nothing differs any more";
	enum status checked = options.check ? check(comparison, copied, error) : DONE;
	if (checked == TROUBLE || (options.check && !writes_scripts()))
		return checked;
	if (!(options.revert || needed_is_there(comparison, error)) || !make_plans(comparison, error) ||
		!datacopy_plan(copied, comparison->up, comparison->down, error))
		return TROUBLE;
	if (options.plan && !plan_view_print(options.plan, comparison, options.revert, error))
		return TROUBLE;
	if (options.plan && !writes_scripts() && !options.update)
		return prove(comparison, error) ? DONE : TROUBLE;
	risks_tell(comparison->up, comparison->down);
	if (!losses_allowed(comparison->up, error) || !transactions_possible(comparison, error) || !prove(comparison, error) ||
		!(writes_migration() ? write_migrations(comparison, copied, error) : write_scripts(comparison, error)))
		return TROUBLE;
	return !options.update || update_database(comparison, options.search_path, options.lock_timeout, done, error) ? checked
														      : TROUBLE;
}

static enum status compare(struct comparison *comparison, GError **error)
{
	unsigned name_letters = called_name_letters(as_pyrseas, error);
	struct datacopy *copied = name_letters && comparison_read(comparison, error)
					  ? datacopy_compare(comparison, config, name_letters, error)
					  : NULL;
	enum status status = copied ? compare_all(comparison, copied, error) : TROUBLE;

	datacopy_free(copied);
	return status;
}

static bool places_possible(const struct comparison *comparison, GError **error)
{
	if (place_is_stdin(comparison->have_place) && place_is_stdin(comparison->want_place))
		g_set_error(error, YAML2DB_ERROR, 0, "only one of the places can be standard input");
	else if ((options.check_rows || options.guard) && !place_is_database(changed_place(comparison)))
		g_set_error(error, YAML2DB_ERROR, 0, "%s asks the place that is to change, which is no database",
			options.guard ? "--guard" : "--check-rows");
	else if (options.update && !place_is_database(comparison->have_place))
		g_set_error(error, YAML2DB_ERROR, 0, "--update runs the script in the first place, and %s is no database",
			place_name(comparison->have_place));
	else
		return true;
	return false;
}

/* Nothing is read before it is known that what comes of it can be written, and over nothing that is read. */
static bool outputs_possible(const struct comparison *comparison, GError **error)
{
	const char *const outputs[] = { options.up ? options.up : options.output, options.down };
	const char *const inputs[] = { place_path(comparison->have_place), place_path(comparison->want_place) };

	return output_check(outputs[0], error) && output_check(outputs[1], error) &&
	       output_check_apart(outputs, options.down ? 2 : 1, inputs, G_N_ELEMENTS(inputs), error);
}

static enum status run(const char *have, const char *want, GError **error)
{
	struct comparison comparison = {
		.have_place = place_new(have, &options.place),
		.want_place = place_new(want, &options.place),
		.options = &options.place,
		.selection = &options.selection,
		.pool = pool_new(),
		.filter = filter_new(&options.selection, error),
	};
	enum status status = USAGE;

	options.place.unsupported = g_ptr_array_new_with_free_func(g_free);
	options.place.warnings = g_ptr_array_new_with_free_func(g_free);
	options.place.accept = filter_accept;
	options.place.data = comparison.filter;
	if (comparison.filter && options.ignore && (comparison.ignore = ignore_load(options.ignore, error)))
		filter_set_ignore(comparison.filter, comparison.ignore);
	if (comparison.filter && (comparison.ignore || !options.ignore))
		comparison.role_names = role_map_new(options.role_map, error);
	if (comparison.role_names && places_possible(&comparison, error))
		status = outputs_possible(&comparison, error) ? compare(&comparison, error) : TROUBLE;
	terminal_progress(NULL);
	comparison_clear(&comparison);
	return status;
}

/* Called as yamltodb the first is a database, the second a file. */
static enum status run_places(const GPtrArray *places, GError **error)
{
	const char *document = places->len > 1 ? places->pdata[1] : "-";
	g_autofree char *metadata = config_directory(config, config->metadata);
	g_autofree char *have = as_pyrseas ? called_database(places->pdata[0]) : g_strdup(places->pdata[0]);
	g_autofree char *want = options.multiple_files ? g_strconcat("file:", metadata, NULL)
				: as_pyrseas	       ? called_document(document)
						       : g_strdup(document);

	if (!options.multiple_files || g_file_test(metadata, G_FILE_TEST_IS_DIR))
		return run(have, want, error);
	g_set_error(error, YAML2DB_ERROR, 0, "Metadata directory '%s' doesn't exist", metadata);
	return TROUBLE;
}

static enum status start(int argc, char *argv[], GError **error)
{
	g_autoptr(GPtrArray) places = g_ptr_array_new();

	enum start begun = start_program(&program, &options.start, argc, argv, places, error);
	if (begun != START_WORK)
		return begun == START_ANSWERED ? DONE : begun == START_USAGE ? USAGE : TROUBLE;
	const char *problem = usage_problem(places);
	if (problem) {
		g_set_error(error, YAML2DB_ERROR, 0, "%s", problem);
		return USAGE;
	}
	g_autoptr(GPtrArray) schemas = options.search_path ? search_path_names(options.search_path, error) : NULL;
	if (options.search_path && !schemas) {
		g_prefix_error(error, "--search-path: ");
		return USAGE;
	}
	g_autoptr(GPtrArray) schema_names = schema_map_new(options.schema_map, &options.selection, error);
	if (!(options.place.schema_names = schema_names))
		return USAGE;
	g_autofree char *search_path = schemas ? search_path_sql(schemas) : NULL;
	options.search_path = search_path; /* as SET has it */
	options.place.search_path = schemas;
	if (!(config = config_read(as_pyrseas, options.repository, options.config, error)))
		return TROUBLE;
	config_warn(config);
	config_connect(config, places->pdata[0], &options.place);
	if (options.revert && config->datacopy->len) {
		terminal_note("--revert leaves the rows of the tables of datacopy alone");
		g_ptr_array_set_size(config->datacopy, 0);
	}
	if (options.django.unqualified && config->datacopy->len) {
		g_set_error(error, YAML2DB_ERROR, 0,
			"--unqualified is for schemas alone, and the configuration names tables of datacopy, whose rows have a "
			"file each");
		return TROUBLE;
	}
	return run_places(places, error);
}

int main(int argc, char *argv[])
{
	g_autoptr(GError) error = NULL;

	output_init();
	as_pyrseas = called_as(argv[0], "yamltodb");
	if (as_pyrseas)
		program.name = "yamltodb";
	g_set_prgname(program.name);
	enum status status = start(argc, argv, &error);
	if (g_error_matches(error, PROVE_ERROR, PROVE_UNPROVED))
		status = UNPROVED;
	config_free(config);
	start_tell(&program, error, status == USAGE);
	interrupt_release();
	return as_pyrseas && !options.check ? called_status(status == USAGE, status != DONE) : status == USAGE ? TROUBLE : status;
}
