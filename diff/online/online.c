/*
 * The order of an online plan: first what is done in a moment, as far as it waits for nothing else, then what takes time, and all
 * that waits for it; at last what is dropped while others work. What is dropped and made again must not be away for long: a form
 * for which it would have to wait is not used.
 */
#include "diff/online/online.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "diff/join.h"
#include "diff/online/backfill.h"
#include "diff/online/beside.h"
#include "diff/online/divide.h"
#include "diff/online/forms.h"
#include "diff/online/gather.h"
#include "diff/online/letters.h"
#include "diff/online/lock.h"
#include "diff/words.h"
#include "sql/tokens.h"

struct arranging {
	const struct changes *changes;
	GHashTable *refused; /* batches for which no form is used */
	GHashTable *late;    /* batches -> the batch for whose form they wait, or which has it */
	GHashTable *apart;   /* batches that undo nothing, for all their statements have forms */
	GHashTable *beside;  /* columns (struct change *) that are made beside the old ones, and have their form */
	/* struct online_item, in the order in which they are run */
	GArray *ahead, *now, *later, *last;
	GPtrArray *made; /* struct step *, of forms */
};

static void free_transaction(gpointer data)
{
	struct online_transaction *transaction = data;

	g_ptr_array_unref(transaction->steps);
	g_free(transaction->lock);
	g_free(transaction);
}

void online_put(struct plan *plan, guint at)
{
	struct online_transaction *transaction = g_new0(struct online_transaction, 1);

	transaction->steps = g_ptr_array_new();
	g_ptr_array_add(transaction->steps, plan->steps->pdata[at]);
	g_ptr_array_insert(plan->transactions, at ? -1 : 0, transaction);
}

void online_put_rest(struct plan *plan)
{
	struct online_transaction *transaction;
	guint count = 0;

	for (guint i = 0; plan->transactions && i < plan->transactions->len; i++)
		count += ((const struct online_transaction *)plan->transactions->pdata[i])->steps->len;
	if (!plan->transactions || count == plan->steps->len)
		return;
	transaction = g_new0(struct online_transaction, 1);
	transaction->steps = g_ptr_array_new();
	transaction->slow = true;
	for (; count < plan->steps->len; count++)
		g_ptr_array_add(transaction->steps, plan->steps->pdata[count]);
	g_ptr_array_add(plan->transactions, transaction);
}

static void clear(struct arranging *a)
{
	g_hash_table_remove_all(a->late);
	g_hash_table_remove_all(a->apart);
	g_hash_table_remove_all(a->beside);
	g_array_set_size(a->ahead, 0);
	g_array_set_size(a->now, 0);
	g_array_set_size(a->later, 0);
	g_array_set_size(a->last, 0);
	g_ptr_array_set_size(a->made, 0);
}

static void add(GArray *list, const struct batch *batch, struct step *step, enum online_how how, bool formed)
{
	struct online_item item = { step, how, formed, batch };

	g_array_append_val(list, item);
}

/* The statement of a piece, which is like the one that it replaces but for its text. */
static void add_text(
	struct arranging *a, GArray *list, const struct batch *batch, const struct step *like, char *sql, enum online_how how)
{
	struct step *step = g_memdup2(like, sizeof(*like));

	step->sql = sql;
	step->batched = how == ONLINE_BATCHES;
	if (strcmp(sql, like->sql) != 0)
		step->subcommand = 0;
	g_ptr_array_add(a->made, step);
	add(list, batch, step, how, true);
}

static void add_piece(
	struct arranging *a, struct online_site *site, const struct step *step, const struct online_piece *piece, bool late)
{
	g_autoptr(GPtrArray) leaves = piece->leaves ? online_leaves(site) : g_ptr_array_new();
	GArray *list = piece->ahead ? a->ahead : piece->how == ONLINE_LAST ? a->last : late ? a->later : a->now;
	bool known;

	for (guint i = 0; i < (piece->leaves ? leaves->len : 1); i++) {
		site->leaf = piece->leaves ? leaves->pdata[i] : NULL;
		char *sql = online_write(site, piece->sql, &known);
		if (sql)
			add_text(a, list, site->batch, step, sql, piece->how);
	}
}

/* Whether it goes on late, after one of the batch's statements. */
static bool add_step(struct arranging *a, const struct batch *batch, struct step *step, bool late, bool *apart)
{
	struct online_site site;

	online_site_init(&site, a->changes, a->refused, batch, step);
	const struct online_form *form = g_hash_table_contains(a->refused, batch) ? NULL : online_form_of(&site);
	bool goes_on = late;
	if (!form)
		add(late ? a->later : a->now, batch, step, ONLINE_BRIEF, false);
	if (form && site.change->beside)
		g_hash_table_add(a->beside, site.change);
	*apart = *apart && form;
	for (const struct online_piece *piece = form ? form->pieces : NULL; piece && piece->sql; piece++) {
		goes_on = goes_on || (piece->how != ONLINE_BRIEF && piece->how != ONLINE_LAST && !piece->ahead);
		add_piece(a, &site, step, piece, goes_on);
	}
	online_site_clear(&site);
	return form && form->awaited ? goes_on : late;
}

static bool begins(const struct step *step, const char *pattern)
{
	g_autoptr(GArray) tokens = tokens_of(step->sql);

	return words_match(pattern, tokens, 0, tokens->len, NULL);
}

/* A default is there before the rows must have a value. */
static GPtrArray *defaults_first(const GPtrArray *steps)
{
	GPtrArray *sorted = g_ptr_array_new();

	for (guint i = 0; i < steps->len; i++) {
		struct step *step = steps->pdata[i];
		guint at = sorted->len;
		bool is_default = begins(step, "ALTER TABLE @ ALTER COLUMN @ SET DEFAULT");
		while (is_default && at &&
			(begins(sorted->pdata[at - 1], "ALTER TABLE @ ALTER COLUMN @ SET NOT NULL") ||
				begins(sorted->pdata[at - 1], "ALTER TABLE @ ADD CONSTRAINT @ NOT NULL")))
			at--;
		g_ptr_array_insert(sorted, (gint)at, step);
	}
	return sorted;
}

static void add_batch(struct arranging *a, struct batch *batch)
{
	struct batch *root = g_hash_table_lookup(a->late, batch);
	bool late = root || backfill_is_awaited(a->changes, batch->change), apart = true;
	g_autoptr(GPtrArray) steps = defaults_first(batch->steps);

	for (guint i = 0; i < steps->len; i++)
		late = add_step(a, batch, steps->pdata[i], late, &apart);
	if (apart)
		g_hash_table_add(a->apart, batch);
	if (!late)
		return;
	g_hash_table_insert(a->late, batch, root ? root : batch);
	for (guint i = 0; i < batch->before->len; i++)
		if (!g_hash_table_contains(a->late, batch->before->pdata[i]))
			g_hash_table_insert(a->late, batch->before->pdata[i], root ? root : batch);
}

/* Whether what the change undoes is made good by its later statements, rather than gone for ever. */
static bool is_open(const struct arranging *a, const struct change *change)
{
	struct batch *undo = change->batches[STAGE_UNDO];
	const struct object *want = change->want;

	if (!want || !undo || !undo->steps->len || g_hash_table_contains(a->apart, undo))
		return false;
	return want->kind != &column_kind || ((const struct column *)want)->default_ || change_makes(change);
}

/* The batches without whose forms nothing is away for long; false: there are none that must do without. */
static bool refuse(struct arranging *a, const GPtrArray *batches)
{
	bool refused = false;

	for (guint i = 0; i < batches->len; i++) {
		struct batch *batch = batches->pdata[i], *root = g_hash_table_lookup(a->late, batch);
		if (root && batch->stage != STAGE_UNDO && is_open(a, batch->change))
			refused = g_hash_table_add(a->refused, root) || refused;
	}
	return refused;
}

/* Columns are not made beside the old ones where something that is made again with them goes through rows meanwhile. */
static void give_up(struct changes *changes, const struct arranging *a, const GArray *items)
{
	for (guint i = 0; i < items->len; i++) {
		const struct online_item *item = &g_array_index(items, struct online_item, i);
		const struct change *column = beside_cause(item->batch->change);
		if (!column || item->formed || column == item->batch->change || !online_is_heavy(changes, item->step))
			continue;
		g_autofree char *name = object_describe(item->step->object);
		beside_give_up(changes, column, g_strdup_printf("%s is recreated with it, and has no online form", name));
	}
	for (guint i = 0; i < changes->all->len; i++) {
		const struct change *change = changes->all->pdata[i];
		if (change->beside && !g_hash_table_contains(a->beside, change))
			beside_give_up(changes, change, g_strdup("other changes of the plan are in the way"));
	}
}

/* Frees what forms have replaced. */
static void free_replaced(struct plan *plan)
{
	g_autoptr(GHashTable) used = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < plan->transactions->len; i++) {
		const struct online_transaction *transaction = plan->transactions->pdata[i];
		for (guint s = 0; s < transaction->steps->len; s++)
			g_hash_table_add(used, transaction->steps->pdata[s]);
	}
	for (guint i = 0; i < plan->steps->len; i++)
		if (!g_hash_table_contains(used, plan->steps->pdata[i]))
			step_free(plan->steps->pdata[i]);
	g_ptr_array_set_free_func(plan->steps, NULL);
	g_ptr_array_set_size(plan->steps, 0);
	g_ptr_array_set_free_func(plan->steps, step_free);
}

/* Joins statements within transactions; the plan has them, and frees them. */
static void take_steps(struct plan *plan)
{
	free_replaced(plan);
	for (guint i = 0; i < plan->transactions->len; i++) {
		struct online_transaction *transaction = plan->transactions->pdata[i];
		join_steps(transaction->steps);
		g_ptr_array_set_free_func(transaction->steps, NULL);
		g_ptr_array_extend(plan->steps, transaction->steps, NULL, NULL);
	}
}

void online_arrange(struct changes *changes, const GPtrArray *batches, struct plan *plan)
{
	struct arranging a = {
		.changes = changes,
		.refused = g_hash_table_new(NULL, NULL),
		.late = g_hash_table_new(NULL, NULL),
		.apart = g_hash_table_new(NULL, NULL),
		.beside = g_hash_table_new(NULL, NULL),
		.ahead = g_array_new(false, false, sizeof(struct online_item)),
		.now = g_array_new(false, false, sizeof(struct online_item)),
		.later = g_array_new(false, false, sizeof(struct online_item)),
		.last = g_array_new(false, false, sizeof(struct online_item)),
		.made = g_ptr_array_new_with_free_func(step_free),
	};

	g_autoptr(GPtrArray) gathered = online_gather(batches);

	do {
		clear(&a);
		for (guint i = 0; i < gathered->len; i++)
			add_batch(&a, gathered->pdata[i]);
	} while (refuse(&a, gathered));
	give_up(changes, &a, a.now);
	give_up(changes, &a, a.later);
	plan->transactions = g_ptr_array_new_with_free_func(free_transaction);
	online_divide(changes, a.ahead, plan->transactions);
	online_divide(changes, a.now, plan->transactions);
	online_divide(changes, a.later, plan->transactions);
	online_divide(changes, a.last, plan->transactions);
	online_note(changes, plan, a.now);
	online_note(changes, plan, a.later);
	beside_note(changes, plan);
	g_ptr_array_set_free_func(a.made, NULL);
	take_steps(plan);
	g_hash_table_unref(a.refused);
	g_hash_table_unref(a.late);
	g_hash_table_unref(a.apart);
	g_hash_table_unref(a.beside);
	g_array_unref(a.ahead);
	g_array_unref(a.now);
	g_array_unref(a.later);
	g_array_unref(a.last);
	g_ptr_array_unref(a.made);
}
