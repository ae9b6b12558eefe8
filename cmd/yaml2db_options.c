/* The command line of yaml2db. */
#include "cmd/yaml2db_options.h"

#include "cmd/annotation.h"
#include "cmd/called.h"
#include "cmd/config.h"
#include "cmd/inside.h"
#include "cmd/name_map.h"
#include "cmd/online.h"
#include "cmd/plan_print.h"

struct yaml2db_options options;

static const struct option_row rows[] = {
	PLACE_OPTIONS(options.place),
	{ "up", 0, "FILE", "write the script there instead of to standard output", .text = &options.up },
	{ "output", 'o', "FILE", "the same", .text = &options.output },
	{ "down", 0, "FILE", "write the script that reverts it", .text = &options.down },
	DJANGO_OPTIONS(options.format, options.django),
	{ "check", 0, NULL,
		"report whether and how the two differ: exit status 0 or 1; a script is written only where --up, --output or --down "
		"tells a file",
		.flag = &options.check },
	{ "env", 0, "FILE", "check each database of that environment of dbalign, a file such as env/prd.yaml",
		.text = &options.environment },
	{ "jobs", 0, "N", "check that many of several places at once; default: 4", .text = &options.jobs },
	{ "plan", 0, "FORMAT",
		"print what the script does, with locks and sizes, for people (text), programs (json) or CI (github, gitlab, junit, "
		"sarif, markdown); scripts as with --check",
		.text = &options.plan, .words = "text json " ANNOTATION_FORMATS },
	{ "check-rows", 0, NULL, "query the rows for those that would make the script fail, and show keys of some",
		.flag = &options.check_rows },
	{ "allow-data-loss", 0, NULL, "write the script although running it loses data", .flag = &options.allow_data_loss },
	{ "keep", 0, NULL, "keep what dropped tables and columns have, in schema pgcanon_kept; the way back gives it back",
		.flag = &options.keep },
	FORGET_OPTIONS(options.forget),
	{ "single-transaction", '1', NULL, "put BEGIN and COMMIT around scripts", .flag = &options.single_transaction },
	{ "online", 0, NULL, "write scripts of several transactions that let others go on working", .flag = &options.online },
	{ "backfill", 0, NULL, "with --online, give rows new values in batches, rather than rewrite a whole table",
		.flag = &options.backfill },
	{ "lock-timeout", 0, "TIME",
		"with --online, how long a lock is waited for before it is tried again: 500ms, 2s; default: 1s",
		.text = &options.lock_timeout },
	{ "search-path", 0, "PATH",
		"path of functions that are called for rows, default: the database's; and of bare names in documents of Pyrseas",
		.text = &options.search_path },
	{ "no-guard", 0, NULL, "do not begin the script for a database with a check that what it changes is what was compared",
		.flag = &options.no_guard },
	{ "guard", 0, NULL, "begin it so in any case, or fail; yamltodb does so only then", .flag = &options.guard },
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
	ROLE_MAP_OPTION(options.role_map, "read role OLD of the wanted side as NEW (repeatable)"),
	SCHEMA_MAP_OPTION(
		options.schema_map, "read schema OLD of documents, or else of the wanted side, as NEW, in texts too (repeatable)"),
	{ "rename", 0, NULL, "print what may be renames, as a section for the document, and nothing else",
		.flag = &options.rename },
	{ "fail-on-lookalike", 0, NULL, "fail where something is dropped and created that may be a rename",
		.flag = &options.fail_on_lookalike },
	{ "explain", 0, NULL, "say above each statement of a script what it is for", .flag = &options.explain },
	VERBOSE_OPTION(options.verbose),
	START_OPTIONS(options.start),
	{ 0 },
};

static const char *const examples[] = {
	"yaml2db --check prd schema.yaml",
	"is database prd what the file says?",
	"yaml2db --check --jobs 8 --env env/prd.yaml schema.yaml",
	"is each database of environment prd?",
	"yaml2db --up up.sql --down down.sql prd schema.yaml",
	"writes the scripts of both directions",
	"psql -X -1 -v ON_ERROR_STOP=1 -d prd -f up.sql",
	"runs a script, in one transaction",
	"yaml2db old.yaml new.yaml",
	"compares two files; no server is needed",
	NULL,
};

static const char *const statuses[] = {
	"done; with --check: the two are the same",
	"with --check: they differ",
	"an error, printed on standard error; nothing was changed, unless it says so",
	"",
	"with --prove: a script fails, or does not lead to the wanted schema; nothing was written or changed",
	NULL,
};

struct program yaml2db_program = {
	.name = "yaml2db",
	.usage = "[OPTION]... PLACE [PLACE]...",
	.summary =
		"Prints the SQL that changes the schema in the first place to the one in the second. A place is a database's name, a URI or "
		"a connection string, a YAML file, a directory of YAML files, or \"-\", standard input, the default for the "
		"second.",
	.rows = rows,
	.examples = examples,
	.statuses = statuses,
	.gone = called_gone,
};

bool yaml2db_writes_migration(void)
{
	return django_is_format(options.format);
}

bool yaml2db_writes_scripts(void)
{
	return options.output || options.up || options.down;
}

bool yaml2db_checks_many(guint places)
{
	return options.environment || places > (options.multiple_files ? 1 : 2);
}

/* Several places can only be checked. */
static const char *many_problem(guint places)
{
	guint wanted = options.multiple_files ? 0 : 1;

	if (!options.check)
		return options.environment ? "--env is for --check" : NULL;
	if (options.environment && places != wanted)
		return wanted ? "with --env one place is needed, which says what the databases should be"
			      : "with --env and --multiple-files no place is needed";
	if (yaml2db_writes_scripts() || prove_is_wanted(&options.prove) || options.fail_on_lookalike)
		return "of several places each is checked: that cannot be combined with --up, --output, --down, --prove or "
		       "--fail-on-lookalike";
	return options.place.password
		       ? "--password asks for that of one database: for several a password file or PGPASSWORD can hold it"
		       : NULL;
}

static const char *places_problem(guint places, bool as_pyrseas)
{
	if (!as_pyrseas && yaml2db_checks_many(places) && (options.check || options.environment))
		return many_problem(places);
	if (options.jobs || options.environment)
		return as_pyrseas ? "yamltodb compares two places: --env and --jobs are for yaml2db"
				  : "--jobs is for --check of several places";
	if (!places)
		return "what is to be compared? Give a place, such as a database, and a second one that says what it should "
		       "be";
	if (places > (options.multiple_files && !as_pyrseas ? 1 : 2))
		return options.multiple_files ? "with --multiple-files there is one place; the files are the other"
					      : "two places are enough; more are for --check";
	return NULL;
}

/* Options that contradict or repeat each other. */
static const char *exclusion_problem(void)
{
	if (options.output && options.up)
		return "--output and --up are the same, give one";
	if (options.check && (options.update || options.revert))
		return "--check changes nothing, and asks what the first place is: it cannot be combined with --update or --revert";
	if (options.rename && (options.check || options.plan || options.update || options.revert || yaml2db_writes_scripts()))
		return "--rename prints a section for the document and nothing else: it cannot be combined with --check, --plan, "
		       "--update, --revert, --up, --output or --down";
	if (options.update && options.revert)
		return "--update and --revert exclude each other";
	if (options.place.pyrseas && options.place.no_pyrseas)
		return "--pyrseas and --no-pyrseas exclude each other";
	return options.guard && options.no_guard ? "--guard and --no-guard exclude each other" : NULL;
}

/* Options for scripts that exclude each other: some are for one database, others for several. */
static const char *script_problem(void)
{
	bool several = yaml2db_writes_migration() || options.django.unqualified;

	if (options.django.unqualified && (options.update || prove_is_wanted(&options.prove)))
		return "--unqualified writes a script for other schemas, too: it cannot be combined with --update or --prove";
	if (options.backfill && !options.online)
		return "--backfill is for --online";
	if (options.online && (options.single_transaction || several))
		return "--online writes several transactions for one database: it cannot be combined with --single-transaction, "
		       "--format django or --unqualified";
	if (options.keep && (options.online || options.django.unqualified))
		return "--keep writes and moves rows while others wait, in one schema: it cannot be combined with --online or "
		       "--unqualified";
	if (options.explain && yaml2db_writes_migration())
		return "--explain writes comments into SQL scripts, and a migration of Django is none";
	return options.guard && several
		       ? "--guard is for scripts of one database, neither for migrations of Django nor for --unqualified"
		       : NULL;
}

static bool writes_or_compares(guint places)
{
	return places > 1 || options.check || options.plan || options.update || options.revert || options.rename || options.keep ||
	       options.multiple_files || options.environment || yaml2db_writes_scripts() || yaml2db_writes_migration() ||
	       prove_is_wanted(&options.prove);
}

const char *yaml2db_usage_problem(guint places, bool as_pyrseas)
{
	const char *format = options.check && annotation_is_format(options.format) ? NULL : options.format;
	const char *const problems[] = { places_problem(places, as_pyrseas),
		forget_problem(&options.forget, writes_or_compares(places)), exclusion_problem(),
		plan_print_problem(options.plan, options.check), script_problem(), online_timeout_problem(options.lock_timeout),
		prove_problem(&options.prove),
		django_problem(format, &options.django, options.down, options.update || options.single_transaction) };

	for (size_t i = 0; i < G_N_ELEMENTS(problems); i++)
		if (problems[i])
			return problems[i];
	return NULL;
}
