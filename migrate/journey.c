/* The state of a run along its route. */
#include "migrate/journey.h"

#include "migrate/result.h"

void stage_free(struct stage *stage)
{
	if (!stage)
		return;
	transaction_clear(&stage->transaction);
	leg_free(stage->leg);
	g_free(stage);
}

void journey_clear(struct journey *journey)
{
	stage_free(journey->ahead);
	g_clear_error(&journey->problem);
	g_free(journey->fingerprint);
	g_clear_pointer(&journey->heads, g_hash_table_unref);
}

bool journey_begin(struct journey *journey, GError **error)
{
	manifest_start(journey->run->project->uuid, journey->start);
	if (journey->route.direction == UP)
		return true;
	journey->heads = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	AUTO_RESULT result = session_text(journey->run->session, "SELECT patch_number, head FROM dbalign.applied", error);
	for (int row = 0; result && row < PQntuples(result); row++)
		g_hash_table_insert(
			journey->heads, GINT_TO_POINTER(result_int(result, row, 0)), g_strdup(PQgetvalue(result, row, 1)));
	return result;
}

static const char *head_at(const struct journey *journey, int number)
{
	return !number		? journey->start
	       : journey->heads ? g_hash_table_lookup(journey->heads, GINT_TO_POINTER(number))
				: project_change(journey->run->project, number)->head;
}

struct stage *journey_stage(struct journey *journey, int number, GError **error)
{
	bool up = journey->route.direction == UP;
	struct leg *leg = route_leg(journey->run, &journey->route, number, error);

	if (!leg)
		return NULL;
	struct stage *stage = g_new0(struct stage, 1);
	stage->leg = leg;
	stage->transaction = (struct transaction){ .run = journey->run,
		.leg = leg,
		.head_before = head_at(journey, up ? number - 1 : number),
		.head_after = head_at(journey, up ? number : number - 1),
		.nested = journey->nested,
		.find_next = journey->route.stored ? NULL : journey_find_next, /* NULL: the connection is in use then */
		.data = journey };
	return stage;
}

/* Called again when a change is retried. */
struct transaction *journey_find_next(void *data)
{
	struct journey *journey = data;
	const struct route *route = &journey->route;
	int position = journey->position + 1;

	if (!journey->ahead && !journey->problem && position < route_length(route))
		journey->ahead = journey_stage(journey, route_number(route, position), &journey->problem);
	return journey->ahead ? &journey->ahead->transaction : NULL;
}
