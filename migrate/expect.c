/* Compares the schema after a change with expect/. */
#include "migrate/expect.h"

#include <string.h>

#include "migrate/fault.h"
#include "migrate/fingerprint.h"
#include "migrate/result.h"
#include "migrate/status.h"

/* The expect/ file of the state after it: of the change itself, or, for down, of the one below it. */
static const struct change_file *file_of(const struct transaction *transaction)
{
	const struct leg *leg = transaction->leg;

	return leg->direction == UP ? change_file(leg->change, FILE_EXPECT) : NULL;
}

static bool compare(struct transaction *transaction, const struct change_file *file, struct failure *failure)
{
	g_autoptr(GError) problem = NULL;
	g_autofree char *differences = fingerprint_compare(
		transaction->run, true, file->path, file->text, file->length, &transaction->fingerprint_after, &problem);

	if (!differences)
		return failure_of_error(failure, "expect", problem);
	if (!*differences)
		return true;
	failure_set(failure, MIGRATE_POST, "expect", "the schema after the change is not what it says:\n%s", differences);
	failure_locate(failure, file->path, NULL);
	return false;
}

/* After down the schema must be as before up, if that fingerprint is known. */
static bool compare_before(struct transaction *transaction, struct failure *failure)
{
	struct run *run = transaction->run;
	g_autofree char *number = g_strdup_printf("%d", transaction->leg->change->number);
	const char *const values[] = { number };
	g_autoptr(GError) problem = NULL;
	AUTO_RESULT result = session_query(
		run->session, "SELECT fingerprint_before FROM dbalign.applied WHERE patch_number = $1::int", 1, values, &problem);

	if (!result)
		return failure_of_error(failure, "expect", problem);
	const char *before = PQntuples(result) ? result_text(result, 0, 0) : NULL;
	if (!before)
		return true;
	if (!(transaction->fingerprint_after = fingerprint_read(run, true, NULL, &problem)))
		return failure_of_error(failure, "expect", problem);
	if (strcmp(before, transaction->fingerprint_after) == 0)
		return true;
	if (g_strcmp0(run->environment->drift, "warn") == 0) {
		session_say(run->session, "warning: %s: the rollback does not restore the schema as it was before the change",
			transaction->leg->change->name);
		return true;
	}
	failure_set(failure, MIGRATE_POST, "expect",
		"the rollback does not restore the schema as it was before the change: correct it, or accept that by \"drift: warn\" "
		"in the environment");
	failure_locate(failure, transaction->leg->main.path, NULL);
	return false;
}

bool expect_check(struct transaction *transaction, struct failure *failure)
{
	const struct environment *environment = transaction->run->environment;
	const struct change_file *file = file_of(transaction);

	if (transaction->leg->direction == DOWN)
		return g_strcmp0(environment->drift, "off") == 0 || compare_before(transaction, failure);
	bool good = !environment->expect || !file || compare(transaction, file, failure);
	if (good)
		fault_point("expect", transaction->run->session->pid);
	return good;
}
