/* A plan tried on a scratch server, both ways. */
#include "prove/proof.h"

#include "catalog/extension.h"
#include "prove/rows_proof.h"
#include "prove/state.h"
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
	g_string_free(outcome->log, true);
}

/* pg_dump's second opinion; the texts are of dump_read(). */
static bool expect_dump(const struct proof *proof, const char *when, const char *want, const char *database, GError **error)
{
	g_autofree char *now = want ? dump_read(proof->scratch, database, &proof->dump, error) : NULL;
	g_autofree char *difference = now ? dump_difference(want, now) : NULL;

	if (difference)
		g_set_error(error, PROVE_ERROR, PROVE_UNPROVED, "%s pg_dump finds a difference (- wanted, + found):\n%s", when, difference);
	else if (now)
		proof_log(proof, "%s: as it should be, by pg_dump", when);
	return !difference && (now || !want);
}

/* The schema alone, on a database without rows, of which there is a copy already. */
static bool prove_schema(const struct proof *proof, const char *old, GError **error)
{
	bool dumps = scratch_can_dump(proof->scratch), builds = !proof->input->partial;
	g_autofree char *old_dump = dumps ? dump_read(proof->scratch, old, &proof->dump, error) : NULL, *new_dump = NULL;
	g_autofree char *new = NULL;

	if (dumps && !old_dump)
		return false;
	if (!state_run(proof, "the way there", old, proof->input->up, error) || !state_expect(proof, "after the way there", old, proof->want, error))
		return false;
	if (builds && (!(new = state_build(proof, "new", proof->want, error)) || !state_expect(proof, "built by itself", new, proof->want, error)))
		return false;
	if (new && dumps && !(new_dump = dump_read(proof->scratch, new, &proof->dump, error)))
		return false;
	return expect_dump(proof, "after the way there", new_dump, old, error) && state_run(proof, "the way back", old, proof->input->down, error) &&
	       state_expect(proof, "after the way back", old, proof->have, error) && expect_dump(proof, "after the way back", old_dump, old, error);
}

static void note_limits(const struct proof *proof)
{
	if (!scratch_can_dump(proof->scratch))
		g_ptr_array_add(proof->outcome->notes, g_strdup_printf("not compared by pg_dump: there is none of PostgreSQL %d here", scratch_version(proof->scratch) / 10000));
	if (proof->input->partial)
		g_ptr_array_add(proof->outcome->notes, g_strdup("only a part of the schema is compared, so the new state was not built by itself"));
	if (proof->no_versions)
		g_ptr_array_add(proof->outcome->notes, g_strdup("versions of extensions are not compared: the scratch server has others"));
}

static bool prove(const struct proof *proof, GError **error)
{
	g_autofree char *old = state_build(proof, "old", proof->whole, error);

	note_limits(proof);
	if (!old || !state_expect(proof, "built by itself", old, proof->have, error))
		return false;
	g_autofree char *copy = scratch_create(proof->scratch, "copy", old, error);
	return copy && prove_schema(proof, old, error) && rows_prove(proof, copy, error);
}

static struct snapshot *without_versions(const struct snapshot *snapshot)
{
	struct snapshot *copy = snapshot_copy(snapshot);

	extension_forget_versions(copy);
	return copy;
}

bool proof_run(struct scratch *scratch, const struct proof_input *input, struct proof_outcome *outcome, GError **error)
{
	const struct silence *a = snapshot_silences(input->have), *b = snapshot_silences(input->want);
	const struct snapshot *const snapshots[] = { input->whole, input->want };
	struct snapshot *have = NULL, *want = NULL, *whole = NULL;
	struct proof proof = {
		.scratch = scratch, .input = input, .outcome = outcome, .have = input->have, .want = input->want, .whole = input->whole,
		.dump = { a->owners || b->owners, a->privileges || b->privileges },
	};
	bool versions;

	if (!surroundings_make(scratch, snapshots, G_N_ELEMENTS(snapshots), error) ||
	    !surroundings_have_versions(scratch, snapshots, G_N_ELEMENTS(snapshots), &versions, error))
		return false;
	if (!versions) {
		proof.no_versions = true;
		proof.have = have = without_versions(input->have);
		proof.want = want = without_versions(input->want);
		proof.whole = input->whole == input->have ? have : (whole = without_versions(input->whole));
	}
	bool good = prove(&proof, error);
	snapshot_free(have);
	snapshot_free(want);
	snapshot_free(whole);
	return good;
}
