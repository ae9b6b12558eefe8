/* CREATE, ALTER, DROP TYPE of enums. */
#include "catalog/type.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/plain.h"
#include "diff/verbs.h"

#define ENUM(object) ((const struct enumeration *)(object))

/* Labels as they are, with the renames that the description hints at already done; and these renames in order, old and new by turns. */
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

/* Whether old is there, and new is wanted and not there: then it is renamed. */
static bool rename_label(struct labels *labels, const struct enumeration *want, const char *old, const char *new)
{
	guint at, taken;

	for (size_t w = 0; want->labels && w < want->labels->count; w++) {
		const char *label = want->labels->items[w];
		if (strcmp(label, new) != 0 || !find(labels->items, old, &at) || find(labels->items, new, &taken))
			continue;
		g_ptr_array_add(labels->renames, labels->items->pdata[at]);
		g_ptr_array_add(labels->renames, (gpointer)label);
		labels->items->pdata[at] = (gpointer)label;
		return true;
	}
	return false;
}

/* "new=old"; labels may have a = of their own, so each is tried. A hint that has had its effect already, or never can have, is ignored. */
static bool rename_by_hint(struct labels *labels, const struct enumeration *want, const char *hint, bool back)
{
	for (const char *sign = strchr(hint, '='); sign; sign = strchr(sign + 1, '=')) {
		g_autofree char *new = g_strndup(hint, sign - hint);
		if (rename_label(labels, want, back ? new : sign + 1, back ? sign + 1 : new))
			return true;
	}
	return false;
}

/* Hints are followed until none has an effect: b may become c before a becomes b. */
static void follow_hints(struct labels *labels, const struct enumeration *want, const struct names *hints, bool back)
{
	g_autofree bool *done = g_new0(bool, hints ? hints->count : 1);
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; hints && i < hints->count; i++)
			if (!done[i] && rename_by_hint(labels, want, hints->items[i], back))
				more = done[i] = true;
	}
}

/* Those of the state that is to come, and those by which the state that is there came about, the other way round. */
static void labels_init(struct labels *labels, const struct enumeration *have, const struct enumeration *want)
{
	labels->items = g_ptr_array_new();
	labels->renames = g_ptr_array_new();
	for (size_t i = 0; have->labels && i < have->labels->count; i++)
		g_ptr_array_add(labels->items, (gpointer)have->labels->items[i]);
	follow_hints(labels, want, want->oldnames, false);
	follow_hints(labels, want, have->oldnames, true);
}

static void labels_clear(struct labels *labels)
{
	g_ptr_array_unref(labels->items);
	g_ptr_array_unref(labels->renames);
}

static void judge_enum(const struct changes *changes, struct change *change)
{
	const struct names *want = ENUM(change->want)->labels;
	struct labels labels;
	guint at = 0;

	(void)changes;
	labels_init(&labels, ENUM(change->have), ENUM(change->want));
	for (size_t i = 0; want && i < want->count; i++)
		at += at < labels.items->len && strcmp(labels.items->pdata[at], want->items[i]) == 0;
	change->fate = at == labels.items->len ? FATE_ALTER : FATE_REMAKE;
	change->aside = change->fate == FATE_REMAKE;
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
	labels_init(&labels, ENUM(s->have), ENUM(s->want));
	say_label_renames(s, STAGE_MAKE, s->want, &labels);
	for (size_t i = 0; want && i < want->count; i++) {
		if (find(labels.items, want->items[i], &at))
			continue;
		if (i > 0)
			say(s, STAGE_MAKE, "ALTER TYPE %O ADD VALUE %L AFTER %L", s->want, want->items[i], want->items[i - 1]);
		else if (labels.items->len)
			say(s, STAGE_MAKE, "ALTER TYPE %O ADD VALUE %L BEFORE %L", s->want, want->items[i], (const char *)labels.items->pdata[0]);
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

		labels_init(&labels, ENUM(s->have), ENUM(s->want));
		for (size_t i = 0; want && i < want->count; i++)
			g_ptr_array_add(wanted, (gpointer)want->items[i]);
		for (guint i = 0; i < labels.items->len; i++)
			if (!find(wanted, labels.items->pdata[i], &at))
				say_loss(s, "label \"%s\" of %s is removed: rows that have it cannot be converted",
					 (const char *)labels.items->pdata[i], name);
		if (s->change->aside)
			say_label_renames(s, STAGE_UNDO, s->have, &labels);
		labels_clear(&labels);
	}
	plain_drop(s);
}

const struct verbs enum_verbs = { .kind = &enum_kind, .judge = judge_enum, .create = create_enum, .alter = alter_enum, .drop = drop_enum };
