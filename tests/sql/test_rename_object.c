/* Which names in a text mean a renamed object, and when that is in doubt. */
#include <criterion/criterion.h>
#include <glib.h>

#include "sql/rename_object.h"

/* expected NULL: the text stays. */
static void expect(enum mention_as as, enum object_text how, const char *text, const char *expected)
{
	struct other_name name = { "s", "item", "thing", as };
	g_autofree char *other = rename_object(text, how, &name, false);

	cr_assert(g_strcmp0(other, expected) == 0, "%s: %s, expected %s", text, other ? other : "the same",
		expected ? expected : "the same");
}

static void query(const char *text, const char *expected)
{
	expect(MENTION_RELATION, OBJECT_TEXT_EXPRESSION, text, expected);
}

Test(rename_object, relations)
{
	query("SELECT item.id FROM s.item", "SELECT thing.id FROM s.thing");
	query("SELECT i.id FROM (s.item i JOIN s.u ON (i.id = u.id))", "SELECT i.id FROM (s.thing i JOIN s.u ON (i.id = u.id))");
	query("nextval('s.item'::regclass)", "nextval('s.thing'::regclass)");
	query("nextval('s.item'::text)", NULL);
	query("NULL::s.item", "NULL::s.thing");
	query("s.item(1)", NULL);
}

Test(rename_object, doubtful_relations)
{
	query("SELECT item.id FROM other.item", NULL);
	query("SELECT item.id FROM s.item, other.item item_1", NULL);
	query("SELECT item.id FROM s.item, s.u item", NULL);
	query("SELECT item.id FROM s.item, s.thing", NULL);
	query("SELECT s.item FROM s.u s", NULL);
}

Test(rename_object, types_and_routines)
{
	expect(MENTION_TYPE, OBJECT_TEXT_EXPRESSION, "(item = 'a'::s.item)", "(item = 'a'::s.thing)");
	expect(MENTION_TYPE, OBJECT_TEXT_NAMES, "item s.item, s.item[]", "item s.thing, s.thing[]");
	expect(MENTION_TYPE, OBJECT_TEXT_ROUTINE, "s.item(s.item)", "s.item(s.thing)");
	expect(MENTION_ROUTINE, OBJECT_TEXT_ROUTINE, "s.item", "s.thing");
	expect(MENTION_ROUTINE, OBJECT_TEXT_ROUTINE, "s.item(s.item)", "s.thing(s.item)");
	expect(MENTION_ROUTINE, OBJECT_TEXT_EXPRESSION, "(s.item(item) > 's.item(1)'::s.item)",
		"(s.thing(item) > 's.item(1)'::s.item)");
}
