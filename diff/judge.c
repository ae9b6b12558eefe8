/* Decides by the rows of a kind what a difference between two objects requires. */
#include "diff/judge.h"

#include "diff/ddl/convert.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"

static enum fate fate_of(const struct change *change, const struct attribute *row)
{
	const struct kind *kind = change->want->kind;

	switch (row->change ? row->change : kind->change) {
	case CHANGE_BY_CLAUSE:
		return plain_can_say(row, change->want) ? FATE_ALTER : FATE_REMAKE;
	case CHANGE_IN_PLACE:
		return FATE_ALTER;
	case CHANGE_TO_ABSENT:
		return attribute_is_absent(row, change->want) ? FATE_ALTER : FATE_REMAKE;
	case CHANGE_RECREATE:
		return FATE_REMAKE;
	case CHANGE_IGNORE:
		break;
	}
	return FATE_SAME;
}

bool judge_follows(const struct changes *changes, const struct change *change, const struct attribute *row)
{
	bool type = row->refers == REFERS_TYPE && row->type == ATTRIBUTE_TEXT;
	const char *have = type ? attribute_text(row, change->have) : NULL, *want = type ? attribute_text(row, change->want) : NULL;

	return have && want && convert_follows(changes, have, want);
}

static bool counts(const struct changes *changes, const struct change *change, const struct attribute *row)
{
	bool told = !row->untold || !(attribute_is_absent(row, change->have) || attribute_is_absent(row, change->want));

	return told && change_differs(change, row) && !attribute_is_variant(change->want->kind, row) &&
	       !judge_follows(changes, change, row);
}

void judge_pair(const struct changes *changes, struct change *change)
{
	const struct kind *kind = change->want->kind;
	const struct verbs *verbs = verbs_of(kind);
	bool blocks = false;

	change->fate = !change->renamed ? FATE_SAME : kind->fixed_name ? FATE_REMAKE : FATE_ALTER;
	if (change->have->signature != change->want->signature)
		change->fate = FATE_REMAKE;
	for (const struct attribute *row = kind->attributes; row->name; row++)
		if (counts(changes, change, row)) {
			change->fate = MAX(change->fate, fate_of(change, row));
			blocks = blocks || row->blocks;
		}
	change->disturbs = blocks && change->fate == FATE_ALTER;
	if (verbs->judge)
		verbs->judge(changes, change);
}
