/* GRANT and REVOKE on what comes with the server or with an extension. */
#include "catalog/kinds/system_privileges.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/names.h"
#include "diff/ddl/extension.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

#define ENTRY(object) ((const struct system_privileges *)(object))

static const struct system_privileges nothing;

/* GRANT SELECT (a) ON TABLE t TO x from "select to x"; the reverse of what was done where undo. */
static void say_entry(struct say *s, enum stage stage, const char *entry, bool grants, bool undo)
{
	const struct system_privileges *of = ENTRY(s->want ? s->want : s->have);
	size_t length = strcspn(entry, " ");
	const char *role = entry[length] ? strchr(entry + length + 1, ' ') : NULL,
		   *option = role && g_str_has_suffix(role, " with grant option") ? " WITH GRANT OPTION" : "";
	g_autoptr(GString) sql = g_string_new(grants != undo ? "GRANT " : "REVOKE ");

	if (!role)
		return;
	g_autofree char *word = g_ascii_strup(entry, (gssize)length), *kind = g_ascii_strup(of->kind, -1);
	g_autofree char *name = g_strndup(role + 1, strlen(role + 1) - strlen(option));
	g_string_append(sql, word);
	if (of->column)
		say_append(sql, " (%I)", of->column);
	say_append(sql, " ON %s %s %s %s%s", kind, of->name, grants != undo ? "TO" : "FROM",
		strcmp(name, "public") == 0 ? "PUBLIC" : name, grants != undo ? option : "");
	say(s, stage, "%s", sql->str);
}

/* Says what one list has and the other has not. */
static void say_list(struct say *s, enum stage stage, const struct names *list, const struct names *without, bool grants, bool undo)
{
	for (size_t i = 0; list && i < list->count; i++)
		if (!names_have(without, list->items[i]))
			say_entry(s, stage, list->items[i], grants, undo);
}

/* What is no more is undone first: a right may be revoked that was granted, or be granted again with an option. */
static void say_delta(struct say *s, enum stage stage, const struct system_privileges *have, const struct system_privileges *want)
{
	say_list(s, stage, have->granted, want->granted, true, true);
	say_list(s, stage, have->revoked, want->revoked, false, true);
	say_list(s, stage, want->revoked, have->revoked, false, false);
	say_list(s, stage, want->granted, have->granted, true, false);
}

static void create(struct say *s)
{
	say_delta(s, STAGE_LATE, &nothing, ENTRY(s->want));
}

static void alter(struct say *s)
{
	say_delta(s, STAGE_LATE, ENTRY(s->have), ENTRY(s->want));
}

/* A member goes with its extension. */
static void drop(struct say *s)
{
	const char *name = ENTRY(s->have)->extension;
	const struct object *extension = name ? snapshot_find(s->changes->have, &extension_kind, NULL, name) : NULL;

	if (!extension || !change_undoes(changes_of_have(s->changes, extension)))
		say_delta(s, STAGE_UNDO, ENTRY(s->have), &nothing);
}

static const struct told told_elsewhere[] = {
	{ "not wanted", extension_has_step },
	{ 0 },
};

const struct verbs system_privileges_verbs = {
	.told_elsewhere = told_elsewhere, .kind = &system_privileges_kind, .create = create, .alter = alter, .drop = drop
};
