/* dbalign plan: prints what apply would do, and changes nothing. */
#include <stdio.h>

#include "cmd/dbalign_run.h"
#include "migrate/admit.h"

static struct {
	const char *to, *release, *bundle;
	bool down;
} options;

static const struct option_row rows[] = {
	{ "to", 0, "N", "end at that number; default: the last one", .text = &options.to },
	DBALIGN_BUNDLE_OPTION(options.bundle),
	DBALIGN_RELEASE_OPTION(options.release),
	{ "down", 0, NULL, "the way down", .flag = &options.down },
	{ 0 },
};

static json_t *statements_json(const struct leg_file *file)
{
	json_t *list = json_array();

	for (guint i = 0; file->statements && i < file->statements->len; i++) {
		const struct script_statement *statement = file->statements->pdata[i];
		json_array_append_new(list, json_pack("{ss sI ss%}", "file", file->path, "line", (json_int_t)statement->line,
						    "statement", statement->raw, statement->raw_length));
	}
	return list;
}

static json_t *variables_json(const struct dbalign_run *run, const struct leg *leg)
{
	json_t *list = json_object();

	for (guint i = 0; leg->header->variables && i < leg->header->variables->len; i++) {
		const struct variable_declaration *declaration = leg->header->variables->pdata[i];
		struct variable variable;
		if (variables_get(run->environment->variables, declaration, &variable, NULL))
			json_object_set_new(list, declaration->name,
				json_pack("{ss ss*}", "value", variable.secret ? "(secret)" : variable.value, "origin",
					variable.origin));
	}
	return list;
}

static json_t *leg_json(const struct dbalign_run *run, const struct leg *leg)
{
	return json_pack("{ss ss sb ss ss ss so so so so}", "name", leg->change->name, "direction", direction_name(leg->direction),
		"transaction", leg->header->transaction, "role", leg->role ? leg->role : run->run->session->user, "search_path",
		leg->search_path, "lock_timeout", leg->lock_timeout, "variables", variables_json(run, leg), "before",
		statements_json(&leg->pre), "statements", statements_json(&leg->main), "after", statements_json(&leg->post));
}

static void print_leg(const json_t *leg)
{
	size_t i;
	json_t *item;
	const char *key;

	printf("%s %s%s, as %s, search_path %s: %zu before, %zu statements, %zu after\n", dbalign_text(leg, "name"),
		dbalign_text(leg, "direction"), json_is_true(json_object_get(leg, "transaction")) ? "" : ", outside transactions",
		dbalign_text(leg, "role"), dbalign_text(leg, "search_path"), json_array_size(json_object_get(leg, "before")),
		json_array_size(json_object_get(leg, "statements")), json_array_size(json_object_get(leg, "after")));
	json_object_foreach(json_object_get(leg, "variables"), key, item) printf("  %s = %s (%s)\n", key,
		dbalign_text(item, "value"), dbalign_text(item, "origin") ? dbalign_text(item, "origin") : "");
	json_array_foreach(json_object_get(leg, "statements"), i, item) printf("  %s:%d: %s\n", dbalign_text(item, "file"),
		(int)json_integer_value(json_object_get(item, "line")), dbalign_text(item, "statement"));
}

static json_t *plan(struct dbalign_run *run, const struct apply_options *how, GError **error)
{
	struct route route;
	json_t *list = json_array();
	bool good = run_check_state(run->run, error) && route_find(run->run, how, &route, error) &&
		    admit(run->run, &route, error) && route_check(run->run, &route, how, error);

	for (int i = 0; good && i < route_length(&route); i++) {
		struct leg *leg = route_leg(run->run, &route, route_number(&route, i), error);
		good = leg && json_array_append_new(list, leg_json(run, leg)) == 0;
		leg_free(leg);
	}
	if (good)
		return list;
	json_decref(list);
	return NULL;
}

static int print(const struct dbalign_run *run, json_t *list, GError **error)
{
	size_t i;
	json_t *item;

	if (dbalign.json)
		return dbalign_print_json(json_pack("{ss si so}", "database", run->run->session->name, "number",
						  run->run->state.number, "changes", list),
			       error)
			       ? MIGRATE_DONE
			       : MIGRATE_USAGE;
	json_array_foreach(list, i, item) print_leg(item);
	printf("%s: at %05d, %zu to be run\n", run->run->session->name, run->run->state.number, json_array_size(list));
	json_decref(list);
	return MIGRATE_DONE;
}

static int run(GPtrArray *arguments, GError **error)
{
	struct apply_options how = { .direction = options.down ? DOWN : UP,
		.to = options.down ? 0 : -1,
		.allow_data_loss = true,
		.release = options.release };
	struct dbalign_run run = { .bundle = options.bundle };
	json_t *list = NULL;
	int status;

	if (!dbalign_arguments(arguments, 0, 0, NULL, error) || (options.to && !dbalign_number(options.to, &how.to, error)) ||
		!dbalign_open_for(&run, "plan", &how, error) || !(list = plan(&run, &how, error)))
		status = dbalign_failed(error);
	else
		status = print(&run, list, error);
	dbalign_close(&run);
	return status;
}

static const char *const examples[] = {
	"dbalign plan --env prd",
	"what would `dbalign apply --env prd` run?",
	NULL,
};

const struct command command_plan = {
	.name = "plan",
	.usage = "[OPTION]...",
	.brief = "show what apply would run, without running it",
	.summary = "Checks the changes that are to be applied as apply does, and prints them: the role, the statements, the "
		   "variables with their values and "
		   "where these come from. "
		   "Secret values are not shown. Nothing is run.",
	.rows = rows,
	.examples = examples,
	.targets = COMMAND_LOOKS_AT_EACH,
	.run = run,
};
