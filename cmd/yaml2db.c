/* yaml2db: the SQL that makes one schema into another. */
#include <stdio.h>

#include "cmd/comparison.h"
#include "cmd/completion.h"
#include "catalog/interrupt.h"
#include "cmd/obstacle.h"
#include "cmd/options.h"
#include "cmd/output.h"
#include "cmd/preflight.h"
#include "cmd/report.h"
#include "cmd/risks.h"
#include "cmd/role_map.h"
#include "cmd/script.h"
#include "cmd/terminal.h"
#include "diff/check.h"
#include "diff/risk.h"
#include "sql/search_path.h"

enum status { DONE = 0, DIFFERENT = 1, TROUBLE = 2, USAGE = 3 };   /* USAGE: exit status 2 too */

#define YAML2DB_ERROR (g_quark_from_static_string("yaml2db"))

static struct {
	struct place_options place;
	struct selection selection;
	const char *output, *up, *down, *repository, *ignore, *color, *search_path, *completion;
	GPtrArray *role_map;
	bool multiple_files, single_transaction, update, revert, check, allow_data_loss, quiet, help, version;
} options;

static const struct option_row rows[] = {
	PLACE_OPTIONS(options.place),
	{ "up", 0, "FILE", "write the script there instead of to standard output", .text = &options.up },
	{ "output", 'o', "FILE", "the same", .text = &options.output },
	{ "down", 0, "FILE", "write the script that takes the way back", .text = &options.down },
	{ "check", 0, NULL, "say whether and how the two differ: exit status 0 or 1; a script is written only where --up, --output or --down tells a file", .flag = &options.check },
	{ "allow-data-loss", 0, NULL, "write the script although running it loses data", .flag = &options.allow_data_loss },
	{ "single-transaction", '1', NULL, "put BEGIN and COMMIT around scripts", .flag = &options.single_transaction },
	{ "search-path", 0, "PATH", "path of functions that are called for rows, default: the database's; and of bare names in documents of Pyrseas", .text = &options.search_path },
	{ "update", 'u', NULL, "run the script too, in one transaction, and check the result", .flag = &options.update },
	{ "revert", 0, NULL, "swap the places: the SQL that takes back", .flag = &options.revert },
	{ "multiple-files", 'm', NULL, "the wanted schema is the files below DIR/metadata", .flag = &options.multiple_files },
	{ "repository", 'r', "DIR", "where --multiple-files reads; default: here", .text = &options.repository },
	FILTER_OPTIONS(options.selection),
	READING_OPTIONS(options.place),
	{ "ignore", 0, "FILE", "differences that are accepted, with reasons: patterns", .text = &options.ignore },
	CONTENT_OPTIONS(options.place, "compare no owners", "compare no privileges", "compare no versions of extensions"),
	ROLE_MAP_OPTION(options.role_map, "take the wanted side's role OLD for NEW (repeatable)"),
	{ "color", 0, "WHEN", "auto, always or never", .text = &options.color, .words = "auto always never" },
	{ "quiet", 'q', NULL, "no warnings, no notes, no progress", .flag = &options.quiet },
	{ "completion", 0, "SHELL", NULL, .text = &options.completion, .words = "bash zsh fish" },
	{ "version", 0, NULL, "print the version, then exit", .flag = &options.version },
	{ "help", 'h', NULL, "print this help, then exit", .flag = &options.help },
	{ 0 },
};

static const char *const examples[] = {
	"yaml2db --check prd schema.yaml", "is database prd what the file says?",
	"yaml2db --up up.sql --down down.sql prd schema.yaml", "writes the scripts of the way there and the way back",
	"psql -X -1 -v ON_ERROR_STOP=1 -d prd -f up.sql", "runs a script, in one transaction",
	"yaml2db old.yaml new.yaml", "compares two files; no server is needed",
	NULL,
};

static const char *const statuses[] = {
	"done; with --check: the two are the same",
	"with --check: they differ",
	"an error, told on standard error; nothing was changed, unless it says so",
	NULL,
};

static const struct program program = {
	.name = "yaml2db",
	.usage = "[OPTION]... PLACE [PLACE]",
	.summary =
		"Prints the SQL that makes the first place what the second one says. A place is a database's name, a URI or "
		"a connection string, a YAML file, a directory of YAML files, or \"-\", standard input, the default for the second.",
	.rows = rows,
	.examples = examples,
	.statuses = statuses,
};

static const char *usage_problem(const GPtrArray *places)
{
	bool changes = options.update || options.revert;

	if (!places->len)
		return "what is to be compared? A place is needed, such as a database, and a second one that says what it should be";
	if (places->len > (options.multiple_files ? 1 : 2))
		return options.multiple_files ? "with --multiple-files there is one place; the files are the other"
					      : "two places are enough";
	if (options.output && options.up)
		return "--output and --up are the same, give one";
	if (options.check && changes)
		return "--check changes nothing, and asks what the first place is: it cannot be combined with --update or --revert";
	if (options.place.pyrseas && options.place.no_pyrseas)
		return "--pyrseas and --no-pyrseas exclude each other";
	return options.update && options.revert ? "--update and --revert exclude each other" : NULL;
}

static bool check_usage(const GPtrArray *places, GError **error)
{
	const char *problem = usage_problem(places);

	if (problem)
		g_set_error(error, YAML2DB_ERROR, 0, "%s", problem);
	return !problem;
}

static bool writes_scripts(void)
{
	return options.output || options.up || options.down;
}

static enum status check(const struct comparison *comparison, GError **error)
{
	GPtrArray *differences = check_differences(comparison->have, comparison->want);
	bool different = report_differences(differences, stdout);
	struct counts counts = check_count(differences);
	g_autofree char *text = report_counts(&counts);

	g_ptr_array_unref(differences);
	if (different && !options.quiet)
		printf("%s\n", text);
	if (!output_finish(error))
		return TROUBLE;
	return different ? DIFFERENT : DONE;
}

static bool have_what_is_needed(const struct comparison *comparison, GError **error)
{
	g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func(g_free);

	if (!place_is_database(comparison->have_place) || options.revert)
		return true;
	if (!preflight(comparison->have_place, comparison->have, comparison->want, missing, error))
		return false;
	if (filter_selects(comparison->filter) &&
		!obstacles_find(comparison->have_place, comparison->have, comparison->want, comparison->pool, missing, error))
		return false;
	for (guint i = 0; i < missing->len; i++)
		terminal_error("%s: %s", place_name(comparison->have_place), (char *)missing->pdata[i]);
	if (missing->len)
		g_set_error(error, YAML2DB_ERROR, 0, "nothing was written");
	return !missing->len;
}

static bool make_plans(struct comparison *comparison, GError **error)
{
	const struct snapshot *from = options.revert ? comparison->want : comparison->have;
	const struct snapshot *to = options.revert ? comparison->have : comparison->want;

	terminal_progress("comparing");
	comparison->up = plan_new(from, to, options.revert ? WAY_BACK : WAY_THERE, error);
	if (comparison->up && options.down)
		comparison->down = plan_new(to, from, options.revert ? WAY_THERE : WAY_BACK, error);
	if (comparison->up)
		risks_count(options.revert ? comparison->want_place : comparison->have_place, comparison->up);
	terminal_progress(NULL);
	return comparison->up && (comparison->down || !options.down);
}

static bool losses_allowed(const struct plan *plan, GError **error)
{
	for (guint i = 0; i < plan->losses->len; i++) {
		if (options.allow_data_loss)
			terminal_warn("data loss: %s", (char *)plan->losses->pdata[i]);
		else
			terminal_error("data loss: %s", (char *)plan->losses->pdata[i]);
	}
	for (guint i = 0; !options.allow_data_loss && i < plan->look_alikes->len; i++)
		terminal_error("perhaps a rename: %s", (char *)plan->look_alikes->pdata[i]);
	if (plan->losses->len && !options.allow_data_loss)
		g_set_error(error, YAML2DB_ERROR, 0, "nothing was written, since data would be lost; --allow-data-loss permits it");
	return options.allow_data_loss || !plan->losses->len;
}

static bool transactions_possible(const struct comparison *comparison, GError **error)
{
	const char *advice = options.single_transaction ? "write the script without --single-transaction, and run it with psql without -1"
							: "write the script without --update, and run it with psql without -1";
	bool one = options.single_transaction || options.update;

	return (!one || script_fits_transaction(comparison->up, advice, error)) &&
	       (!options.single_transaction || !comparison->down || script_fits_transaction(comparison->down, advice, error));
}

/* What the head of a script tells of it; that of the way back is run in the same database. */
static struct script_options describe_script(const struct comparison *comparison, bool back)
{
	struct place *changed = options.revert ? comparison->want_place : comparison->have_place, *other = options.revert ? comparison->have_place : comparison->want_place;

	return (struct script_options){
		.from = place_name(back ? other : changed), .to = place_name(back ? changed : other), .back = back,
		.server = place_version(changed), .database = place_is_database(changed) ? place_name(changed) : NULL,
		.single_transaction = options.single_transaction, .search_path = options.search_path,
	};
}

/* With --check standard output has the answer: no script is written there. */
static bool write_scripts(const struct comparison *comparison, GError **error)
{
	const char *up = options.up ? options.up : options.output;
	const struct script_options there = describe_script(comparison, false), back = describe_script(comparison, true);
	g_autoptr(GString) there_text = g_string_new(NULL), back_text = g_string_new(NULL);
	const struct output outputs[] = { { options.down, back_text }, { up, there_text } };
	bool writes_there = up || !options.check, writes_back = comparison->down;

	script_write(there_text, comparison->up, &there);
	if (writes_back)
		script_write(back_text, comparison->down, &back);
	return output_write(outputs + !writes_back, (size_t)writes_back + writes_there, error);
}

/* Runs the plan, then reads and compares once more: what was meant is not what counts. */
static bool update(struct comparison *comparison, GError **error)
{
	g_autoptr(GPtrArray) statements = script_statements(comparison->up, options.search_path);

	if (!comparison->up->steps->len)
		return true;
	terminal_progress("running %u statements", statements->len);
	if (!place_run(comparison->have_place, statements, error))
		return false;
	struct snapshot *now = comparison_read_place(comparison, comparison->have_place, error);
	if (!now) {
		g_prefix_error(error, "%s: the changes are made, but whether it is now what is wanted could not be looked at: run yaml2db --check\n",
			place_name(comparison->have_place));
		return false;
	}
	GPtrArray *differences = check_differences(now, comparison->want);
	bool different = report_differences(differences, stderr);
	g_ptr_array_unref(differences);
	snapshot_free(now);
	if (different)
		g_set_error(error, YAML2DB_ERROR, 0,
			"%s: the changes are made, but it still differs from what is wanted, as listed above",
			place_name(comparison->have_place));
	else
		terminal_note("changes applied, and nothing differs any more");
	return !different;
}

static void tell_risks(const struct plan *plan, const char *when)
{
	for (guint i = 0; i < plan->risks->len; i++) {
		g_autofree char *text = risk_describe(plan->risks->pdata[i]);
		if (text)
			terminal_warn("%s%s", when, text);
	}
}

static void tell_notes(const struct comparison *comparison)
{
	const GPtrArray *up = comparison->up->notes, *down = comparison->down ? comparison->down->notes : NULL;

	for (guint i = 0; i < up->len; i++)
		terminal_note("%s", (char *)up->pdata[i]);
	for (guint i = 0; down && i < down->len; i++)
		if (!g_ptr_array_find_with_equal_func((GPtrArray *)up, down->pdata[i], g_str_equal, NULL))
			terminal_note("on the way back: %s", (char *)down->pdata[i]);
	tell_risks(comparison->up, "");
	if (comparison->down)
		tell_risks(comparison->down, "on the way back: ");
}

static enum status compare(struct comparison *comparison, GError **error)
{
	if (!comparison_read(comparison, error))
		return TROUBLE;
	enum status checked = options.check ? check(comparison, error) : DONE;
	if (checked == TROUBLE || (options.check && !writes_scripts()))
		return checked;
	if (!have_what_is_needed(comparison, error) || !make_plans(comparison, error))
		return TROUBLE;
	tell_notes(comparison);
	if (!losses_allowed(comparison->up, error) || !transactions_possible(comparison, error) ||
		!write_scripts(comparison, error))
		return TROUBLE;
	return !options.update || update(comparison, error) ? checked : TROUBLE;
}

static bool places_possible(const struct comparison *comparison, GError **error)
{
	if (place_is_stdin(comparison->have_place) && place_is_stdin(comparison->want_place))
		g_set_error(error, YAML2DB_ERROR, 0, "only one of the places can be standard input");
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

static enum status start(int argc, char *argv[], GError **error)
{
	g_autoptr(GPtrArray) places = g_ptr_array_new();
	g_autofree char *metadata = NULL;

	if (!options_parse(&program, argc, argv, places, error) || !terminal_init(options.color, options.quiet, error))
		return USAGE;
	if (options.completion)
		return !completion_write(&program, options.completion, stdout, error) ? USAGE : output_finish(error) ? DONE : TROUBLE;
	if (options.help || options.version) {
		(options.help ? options_help : options_version)(&program, stdout);
		return output_finish(error) ? DONE : TROUBLE;
	}
	if (!check_usage(places, error))
		return USAGE;
	g_autoptr(GPtrArray) schemas = options.search_path ? search_path_names(options.search_path, error) : NULL;
	if (options.search_path && !schemas) {
		g_prefix_error(error, "--search-path: ");
		return USAGE;
	}
	g_autofree char *search_path = schemas ? search_path_sql(schemas) : NULL;
	options.search_path = search_path;   /* as SET has it */
	options.place.search_path = schemas;
	if (options.multiple_files)
		metadata = g_strconcat("file:", options.repository ? options.repository : ".", "/metadata", NULL);
	return run(places->pdata[0], metadata ? metadata : places->len > 1 ? places->pdata[1] : "-", error);
}

int main(int argc, char *argv[])
{
	g_autoptr(GError) error = NULL;

	output_init();
	g_set_prgname(program.name);
	enum status status = start(argc, argv, &error);
	if (error)
		terminal_error("%s%s", error->message, status == USAGE ? "\ntry \"yaml2db --help\"" : "");
	interrupt_release();
	return status == USAGE ? TROUBLE : status;
}
