/* Changes of an online plan. */
#include "cmd/author_online.h"

#include "catalog/kinds.h"
#include "cmd/contract.h"
#include "cmd/head.h"
#include "cmd/script.h"
#include "diff/online/online.h"
#include "sql/psql.h"
#include "yaml/write.h"

#define NO_WAY_BACK \
	"-- irreversible: it is one of several changes beside which others go on working; the way back is changes of its own, which " \
	"dbalign new --online writes\n"

/* Directives stand first, see migrate/header.h. Outside transactions nothing can be set for one. */
static void append_directives(GString *out, const struct online_transaction *transaction)
{
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
	g_string_append(out, NO_WAY_BACK "\n");
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

void author_online_write(struct draft *draft, const struct comparison *comparison, const struct plan *plan, guint number)
{
	static const char any[] =
		"-- this change is one of several: the first has what holds before, the last what holds after\nSELECT true;\n";
	bool first = number == 0, last = number + 1 == plan->transactions->len;
	g_autoptr(GString) pre = g_string_new(NULL), post = g_string_new(NULL);

	append_directives(draft->build, plan->transactions->pdata[number]);
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
