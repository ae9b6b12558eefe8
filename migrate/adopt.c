/* Records the changes that a database already has. */
#include "migrate/adopt.h"

#include "migrate/attempt.h"
#include "migrate/drift.h"
#include "migrate/fingerprint.h"
#include "migrate/leg.h"
#include "migrate/load.h"
#include "migrate/result.h"
#include "migrate/status.h"
#include "sql/quote.h"

static bool check(struct run *run, struct numbered_change *change, GError **error)
{
	const struct change_file *file = change_file(change, FILE_EXPECT);

	if (!file)
		return migrate_fail(error, MIGRATE_FILES,
			"%s has no expect/%s.yaml, so it is not known whether %s is at %05d; nothing was done: write it with "
			"db2yaml from a database that is",
			change->name, change->name, run->session->name, change->number);
	g_autofree char *differences = fingerprint_compare(run, false, file->path, file->text, file->length, NULL, error);
	if (!differences)
		return false;
	return !*differences || migrate_fail(error, MIGRATE_DRIFT, "%s is not what %s says; nothing was done:\n%s",
					run->session->name, file->path, differences);
}

static void append_value(GString *sql, const char *value)
{
	if (value)
		quote_format(sql, ", %L", value);
	else
		g_string_append(sql, ", NULL");
}

/* Appends the SQL that records one change as applied by the attempt. */
static bool append_change(struct run *run, struct numbered_change *change, const char *attempt, GString *sql, GError **error)
{
	static const enum file_kind hashes[] = { FILE_BUILD, FILE_ROLLBACK, FILE_PRE, FILE_POST, FILE_EXPECT },
				    texts[] = { FILE_ROLLBACK, FILE_PRE };

	if (!change_load(run->project, change, error))
		return false;
	quote_format(sql,
		"; INSERT INTO dbalign.applied (patch_number, slug, head, build_sha256, rollback_sha256, pre_sha256, post_sha256, "
		"expect_sha256, rollback, "
		"pre, attempt, draft)"
		" VALUES (%d, %L, %L",
		change->number, change->slug, change->head);
	for (size_t i = 0; i < G_N_ELEMENTS(hashes); i++) {
		const struct change_file *file = change_file(change, hashes[i]);
		append_value(sql, file ? file->sha256 : NULL);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		const struct change_file *file = change_file(change, texts[i]);
		append_value(sql, file ? file->text : NULL);
	}
	quote_format(sql, ", %s, false)", attempt);
	change_unload(change);
	return true;
}

static bool write_down(struct run *run, const struct numbered_change *last, GError **error)
{
	int64_t id = attempt_begin(run, last, "adopt", NULL, error);
	g_autofree char *attempt = g_strdup_printf("%" G_GINT64_FORMAT, id);
	g_autoptr(GString) sql = g_string_new(NULL);

	if (!id)
		return false;
	quote_format(sql,
		"UPDATE dbalign.attempt SET result = 'applied', finished = clock_timestamp() WHERE id = %s; UPDATE dbalign.state "
		"SET patch_number = %d, head = %L,"
		" updated_at = clock_timestamp()",
		attempt, last->number, last->head);
	for (int number = 1; number <= last->number; number++)
		if (!append_change(run, project_change(run->project, number), attempt, sql, error))
			return false;
	AUTO_RESULT result = session_text(run->session, sql->str, error);
	if (!result)
		return false;
	run->state.number = last->number;
	return drift_end(run, error);
}

bool adopt(struct run *run, int number, GError **error)
{
	struct numbered_change *change = project_change(run->project, number);

	if (!change)
		return migrate_fail(error, MIGRATE_FILES, "there is no change %05d: the project ends at %05d", number,
			(int)run->project->changes->len);
	if (run->state.number)
		return migrate_fail(error, MIGRATE_REFUSED,
			"%s is at %05d already; nothing was done: only a database without changes can be adopted",
			run->session->name, run->state.number);
	if (run->state.serial)
		return migrate_fail(error, MIGRATE_POLICY,
			"%s has taken release %d, and since then takes nothing but releases; nothing was done", run->session->name,
			run->state.serial);
	bool good = change_load(run->project, change, error) && check(run, change, error);
	change_unload(change);
	return good && run_lock(run, false, error) &&
	       (!run->state.number || migrate_fail(error, MIGRATE_REFUSED, "another run has just brought %s to %05d",
					      run->session->name, run->state.number)) &&
	       write_down(run, change, error);
}
