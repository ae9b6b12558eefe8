/*
 * Subcommands of ALTER TABLE joined into one statement a table. PostgreSQL sorts them by itself: it drops, changes types, adds
 * columns, sets NOT NULL, and last sets defaults and storage; then it writes the rows once, with generated columns computed from
 * the new values (the passes of AT_PASS in its tablecmds.c).
 */
#include "diff/join.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/order.h"

/* A statement that takes more subcommands: ALTER TABLE t, or ALTER TABLE ONLY t. */
struct joint {
	struct step *step;
	guint at;	      /* its place among the steps */
	GString *subcommands; /* NULL while there is but the step's own */
};

/* Steps of one table in a row. */
struct run {
	GPtrArray *steps; /* what is left of all steps so far */
	const struct object *table;
	bool loses;
	struct joint joints[2];
	size_t joint_count;
	GHashTable *last; /* column objects -> the place of the last step that is about them */
};

static bool same_table(const struct object *a, const struct object *b)
{
	return a->kind == b->kind && a->schema == b->schema && a->name == b->name;
}

/* The statement with the same words up to the subcommand. */
static struct joint *find_joint(struct run *run, const struct step *step)
{
	for (size_t i = 0; i < run->joint_count; i++) {
		const struct step *other = run->joints[i].step;
		if (other->subcommand == step->subcommand && strncmp(other->sql, step->sql, step->subcommand) == 0)
			return &run->joints[i];
	}
	return NULL;
}

static bool continues(struct run *run, const struct step *step)
{
	bool room = run->joint_count < G_N_ELEMENTS(run->joints) || !step->subcommand || find_joint(run, step);

	return room && run->table && step->object->kind == &column_kind && same_table(run->table, step->object->parent) &&
	       run->loses == step->loses && !step->own_transaction && (step->subcommand || step->common);
}

static void finish(struct joint *joint)
{
	if (!joint->subcommands)
		return;
	struct step *step = joint->step;
	char *sql = g_strdup_printf("%.*s%s", (int)step->subcommand - 1, step->sql, joint->subcommands->str);
	g_free(step->sql);
	step->sql = sql;
	g_string_free(joint->subcommands, true);
	joint->subcommands = NULL;
}

static void end_run(struct run *run)
{
	for (size_t i = 0; i < run->joint_count; i++)
		finish(&run->joints[i]);
	run->joint_count = 0;
	run->table = NULL;
	g_hash_table_remove_all(run->last);
}

static void begin_run(struct run *run, const struct step *step)
{
	end_run(run);
	if (!step->subcommand || step->own_transaction)
		return;
	run->table = step->object->parent;
	run->loses = step->loses;
}

/* The step moves up to the statement, so nothing about the same column may lie between. */
static bool can_join(const struct run *run, const struct joint *joint, const struct step *step)
{
	gpointer last;

	return !g_hash_table_lookup_extended(run->last, step->object, NULL, &last) || GPOINTER_TO_UINT(last) <= joint->at;
}

static void add_subcommand(struct joint *joint, const struct step *step)
{
	if (!joint->subcommands) {
		joint->subcommands = g_string_new("\n    ");
		g_string_append(joint->subcommands, joint->step->sql + joint->step->subcommand);
	}
	g_string_append(joint->subcommands, ",\n    ");
	g_string_append(joint->subcommands, step->sql + step->subcommand);
	joint->step->computes = joint->step->computes || step->computes;
	if (!joint->step->with)
		joint->step->with = g_ptr_array_new();
	if (step->object != joint->step->object)
		g_ptr_array_add(joint->step->with, (gpointer)step->object);
}

static void take(struct run *run, struct step *step)
{
	struct joint *joint = run->table && step->subcommand ? find_joint(run, step) : NULL;
	guint at = run->steps->len;

	if (joint && can_join(run, joint, step)) {
		add_subcommand(joint, step);
		at = joint->at;
	} else if (run->table && step->subcommand) {
		if (joint)
			finish(joint);
		else
			joint = &run->joints[run->joint_count++];
		*joint = (struct joint){ step, at, NULL };
	}
	g_hash_table_insert(run->last, (gpointer)step->object, GUINT_TO_POINTER(at));
	if (at == run->steps->len)
		g_ptr_array_add(run->steps, step);
	else
		step_free(step);
}

void join_steps(GPtrArray *steps)
{
	g_autoptr(GHashTable) last = g_hash_table_new(NULL, NULL);
	g_autoptr(GPtrArray) joined = g_ptr_array_new();
	struct run run = { .steps = joined, .last = last };

	for (guint i = 0; i < steps->len; i++) {
		struct step *step = steps->pdata[i];
		if (!continues(&run, step))
			begin_run(&run, step);
		take(&run, step);
	}
	end_run(&run);
	for (guint i = 0; i < joined->len; i++)
		steps->pdata[i] = joined->pdata[i];
	g_ptr_array_set_free_func(steps, NULL);
	g_ptr_array_set_size(steps, (gint)joined->len);
	g_ptr_array_set_free_func(steps, step_free);
}
