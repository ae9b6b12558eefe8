/* What the tests of documents share: two texts in, the statements between them out, without any server. */
#pragma once

#include <criterion/criterion.h>
#include <glib.h>
#include <string.h>

#include "catalog/snapshot.h"
#include "catalog/snapshot_finish.h"
#include "diff/plan.h"
#include "yaml/load.h"
#include "yaml/parse.h"

/* The snapshot of a document named t.yaml, finished; NULL with the error. */
static inline struct snapshot *document_load(struct pool *pool, const char *text, GError **error)
{
	struct snapshot *snapshot = snapshot_new(pool);

	if (yaml_load_text(snapshot, "t.yaml", text, strlen(text), error) && snapshot_finish(snapshot, error))
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

/* The whole document as a tree. */
static inline struct node *document_tree(struct arena *arena, const char *text)
{
	FILE *file = fmemopen((char *)text, strlen(text), "r");
	struct guard *guard = guard_new("t.yaml", file, NULL);
	struct node *root = node_new(arena, NODE_MAP);
	struct guard_event event;

	while (guard_next(guard, &event, NULL) && event.type != GUARD_END) {
		struct node *value = event.type == GUARD_KEY ? parse_value(guard, arena, &event, NULL) : NULL;
		if (value)
			node_add(arena, root, value->key, value);
	}
	guard_free(guard);
	fclose(file);
	return root;
}

/* The statements of a plan, each with its semicolon. */
static inline char *plan_script(const struct plan *plan)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < plan->steps->len; i++)
		g_string_append_printf(out, "%s;\n", ((const struct step *)plan->steps->pdata[i])->sql);
	return g_string_free(out, FALSE);
}
