/* Checks that each SQL text in a document is complete. */
#include "yaml/fragment.h"

#include <string.h>

#include "sql/quote.h"

/* what: a row's name in quotes, or other words. */
static bool check(struct loader *loader, const struct object *object, const char *quote, const char *what, enum fragment fragment,
	const struct node *node, const char *text, GError **error)
{
	g_autofree char *problem = text ? fragment_problem(fragment, text) : NULL;

	return !problem || loader_fail(loader, node, error, "%s%s%s of %s %s", quote, what, quote,
				   loader_a(loader, object->kind->name), problem);
}

bool fragment_check(struct loader *loader, const struct object *object, const struct attribute *row, const struct node *node,
	const char *text, GError **error)
{
	enum fragment fragment = attribute_fragment(row);

	if (row->roles == ROLES_FIRST && text) {
		g_autofree char *role = g_strndup(text, quote_identifier_length(text));
		return check(loader, object, "\"", row->name, FRAGMENT_NAME, node, role, error) &&
		       check(loader, object, "\"", row->name, fragment, node, text + strlen(role), error);
	}
	return check(loader, object, "\"", row->name, fragment, node, text, error);
}

bool fragment_check_name(struct loader *loader, const struct object *object, const struct node *node, GError **error)
{
	const struct kind *kind = object->kind;
	const struct attribute *condition = kind->name_is_if ? kind_attribute(kind, kind->name_is_if) : NULL;
	bool name = !condition || g_strcmp0(attribute_text(condition, object), "expression") == 0;
	bool arguments = kind->signed_name && !kind->between;

	return (!name || check(loader, object, "", "the name", kind->name_is, node, object->name, error)) &&
	       (!arguments ||
		       check(loader, object, "", "the list of arguments", FRAGMENT_ARGUMENTS, node, object->signature, error));
}
