/* What a column's new type asks of the rows that are there. */
#include "diff/lock_type.h"

#include <glib.h>
#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/domain.h"
#include "diff/ddl/convert.h"
#include "sql/tokens.h"

/* Types of which a value of the one is, byte for byte, one of the other, if that has no modifier. */
static const struct {
	const char *from, *to;
	bool other_order; /* the indexes of the one are not those of the other */
} alike[] = {
	{ "character varying", "text" },
	{ "text", "character varying" },
	{ "text", "bpchar", true },
	{ "bit", "bit varying", true },
	{ "timestamp without time zone", "timestamp with time zone", true },
	{ "timestamp with time zone", "timestamp without time zone", true },
	{ "cidr", "inet" },
	{ "xml", "text" },
	{ "xml", "character varying" },
	{ "integer", "oid", true },
	{ "oid", "integer", true },
	{ "integer", "regclass", true },
	{ "oid", "regclass" },
	{ "regclass", "oid" },
	{ "oid", "regproc" },
	{ "regproc", "oid" },
	{ "oid", "regtype" },
	{ "regtype", "oid" },
};

/* Of the same type: each value may have what the modifier of the one permits, if that of the other permits it, too. */
static const char *const widening[] = { "character varying", "bit varying", "numeric", "timestamp without time zone",
	"timestamp with time zone", "time without time zone", "time with time zone", "interval" };

/* The domain that a type is, whose name is always qualified; NULL: it is none. */
static const struct domain *domain_of(const struct snapshot *snapshot, const char *type)
{
	g_autoptr(GArray) tokens = tokens_of(type);
	const struct token *first = tokens_at(tokens, 0), *second = tokens_at(tokens, 2);

	if (tokens->len != 3 || !token_is_name(first) || !token_is(tokens_at(tokens, 1), ".") || !token_is_name(second))
		return NULL;
	g_autofree char *schema = token_name(first), *name = token_name(second);
	return (const struct domain *)snapshot_find(snapshot, &domain_kind, schema, name);
}

/* Of the server's own domains two have checks; no snapshot describes them. */
bool lock_type_is_checked(const struct snapshot *snapshot, const char *type)
{
	if (strcmp(type, "information_schema.cardinal_number") == 0 || strcmp(type, "information_schema.yes_or_no") == 0)
		return true;
	for (const struct domain *domain; (domain = domain_of(snapshot, type)); type = domain->type)
		if (domain->not_null || object_parts(&domain->object, &domain_check_kind).count)
			return true;
	return false;
}

const char *lock_type_default(const struct snapshot *snapshot, const char *type)
{
	const struct domain *domain = domain_of(snapshot, type);

	while (domain && !domain->default_)
		domain = domain_of(snapshot, domain->type);
	return domain ? domain->default_ : NULL;
}

static bool widens(const char *bare, const char *from, const char *to)
{
	bool known = false;
	int first, second, to_first, to_second;

	for (size_t i = 0; i < G_N_ELEMENTS(widening); i++)
		known = known || strcmp(widening[i], bare) == 0;
	convert_modifiers(from, &first, &second);
	convert_modifiers(to, &to_first, &to_second);
	/* no fraction of a second has more than six digits */
	if (strstr(bare, "time") && to_first == 6)
		return true;
	return known && first >= 0 && first <= to_first && MAX(second, 0) == MAX(to_second, 0);
}

bool lock_type_rewrites(const struct snapshot *have, const char *from, const struct snapshot *want, const char *to, bool *same)
{
	const char *old = convert_base(have, from), *new = convert_base(want, to);
	bool old_array, new_array;
	g_autofree char *old_bare = convert_bare(old, &old_array), *new_bare = convert_bare(new, &new_array);
	int first, second;

	*same = true;
	convert_modifiers(new, &first, &second);
	if (lock_type_is_checked(want, to) && strcmp(from, to) != 0)
		return true;
	if (strcmp(old, new) == 0 || (old_array == new_array && first < 0 && strcmp(old_bare, new_bare) == 0))
		return false;
	if (old_array || new_array)
		return true;
	if (strcmp(old_bare, new_bare) == 0)
		return !widens(old_bare, old, new);
	for (size_t i = 0; first < 0 && i < G_N_ELEMENTS(alike); i++)
		if (strcmp(alike[i].from, old_bare) == 0 && strcmp(alike[i].to, new_bare) == 0) {
			*same = !alike[i].other_order;
			return false;
		}
	return true;
}
