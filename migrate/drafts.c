/* Drafts: changes that have no number yet. */
#include "migrate/drafts.h"

#include <string.h>

#include "migrate/load.h"
#include "migrate/result.h"
#include "migrate/status.h"

bool draft_is(const struct numbered_change *change)
{
	return g_str_has_prefix(change->name, CHANGE_UNNUMBERED "_");
}

static bool check_contracts(const struct project *project, const struct numbered_change *draft, GError **error)
{
	static const enum file_kind kinds[] = { FILE_PRE, FILE_POST };

	for (size_t i = 0; !project->contracts_optional && i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *path = file_kind_path(kinds[i], draft->name);
		if (!change_file(draft, kinds[i]))
			return migrate_fail(error, MIGRATE_FILES,
				"%s is missing: a change without conditions is a failure; write it, or say `contracts: optional` "
				"in project.yaml",
				path);
	}
	return true;
}

bool drafts_take(struct project *project, GError **error)
{
	for (guint i = 0; i < project->drafts->len; i++) {
		struct numbered_change *draft = project->drafts->pdata[i];
		if (!check_contracts(project, draft, error) || !change_hash(project, draft, error))
			return false;
		draft->number = (int)project->changes->len + 1;
		manifest_chain_one(project->head, draft);
		memcpy(project->head, draft->head, sizeof(project->head));
		g_ptr_array_add(project->changes, draft);
		project->drafts->pdata[i] = NULL;
	}
	g_ptr_array_set_size(project->drafts, 0);
	return true;
}

static bool is_same(const struct run *run, int number, const char *head)
{
	const struct numbered_change *change = project_change(run->project, number);

	return change && draft_is(change) && strcmp(change->head, head) == 0;
}

/* Below the drafts all is as anywhere else. */
static bool check_below(const struct run *run, int number, const char *head, GError **error)
{
	const struct numbered_change *change = project_change(run->project, number);

	if (!number || (change && g_strcmp0(change->head, head) == 0))
		return true;
	return migrate_fail(error, MIGRATE_INTEGRITY,
		"%s: what was applied up to %05d, below the drafts, is not what the project has; use the right checkout",
		run->session->name, number);
}

bool drafts_find_stale(struct run *run, GError **error)
{
	run->stale = 0;
	if (!run->environment->dev || !run->state.exists)
		return true;
	AUTO_RESULT result = session_text(run->session,
		"SELECT d.patch_number, d.head, b.head FROM dbalign.applied d LEFT JOIN dbalign.applied b ON b.patch_number = "
		"d.patch_number - 1 WHERE d.draft"
		" ORDER BY d.patch_number",
		error);
	for (int row = 0; result && row < PQntuples(result) && !run->stale; row++) {
		int number = result_int(result, row, 0);
		if (is_same(run, number, PQgetvalue(result, row, 1)))
			continue;
		run->stale = number;
		if (!check_below(run, number - 1, result_text(result, row, 2), error))
			return false;
	}
	return result;
}
