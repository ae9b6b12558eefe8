/* Owner, comment and privileges, which objects of all kinds have. */
#include "diff/ddl/common.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/schema.h"
#include "catalog/kinds/sequence.h"
#include "catalog/names.h"
#include "diff/ddl/call.h"
#include "diff/ddl/grant.h"
#include "diff/keep.h"
#include "diff/order.h"
#include "diff/say.h"

static const struct sequence *sequence_of(const struct object *object)
{
	return object->kind == &sequence_kind ? (const struct sequence *)object : NULL;
}

/* A column's sequence has the owner of the table, and changes it together with the table: PostgreSQL refuses to do it apart. */
static bool follows_its_table(const struct say *s)
{
	const struct sequence *have = s->have ? sequence_of(s->have) : NULL, *want = sequence_of(s->want);

	if (want && want->identity)
		return true;
	return have && s->change->fate == FATE_ALTER && have->owner_table && have->owner_table == want->owner_table;
}

bool common_owner_is_late(const struct changes *changes, struct change *whole)
{
	return whole && whole->have && whole->want && change_differs_in_owner(changes, whole) && !batch_find(whole, STAGE_MAKE) &&
	       batch_find(whole, STAGE_LATE);
}

/*
 * Where the object is there: a foreign key is made late; a column's sequence is made by the column, whose place in the node is not
 * known.
 */
static enum stage stage_of(const struct say *s)
{
	const struct sequence *sequence = sequence_of(s->want);

	if (sequence && sequence->identity)
		return STAGE_LATE;
	if (common_owner_is_late(s->changes, s->change->parent) && s->want->kind->sub_object)
		return STAGE_LATE;
	return !batch_find(s->change, STAGE_MAKE) && batch_find(s->change, STAGE_LATE) ? STAGE_LATE : STAGE_MAKE;
}

/* Whose it will be. What is made again keeps its owner where nobody says another. */
static const char *final_owner(const struct say *s)
{
	if (s->changes->owners && s->want->owner)
		return s->want->owner;
	return s->have ? s->have->owner : s->want->owner;
}

static void say_owner(struct say *s, enum stage stage, const char *owner)
{
	if (owner && s->want->kind->owner && !follows_its_table(s))
		say(s, stage, "ALTER %s %O OWNER TO %I", s->want->kind->sql, s->want, owner);
}

static void say_comment(struct say *s, enum stage stage)
{
	if (!call_is_subject(s->want))
		return;
	const char *comment = change_comment(s->want, s->have);

	if (comment)
		say(s, stage, "COMMENT ON %S IS %L", s->want, comment);
	else
		say(s, stage, "COMMENT ON %S IS NULL", s->want);
}

/* A label is provider=label. */
static void say_label(struct say *s, enum stage stage, const char *label, bool wanted)
{
	size_t length = option_name_length(label);
	g_autofree char *provider = g_strndup(label, length);

	if (wanted)
		say(s, stage, "SECURITY LABEL FOR %I ON %S IS %L", provider, s->want, label + length + 1);
	else
		say(s, stage, "SECURITY LABEL FOR %I ON %S IS NULL", provider, s->want);
}

static void say_labels(struct say *s, enum stage stage, const struct names *have, const struct names *want)
{
	if (!call_is_subject(s->want))
		return;
	for (size_t i = 0; have && i < have->count; i++)
		if (!options_find(want, have->items[i]))
			say_label(s, stage, have->items[i], false);
	for (size_t i = 0; want && i < want->count; i++)
		if (options_find(have, want->items[i]) != want->items[i])
			say_label(s, stage, want->items[i], true);
}

static void say_extension(struct say *s, enum stage stage, const char *words, const char *extension)
{
	const struct kind *kind = s->want->kind;

	if (kind == &trigger_kind)
		say(s, stage, "ALTER TRIGGER %I ON %P %s %I", s->want->name, s->want, words, extension);
	else if (kind == &index_kind || kind->index)
		say(s, stage, "ALTER INDEX %I.%I %s %I", s->want->schema, s->want->name, words, extension);
	else
		say(s, stage, "ALTER %s %O %s %I", kind->sql, s->want, words, extension);
}

static void say_extensions(struct say *s, enum stage stage, const struct names *have, const struct names *want)
{
	for (size_t i = 0; have && i < have->count; i++)
		if (!names_have(want, have->items[i]))
			say_extension(s, stage, "NO DEPENDS ON EXTENSION", have->items[i]);
	for (size_t i = 0; want && i < want->count; i++)
		if (!names_have(have, want->items[i]))
			say_extension(s, stage, "DEPENDS ON EXTENSION", want->items[i]);
}

/* CREATE OR REPLACE takes the mark away. */
static bool is_replaced(const struct change *change)
{
	const struct kind *kind = change->want->kind;

	return (kind == &function_kind || kind == &procedure_kind) && change_differs_at_all(change);
}

/* Writes GRANT and REVOKE. have: the current privileges. */
static void say_privileges(struct say *s, enum stage stage, bool made, const struct privileges *have)
{
	struct say whole = *s;

	if (!s->want->kind->rights || (s->want->kind == &schema_kind && ((const struct schema *)s->want)->extension))
		return;
	if (s->want->kind == &column_kind) {
		whole.have = s->have ? s->have->parent : NULL;
		whole.want = s->want->parent;
	}
	const char *owner = final_owner(&whole);
	grant_say(s, stage,
		&(struct grant_delta){
			.have = have,
			.have_owner = made || !whole.have ? owner : whole.have->owner,
			.want = s->want->privileges,
			.want_owner = whole.want->owner,
			.owner = owner,
			.made = made,
		});
}

void common_create(struct say *s)
{
	enum stage stage = stage_of(s);
	int keep = keep_of(s);

	if (s->changes->owners)
		say_owner(s, stage, s->want->owner);
	if (s->want->comment)
		say_comment(s, stage);
	say_labels(s, stage, NULL, s->want->labels);
	say_extensions(s, stage, NULL, s->want->extensions);
	if (s->changes->privileges)
		say_privileges(s, stage, true, NULL);
	if (keep)
		keep_say(s, stage, keep);
}

void common_alter(struct say *s)
{
	enum stage stage = stage_of(s);

	if (s->changes->owners && s->want->owner && s->have->owner != s->want->owner)
		say_owner(s, stage, s->want->owner);
	if (change_differs_in_comment(s->have, s->want))
		say_comment(s, stage);
	say_labels(s, stage, s->have->labels, s->want->labels);
	say_extensions(s, stage, is_replaced(s->change) ? NULL : s->have->extensions, s->want->extensions);
	if (s->changes->privileges)
		say_privileges(s, stage, false, s->have->privileges);
}
