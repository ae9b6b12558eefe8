/* CREATE, ALTER, DROP TYPE of enums. */
#include "catalog/kinds/type.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/type_labels.h"
#include "catalog/names.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/keepsake.h"
#include "diff/say.h"

#define ENUM(object) ((const struct enumeration *)(object))

/*
 * Labels as they are, with the renames that the descriptions hint at already done; and these renames in order, old and new by
 * turns.
 */
struct labels {
	GPtrArray *items, *renames;
};

static bool find(const GPtrArray *items, const char *label, guint *at)
{
	for (guint i = 0; i < items->len; i++)
		if (strcmp(items->pdata[i], label) == 0) {
			*at = i;
			return true;
		}
	return false;
}

/* Whether every label is still wanted, in that order, so that those that lack can be added. */
static bool fits(const GPtrArray *items, const struct names *want)
{
	guint at = 0;

	for (size_t i = 0; want && i < want->count; i++)
		at += at < items->len && strcmp(items->pdata[at], want->items[i]) == 0;
	return at == items->len;
}

static GPtrArray *copy_items(const GPtrArray *items)
{
	GPtrArray *copy = g_ptr_array_new();

	for (guint i = 0; i < items->len; i++)
		g_ptr_array_add(copy, items->pdata[i]);
	return copy;
}

/* A hint whose new label is there already has had its effect, or never can have: it waits for another to take that label away. */
static GPtrArray *follow_hints(const GPtrArray *items, const GArray *hints)
{
	GPtrArray *renamed = copy_items(items);
	bool more = true;
	guint at, taken;

	while (more) {
		more = false;
		for (guint i = 0; i < hints->len; i++) {
			const struct label_hint *hint = &g_array_index(hints, struct label_hint, i);
			/* a label has been renamed once at most: its old name stands at its place in items */
			if (!find(items, hint->old, &at) || renamed->pdata[at] != items->pdata[at] ||
				find(renamed, hint->new, &taken))
				continue;
			renamed->pdata[at] = (gpointer)hint->new;
			more = true;
		}
	}
	return renamed;
}

/* All at once, as labels that change places want it; NULL where that is not what is wanted. */
static GPtrArray *exchange(const GPtrArray *items, const GArray *hints, const struct names *want)
{
	g_autoptr(GPtrArray) exchanged = copy_items(items);
	guint at;

	for (guint i = 0; i < hints->len; i++)
		if (find(items, g_array_index(hints, struct label_hint, i).old, &at))
			exchanged->pdata[at] = (gpointer)g_array_index(hints, struct label_hint, i).new;
	return fits(exchanged, want) ? g_steal_pointer(&exchanged) : NULL;
}

/* The renames in an order in which each new label is free; where none is, one label makes room under another name. */
static void order_renames(struct labels *labels, const struct names *have, struct pool *pool)
{
	g_autoptr(GPtrArray) now = g_ptr_array_new();
	bool left = true;

	for (size_t i = 0; have && i < have->count; i++)
		g_ptr_array_add(now, (gpointer)have->items[i]);
	while (left) {
		guint blocked = now->len, taken;
		bool moved = left = false;
		for (guint i = 0; i < now->len; i++) {
			if (strcmp(now->pdata[i], labels->items->pdata[i]) == 0)
				continue;
			left = true;
			blocked = i;
			if (find(now, labels->items->pdata[i], &taken))
				continue;
			g_ptr_array_add(labels->renames, now->pdata[i]);
			g_ptr_array_add(labels->renames, labels->items->pdata[i]);
			now->pdata[i] = labels->items->pdata[i];
			moved = true;
		}
		if (!left || moved)
			continue;
		const char *aside = "";
		for (unsigned number = 1; !aside[0] || find(now, aside, &taken) || find(labels->items, aside, &taken); number++)
			aside = pool_printf(pool, "renamed %u", number);
		g_ptr_array_add(labels->renames, now->pdata[blocked]);
		g_ptr_array_add(labels->renames, (gpointer)aside);
		now->pdata[blocked] = (gpointer)aside;
	}
}

static void labels_init(struct labels *labels, const struct changes *changes, const struct change *change)
{
	const struct enumeration *have = ENUM(change->have), *want = ENUM(change->want);
	g_autoptr(GArray) hints = label_hints(change->have, change->want);
	g_autoptr(GPtrArray) items = g_ptr_array_new();

	labels->renames = g_ptr_array_new();
	for (size_t i = 0; have->labels && i < have->labels->count; i++)
		g_ptr_array_add(items, (gpointer)have->labels->items[i]);
	labels->items = follow_hints(items, hints);
	GPtrArray *exchanged = fits(labels->items, want->labels) ? NULL : exchange(items, hints, want->labels);
	if (exchanged) {
		g_ptr_array_unref(labels->items);
		labels->items = exchanged;
	}
	order_renames(labels, have->labels, changes->pool);
}

static void labels_clear(struct labels *labels)
{
	g_ptr_array_unref(labels->items);
	g_ptr_array_unref(labels->renames);
}

static void judge_enum(const struct changes *changes, struct change *change)
{
	struct labels labels;

	labels_init(&labels, changes, change);
	if (!fits(labels.items, ENUM(change->want)->labels))
		change->fate = FATE_REMAKE;
	labels_clear(&labels);
}

static void create_enum(struct say *s)
{
	const struct names *labels = ENUM(s->want)->labels;
	g_autoptr(GString) list = g_string_new(NULL);

	for (size_t i = 0; labels && i < labels->count; i++)
		say_append(list, "%s\n    %L", i ? "," : "", labels->items[i]);
	say(s, STAGE_MAKE, "CREATE TYPE %O AS ENUM (%s%s)", s->want, list->str, list->len ? "\n" : "");
}

static void say_label_renames(struct say *s, enum stage stage, const struct object *type, const struct labels *labels)
{
	for (guint i = 0; i < labels->renames->len; i += 2)
		say(s, stage, "ALTER TYPE %O RENAME VALUE %L TO %L", type, (const char *)labels->renames->pdata[i],
			(const char *)labels->renames->pdata[i + 1]);
}

/* Each new label has its place after the one before it, which is there by then. */
static void alter_enum(struct say *s)
{
	const struct names *want = ENUM(s->want)->labels;
	struct labels labels;
	guint at;

	plain_rename(s);
	labels_init(&labels, s->changes, s->change);
	say_label_renames(s, STAGE_MAKE, s->want, &labels);
	for (size_t i = 0; want && i < want->count; i++) {
		if (find(labels.items, want->items[i], &at))
			continue;
		if (i > 0)
			say(s, STAGE_MAKE, "ALTER TYPE %O ADD VALUE %L AFTER %L", s->want, want->items[i], want->items[i - 1]);
		else if (labels.items->len)
			say(s, STAGE_MAKE, "ALTER TYPE %O ADD VALUE %L BEFORE %L", s->want, want->items[i],
				(const char *)labels.items->pdata[0]);
		else
			say(s, STAGE_MAKE, "ALTER TYPE %O ADD VALUE %L", s->want, want->items[i]);
		say_commit_before(s, STAGE_MAKE, want->items[i]);
	}
	labels_clear(&labels);
}

/* The old labels get their new names first, so that values can be converted by their text. */
static void drop_enum(struct say *s)
{
	struct labels labels;
	guint at;

	if (s->change->fate == FATE_REMAKE) {
		const struct names *want = ENUM(s->want)->labels;
		g_autofree char *name = object_describe(s->have);
		g_autoptr(GPtrArray) wanted = g_ptr_array_new();

		labels_init(&labels, s->changes, s->change);
		for (size_t i = 0; want && i < want->count; i++)
			g_ptr_array_add(wanted, (gpointer)want->items[i]);
		for (guint i = 0; i < labels.items->len; i++)
			if (!find(wanted, labels.items->pdata[i], &at) && !keepsake_has_labels(s->changes, s->change))
				say_loss(s, STAGE_LATE, LOSS_LABEL_REMOVED,
					"label \"%s\" of %s is removed: rows that have it cannot be converted",
					(const char *)labels.items->pdata[i], name);
		if (s->change->aside)
			say_label_renames(s, STAGE_UNDO, s->have, &labels);
		labels_clear(&labels);
	}
	plain_drop(s);
}

static void add_look_alike(const struct object *object, const char *old, const char *new, GPtrArray *remarks)
{
	g_autofree char *name = object_describe(object), *subject = g_strdup_printf("label %s of %s", new, name),
			*how = g_strdup_printf("has the place of label %s", old),
			*advice = g_strdup_printf("\"- %s: {oldname: %s}\"", new, old);

	remark_add_rename(remarks, object, subject, old, how, advice);
}

/* One label at the place of another one, among as many labels: those that are neither before nor after. */
static void add_look_alikes(const struct changes *changes, const struct change *change, GPtrArray *remarks)
{
	const struct names *want = ENUM(change->want)->labels;
	struct labels labels;

	if (ENUM(change->have)->labels == want)
		return;
	labels_init(&labels, changes, change);
	const GPtrArray *had = labels.items; /* with the renames that are told already */
	bool possible = want && had->len == want->count;
	guint at;
	for (guint i = 0; possible && i < had->len; i++)
		possible = strcmp(had->pdata[i], want->items[i]) == 0 ||
			   (!find(had, want->items[i], &at) && !names_have(want, had->pdata[i]));
	for (guint i = 0; possible && i < had->len; i++)
		if (strcmp(had->pdata[i], want->items[i]) != 0)
			add_look_alike(change->want, had->pdata[i], want->items[i], remarks);
	labels_clear(&labels);
}

const struct verbs enum_verbs = { .kind = &enum_kind,
	.judge = judge_enum,
	.add_look_alikes = add_look_alikes,
	.create = create_enum,
	.alter = alter_enum,
	.drop = drop_enum };
