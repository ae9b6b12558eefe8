/* CREATE, ALTER, DROP TEXT SEARCH PARSER and TEMPLATE: PostgreSQL alters nothing but their names. */
#include "catalog/kinds/text_search_parser.h"

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

static void create(struct say *s)
{
	g_autoptr(GString) list = g_string_new(NULL);

	plain_parameters(list, s->want);
	say(s, STAGE_MAKE, "CREATE %s %O (%s\n)", s->want->kind->sql, s->want, list->str);
}

const struct verbs text_search_parser_verbs = { .says_clauses = true, .kind = &text_search_parser_kind, .create = create };
const struct verbs text_search_template_verbs = { .says_clauses = true, .kind = &text_search_template_kind, .create = create };
