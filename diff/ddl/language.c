/* CREATE, REPLACE, DROP LANGUAGE; CREATE, DROP ACCESS METHOD. */
#include "catalog/kinds/language.h"

#include "catalog/kinds.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

static void say_language(struct say *s, enum stage stage, const char *create)
{
	const struct language *language = (const struct language *)s->want;
	g_autoptr(GString) sql = g_string_new(NULL);

	if (language->handler)
		say_append(sql, "\n    HANDLER %s", language->handler);
	if (language->inline_)
		say_append(sql, "\n    INLINE %s", language->inline_);
	if (language->validator)
		say_append(sql, "\n    VALIDATOR %s", language->validator);
	say(s, stage, "%s LANGUAGE %O%s", create, s->want, sql->str);
}

static void create_language(struct say *s)
{
	say_language(s, STAGE_MAKE, ((const struct language *)s->want)->trusted ? "CREATE TRUSTED" : "CREATE");
}

static void alter_language(struct say *s)
{
	const struct language *have = (const struct language *)s->have, *want = (const struct language *)s->want;
	bool granted = have->trusted && !want->trusted && !privileges_equal(s->have->privileges, s->want->privileges);

	plain_rename(s);
	/* nothing can be granted on an untrusted language: first the privileges, then that */
	if (granted)
		say_language(s, STAGE_MAKE, "CREATE OR REPLACE TRUSTED");
	if (change_differs_at_all(s->change))
		say_language(
			s, granted ? STAGE_LATE : STAGE_MAKE, want->trusted ? "CREATE OR REPLACE TRUSTED" : "CREATE OR REPLACE");
}

const struct verbs language_verbs = {
	.kind = &language_kind,
	.create = create_language,
	.alter = alter_language,
};

static void create_access_method(struct say *s)
{
	const struct access_method *method = (const struct access_method *)s->want;
	g_autofree char *type = g_ascii_strup(method->type, -1);

	say(s, STAGE_MAKE, "CREATE ACCESS METHOD %O\n    TYPE %s\n    HANDLER %s", s->want, type, method->handler);
}

const struct verbs access_method_verbs = { .kind = &access_method_kind, .create = create_access_method };
