/* Rows that can make statements fail: added columns, NOT NULL, other types of columns, and domains. */
#include "diff/ddl/column_risk.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/domain.h"
#include "catalog/kinds/type.h"
#include "catalog/names.h"
#include "diff/ddl/convert.h"
#include "diff/risk.h"
#include "diff/say.h"
#include "sql/lexer.h"
#include "sql/name.h"

#define COLUMN(object) ((const struct column *)(object))

/* The whole numbers by their limits and digits. */
static const struct whole {
	const char *type, *least, *most;
	int digits;
} wholes[] = {
	{ "smallint", "-32768", "32767", 5 },
	{ "integer", "-2147483648", "2147483647", 10 },
	{ "bigint", "-9223372036854775808", "9223372036854775807", 19 },
};

static const struct whole *whole_of(const char *bare)
{
	for (size_t i = 0; i < G_N_ELEMENTS(wholes); i++)
		if (strcmp(wholes[i].type, bare) == 0)
			return &wholes[i];
	return NULL;
}

static bool is_string(const char *bare)
{
	return strcmp(bare, "text") == 0 || strcmp(bare, "character varying") == 0 || strcmp(bare, "character") == 0 ||
	       strcmp(bare, "bpchar") == 0 || strcmp(bare, "name") == 0;
}

static bool is_number(const char *bare)
{
	return whole_of(bare) || strcmp(bare, "numeric") == 0 || strcmp(bare, "real") == 0 || strcmp(bare, "double precision") == 0;
}

/* A type of a column before or after: its base type without modifiers, and these. */
struct form {
	const char *type;
	char *bare;
	bool array;
	int first, second; /* of numeric(first,second), character varying(first); -1: none */
};

static void clear_form(struct form *form)
{
	g_free(form->bare);
}
#define AUTO_FORM __attribute__((cleanup(clear_form))) struct form

static struct form form_of(const struct snapshot *snapshot, const char *type)
{
	struct form form = { .type = type };
	const char *base = convert_base(snapshot, type);

	form.bare = convert_bare(base, &form.array);
	convert_modifiers(base, &form.first, &form.second);
	return form;
}

/* The digits before the point that a number can have; -1: any number of them. */
static int digits_of(const struct form *form)
{
	const struct whole *whole = whole_of(form->bare);

	return whole ? whole->digits : form->first < 0 ? -1 : form->first - form->second;
}

/* The condition for numbers that the other type cannot hold; NULL: it holds all. */
static char *number_condition(const char *column, const struct form *from, const struct form *to)
{
	const struct whole *old = whole_of(from->bare), *new = whole_of(to->bare);
	int had = digits_of(from), has = digits_of(to);

	if (new)
		return old && old->digits <= new->digits
			       ? NULL
			       : g_strdup_printf("round(%s::numeric) NOT BETWEEN %s AND %s", column, new->least, new->most);
	bool rounds = !old && (from->second < 0 || from->second > to->second);
	if (has < 0 || strcmp(to->bare, "numeric") != 0 || (had >= 0 && had < has) || (had == has && !rounds))
		return NULL;
	return g_strdup_printf("abs(round(%s::numeric, %d)) >= 10::numeric ^ %d", column, to->second, has);
}

/* Whether a bound of the one range, or multirange, may be none of the other. */
static bool narrows_range(const char *from, const char *to)
{
	return g_str_has_suffix(from, "range") && strcmp(from, to) != 0 &&
	       (g_str_has_prefix(to, "int4") || (g_str_has_prefix(from, "num") && g_str_has_prefix(to, "int8")));
}

/* Whether values may be refused for reasons that no condition expresses. */
static bool is_doubtful(enum conversion conversion, const struct form *from, const struct form *to)
{
	bool widens = strcmp(from->bare, "smallint") == 0 || strcmp(from->bare, "boolean") == 0;

	if ((conversion == CONVERSION_TEXT && is_number(to->bare)) || (conversion == CONVERSION_INTEGER && !widens))
		return true;
	if (strcmp(from->bare, "jsonb") == 0 && (is_number(to->bare) || strcmp(to->bare, "boolean") == 0))
		return true;
	return narrows_range(from->bare, to->bare) || strcmp(to->bare, "bit") == 0 ||
	       (strcmp(from->bare, "inet") == 0 && strcmp(to->bare, "cidr") == 0);
}

/* The same of any value; NULL where all fit, *unknown where that cannot be told by a condition. */
static char *condition(const struct say *s, const char *column, const struct form *from, const struct form *to, bool *unknown)
{
	*unknown = false;
	if (is_number(from->bare) && is_number(to->bare) && !from->array && !to->array)
		return number_condition(column, from, to);
	if (is_string(to->bare) && !to->array) {
		bool fits =
			to->first < 0 || (is_string(from->bare) && !from->array && from->first >= 0 && from->first <= to->first);
		return fits ? NULL : g_strdup_printf("char_length(rtrim(%s::text, ' ')) > %d", column, to->first);
	}
	enum conversion conversion = convert_types(s->changes, from->type, to->type)->way;
	if (conversion == CONVERSION_JSON)
		return NULL;
	/* a value's text may be none of the other type */
	*unknown = is_string(from->bare) && !is_string(to->bare);
	if (*unknown && s->changes->target >= PG(16) && !name_is_qualified(to->type) && !from->array) {
		*unknown = false;
		GString *valid = g_string_new(NULL);
		say_append(valid, "NOT pg_input_is_valid(%s::text, %L)", column, to->type);
		return g_string_free(valid, false);
	}
	*unknown = *unknown || is_doubtful(conversion, from, to);
	return NULL;
}

static const struct object *enum_of(const struct snapshot *snapshot, const char *type)
{
	struct objects enums = snapshot_objects(snapshot, &enum_kind);

	for (size_t i = 0; i < enums.count; i++) {
		g_autoptr(GString) name = g_string_new(NULL);
		say_append(name, "%O", enums.items[i]);
		if (strcmp(name->str, type) == 0)
			return enums.items[i];
	}
	return NULL;
}

static bool is_renaming(const struct object *type)
{
	return type && ((const struct enumeration *)type)->oldnames;
}

/* Text values, or labels of another enum, that are not labels of the new one. */
static void add_labels(
	struct say *s, const struct object *table, const char *name, const struct object *old, const struct object *new)
{
	const struct names *labels = ((const struct enumeration *)new)->labels;
	bool lost = !old;

	for (size_t i = 0; old && i < ((const struct enumeration *)old)->labels->count; i++)
		lost = lost || !names_have(labels, ((const struct enumeration *)old)->labels->items[i]);
	if (!lost)
		return;
	g_autoptr(GString) list = g_string_new(NULL);
	for (size_t i = 0; labels && i < labels->count; i++)
		say_append(list, "%s%L", i ? ", " : "", labels->items[i]);
	GString *other = g_string_new(NULL);
	say_append(other, "%I::text NOT IN (%s)", s->have->name, list->len ? list->str : "NULL");
	g_autofree char *offending = g_string_free(other, false), *type = object_describe(new);
	bool askable = labels && !is_renaming(old) && !is_renaming(new);
	risk_add(s, table, askable ? g_steal_pointer(&offending) : NULL,
		"fails if a row of %s has a value in column %s that is no label of %s", name, s->want->name, type);
}

/* A domain that forbids values; of the type itself. */
static bool forbids(const struct snapshot *snapshot, const char *type)
{
	struct objects domains = snapshot_objects(snapshot, &domain_kind);

	for (size_t i = 0; convert_base(snapshot, type) != type && i < domains.count; i++) {
		g_autoptr(GString) name = g_string_new(NULL);
		say_append(name, "%O", domains.items[i]);
		if (strcmp(name->str, type) == 0)
			return ((const struct domain *)domains.items[i])->not_null ||
			       object_parts(domains.items[i], &domain_check_kind).count;
	}
	return false;
}

void risk_type(struct say *s)
{
	const struct column *have = COLUMN(s->have), *want = COLUMN(s->want);
	const struct object *table = risk_table(s);

	if (!table)
		return;
	g_autofree char *name = object_describe(table);
	g_autoptr(GString) column = g_string_new(NULL);
	say_append(column, "%I", s->have->name);
	if (want->using) {
		risk_add(s, table, NULL, "fails if a value of column %s of %s cannot be converted by %s", s->want->name, name,
			want->using);
		return;
	}
	const struct object *labels = enum_of(s->changes->want, want->type);
	if (labels) {
		add_labels(s, table, name, enum_of(s->changes->have, have->type), labels);
		return;
	}
	AUTO_FORM from = form_of(s->changes->have, have->type), to = form_of(s->changes->want, want->type);
	bool unknown, forbidden = have->type != want->type && forbids(s->changes->want, want->type);
	g_autofree char *offends = condition(s, column->str, &from, &to, &unknown);
	if (offends || unknown || forbidden)
		risk_add(s, table, offends && !forbidden ? g_steal_pointer(&offends) : NULL,
			"fails if a row of %s has a value in column %s that %s cannot hold", name, s->want->name, want->type);
}

/*
 * The columns with values of a domain, each a separate risk. count_of returns the aggregate for a column, NULL: any row may violate
 * it.
 */
static void add_of_columns(struct say *s, const struct object *domain, const char *expression, const char *what)
{
	const GArray *users = depend_needed_by(s->changes->needs_have, domain);

	for (guint i = 0; i < users->len; i++) {
		const struct object *user = snapshot_all(s->changes->have).items[g_array_index(users, unsigned, i)];
		g_autoptr(GString) type = g_string_new(NULL);
		say_append(type, "%O", domain);
		if (user->kind != &column_kind || user->parent->kind != &table_kind || strcmp(COLUMN(user)->type, type->str) != 0)
			continue;
		g_autofree char *name = object_describe(user->parent);
		g_autoptr(GString) condition = g_string_new(NULL);
		struct lexer lexer;
		lexer_init(&lexer, expression ? expression : "", expression ? strlen(expression) : 0);
		for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer))
			if (token_is(&token, "VALUE"))
				say_append(condition, "(%I::%s)", user->name, ((const struct domain *)domain)->type);
			else
				g_string_append_len(condition, token.start, (gssize)token.length);
		risk_add(s, user->parent, expression ? g_strdup(condition->str) : NULL,
			"fails if a row of %s has a value in column %s that %s forbids", name, user->name, what);
	}
}

void risk_domain(struct say *s)
{
	g_autofree char *name = object_describe(s->want), *what = g_strdup_printf("%s, which becomes NOT NULL,", name);

	add_of_columns(s, s->have, "VALUE IS NULL", what);
}

void risk_domain_check(struct say *s)
{
	const char *expression = ((const struct domain_check *)s->want)->expression;
	const struct object *domain = s->change->parent->have;

	if (!domain || (s->have && !change_differs_at_all(s->change)) ||
		(!s->have && ((const struct domain_check *)s->want)->not_valid))
		return;
	g_autofree char *name = object_describe(s->want), *offends = g_strdup_printf("NOT (%s)", expression);
	bool askable =
		risk_is_askable(s->changes, s->want, expression) && !name_is_qualified(((const struct domain *)domain)->type);
	add_of_columns(s, domain, askable ? offends : NULL, name);
}

/* The domain of a column's type; NULL: it is of none. */
static const struct domain *domain_of(const struct changes *changes, const struct object *column)
{
	const GArray *needs = depend_needs(changes->needs_want, column);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		g_autoptr(GString) name = g_string_new(NULL);
		if (needed->kind != &domain_kind)
			continue;
		say_append(name, "%O", needed);
		if (strcmp(name->str, COLUMN(column)->type) == 0)
			return (const struct domain *)needed;
	}
	return NULL;
}

static bool lacks_value(const struct changes *changes, const struct object *object)
{
	const struct column *column = COLUMN(object);
	const struct domain *domain = domain_of(changes, object);

	return !column->default_ && !column->generated && !column->identity && !(domain && domain->default_);
}

bool risk_is_null(const struct changes *changes, const struct change *change)
{
	return change->want && change->want->kind == &column_kind && change_makes(change) && !change->beside &&
	       change->parent->have && !change_makes(change->parent) && change->want->parent->kind == &table_kind &&
	       lacks_value(changes, change->want);
}

static bool needs_value(const struct changes *changes, const struct object *object)
{
	const struct domain *domain = domain_of(changes, object);

	return (COLUMN(object)->not_null && !COLUMN(object)->not_null_constraint.not_valid) || (domain && domain->not_null);
}

void risk_added_column(struct say *s)
{
	const struct object *table = risk_table(s);

	if (!table || !needs_value(s->changes, s->want))
		return;
	g_autofree char *name = object_describe(table);
	if (lacks_value(s->changes, s->want))
		risk_add(s, table, NULL, "fails if %s has rows: column %s is NOT NULL without a default", name, s->want->name);
	else if (COLUMN(s->want)->generated)
		risk_add(s, table, NULL, "fails if a row of %s gives NULL in column %s, which is NOT NULL", name, s->want->name);
}

void risk_not_null(struct say *s)
{
	const struct object *table = risk_table(s);
	GString *condition = g_string_new(NULL);

	say_append(condition, "%I IS NULL", s->have->name);
	g_autofree char *offending = g_string_free(condition, false);
	if (!table)
		return;
	g_autofree char *name = object_describe(table);
	risk_add(s, table, g_steal_pointer(&offending), "fails if a row of %s has NULL in column %s, which becomes NOT NULL", name,
		s->want->name);
}
