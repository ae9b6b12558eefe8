/* CREATE, ALTER, DROP ROLE, and memberships. A role is dropped last, when nothing names it any more. */
#include "catalog/kinds/role.h"

#include "catalog/kinds.h"
#include "catalog/names.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/setting.h"
#include "diff/ddl/verbs.h"
#include "diff/order.h"
#include "diff/say.h"
#include "sql/quote.h"

/* Entries are as GRANT has them: "Odd Role" WITH ADMIN OPTION. */
static void say_memberships(struct say *s, const struct names *have, const struct names *want)
{
	for (size_t i = 0; have && i < have->count; i++) {
		g_autofree char *role = g_strndup(have->items[i], quote_identifier_length(have->items[i]));
		if (!names_have(want, have->items[i]))
			say(s, STAGE_LATE, "REVOKE %s FROM %O", role, s->want);
	}
	for (size_t i = 0; want && i < want->count; i++) {
		size_t length = quote_identifier_length(want->items[i]);
		g_autofree char *role = g_strndup(want->items[i], length);
		if (!names_have(have, want->items[i]))
			say(s, STAGE_LATE, "GRANT %s TO %O%s", role, s->want, want->items[i] + length);
	}
}

static const char *inherit_word(const struct role *role)
{
	return role->inherit ? "NOINHERIT" : "INHERIT";
}

static void say_rest(struct say *s, const struct role *have)
{
	const struct role *want = (const struct role *)s->want;

	setting_say(s, STAGE_MAKE, have ? have->settings : NULL, want->settings);
	say_memberships(s, have ? have->member_of : NULL, want->member_of);
}

static void create(struct say *s)
{
	const struct role *want = (const struct role *)s->want;
	g_autoptr(GString) clauses = g_string_new(NULL);

	plain_clauses(clauses, " ", s->want);
	if (want->inherit)
		g_string_append_printf(clauses, " %s", inherit_word(want));
	say(s, STAGE_MAKE, "CREATE ROLE %O%s%s", s->want, clauses->len ? " WITH" : "", clauses->str);
	if (want->login) {
		g_autofree char *name = object_describe(s->want);
		say_note(s, NOTE_ROLE_PASSWORD, "%s is created without a password", name);
	}
	say_rest(s, NULL);
}

static void alter(struct say *s)
{
	const struct role *have = (const struct role *)s->have, *want = (const struct role *)s->want;

	plain_alter(s);
	if (have->inherit != want->inherit)
		say(s, STAGE_MAKE, "ALTER ROLE %O %s", s->want, inherit_word(want));
	say_rest(s, have);
}

static void drop(struct say *s)
{
	say(s, STAGE_LATE, "DROP ROLE %O", s->have);
}

/* A role goes when nothing names it any more. */
static void add_edges(struct changes *changes, struct change *role)
{
	for (guint i = 0; role->fate != FATE_SAME && change_undoes(role) && i < changes->all->len; i++) {
		struct change *other = changes->all->pdata[i];
		for (int stage = 0; stage < STAGE_COUNT && change_object(other)->kind != &role_kind; stage++)
			batch_before(batch_find(other, stage), batch_find(role, STAGE_LATE));
	}
}

const struct verbs role_verbs = {
	.says_clauses = true, .add_edges = add_edges, .kind = &role_kind, .create = create, .alter = alter, .drop = drop
};
