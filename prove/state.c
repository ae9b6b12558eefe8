/* A state of a schema as a database of the scratch server. */
#include "prove/state.h"

#include "catalog/kinds.h"
#include "catalog/kinds/extension.h"
#include "catalog/read/interrupt.h"
#include "catalog/read/read.h"
#include "catalog/registry.h"
#include "diff/check.h"

void proof_log(const struct proof *proof, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_string_append_vprintf(proof->outcome->log, format, arguments);
	va_end(arguments);
	g_string_append_c(proof->outcome->log, '\n');
}

static bool unproved(GError **error, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool unproved(GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error_literal(error, PROVE_ERROR, PROVE_UNPROVED, text);
	return false;
}

/* The optional kinds that a description contains. */
static enum optional optional_of(const struct snapshot *snapshot)
{
	return (snapshot_objects(snapshot, &role_kind).count ? OPTIONAL_ROLES : OPTIONAL_NONE) |
	       (snapshot_objects(snapshot, &database_kind).count ? OPTIONAL_DATABASE : OPTIONAL_NONE);
}

/* Data that plans keep is not part of the state. */
static bool counts(const struct object *object, void *data)
{
	const struct proof_input *input = data;

	if (g_strcmp0(kind_is(object->kind, TRAIT_HOME) ? object->name : object->schema, KEPT_SCHEMA) == 0)
		return false;
	return !input->accept || input->accept(object, input->data);
}

static struct snapshot *read_as(
	const struct proof *proof, const char *database, const struct snapshot *like, bool all, GError **error)
{
	PGconn *connection = scratch_connect(proof->scratch, database, NULL, error);
	struct snapshot *snapshot = snapshot_new(snapshot_pool(proof->want));
	g_autoptr(GPtrArray) unsupported = g_ptr_array_new_with_free_func(g_free);

	snapshot_set_optional(snapshot, optional_of(like));
	bool good = connection && catalog_read(connection, snapshot, unsupported, all ? NULL : counts, (void *)proof->input, error);
	PQfinish(connection);
	if (good && proof->no_versions)
		extension_forget_versions(snapshot);
	if (good)
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

struct snapshot *state_read(const struct proof *proof, const char *database, GError **error)
{
	return read_as(proof, database, proof->want, false, error);
}

/* Whether all of it can run in one transaction, as script_fits_transaction() has it. */
static bool fits_transaction(const struct plan *plan)
{
	for (guint i = 0; i + 1 < plan->steps->len; i++)
		if (((const struct step *)plan->steps->pdata[i])->own_transaction)
			return false;
	return !plan->transactions;
}

static bool run_each(PGconn *connection, const char *name, const GPtrArray *statements, GError **error)
{
	for (guint i = 0; i < statements->len; i++)
		if (!connection_run_alone(connection, name, statements->pdata[i], NULL, error))
			return false;
	return true;
}

bool state_run(const struct proof *proof, const char *what, const char *database, const struct plan *plan, GError **error)
{
	bool together = fits_transaction(plan);
	g_autoptr(GPtrArray) statements = proof->input->statements(plan, together, proof->input->statements_data);
	g_autoptr(GError) problem = NULL;
	PGconn *connection;

	if (interrupt_came()) {
		g_set_error(error, PROVE_ERROR, PROVE_FAILED, "interrupted");
		return false;
	}
	proof_log(proof, "%s: %u statements%s", what, plan->steps->len, together ? " in one transaction" : "");
	if (!plan->steps->len)
		return true;
	connection = scratch_connect(proof->scratch, database, proof->input->search_path, error);
	if (!connection)
		return false;
	bool good = (together ? connection_run : run_each)(connection, scratch_name(proof->scratch), statements, &problem);
	PQfinish(connection);
	return good || unproved(error, "%s fails: %s", what, problem->message);
}

char *state_build(const struct proof *proof, const char *word, const struct snapshot *state, GError **error)
{
	g_autofree char *database = scratch_create(proof->scratch, word, NULL, error),
			*what = g_strdup_printf("building the %s state", word);
	struct snapshot *empty = database ? read_as(proof, database, state, true, error) : NULL;
	g_autoptr(GError) problem = NULL;
	struct plan *plan = empty ? plan_new(empty, state, WAY_THERE, &problem) : NULL;
	bool good = plan && state_run(proof, what, database, plan, error);

	if (empty && !plan)
		unproved(error, "%s: there is no plan for it: %s", what, problem->message);
	plan_free(plan);
	snapshot_free(empty);
	return good ? g_steal_pointer(&database) : NULL;
}

bool state_expect(const struct proof *proof, const char *when, const char *database, const struct snapshot *want, GError **error)
{
	struct snapshot *now = read_as(proof, database, want, false, error);
	g_autoptr(GPtrArray) differences = now ? check_differences(now, want) : NULL;
	g_autofree char *text = now ? check_describe(differences) : NULL;

	snapshot_free(now);
	if (text && *text)
		return unproved(error, "%s the schema is not what it should be:\n%s", when, text);
	if (text)
		proof_log(proof, "%s: as it should be, by our snapshot", when);
	return text;
}
