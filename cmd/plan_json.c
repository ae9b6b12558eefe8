/* yaml2db --plan json: the plan for programs. */
#include "cmd/plan_json.h"

#include "cmd/plan_view.h"

#include <jansson.h>
#include <string.h>

#include "catalog/kind.h"
#include "cmd/renames.h"
#include "diff/lock.h"
#include "diff/online/online.h"

enum { FORMAT = 1 };

#define PLAN_VIEW_ERROR (g_quark_from_static_string("plan-view"))

/* Invalid UTF-8, which a name may contain, becomes replacement characters. */
static json_t *text(const char *value)
{
	g_autofree char *valid = value ? g_utf8_make_valid(value, -1) : NULL;

	return valid ? json_string(valid) : json_null();
}

static json_t *number(long long value)
{
	return value < 0 ? json_null() : json_integer(value);
}

static json_t *remarks(const GPtrArray *all)
{
	json_t *array = json_array();

	for (guint i = 0; i < all->len; i++) {
		const struct remark *remark = all->pdata[i];
		g_autofree char *object = remark->object ? object_describe(remark->object) : NULL;
		json_array_append_new(array, json_pack("{ss so so}", "code", remark_code_name(remark->code), "object", text(object),
						     "text", text(remark->text)));
	}
	return array;
}

static json_t *look_alikes(const GPtrArray *all)
{
	json_t *array = json_array();

	for (guint i = 0; i < all->len; i++) {
		const struct remark *remark = all->pdata[i];
		const struct object *object = remark->object;
		g_autofree char *entry = rename_entry(remark);
		json_array_append_new(
			array, json_pack("{so so so so so so}", "object", text(remark->subject), "oldname", text(remark->old),
				       "entry", text(entry), "file", text(object->file), "line",
				       object->line ? json_integer(object->line) : json_null(), "text", text(remark->text)));
	}
	return array;
}

static json_t *difference(const struct difference *difference)
{
	g_autofree char *name = object_describe(difference->object);

	return json_pack("{so ss so so so so}", "object", text(name), "kind", difference->object->kind->name, "what",
		text(difference->what), "wanted", text(difference->wanted), "found", text(difference->found), "delta",
		text(difference->delta));
}

static json_t *changes(const GPtrArray *differences)
{
	json_t *array = json_array();

	for (guint i = 0; i < differences->len; i++)
		if (!((const struct difference *)differences->pdata[i])->note)
			json_array_append_new(array, difference(differences->pdata[i]));
	return array;
}

/* Counts by kind, in order of first appearance: each object once. */
static json_t *kinds(const GPtrArray *differences)
{
	json_t *all = json_object();
	const struct object *last = NULL;

	for (guint i = 0; i < differences->len; i++) {
		const struct difference *difference = differences->pdata[i];
		const char *how = strcmp(difference->what, "missing") == 0	? "add"
				  : strcmp(difference->what, "not wanted") == 0 ? "drop"
										: "change";
		if (difference->note || difference->object == last)
			continue;
		last = difference->object;
		json_t *kind = json_object_get(all, last->kind->name);
		if (!kind)
			json_object_set_new(
				all, last->kind->name, kind = json_pack("{si si si}", "add", 0, "change", 0, "drop", 0));
		json_object_set_new(kind, how, json_integer(json_integer_value(json_object_get(kind, how)) + 1));
	}
	return all;
}

/* The locks and work of a step, as predicted or as measured. */
static json_t *hazard(const char *lock, const char *others, unsigned work)
{
	return json_pack("{so so sb sb sb}", "lock", text(lock), "lock_on_others", text(others), "rewrites",
		(work & LOCK_REWRITES) != 0, "scans", (work & LOCK_SCANS) != 0, "builds_index", (work & LOCK_BUILDS) != 0);
}

/* Hundredths are precise enough for an estimate. */
static json_t *seconds(double value)
{
	return value < 0 ? json_null() : json_real((double)(long long)(value * 100 + 0.5) / 100);
}

static json_t *step(const struct plan_view_step *step)
{
	const struct object *object = step->object ? step->step->object : NULL;
	json_t *out =
		json_pack("{so so ss ss ss so}", "object", text(step->object), "kind", text(object ? object->kind->name : NULL),
			"verb", step->verb, "cause", step->cause, "statement", step->step->sql, "relation", text(step->relation));
	json_t *told = hazard(step->lock, step->others, step->work);

	json_object_update(out, told);
	json_decref(told);
	json_object_update_new(out,
		json_pack("{sb sb sb so so so so}", "in_batches", step->step->batched, "loses_data", step->step->loses,
			"commit_after", step->step->own_transaction, "rows", number(step->rows), "bytes", number(step->bytes),
			"seconds_estimated", seconds(step->seconds), "measured",
			step->is_measured ? hazard(step->measured.lock, step->measured.other, step->measured.work) : json_null()));
	return out;
}

static json_t *steps(const GArray *all)
{
	json_t *array = json_array();

	for (guint i = 0; i < all->len; i++)
		json_array_append_new(array, step(&g_array_index(all, struct plan_view_step, i)));
	return array;
}

/* The transactions of an online plan, with the indexes of their steps, from 0; null for other plans. */
static json_t *transactions(const GPtrArray *all)
{
	json_t *array = all ? json_array() : json_null();
	guint at = 0;

	for (guint i = 0; all && i < all->len; i++) {
		const struct online_transaction *transaction = all->pdata[i];
		json_t *places = json_array();
		for (guint s = 0; s < transaction->steps->len; s++)
			json_array_append_new(places, json_integer(at++));
		json_array_append_new(array, json_pack("{sb sb so so}", "outside", transaction->outside, "slow", transaction->slow,
						     "locks_first", text(transaction->lock), "steps", places));
	}
	return array;
}

static json_t *risks(const GPtrArray *all)
{
	json_t *array = json_array();

	for (guint i = 0; i < all->len; i++) {
		const struct risk *risk = all->pdata[i];
		g_autofree char *object = risk->object ? object_describe(risk->object) : NULL;
		json_array_append_new(
			array, json_pack("{so so so sb so so}", "object", text(object), "text", text(risk->text), "relation",
				       text(risk->relation), "counts_offenders", risk->unit == RISK_OFFENDERS, "rows",
				       number(risk->unit == RISK_NAMES ? -1 : risk->number), "examples", text(risk->examples)));
	}
	return array;
}

bool plan_view_json(const struct plan_view *view, FILE *file, GError **error)
{
	const struct plan *plan = view->comparison->up;
	const struct counts *counts = &plan->counts;
	json_t *document = json_pack("{si ss ss so s{si si si} so so sb so so so so so so}", "format", FORMAT, "from", view->from,
		"to", view->to, "server", view->server ? json_integer(view->server / 10000) : json_null(), "counts", "add",
		(int)counts->added, "change", (int)counts->changed, "drop", (int)counts->dropped, "kinds", kinds(view->differences),
		"changes", changes(view->differences), "one_transaction", view->together, "transactions",
		transactions(plan->transactions), "steps", steps(view->steps), "losses", remarks(plan->losses), "risks",
		risks(plan->risks), "notes", remarks(plan->notes), "look_alikes", look_alikes(plan->look_alikes));
	bool good = document && json_dumpf(document, file, JSON_INDENT(2)) == 0 && fputc('\n', file) != EOF;

	json_decref(document);
	if (!good)
		g_set_error(error, PLAN_VIEW_ERROR, 0, "the plan cannot be written as JSON");
	return good;
}
