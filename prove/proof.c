/* A plan tried on a scratch server, both ways. */
#include "prove/proof.h"

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "catalog/snapshot_copy.h"
#include "catalog/snapshot_finish.h"
#include "diff/online/online.h"
#include "prove/rows_proof.h"
#include "prove/state.h"
#include "prove/steps.h"
#include "prove/surroundings.h"

void proof_outcome_init(struct proof_outcome *outcome)
{
	*outcome = (struct proof_outcome){ .notes = g_ptr_array_new_with_free_func(g_free), .log = g_string_new(NULL) };
}

void proof_outcome_clear(struct proof_outcome *outcome)
{
	if (!outcome->notes)
		return;
	g_ptr_array_unref(outcome->notes);
	g_clear_pointer(&outcome->steps, g_array_unref);
	g_string_free(outcome->log, true);
}

/* pg_dump's second opinion; the texts are of dump_read(). */
static bool expect_dump(const struct proof *proof, const char *when, const char *want, const char *database, GError **error)
{
	g_autofree char *now = want ? dump_read(proof->scratch, database, &proof->dump, error) : NULL;
	g_autofree char *difference = now ? dump_difference(want, now) : NULL;

	if (difference)
		g_set_error(error, PROVE_ERROR, PROVE_UNPROVED, "%s pg_dump finds a difference (- wanted, + found):\n%s", when,
			difference);
	else if (now)
		proof_log(proof, "%s: as it should be, by pg_dump", when);
	return !difference && (now || !want);
}

/* Proves the schema in a database without rows; a copy of it was made before. */
static bool prove_schema(const struct proof *proof, const char *old, GError **error)
{
	bool dumps = scratch_can_dump(proof->scratch), builds = !proof->input->partial;
	g_autofree char *old_dump = dumps ? dump_read(proof->scratch, old, &proof->dump, error) : NULL, *new_dump = NULL;
	g_autofree char *new = NULL;

	if (dumps && !old_dump)
		return false;
	if (!state_run(proof, "the way there", old, proof->input->up, error) ||
		!state_expect(proof, "after the way there", old, proof->want, error))
		return false;
	if (builds && (!(new = state_build(proof, "new", proof->want, error)) ||
			      !state_expect(proof, "built by itself", new, proof->want, error)))
		return false;
	if (new &&dumps && !(new_dump = dump_read(proof->scratch, new, &proof->dump, error)))
		return false;
	return expect_dump(proof, "after the way there", new_dump, old, error) &&
	       state_run(proof, "the way back", old, proof->input->down, error) &&
	       state_expect(proof, "after the way back", old, proof->have, error) &&
	       expect_dump(proof, "after the way back", old_dump, old, error);
}

static void note_limits(const struct proof *proof)
{
	if (!scratch_can_dump(proof->scratch))
		g_ptr_array_add(
			proof->outcome->notes, g_strdup_printf("not compared by pg_dump: there is none of PostgreSQL %d here",
						       scratch_version(proof->scratch) / 10000));
	if (proof->input->partial)
		g_ptr_array_add(proof->outcome->notes,
			g_strdup("only a part of the schema is compared, so the new state was not built by itself"));
	if (proof->input->no_rows)
		g_ptr_array_add(proof->outcome->notes, g_strdup("no rows were generated: the scripts have rows of their own"));
	if (proof->no_versions)
		g_ptr_array_add(
			proof->outcome->notes, g_strdup("versions of extensions are not compared: the scratch server has others"));
}

static bool prove(const struct proof *proof, GError **error)
{
	g_autofree char *old = state_build(proof, "old", proof->whole, error);

	note_limits(proof);
	if (!old || !state_expect(proof, "built by itself", old, proof->have, error))
		return false;
	g_autofree char *copy = scratch_create(proof->scratch, "copy", old, error);
	if (!copy || !prove_schema(proof, old, error))
		return false;
	if (!proof->input->no_rows)
		return rows_prove(proof, copy, error);
	return !proof->input->measures || (proof->outcome->steps = steps_measure(proof, copy, proof->input->up, error));
}

const struct snapshot *proof_adapt(const struct snapshot *snapshot, bool versions, GPtrArray *copies)
{
	struct objects subscriptions = snapshot_objects(snapshot, &subscription_kind);

	if (versions && !subscriptions.count)
		return snapshot;
	struct snapshot *copy = snapshot_copy(snapshot);
	struct objects own = snapshot_objects(copy, &subscription_kind);
	for (size_t i = 0; i < own.count; i++)
		snapshot_leave_out(copy, own.items[i]);
	snapshot_refresh(copy);
	if (!versions)
		extension_forget_versions(copy);
	g_ptr_array_add(copies, copy);
	return copy;
}

/* A subscription of the same name and connection would take the rows that are another one's, or drop its slot. */
static bool reaches_out(const struct plan *plan, GError **error)
{
	for (guint i = 0; i < plan->steps->len; i++) {
		const struct step *step = plan->steps->pdata[i];
		if (!step->object || step->object->kind != &subscription_kind)
			continue;
		g_set_error(error, PROVE_ERROR, PROVE_LACKS,
			"subscription %s would reach out to another server, which a proof does not do: leave it out, as by --exclude %s",
			step->object->name, step->object->name);
		return true;
	}
	return false;
}

static void free_snapshot(gpointer snapshot)
{
	snapshot_free(snapshot);
}

/* Checks that the server has all that is needed; copies: gets adapted snapshots. */
static bool prepare(struct proof *proof, GPtrArray *copies, GError **error)
{
	const struct proof_input *input = proof->input;
	const struct snapshot *const snapshots[] = { input->whole, input->want };
	bool versions;

	if (reaches_out(input->up, error) || (input->down && reaches_out(input->down, error)) ||
		!surroundings_make(proof->scratch, snapshots, G_N_ELEMENTS(snapshots), error) ||
		!surroundings_have_versions(proof->scratch, snapshots, G_N_ELEMENTS(snapshots), &versions, error))
		return false;
	proof->no_versions = !versions;
	proof->have = proof_adapt(input->have, versions, copies);
	proof->want = proof_adapt(input->want, versions, copies);
	proof->whole = input->whole == input->have ? proof->have : proof_adapt(input->whole, versions, copies);
	return true;
}

bool proof_run(struct scratch *scratch, const struct proof_input *input, struct proof_outcome *outcome, GError **error)
{
	const struct silence *a = snapshot_silences(input->have), *b = snapshot_silences(input->want);
	g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func(free_snapshot);
	struct proof proof = { .scratch = scratch,
		.input = input,
		.outcome = outcome,
		.dump = { a->owners || b->owners, a->privileges || b->privileges } };

	return prepare(&proof, copies, error) && prove(&proof, error);
}

/* Objects that are not compared are not undone, either. */
static bool add_state(const struct proof *proof, const char *database, GPtrArray *states, GError **error)
{
	const struct silence *a = snapshot_silences(proof->input->have), *b = snapshot_silences(proof->input->want);
	struct snapshot *state = state_read(proof, database, error);

	if (!state)
		return false;
	*snapshot_silence(state) =
		(struct silence){ a->owners || b->owners, a->privileges || b->privileges, a->pyrseas || b->pyrseas };
	g_ptr_array_add(states, state);
	return true;
}

static bool run_transaction(const struct proof *proof, const char *database, guint number, GError **error)
{
	struct online_transaction *transaction = proof->input->up->transactions->pdata[number];
	g_autoptr(GPtrArray) alone = g_ptr_array_new();
	g_autofree char *what = g_strdup_printf("transaction %u of the way there", number + 1);
	const struct plan part = { .steps = transaction->steps, .transactions = alone };

	g_ptr_array_add(alone, transaction);
	return state_run(proof, what, database, &part, error);
}

GPtrArray *proof_states(struct scratch *scratch, const struct proof_input *input, GError **error)
{
	g_autoptr(GPtrArray) copies = g_ptr_array_new_with_free_func(free_snapshot);
	GPtrArray *states = g_ptr_array_new_with_free_func(free_snapshot);
	struct proof_outcome outcome;
	struct proof proof = { .scratch = scratch, .input = input, .outcome = &outcome };

	proof_outcome_init(&outcome);
	g_autofree char *database = prepare(&proof, copies, error) ? state_build(&proof, "old", proof.whole, error) : NULL;
	bool good = database && add_state(&proof, database, states, error);
	for (guint i = 0; good && i < input->up->transactions->len; i++)
		good = run_transaction(&proof, database, i, error) && add_state(&proof, database, states, error);
	proof_outcome_clear(&outcome);
	if (good)
		return states;
	g_ptr_array_unref(states);
	return NULL;
}
