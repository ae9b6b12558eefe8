/* Runs commands for each target of an environment. */
#include <stdio.h>

#include "cmd/dbalign.h"
#include "cmd/fleet.h"
#include "cmd/output.h"
#include "cmd/terminal.h"

struct errand {
	const struct command *command;
	GPtrArray *arguments;
	const char *what; /* "targets" or "tenants" */
};

/* Runs the command as if --target named that target. */
static int work(const struct fleet_member *member, void *data)
{
	const struct errand *errand = data;
	g_autoptr(GError) error = NULL;

	dbalign.target = member->key;
	int status = errand->command->run(errand->arguments, &error);
	if (error) {
		fflush(stdout); /* both streams share one pipe: keep the order of the output */
		terminal_error("%s", error->message);
		g_clear_error(&error);
	}
	return output_finish(&error) || status != MIGRATE_DONE ? status : MIGRATE_USAGE;
}

static void tell(const struct fleet_member *member, void *data)
{
	(void)data;
	if (dbalign.json)
		return;
	if (member->status == MIGRATE_DONE)
		printf("%s: done, %.1f s\n", member->name, member->seconds);
	else
		printf("%s: exit status %d, %.1f s\n", member->name, member->status, member->seconds);
	fleet_print(member, stdout);
}

static json_t *member_json(const struct fleet_member *member)
{
	json_t *result = member->printed ? json_loads(member->printed->str, 0, NULL) : NULL;
	json_t *told = json_pack("{so sf}", "target", dbalign_json_text(member->key), "seconds", member->seconds);

	if (member->status >= 0)
		json_object_set_new(told, "status", json_integer(member->status));
	if (result)
		json_object_set_new(told, "result", result);
	else if (member->printed)
		json_object_set_new(told, "text", dbalign_json_text(member->printed->str));
	return told;
}

/* Prints the totals. Returns the exit status. */
static int conclude(const struct fleet *fleet, GError **error)
{
	json_t *list = json_array();
	int status = MIGRATE_DONE;

	for (guint i = 0; i < fleet->count; i++) {
		const struct fleet_member *member = &fleet->members[i];
		if (status == MIGRATE_DONE && member->status > 0)
			status = member->status;
		json_array_append_new(list, member_json(member));
	}
	if (dbalign.json)
		return dbalign_print_json(json_pack("{so si}", "targets", list, "status", status), error) ? status : MIGRATE_USAGE;
	json_decref(list);
	printf("%u %s: %u done, %u not, %u not begun\n", fleet->count, ((const struct errand *)fleet->data)->what,
		fleet->begun - fleet->failed, fleet->failed, fleet->count - fleet->begun);
	return status;
}

int dbalign_fleet(const struct command *command, GPtrArray *arguments, const struct environment *environment, GError **error)
{
	struct errand errand = { command, arguments, environment->tenants ? "tenants" : "targets" };
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	bool looks = command->targets == COMMAND_LOOKS_AT_EACH;
	struct fleet fleet = {
		.canary = !looks,
		.go_on = looks || dbalign.go_on,
		.apart = dbalign.json,
		.crashed = MIGRATE_UNKNOWN,
		.work = work,
		.tell = tell,
		.data = &errand,
	};

	if (!fleet_jobs(dbalign.jobs, &fleet.jobs, error))
		return dbalign_failed(error);
	if (!environment->tenants)
		fleet_add(&fleet, TARGET_CANARY, TARGET_CANARY);
	for (guint i = 0; i < environment->targets->len; i++) {
		const struct environment_target *target = environment->targets->pdata[i];
		g_ptr_array_add(names, terminal_escape(target->name));
		fleet_add(&fleet, names->pdata[i], target->name);
	}
	int status = fleet_sail(&fleet, error) ? conclude(&fleet, error) : dbalign_failed(error);
	fleet_clear(&fleet);
	return status;
}
