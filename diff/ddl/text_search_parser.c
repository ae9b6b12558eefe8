/* CREATE, ALTER, DROP TEXT SEARCH PARSER and TEMPLATE: PostgreSQL alters nothing but their names. */
#include "catalog/kinds/text_search_parser.h"

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"

static void judge(const struct changes *changes, struct change *change)
{
	(void)changes;
	change->fate = change_differs_at_all(change) ? FATE_REMAKE : FATE_ALTER;
}

static void create(struct say *s)
{
	g_autoptr(GString) list = g_string_new(NULL);

	plain_parameters(list, s->want);
	say(s, STAGE_MAKE, "CREATE %s %O (%s\n)", s->want->kind->sql, s->want, list->str);
}

static void alter(struct say *s)
{
	plain_rename(s);
}

const struct verbs text_search_parser_verbs = {
	.kind = &text_search_parser_kind, .judge = judge, .create = create, .alter = alter
};
const struct verbs text_search_template_verbs = {
	.kind = &text_search_template_kind, .judge = judge, .create = create, .alter = alter
};
