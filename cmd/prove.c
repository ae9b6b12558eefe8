/* yaml2db --prove: tries both scripts on a scratch server before they are written. */
#include "cmd/prove.h"

#include <string.h>

#include "catalog/read/interrupt.h"
#include "cmd/terminal.h"
#include "prove/binaries.h"
#include "prove/evidence.h"
#include "prove/proof.h"

static const char automatic[] = "auto";

bool prove_is_wanted(const struct prove_options *options)
{
	return options->prove || options->scratch;
}

const char *prove_problem(const struct prove_options *options)
{
	return options->anonymize && !prove_is_wanted(options) ? "--anonymize is for the report of a failed proof: it needs --prove"
							       : NULL;
}

/* Whether the user named the server. */
static bool is_named(const struct prove_options *options)
{
	return options->scratch && strcmp(options->scratch, automatic) != 0;
}

/* One text from the database that will change; otherwise, where it is not a database or does not answer. */
static char *ask(struct place *place, const char *sql, const char *otherwise)
{
	static const char *const opening[] = { "BEGIN READ ONLY", NULL };
	g_auto(GStrv) row = place_is_database(place) ? place_row(place, opening, sql, NULL) : NULL;

	return row && row[0] ? g_strdup(row[0]) : g_strdup(otherwise);
}

struct scratch *prove_open(struct place *changed, const struct place *other, const struct prove_options *options,
	const struct place_options *place, GError **error)
{
	const struct connection_options connection = { place->host, place->port, place->username, NULL };
	int version = place_version(changed) ? place_version(changed) : place_version(other),
	    major = version ? version / 10000 : binaries_newest();
	/* the server's own objects belong to its first superuser */
	g_autofree char *superuser =
		ask(changed, "SELECT rolname FROM pg_catalog.pg_roles WHERE oid = 10 AND rolname !~ '^pg_'", "postgres");
	bool named_server = is_named(options);
	struct scratch *scratch;

	if (!named_server && !major) {
		g_set_error(error, PROVE_ERROR, PROVE_NO_SERVER,
			"no PostgreSQL server is installed here: install Debian's package postgresql, or name a server by "
			"--scratch");
		return NULL;
	}
	terminal_progress("starting %s", named_server ? options->scratch : "a private server");
	scratch = named_server ? scratch_connect_to(options->scratch, &connection, error) : scratch_start(major, superuser, error);
	if (!scratch || !version || scratch_version(scratch) / 10000 == major)
		return scratch;
	g_set_error(error, PROVE_ERROR, PROVE_NO_SERVER,
		"%s is PostgreSQL %d, and the scripts are for %d: a proof needs a server of that version", scratch_name(scratch),
		scratch_version(scratch) / 10000, major);
	scratch_free(scratch);
	return NULL;
}

static GPtrArray *statements(const struct plan *plan, bool together, void *data)
{
	const struct script_options *options = data;

	return script_statements(plan, options->search_path, together);
}

static bool is_partial(const struct comparison *comparison)
{
	const struct snapshot *const snapshots[] = { comparison->have, comparison->want };
	bool partial = comparison->ignore || filter_selects(comparison->filter);

	for (size_t i = 0; i < G_N_ELEMENTS(snapshots); i++)
		partial = partial || snapshot_is_partial(snapshots[i]) || snapshot_silences(snapshots[i])->pyrseas;
	return partial;
}

static struct script_options named(const struct script_options *options, const char *from, const char *to)
{
	struct script_options copy = *options;

	copy.from = from;
	copy.to = to;
	copy.database = NULL;
	return copy;
}

/* Prints where to find all that is needed to investigate the failure. */
static void leave_evidence(struct scratch *scratch, const struct comparison *comparison, const struct prove_options *options,
	const struct script_options *there, const struct script_options *back, struct proof_outcome *outcome, GError **error)
{
	g_autoptr(GString) up = g_string_new(NULL), down = g_string_new(NULL);
	g_autoptr(GError) problem = NULL;

	/* the files do not name the databases */
	const struct script_options up_options = named(there, "have.yaml", "want.yaml"),
				    down_options = named(back, "want.yaml", "have.yaml");
	script_write(up, comparison->up, &up_options);
	script_write(down, comparison->down, &down_options);
	g_string_append_printf(outcome->log, "failed: %s\n", (*error)->message);
	const struct evidence_file files[] = { { "up.sql", up->str }, { "down.sql", down->str }, { "log", outcome->log->str } };
	g_autofree char *folder = evidence_write(
		scratch, comparison->have, comparison->want, files, G_N_ELEMENTS(files), options->anonymize, &problem);
	g_autofree char *message = g_steal_pointer(&(*error)->message);
	if (folder)
		(*error)->message = g_strdup_printf(
			"not proved: %s\nnothing was written but %s: both documents, both scripts and a log, without rows and "
			"passwords",
			message, folder);
	else
		(*error)->message =
			g_strdup_printf("not proved: %s\nnothing was written, and no report either: %s", message, problem->message);
}

static void tell(const struct comparison *comparison, const struct scratch *scratch, const struct proof_outcome *outcome)
{
	terminal_note(
		"proved on %s: %u statements there and %u back, the schema each time compared with one built anew; tables with "
		"rows: %u",
		scratch_name(scratch), comparison->up->steps->len, comparison->down->steps->len, outcome->tables);
	for (guint i = 0; i < outcome->notes->len; i++)
		terminal_note("%s", (char *)outcome->notes->pdata[i]);
}

static bool run(struct scratch *scratch, const struct comparison *comparison, const struct prove_options *options,
	const struct proof_input *input, const struct script_options *there, const struct script_options *back, GArray **steps,
	GError **error)
{
	struct proof_outcome outcome;

	proof_outcome_init(&outcome);
	g_string_append_printf(outcome.log, "yaml2db (pgcanon) %s, proof on %s (%d)\n", PGCANON_VERSION, scratch_name(scratch),
		scratch_version(scratch));
	terminal_progress("proving on %s", scratch_name(scratch));
	bool good = proof_run(scratch, input, &outcome, error);
	terminal_progress(NULL);
	if (good)
		tell(comparison, scratch, &outcome);
	if (good)
		*steps = g_steal_pointer(&outcome.steps);
	else if (error && g_error_matches(*error, PROVE_ERROR, PROVE_UNPROVED))
		leave_evidence(scratch, comparison, options, there, back, &outcome, error);
	proof_outcome_clear(&outcome);
	return good;
}

/* A running trial with its scratch server; freed by close_trial(). */
struct trial {
	struct proof_input input;
	struct scratch *scratch;
	struct snapshot *whole;
	char *search_path;
	bool named_server;
};

/* Removes what the trial created on a server of the user's; a private server is removed as a whole. */
static void close_trial(struct trial *trial)
{
	scratch_free(trial->scratch);
	snapshot_free(trial->whole);
	g_free(trial->search_path);
	if (trial->named_server)
		interrupt_release();
}

static bool open_trial(struct trial *trial, const struct comparison *comparison, const struct prove_options *options,
	const struct script_options *there, bool revert, GError **error)
{
	struct place *changed = revert ? comparison->want_place : comparison->have_place;
	const struct place *other = revert ? comparison->have_place : comparison->want_place;
	const struct snapshot *have = revert ? comparison->want : comparison->have,
			      *want = revert ? comparison->have : comparison->want;
	bool partial = is_partial(comparison) && !place_is_stdin(changed);

	*trial = (struct trial){ 0 };
	if (partial && !(trial->whole = place_read_whole(changed, comparison->pool, error)))
		return false;
	trial->search_path = ask(changed, "SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'search_path'", NULL);
	trial->input = (struct proof_input){
		.have = have,
		.want = want,
		.whole = trial->whole ? trial->whole : have,
		.partial = partial,
		.measures = options->measures,
		.up = comparison->up,
		.down = comparison->down,
		.search_path = trial->search_path,
		.statements = statements,
		.statements_data = (void *)there,
		.no_rows = options->with_rows,
		.accept = comparison->options->accept,
		.data = comparison->options->data,
	};
	trial->named_server = is_named(options);
	if (trial->named_server)
		interrupt_hold();
	trial->scratch = prove_open(changed, other, options, comparison->options, error);
	return trial->scratch;
}

bool prove_plans(const struct comparison *comparison, const struct prove_options *options, const struct script_options *there,
	const struct script_options *back, bool revert, GArray **steps, GError **error)
{
	struct trial trial;

	*steps = NULL;
	if (!comparison->up->steps->len)
		return true;
	bool good = open_trial(&trial, comparison, options, there, revert, error) &&
		    run(trial.scratch, comparison, options, &trial.input, there, back, steps, error);
	close_trial(&trial);
	return good;
}

GPtrArray *prove_states(const struct comparison *comparison, const struct prove_options *options, GError **error)
{
	const struct script_options none = { 0 };
	struct trial trial;
	GPtrArray *states = open_trial(&trial, comparison, options, &none, false, error)
				    ? proof_states(trial.scratch, &trial.input, error)
				    : NULL;

	close_trial(&trial);
	terminal_progress(NULL);
	return states;
}
