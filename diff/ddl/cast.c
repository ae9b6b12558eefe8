/* CREATE, DROP CAST; CREATE, REPLACE, DROP TRANSFORM. */
#include "diff/ddl/cast.h"

#include "catalog/kinds/cast.h"

#include <string.h>

#include "catalog/kinds.h"
#include "diff/ddl/convert.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"
#include "sql/lexer.h"

/* (integer AS text) of a cast called "(integer as text)". */
static void call_cast(GString *out, const struct object *object)
{
	const char *name = object->name;
	struct lexer lexer;

	lexer_init(&lexer, name, strlen(name));
	for (struct token token = lexer_next(&lexer); token.type != TOKEN_END; token = lexer_next(&lexer))
		g_string_append_len(out, token_is(&token, "AS") ? "AS" : token.start, (gssize)token.length);
}

static void create_cast(struct say *s)
{
	const struct cast *cast = (const struct cast *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);

	if (g_strcmp0(cast->method, "inout") == 0)
		g_string_append(sql, "WITH INOUT");
	else if (cast->function)
		say_append(sql, "WITH FUNCTION %s", cast->function);
	else
		g_string_append(sql, "WITHOUT FUNCTION");
	if (cast->context) {
		g_autofree char *context = g_ascii_strup(cast->context, -1);
		g_string_append_printf(sql, " AS %s", context);
	}
	say(s, STAGE_MAKE, "CREATE CAST %O\n    %s", s->want, sql->str);
}

bool cast_changes_text(const struct snapshot *snapshot, const char *type)
{
	struct objects casts = snapshot_objects(snapshot, &cast_kind);
	const char *base = convert_base(snapshot, type);
	g_autofree char *there = g_strdup_printf("(%s as text)", base), *back = g_strdup_printf("(text as %s)", base);
	bool found = false;

	for (size_t i = 0; i < casts.count; i++) {
		const char *name = casts.items[i]->name;
		found = found ||
			((strcmp(name, there) == 0 || strcmp(name, back) == 0) && ((const struct cast *)casts.items[i])->function);
	}
	return found;
}

const struct verbs cast_verbs = { .kind = &cast_kind, .call = call_cast, .create = create_cast };

static void call_transform(GString *out, const struct object *object)
{
	say_append(out, "FOR %s LANGUAGE %I", object->name, object->signature);
}

static void say_transform(struct say *s, const char *create)
{
	const struct transform *transform = (const struct transform *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "%s TRANSFORM %O (", create, s->want);
	if (transform->from_sql)
		say_append(sql, "\n    FROM SQL WITH FUNCTION %s%s", transform->from_sql, transform->to_sql ? "," : "");
	if (transform->to_sql)
		say_append(sql, "\n    TO SQL WITH FUNCTION %s", transform->to_sql);
	say(s, STAGE_MAKE, "%s\n)", sql->str);
}

static void create_transform(struct say *s)
{
	say_transform(s, "CREATE");
}

static void alter_transform(struct say *s)
{
	if (change_differs_at_all(s->change))
		say_transform(s, "CREATE OR REPLACE");
}

const struct verbs transform_verbs = {
	.kind = &transform_kind,
	.call = call_transform,
	.create = create_transform,
	.alter = alter_transform,
};
