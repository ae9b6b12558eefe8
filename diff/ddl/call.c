/* How statements call the objects that they are about. */
#include "diff/ddl/call.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/say.h"
#include "sql/lexer.h"
#include "sql/quote.h"

/* (integer AS text) of a cast called "(integer as text)". */
static void append_cast(GString *out, const char *name)
{
	struct lexer lexer;

	lexer_init(&lexer, name, strlen(name));
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer))
		g_string_append_len(out, token_is(&token, "AS") ? "AS" : token.start, (gssize)token.length);
}

/* The name by which DDL calls a top-level object; routines need their arguments, and an aggregate without any a star. */
void call_object(GString *out, const struct object *object)
{
	if (object->kind == &operator_kind)
		say_append(out, "%I.%s (%s)", object->schema, object->name, object->signature);
	else if (object->kind == &operator_class_kind || object->kind == &operator_family_kind)
		say_append(out, "%I.%I USING %I", object->schema, object->name, object->signature);
	else if (object->kind == &cast_kind)
		append_cast(out, object->name);
	else if (object->kind == &transform_kind)
		say_append(out, "FOR %s LANGUAGE %I", object->name, object->signature);
	if (object->kind == &operator_kind || object->kind->between || object->kind == &cast_kind)
		return;
	quote_qualified(out, object->schema, object->name);
	if (object->kind->signed_name && !object->kind->between) {
		bool star = object->kind == &aggregate_kind && (!object->signature || !object->signature[0]);
		g_string_append_printf(out, "(%s)", star ? "*" : object->signature ? object->signature : "");
	}
}

static bool is_relation_constraint(const struct kind *kind)
{
	return kind == &check_kind || kind == &primary_key_kind || kind == &unique_kind || kind == &exclusion_kind ||
	       kind == &foreign_key_kind;
}

static bool is_called_by_its_parent(const struct kind *kind)
{
	return is_relation_constraint(kind) || kind == &trigger_kind || kind == &rule_kind || kind == &policy_kind;
}

bool call_is_subject(const struct object *object)
{
	const struct kind *kind = object->kind;

	return !kind->part || kind == &column_kind || kind == &composite_attribute_kind || kind == &domain_check_kind ||
	       kind == &index_kind || kind->shape == PART_KEYED || is_called_by_its_parent(kind);
}

void call_subject(GString *out, const struct object *object)
{
	const struct kind *kind = object->kind;

	if (kind == &column_kind || kind == &composite_attribute_kind)
		say_append(out, "COLUMN %P.%I", object, object->name);
	else if (kind == &domain_check_kind)
		say_append(out, "CONSTRAINT %I ON DOMAIN %P", object->name, object);
	else if (is_called_by_its_parent(kind))
		say_append(out, "%s %I ON %P", kind->sql, object->name, object);
	else
		say_append(out, "%s %O", kind->sql, object);
}

/* Views are tables, domains types, and aggregates functions, which are called by their types alone. */
void call_target(GString *out, const struct object *object)
{
	const struct kind *kind = object->kind;
	const char *word = kind == &view_kind || kind == &materialized_view_kind || kind == &foreign_table_kind ? "TABLE"
			   : kind == &server_kind								? "FOREIGN SERVER"
			   : kind == &domain_kind								? "TYPE"
														: kind->sql;

	if (kind == &column_kind)
		say_append(out, "TABLE %P", object);
	else if (kind == &aggregate_kind)
		say_append(out, "FUNCTION %I.%I%s", object->schema, object->name, object->identity + strlen(object->name));
	else
		say_append(out, "%s %O", word, object);
}
