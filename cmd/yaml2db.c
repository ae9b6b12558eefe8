/* yaml2db: the SQL that makes one schema into another. */
#include <stdio.h>

#include "catalog/read/interrupt.h"
#include "cmd/annotation.h"
#include "cmd/called.h"
#include "cmd/comparison.h"
#include "cmd/config.h"
#include "cmd/datacopy.h"
#include "cmd/datacopy_compare.h"
#include "cmd/datacopy_plan.h"
#include "cmd/django.h"
#include "cmd/inside.h"
#include "cmd/name_map.h"
#include "cmd/needed.h"
#include "cmd/online.h"
#include "cmd/options.h"
#include "cmd/output.h"
#include "cmd/plan_print.h"
#include "cmd/prove.h"
#include "cmd/renames.h"
#include "cmd/report.h"
#include "cmd/risks.h"
#include "cmd/script_transaction.h"
#include "cmd/start.h"
#include "cmd/terminal.h"
#include "cmd/update.h"
#include "cmd/yaml2db_fleet.h"
#include "cmd/yaml2db_options.h"
#include "cmd/yaml2db_scripts.h"
#include "diff/check.h"
#include "sql/search_path.h"

enum status { DONE = 0, DIFFERENT = 1, TROUBLE = 2, USAGE = 3, UNPROVED = 4 }; /* USAGE: exit status 2 too */

#define YAML2DB_ERROR (g_quark_from_static_string("yaml2db"))

static struct config *config;
static bool as_pyrseas; /* called as yamltodb */

static void print_check(const GPtrArray *differences, const GPtrArray *rows, const struct counts *counts)
{
	bool different = report_differences(differences, stdout);
	g_autofree char *text = report_counts(counts);

	for (guint i = 0; i < rows->len; i++)
		puts(rows->pdata[i]);
	if ((different || rows->len) && !options.start.quiet)
		puts(text);
}

static bool annotate_check(const struct comparison *comparison, const GPtrArray *differences, const GPtrArray *rows, GError **error)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new_with_free_func((GDestroyNotify)annotations_free);

	g_ptr_array_add(one, annotations_of_check(comparison, differences, rows));
	return annotations_write(one, options.format, stdout, error);
}

static enum status check(const struct comparison *comparison, const struct datacopy *rows_differ, GError **error)
{
	g_autoptr(GPtrArray) differences = check_differences(comparison->have, comparison->want),
			     rows = datacopy_differences(rows_differ);
	struct counts counts = check_count(differences);
	bool different = counts.added || counts.changed || counts.dropped || rows->len, good = true;

	if (annotation_is_format(options.format))
		good = annotate_check(comparison, differences, rows, error);
	else
		print_check(differences, rows, &counts);
	if (!good || !output_finish(error))
		return TROUBLE;
	return different ? DIFFERENT : DONE;
}

static bool both_ways(void)
{
	return options.down || yaml2db_writes_migration() || prove_is_wanted(&options.prove);
}

/* Makes the plans, and counts rows in the place that will change. */
static bool make_plans(struct comparison *comparison, GError **error)
{
	comparison->keep = options.keep;
	if (options.online && !online_prepare(comparison, yaml2db_changed_place(comparison), options.backfill, error))
		return false;
	if (!comparison_plan(comparison, options.revert, both_ways(), options.django.unqualified, error))
		return false;
	(options.check_rows ? risks_examine : risks_count)(yaml2db_changed_place(comparison), comparison->up);
	terminal_progress(NULL);
	return true;
}

static bool losses_allowed(const struct plan *plan, GError **error)
{
	risks_tell_losses(plan, options.allow_data_loss);
	if (plan->losses->len && !options.allow_data_loss)
		g_set_error(error, YAML2DB_ERROR, 0,
			"nothing was written, since data would be lost; --keep keeps them aside, --allow-data-loss permits it");
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

static bool print_plan(const struct comparison *comparison, const GArray *steps, GError **error)
{
	return !options.plan || plan_print(options.plan, comparison, options.revert, steps, error);
}

/* Runs the proof, if requested, and then prints the plan with the measurements. */
static bool prove(const struct comparison *comparison, GError **error)
{
	const struct script_options there = yaml2db_script(comparison, false), back = yaml2db_script(comparison, true);
	g_autoptr(GArray) steps = NULL;

	if (!prove_is_wanted(&options.prove))
		return true;
	options.prove.with_rows = config->datacopy->len;
	options.prove.measures = options.plan;
	return prove_plans(comparison, &options.prove, &there, &back, options.revert, &steps, error) &&
	       print_plan(comparison, steps, error);
}

static bool write_all(
	const struct comparison *comparison, const struct datacopy *copied, const struct guards *guards, GError **error)
{
	return prove(comparison, error) && (yaml2db_writes_migration() ? yaml2db_write_migrations(comparison, copied, error)
								       : yaml2db_write_scripts(comparison, guards, error));
}

/* Writes the scripts, and runs them if requested. */
static bool carry_out(const struct comparison *comparison, const struct datacopy *copied, GError **error)
{
	const char *done = as_pyrseas ? "Changes applied" : "changes applied, and there is no difference any more";
	struct guards guards = { 0 };

	risks_tell(comparison->up, comparison->down);
	if (!losses_allowed(comparison->up, error) || !transactions_possible(comparison, error))
		return false;
	/* guards digest the state as it is now, before a proof takes time */
	bool good = guards_make(&guards, comparison, !as_pyrseas, error) && write_all(comparison, copied, &guards, error) &&
		    (!options.update ||
			    update_database(comparison, guards.there, options.search_path, options.lock_timeout, done, error));
	guards_clear(&guards);
	return good;
}

/* Whether only the answer on standard output is requested. */
static bool only_asks(void)
{
	return (options.check || options.plan) && !yaml2db_writes_scripts() && !options.update;
}

static enum status compare_all(struct comparison *comparison, const struct datacopy *copied, GError **error)
{
	enum status checked = options.check ? check(comparison, copied, error) : DONE;
	if (checked == TROUBLE || (options.check && only_asks() && !options.fail_on_lookalike))
		return checked;
	if (!(options.revert || needed_is_there(comparison, error)) || !make_plans(comparison, error) ||
		!datacopy_plan(copied, comparison->up, comparison->down, error))
		return TROUBLE;
	if (options.rename)
		return renames_print(comparison->up, stdout, error) ? DONE : TROUBLE;
	if (!prove_is_wanted(&options.prove) && !print_plan(comparison, NULL, error))
		return TROUBLE;
	if (options.fail_on_lookalike && !renames_none(comparison->up, error))
		return TROUBLE;
	if (only_asks())
		return prove(comparison, error) ? checked : TROUBLE;
	return carry_out(comparison, copied, error) ? checked : TROUBLE;
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
	else if ((options.check_rows || options.guard) && !place_is_database(yaml2db_changed_place(comparison)))
		g_set_error(error, YAML2DB_ERROR, 0, "%s queries the database that is to change, and that place is not a database",
			options.guard ? "--guard" : "--check-rows");
	else if (options.update && !place_is_database(comparison->have_place))
		g_set_error(error, YAML2DB_ERROR, 0, "--update runs the script in the first place, and %s is not a database",
			place_name(comparison->have_place));
	else
		return true;
	return false;
}

/* Checks, before anything is read, that all outputs can be written and none is an input. */
static bool outputs_possible(const struct comparison *comparison, GError **error)
{
	const char *const outputs[] = { options.up ? options.up : options.output, options.down };
	const char *const inputs[] = { place_path(comparison->have_place), place_path(comparison->want_place) };

	return output_check(outputs[0], error) && output_check(outputs[1], error) &&
	       output_check_apart(outputs, options.down ? 2 : 1, inputs, G_N_ELEMENTS(inputs), error);
}

/* The password is for the first place; NULL: libpq finds it, or the user is asked. */
static enum status run(const char *have, const char *want, const char *password, GError **error)
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

	place_set_password(comparison.have_place, password);
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

static enum status forget(const char *name, GError **error)
{
	struct place *place = place_new(name, &options.place);
	bool good = false;

	config_connect(config, name, &options.place);
	if (place_is_database(place))
		good = forget_run(place, &options.forget, error);
	else
		g_set_error(error, YAML2DB_ERROR, 0, "--forget looks at a database, and %s is none", place_name(place));
	place_free(place);
	return good ? DONE : TROUBLE;
}

/* Compares one of several places, in its own process. */
static int check_one(const char *have, const char *want, const char *password, GError **error)
{
	config_connect(config, have, &options.place);
	enum status status = run(have, want, password, error);
	return status == USAGE ? TROUBLE : status;
}

/* Called as yamltodb, the first place is a database, the second a file. */
static enum status run_places(const GPtrArray *places, GError **error)
{
	bool many = !as_pyrseas && yaml2db_checks_many(places->len);
	const char *document = places->len > 1 || (many && places->len) ? places->pdata[places->len - 1] : "-";
	g_autofree char *metadata = config_directory(config, config->metadata);
	g_autofree char *have = as_pyrseas ? called_database(places->pdata[0]) : places->len ? g_strdup(places->pdata[0]) : NULL;
	g_autofree char *want = options.multiple_files ? g_strconcat("file:", metadata, NULL)
				: as_pyrseas	       ? called_document(document)
						       : g_strdup(document);

	if (options.multiple_files && !g_file_test(metadata, G_FILE_TEST_IS_DIR)) {
		g_set_error(error, YAML2DB_ERROR, 0, "Metadata directory '%s' doesn't exist", metadata);
		return TROUBLE;
	}
	if (many)
		return (enum status)yaml2db_check_many(places, want, check_one, error);
	config_connect(config, places->pdata[0], &options.place);
	return run(have, want, NULL, error);
}

static enum status start(int argc, char *argv[], GError **error)
{
	g_autoptr(GPtrArray) places = g_ptr_array_new();

	enum start begun = start_program(&yaml2db_program, &options.start, argc, argv, places, error);
	if (begun != START_WORK)
		return begun == START_ANSWERED ? DONE : begun == START_USAGE ? USAGE : TROUBLE;
	inside_show(false, options.verbose);
	const char *problem = yaml2db_usage_problem(places->len, as_pyrseas);
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
	if (options.forget.forget)
		return forget(places->pdata[0], error);
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
		yaml2db_program.name = "yamltodb";
	g_set_prgname(yaml2db_program.name);
	enum status status = start(argc, argv, &error);
	if (g_error_matches(error, PROVE_ERROR, PROVE_UNPROVED))
		status = UNPROVED;
	config_free(config);
	start_tell(&yaml2db_program, error, status == USAGE);
	interrupt_release();
	return as_pyrseas && !options.check ? called_status(status == USAGE, status != DONE) : status == USAGE ? TROUBLE : status;
}
