/* Drafts: changes that have no number yet. */
#include "migrate/drafts.h"

#include <string.h>

#include "migrate/load.h"
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
				"%s is missing: a change without conditions is an error; write it, or say `contracts: optional` "
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
