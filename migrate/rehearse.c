/* Runs a rehearsal. */
#include <string.h>

#include "catalog/read/connection.h"
#include "catalog/read/interrupt.h"
#include "migrate/apply.h"
#include "migrate/fingerprint.h"
#include "migrate/policy.h"
#include "migrate/rehearsal.h"
#include "migrate/rehearsal_copy.h"
#include "migrate/result.h"
#include "migrate/route.h"
#include "migrate/status_report.h"
#include "migrate/tenant.h"
#include "migrate/tests.h"
#include "migrate/watch.h"

/* The state of a rehearsal. */
struct stage_set {
	const struct project *project;
	struct environment *environment; /* of the copy */
	struct copy copy;
	PGconn *look;
	struct run *run;
	json_t *report;
	json_t *part, *changes; /* part: the report, or that of a tenant; changes: of it */
	int from, to;
	int status; /* of the first part that failed */
};

static json_t *text_json(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);

	return json_string(valid);
}

/* Takes variables, roles and settings from the live environment, but not its confirmation, window and the like. */
static void borrow(struct environment *environment, struct copy *copy)
{
	g_free(environment->place);
	environment->place = g_strdup(copy->place);
	g_free(environment->name);
	environment->name = g_strdup("rehearsal");
	g_free(environment->stage);
	environment->stage = g_strdup("REHEARSAL");
	g_clear_pointer(&environment->policy, policy_free);
	g_clear_pointer(&environment->password_command, g_free);
	g_clear_pointer(&environment->window, g_free);
	g_clear_pointer(&environment->database, g_free);
	g_clear_pointer(&environment->confirm, g_free);
	g_free(environment->on_failure);
	environment->on_failure = g_strdup("stop");
	environment->dev = false;
}

/* Runs changes; *seconds, unless NULL, is the time for these, without reading the schema before and after. */
static bool go(struct stage_set *set, enum direction direction, int to, double *seconds, GError **error)
{
	const struct apply_options how = {
		.direction = direction, .to = to, .allow_data_loss = true, .any_time = true, .no_tests = true
	};
	struct apply_report report;
	bool good = apply(set->run, &how, &report, error);

	if (good && seconds)
		*seconds = json_number_value(json_object_get(json_array_get(report.changes, 0), "seconds"));
	apply_report_clear(&report);
	return good;
}

/* Adds the last attempt from the registry: assertions, values that pre passed to post. Returns its duration. */
static double add_attempt(struct stage_set *set, int number, json_t *change)
{
	g_autoptr(GError) problem = NULL;
	json_t *shown = show_json(set->run, number, &problem), *attempts = shown ? json_object_get(shown, "attempts") : NULL;
	size_t count = json_array_size(attempts);
	json_t *last = count ? json_array_get(attempts, count - 1) : NULL;

	static const char *const taken[] = { "assertions", "contract", "phase", "file", "line", "statement" };
	for (size_t i = 0; last && i < G_N_ELEMENTS(taken); i++)
		if (json_object_get(last, taken[i]))
			json_object_set(change, taken[i], json_object_get(last, taken[i]));
	double seconds = json_number_value(json_object_get(last, "seconds"));
	json_decref(shown);
	return seconds;
}

static bool apply_one(struct stage_set *set, int number, GError **error)
{
	const struct numbered_change *change = project_change(set->project, number);
	g_autoptr(GError) problem = NULL;
	double seconds = 0, whole = 0;

	set->run->watch = watch_begin(set->look, set->run->session->pid);
	bool good = go(set, UP, number, &seconds, &problem);
	json_t *told = watch_end(g_steal_pointer(&set->run->watch));
	json_object_set_new(told, "number", json_integer(number));
	json_object_set_new(told, "name", json_string(change->name));
	json_object_set_new(told, "verdict", json_string(good ? "good" : "failed"));
	if (!good)
		json_object_set_new(told, "message", text_json(problem->message));
	if (!session_is_lost(set->run->session))
		whole = add_attempt(set, number, told);
	if (good) /* steps outside transactions have no duration of their own */
		json_object_set_new(told, "seconds", json_real(seconds > 0 ? seconds : whole));
	json_array_append_new(set->changes, told);
	if (!good)
		g_propagate_error(error, g_steal_pointer(&problem));
	return good;
}

/* Adds the changes after a failed one as not reached. */
static void add_unreached(struct stage_set *set)
{
	for (int number = set->from + 1 + (int)json_array_size(set->changes); number <= set->to; number++)
		json_array_append_new(set->changes, json_pack("{si ss ss}", "number", number, "name",
							    project_change(set->project, number)->name, "verdict", "not reached"));
}

static void tell(struct stage_set *set, const char *key, const char *verdict, const char *text)
{
	json_object_set_new(set->part, key, json_pack("{ss so}", "verdict", verdict, "text", text_json(text)));
}

static bool run_tests(struct stage_set *set, GError **error)
{
	g_autoptr(GError) problem = NULL;
	bool good = tests_run(set->run, set->from + 1, set->to, &problem);

	tell(set, "tests", good ? "good" : "failed", good ? set->run->tests : problem->message);
	if (!good)
		g_propagate_error(error, g_steal_pointer(&problem));
	return good;
}

/* The names of changes that cannot be rolled back; then rollback is not tried. NULL: none. */
static char *without_way_back(const struct stage_set *set)
{
	GString *names = g_string_new(NULL);

	for (int number = set->from + 1; number <= set->to; number++) {
		const struct numbered_change *change = project_change(set->project, number);
		if (!change_file(change, FILE_ROLLBACK))
			g_string_append_printf(names, "%s%s", names->len ? ", " : "", change->name);
	}
	return g_string_free(names, !names->len);
}

/* Rolls all changes back, and applies them again: the schema must be as before both times. */
static bool there_and_back(struct stage_set *set, const char *before, GError **error)
{
	g_autofree char *none = without_way_back(set), *after = NULL, *down = NULL, *up = NULL;
	g_autoptr(GError) problem = NULL;

	if (none) {
		g_autofree char *text = g_strdup_printf("no way back from %s", none);
		tell(set, "back", "not tried", text);
		return true;
	}
	bool good = (after = fingerprint_read(set->run, false, NULL, &problem)) && go(set, DOWN, set->from, NULL, &problem) &&
		    (down = fingerprint_read(set->run, false, NULL, &problem)) && go(set, UP, set->to, NULL, &problem) &&
		    (up = fingerprint_read(set->run, false, NULL, &problem));
	if (good && strcmp(before, down) != 0)
		good = migrate_fail(&problem, MIGRATE_DRIFT, "taken back, the schema is not what it was before");
	if (good && strcmp(after, up) != 0)
		good = migrate_fail(&problem, MIGRATE_DRIFT, "applied again, the schema is not what it was the first time");
	tell(set, "back", good ? "good" : "failed",
		good ? "down to the beginning and up again: the schema is the same" : problem->message);
	if (!good)
		g_propagate_error(error, g_steal_pointer(&problem));
	return good;
}

static bool walk(struct stage_set *set, GError **error)
{
	g_autofree char *before = fingerprint_read(set->run, false, NULL, error);
	bool good = before;

	for (int number = set->from + 1; number <= set->to && good; number++)
		good = apply_one(set, number, error);
	add_unreached(set);
	return good && run_tests(set, error) && there_and_back(set, before, error);
}

static bool connect_look(struct stage_set *set, GError **error)
{
	const struct connection_options options = { 0 };

	set->look = connection_open(set->copy.place, set->copy.name, &options, error);
	return set->look || migrate_fail_as(error, MIGRATE_CONNECTION);
}

/* Asks the copy for its tenants, before they are masked; *tenants: NULL where the environment has none. */
static bool find_tenants(struct stage_set *set, const char *chosen, GPtrArray **tenants, GError **error)
{
	struct environment *environment = set->environment;

	*tenants = NULL;
	if (!environment->tenants)
		return true;
	if (!tenant_project_check(set->project, error) || !(*tenants = tenants_query(set->look, environment, error)))
		return false;
	environment_set_tenants(environment, *tenants);
	return environment_choose(environment, chosen ? chosen : (*tenants)->pdata[0], error);
}

static bool open_copy(
	struct stage_set *set, const struct rehearsal *rehearsal, const struct rehearsal_options *options, GError **error)
{
	json_t *done = json_array();
	bool changed = false;
	const struct route_needs needs = { set->environment, 1, options->to };
	g_autoptr(GPtrArray) tenants = NULL;

	json_object_set_new(set->report, "calmed", done);
	if (!connect_look(set, error) || !find_tenants(set, options->tenant, &tenants, error) ||
		!copy_calm(set->look, set->project, rehearsal, tenants, done, &changed, error))
		return false;
	AUTO_RESULT named = PQexec(set->look, "SET search_path = pg_catalog"); /* so that names are printed qualified */
	if (!result_is_good(named))
		return migrate_fail(error, MIGRATE_CONNECTION, "the copy: %s", PQerrorMessage(set->look));
	if (changed) { /* the schema differs from the source's */
		set->environment->expect = false;
		g_free(set->environment->drift);
		set->environment->drift = g_strdup("off");
	}
	return route_verify_files(set->project, &needs, error);
}

static bool open_run(struct stage_set *set, const struct rehearsal_options *options, GError **error)
{
	if (!(set->run = run_open("rehearse", set->project, set->environment, options->say, NULL, error)) ||
		!run_check_state(set->run, error))
		return false;
	set->from = set->run->state.number;
	set->to = options->to < 0 ? (int)set->project->changes->len : options->to;
	json_object_set_new(set->part, "from", json_integer(set->from));
	json_object_set_new(set->part, "to", json_integer(set->to));
	return true;
}

static void fill_head(struct stage_set *set, const char *name)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();
	g_autofree char *time = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");

	json_object_set_new(set->report, "project", text_json(set->project->name));
	json_object_set_new(set->report, "environment", text_json(name));
	json_object_set_new(set->report, "night", json_string(time));
	json_object_set_new(set->report, "runner", json_string(PGCANON_VERSION));
}

/* Describes the copy before it is changed. */
static void fill_copy(struct stage_set *set)
{
	int version = PQserverVersion(set->look);
	AUTO_RESULT result = PQexec(set->look, "SELECT pg_catalog.pg_database_size(pg_catalog.current_database())");
	json_int_t size = result_is_good(result) ? g_ascii_strtoll(result_text(result, 0, 0), NULL, 10) : 0;

	json_object_set_new(set->report, "copy",
		json_pack("{ss sf sI ss si}", "how", set->copy.how, "seconds", set->copy.seconds, "size", size, "database",
			set->copy.name, "server", version / 10000));
}

static void conclude(json_t *part, int status, const char *message)
{
	json_object_set_new(part, "verdict", json_string(status == MIGRATE_DONE ? "good" : "failed"));
	json_object_set_new(part, "status", json_integer(status));
	if (message)
		json_object_set_new(part, "message", text_json(message));
}

static int status_of(const GError *problem)
{
	return !problem ? MIGRATE_DONE : problem->domain == MIGRATE_ERROR ? problem->code : MIGRATE_SQL;
}

static bool rehearse_whole(struct stage_set *set, const struct rehearsal_options *options, GError **error)
{
	g_autoptr(GError) problem = NULL;

	set->part = set->report;
	if (!open_run(set, options, error))
		return false;
	set->changes = json_array();
	walk(set, &problem);
	set->status = status_of(problem);
	conclude(set->part, set->status, problem ? problem->message : NULL);
	json_object_set_new(set->part, "changes", g_steal_pointer(&set->changes));
	return true;
}

static void rehearse_tenant(struct stage_set *set, const char *name, const struct rehearsal_options *options)
{
	g_autoptr(GError) problem = NULL;

	set->part = json_pack("{so}", "tenant", text_json(name));
	set->changes = json_array();
	json_array_append_new(json_object_get(set->report, "tenants"), set->part);
	if (interrupt_came()) {
		json_object_set_new(set->part, "verdict", json_string("not reached"));
		migrate_fail(&problem, MIGRATE_CONNECTION, "a signal has ended the rehearsal before this tenant");
	} else {
		if (environment_choose(set->environment, name, &problem) && open_run(set, options, &problem))
			walk(set, &problem);
		conclude(set->part, status_of(problem), problem ? problem->message : NULL);
	}
	json_object_set_new(set->part, "changes", g_steal_pointer(&set->changes));
	run_free(g_steal_pointer(&set->run));
	if (!problem || set->status != MIGRATE_DONE)
		return;
	g_autofree char *message = g_strdup_printf("tenant %s: %s", name, problem->message);
	set->status = status_of(problem);
	json_object_set_new(set->report, "message", text_json(message));
}

/* Goes on after a tenant has failed. */
static void rehearse_tenants(struct stage_set *set, const struct rehearsal_options *options)
{
	const GPtrArray *targets = set->environment->targets;

	json_object_set_new(set->report, "tenants", json_array());
	for (guint i = 0; i < targets->len; i++) {
		const struct environment_target *target = targets->pdata[i];
		if (!options->tenant || strcmp(target->name, options->tenant) == 0)
			rehearse_tenant(set, target->name, options);
	}
	conclude(set->report, set->status, NULL);
}

json_t *rehearse(const struct project *project, struct environment *environment, const struct rehearsal *rehearsal,
	const struct rehearsal_options *options, int *status, GError **error)
{
	struct stage_set set = { .project = project, .environment = environment, .report = json_object() };

	interrupt_hold(); /* until the program ends: so that neither a dump nor a copy is left behind */
	fill_head(&set, environment->name);
	bool copied = copy_make(&set.copy, project, environment, rehearsal, options->say, error);
	if (copied)
		borrow(environment, &set.copy);
	copied = copied && open_copy(&set, rehearsal, options, error);
	if (copied)
		fill_copy(&set);
	if (copied && environment->tenants)
		rehearse_tenants(&set, options);
	else
		copied = copied && rehearse_whole(&set, options, error);
	*status = set.status;
	run_free(set.run);
	PQfinish(set.look);
	copy_end(&set.copy, options->keep, options->say);
	if (copied)
		return set.report;
	json_decref(set.report);
	return NULL;
}
