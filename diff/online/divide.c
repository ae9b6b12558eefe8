/* Which statements of an online plan are committed together. */
#include "diff/online/divide.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/sequence.h"
#include "diff/online/lock.h"
#include "diff/online/transaction.h"
#include "sql/tokens.h"

/* The statements between the first and the last one of a change that undoes something and makes it good. */
struct span {
	guint first, last;
	unsigned stages; /* a bit for each */
	bool together;	 /* they are of several changes that belong together */
};

static const struct online_item *item_at(const GArray *items, guint at)
{
	return &g_array_index(items, struct online_item, at);
}

/* The policies of a table belong together, and a sequence with the column that has its values. */
static const struct change *unit_of(const struct changes *changes, const struct online_item *item)
{
	const struct change *change = item->batch->change;
	const struct object *object = change_object(change);

	if (object->kind == &policy_kind)
		return change->parent;
	const struct object *column =
		object->kind == &sequence_kind && change->want ? sequence_column(changes->want, object) : NULL;
	return column ? changes_of_want(changes, column) : change;
}

/* A column whose default goes for good misses nothing. */
static bool is_whole(const struct change *change, const struct span *span)
{
	const struct object *want = change->want;
	bool misses = !want || want->kind != &column_kind || ((const struct column *)want)->default_ || change_makes(change);

	return !span->together && (!misses || (span->stages == 1u << STAGE_UNDO || !(span->stages & 1u << STAGE_UNDO)));
}

/* For each statement whether it is committed apart from the one before. */
static bool *find_cuts(const struct changes *changes, const GArray *items)
{
	g_autoptr(GHashTable) spans = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	bool *cuts = g_new(bool, items->len + 1);
	GHashTableIter iter;
	gpointer unit, value;

	for (guint i = 0; i < items->len; i++) {
		const struct online_item *item = item_at(items, i);
		const struct change *of = unit_of(changes, item);
		struct span *span = g_hash_table_lookup(spans, of);
		if (!span) {
			span = g_new0(struct span, 1);
			span->first = i;
			g_hash_table_insert(spans, (gpointer)of, span);
		}
		span->last = i;
		span->stages |= 1u << item->batch->stage;
		span->together = span->together || of != item->batch->change;
		cuts[i] = true;
	}
	g_hash_table_iter_init(&iter, spans);
	while (g_hash_table_iter_next(&iter, &unit, &value)) {
		const struct span *span = value;
		for (guint i = span->first + 1; i <= span->last && !is_whole(unit, span); i++)
			cuts[i] = false;
	}
	/* a label can be used only once it is committed */
	for (guint i = 1; i < items->len; i++)
		cuts[i] = cuts[i] || item_at(items, i - 1)->step->own_transaction;
	return cuts;
}

/* Transactions in the making; several units are one while they are in the way of the users of no more than one table. */
struct dividing {
	const struct changes *changes;
	GPtrArray *transactions;
	struct online_transaction *open; /* NULL: the next statement begins one */
	const struct change *table;	 /* that is locked; NULL: none so far */
	bool closed;			 /* what is made can be used only once it is committed */
};

static void finish(struct dividing *d)
{
	if (d->open && !d->open->outside)
		d->open->lock = online_lock_first(d->changes, d->open->steps);
	d->open = NULL;
	d->table = NULL;
	d->closed = false;
}

static struct online_transaction *begin(struct dividing *d)
{
	finish(d);
	d->open = g_new0(struct online_transaction, 1);
	d->open->steps = g_ptr_array_new();
	g_ptr_array_add(d->transactions, d->open);
	return d->open;
}

static void add_alone(struct dividing *d, const struct online_item *item)
{
	struct online_transaction *transaction = begin(d);

	transaction->outside = item->how != ONLINE_SLOW;
	transaction->slow = true;
	g_ptr_array_add(transaction->steps, item->step);
	finish(d);
}

/* The table whose users wait for a statement. */
static const struct change *table_of(const struct changes *changes, const struct online_item *item)
{
	return online_lock(changes, item->step, NULL) ? online_table(changes, item->step->object) : NULL;
}

/* Rows that are moved take their time, and lock no table. */
static bool is_of_rows(const struct step *step)
{
	static const char *const words[] = { "WITH", "INSERT", "UPDATE", "DELETE", NULL };
	g_autoptr(GArray) tokens = tokens_of(step->sql);

	return token_is_one_of(tokens_at(tokens, 0), words);
}

static void add_unit(struct dividing *d, const GArray *items, guint first, guint end)
{
	const struct change *table = NULL;
	bool several = false;

	for (guint i = first; i < end; i++) {
		const struct change *other = table_of(d->changes, item_at(items, i));
		several = several || (table && other && other != table) || online_locks_two(item_at(items, i)->step) ||
			  is_of_rows(item_at(items, i)->step);
		table = other ? other : table;
	}
	if (!d->open || d->closed || several || (table && d->table && table != d->table))
		begin(d);
	if (table)
		d->table = table;
	for (guint i = first; i < end; i++) {
		g_ptr_array_add(d->open->steps, item_at(items, i)->step);
		d->closed = item_at(items, i)->step->own_transaction;
	}
	if (several)
		finish(d);
}

void online_divide(const struct changes *changes, const GArray *items, GPtrArray *transactions)
{
	g_autofree bool *cuts = find_cuts(changes, items);
	struct dividing d = { .changes = changes, .transactions = transactions };

	for (guint i = 0, end; i < items->len; i = end) {
		end = i + 1;
		if (item_at(items, i)->how != ONLINE_BRIEF) {
			add_alone(&d, item_at(items, i));
			continue;
		}
		while (end < items->len && !cuts[end] && item_at(items, end)->how == ONLINE_BRIEF)
			end++;
		add_unit(&d, items, i, end);
	}
	finish(&d);
}
