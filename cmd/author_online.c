/* Changes of an online plan. */
#include "cmd/author_online.h"

#include "catalog/kinds.h"
#include "cmd/author_text.h"
#include "cmd/contract.h"
#include "cmd/head.h"
#include "cmd/script.h"
#include "cmd/terminal.h"
#include "diff/online/online.h"
#include "sql/psql.h"
#include "yaml/write.h"

/*
 * Directives come first, see migrate/header.h. A statement outside transactions that computes rows keeps the session's search_path.
 */
static void append_directives(
	GString *out, const struct online_transaction *transaction, const struct plan *back, const char *no_way_back)
{
	g_autofree char *reason = no_way_back ? terminal_escape(no_way_back) : NULL;
	bool loses = false, global = false, computes = false;

	for (guint i = 0; i < transaction->steps->len; i++) {
		const struct step *step = transaction->steps->pdata[i];
		loses = loses || step->loses;
		global = global || (step->object && step->object->kind == &role_kind);
		computes = computes || step->computes;
	}
	g_string_append(out, transaction->outside && computes ? "" : "-- search_path: pg_catalog\n");
	g_string_append(out, transaction->outside ? "-- transaction: no\n" : "");
	g_string_append(out, loses ? "-- data_loss: yes\n" : "");
	g_string_append(out, global ? "-- global: yes\n" : "");
	g_string_append(out, author_sets_role(back) ? "-- role: self\n" : "");
	if (reason)
		g_string_append_printf(out, "-- irreversible: %s\n", reason);
	g_string_append_c(out, '\n');
}

static void append_statements(GString *out, const struct plan *plan, guint number)
{
	const struct online_transaction *transaction = plan->transactions->pdata[number];
	g_autoptr(GPtrArray) statements = transaction->outside ? g_ptr_array_new_with_free_func(g_free) : script_settings(true);
	guint first = 0;

	for (guint i = 0; i < number; i++)
		first += ((const struct online_transaction *)plan->transactions->pdata[i])->steps->len;
	if (transaction->outside)
		g_ptr_array_add(statements, g_strdup(((const struct step *)transaction->steps->pdata[0])->sql));
	else {
		if (transaction->lock)
			g_ptr_array_add(statements, g_strdup(transaction->lock));
		script_add_steps(statements, plan, first, transaction->steps->len, NULL, true);
	}
	for (guint i = 0; i < statements->len; i++) {
		psql_write(out, statements->pdata[i]);
		g_string_append(out, ";\n");
	}
}

/* Outside transactions nothing is set. */
static void append_rollback(GString *out, const struct online_transaction *transaction, const struct plan *back)
{
	if (!back->steps->len) {
		g_string_append(out, "-- nothing of the schema is to be taken back\nSELECT true;\n");
		return;
	}
	author_append_head(out, "What is taken back is", back);
	if (!transaction->outside) {
		author_append_statements(out, back);
		return;
	}
	for (guint i = 0; i < back->steps->len; i++) {
		psql_write(out, ((const struct step *)back->steps->pdata[i])->sql);
		g_string_append(out, ";\n");
	}
}

void author_online_write(
	struct draft *draft, const struct comparison *comparison, guint number, const struct plan *back, const char *no_way_back)
{
	const struct plan *plan = comparison->up;
	static const char any[] =
		"-- this change is one of several: the first has what holds before, the last what holds after\nSELECT true;\n";
	bool first = number == 0, last = number + 1 == plan->transactions->len;
	g_autoptr(GString) pre = g_string_new(NULL), post = g_string_new(NULL);

	append_directives(draft->build, plan->transactions->pdata[number], back, no_way_back);
	if (back)
		append_rollback(draft->rollback, plan->transactions->pdata[number], back);
	if (first) {
		head_write_facts(draft->build, "-- * ", plan);
		g_string_append_c(draft->build, '\n');
	}
	append_statements(draft->build, plan, number);
	if (first || last)
		contract_write(pre, post, comparison->have, comparison->want, plan, comparison->have_place, comparison->want_place);
	g_string_append(draft->pre, first ? pre->str : any);
	g_string_append(draft->post, last ? post->str : any);
	if (last)
		yaml_write_text(comparison->want, draft->expect, NULL);
}
