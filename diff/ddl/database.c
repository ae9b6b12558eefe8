/* ALTER DATABASE. The database always exists: CREATE means to alter one with defaults only, and DROP does nothing. */
#include "catalog/kinds/database.h"

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/setting.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

static void note_unchangeable(struct say *s)
{
	for (const struct attribute *row = database_kind.attributes; row->name; row++)
		if (row->type == ATTRIBUTE_TEXT && !row->clause && change_differs(s->change, row)) {
			const char *have = attribute_text(row, s->have), *want = attribute_text(row, s->want);
			say_note(s, NOTE_DATABASE_SETTING,
				"the database's %s cannot be changed by a script in it: it is %s, and was to be %s", row->name,
				have		 ? have
				: row->otherwise ? row->otherwise
						 : "not set",
				want		 ? want
				: row->otherwise ? row->otherwise
						 : "not set");
		}
}

/* have is NULL where nothing is known of it. */
static void say_rest(struct say *s, const struct database *have)
{
	const struct database *want = (const struct database *)s->want;

	setting_say(s, STAGE_MAKE, have ? have->settings : NULL, want->settings);
	setting_say_of_roles(s, STAGE_MAKE, have ? have->role_settings : NULL, want->role_settings);
}

static void create(struct say *s)
{
	g_autoptr(GString) clauses = g_string_new(NULL);

	plain_clauses(clauses, " ", s->want);
	if (clauses->len)
		say(s, STAGE_MAKE, "ALTER DATABASE %O WITH%s", s->want, clauses->str);
	say_rest(s, NULL);
}

static void alter(struct say *s)
{
	plain_alter(s);
	say_rest(s, (const struct database *)s->have);
	note_unchangeable(s);
}

static void drop(struct say *s)
{
	(void)s;
}

const struct verbs database_verbs = {
	.says_clauses = true, .kind = &database_kind, .create = create, .alter = alter, .drop = drop
};
