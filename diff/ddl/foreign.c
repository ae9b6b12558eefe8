/* CREATE, ALTER, DROP FOREIGN DATA WRAPPER, SERVER, USER MAPPING and FOREIGN TABLE. */
#include "diff/ddl/foreign_options.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/foreign.h"
#include "catalog/kinds/table.h"
#include "catalog/names.h"
#include "catalog/secret.h"
#include "diff/ddl/extension.h"
#include "diff/ddl/plain.h"
#include "diff/ddl/table.h"
#include "diff/ddl/table_edges.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"
#include "diff/told.h"

#define WRAPPER(object) ((const struct foreign_data_wrapper *)(object))
#define SERVER(object) ((const struct server *)(object))
#define MAPPING(object) ((const struct user_mapping *)(object))
#define TABLE(object) ((const struct table *)(object))

/* Whoever runs the script puts the secrets in. */
static void note_secrets(struct say *s, const struct names *have, const struct names *want)
{
	g_autofree char *name = object_describe(s->want);

	for (size_t i = 0; want && i < want->count; i++)
		if (g_str_has_suffix(want->items[i], "=" SECRET) && !options_find(have, want->items[i]))
			say_note(s, NOTE_OPTION_SECRET, "option %.*s of %s is a secret that is not known: replace %s",
				(int)option_name_length(want->items[i]), want->items[i], name, SECRET);
	if (secret_is_unknown(want) && !have)
		say_note(s, NOTE_OPTIONS_HIDDEN, "the options of %s are not known: the user who read them had no right to see them",
			name);
}

static void create_wrapper(struct say *s)
{
	const struct foreign_data_wrapper *want = WRAPPER(s->want);
	g_autoptr(GString) sql = g_string_new(NULL);

	if (want->extension)
		return;
	say_append(sql, "CREATE FOREIGN DATA WRAPPER %O", s->want);
	plain_clauses(sql, "\n    ", s->want);
	foreign_append_options(sql, "\n    ", want->options);
	say(s, STAGE_MAKE, "%s", sql->str);
	note_secrets(s, NULL, want->options);
}

static void alter_wrapper(struct say *s)
{
	const struct foreign_data_wrapper *have = WRAPPER(s->have), *want = WRAPPER(s->want);
	g_autoptr(GString) clauses = g_string_new(NULL);

	if (want->extension)
		return;
	plain_rename(s);
	plain_altered_clauses(clauses, "\n    ", s->change);
	foreign_append_altered(clauses, "\n    ", have->options, want->options);
	if (clauses->len)
		say(s, STAGE_MAKE, "ALTER FOREIGN DATA WRAPPER %O%s", s->want, clauses->str);
	note_secrets(s, have->options, want->options);
}

static void drop_wrapper(struct say *s)
{
	if (!WRAPPER(s->have)->extension)
		say(s, STAGE_UNDO, "DROP FOREIGN DATA WRAPPER %O", s->have);
}

/* A server of the wrapper: that of an extension is described only where it has servers. */
static bool server_has_step(const struct changes *changes, const struct change *change)
{
	struct parts servers = object_parts(change_object(change), &server_kind);
	bool found = false;

	for (size_t i = 0; i < servers.count && !found; i++)
		found = told_has_step(
			change->want ? changes_of_want(changes, servers.items[i]) : changes_of_have(changes, servers.items[i]));
	return found;
}

static const struct told told_of_wrapper[] = {
	{ NULL, extension_has_step },
	{ NULL, server_has_step },
	{ 0 },
};

const struct verbs foreign_data_wrapper_verbs = {
	.says_clauses = true,
	.told_elsewhere = told_of_wrapper,
	.kind = &foreign_data_wrapper_kind,
	.create = create_wrapper,
	.alter = alter_wrapper,
	.drop = drop_wrapper,
};

static void create_server(struct say *s)
{
	const struct server *want = SERVER(s->want);
	g_autoptr(GString) sql = g_string_new(NULL);

	say_append(sql, "CREATE SERVER %O", s->want);
	if (want->type)
		say_append(sql, " TYPE %L", want->type);
	if (want->version)
		say_append(sql, " VERSION %L", want->version);
	say_append(sql, "\n    FOREIGN DATA WRAPPER %P", s->want);
	foreign_append_options(sql, "\n    ", want->options);
	say(s, STAGE_MAKE, "%s", sql->str);
	note_secrets(s, NULL, want->options);
}

static void alter_server(struct say *s)
{
	const struct server *have = SERVER(s->have), *want = SERVER(s->want);
	g_autoptr(GString) clauses = g_string_new(NULL);

	plain_rename(s);
	if (have->version != want->version && want->version)
		say_append(clauses, " VERSION %L", want->version);
	else if (have->version != want->version)
		g_string_append(clauses, " VERSION NULL");
	foreign_append_altered(clauses, "\n    ", have->options, want->options);
	if (clauses->len)
		say(s, STAGE_MAKE, "ALTER SERVER %O%s", s->want, clauses->str);
	note_secrets(s, have->options, want->options);
}

static void drop_server(struct say *s)
{
	say(s, STAGE_UNDO, "DROP SERVER %O", s->have);
}

const struct verbs server_verbs = {
	.kind = &server_kind,
	.create = create_server,
	.alter = alter_server,
	.drop = drop_server,
	.drops_alone = true,
};

static void append_mapping(GString *out, const struct object *object)
{
	g_string_append(out, "USER MAPPING FOR ");
	if (strcmp(object->name, "PUBLIC") == 0)
		g_string_append(out, "PUBLIC");
	else
		say_append(out, "%I", object->name);
	say_append(out, " SERVER %P", object);
}

static void say_mapping(struct say *s, enum stage stage, const char *verb, const struct object *object, const char *options)
{
	g_autoptr(GString) sql = g_string_new(verb);

	append_mapping(sql, object);
	say(s, stage, "%s%s", sql->str, options);
}

static void create_mapping(struct say *s)
{
	g_autoptr(GString) options = g_string_new(NULL);

	foreign_append_options(options, "\n    ", MAPPING(s->want)->options);
	say_mapping(s, STAGE_MAKE, "CREATE ", s->want, options->str);
	note_secrets(s, NULL, MAPPING(s->want)->options);
}

static void alter_mapping(struct say *s)
{
	g_autoptr(GString) options = g_string_new(NULL);

	foreign_append_altered(options, "\n    ", MAPPING(s->have)->options, MAPPING(s->want)->options);
	if (options->len)
		say_mapping(s, STAGE_MAKE, "ALTER ", s->want, options->str);
	note_secrets(s, MAPPING(s->have)->options, MAPPING(s->want)->options);
}

static void drop_mapping(struct say *s)
{
	const struct names *options = MAPPING(s->have)->options;
	g_autofree char *name = object_describe(s->have);
	bool secret = false;

	for (size_t i = 0; options && i < options->count; i++)
		secret = secret || secret_is_option(options->items[i]);
	if (secret)
		say_loss(s, STAGE_UNDO, LOSS_PASSWORD_DROPPED, "%s is dropped, and its password is lost", name);
	say_mapping(s, STAGE_UNDO, "DROP ", s->have, "");
}

const struct verbs user_mapping_verbs = {
	.kind = &user_mapping_kind,
	.create = create_mapping,
	.alter = alter_mapping,
	.drop = drop_mapping,
	.drops_alone = true,
};

static void create_table(struct say *s)
{
	const struct table *table = TABLE(s->want);
	g_autoptr(GString) elements = g_string_new(NULL), sql = g_string_new(NULL);

	table_append_elements(elements, s);
	say_append(sql, "CREATE FOREIGN TABLE %O (%s\n)", s->want, elements->str);
	table_append_inherits(sql, s);
	say_append(sql, "\nSERVER %I", table->server);
	foreign_append_options(sql, "\n", table->options);
	say(s, STAGE_MAKE, "%s", sql->str);
	if (table->partition_of)
		table_say_attach(s);
}

static const struct object *server_of(const struct snapshot *snapshot, const struct object *table)
{
	struct objects servers = snapshot_objects(snapshot, &server_kind);

	for (size_t i = 0; i < servers.count; i++)
		if (servers.items[i]->name == TABLE(table)->server)
			return servers.items[i];
	return NULL;
}

/* No table can change its server, but the server its name. */
static void judge_table(const struct changes *changes, struct change *change)
{
	const struct object *have = server_of(changes->have, change->have), *want = server_of(changes->want, change->want);
	bool same = TABLE(change->have)->server == TABLE(change->want)->server ||
		    (have && want && changes_of_have(changes, have) == changes_of_want(changes, want));

	if (!same)
		change->fate = FATE_REMAKE;
	change->detached = table_changes_place(change);
}

static void alter_table(struct say *s)
{
	g_autoptr(GString) options = g_string_new(NULL);

	plain_rename(s);
	table_alter_parents(s);
	foreign_append_altered(options, " ", TABLE(s->have)->options, TABLE(s->want)->options);
	if (options->len)
		say(s, STAGE_MAKE, "ALTER FOREIGN TABLE %O%s", s->want, options->str);
}

/* The rows are elsewhere: nothing is lost. */
static void drop_table(struct say *s)
{
	const struct table *have = TABLE(s->have);

	if (have->partition_of && s->change->fate == FATE_REMAKE)
		say(s, STAGE_UNDO, "ALTER TABLE %s DETACH PARTITION %O",
			say_relation(s->changes->pool, s->have, have->partition_of), s->have);
	say(s, STAGE_UNDO, "DROP FOREIGN TABLE %O", s->have);
}

/* The server of a foreign table has another name now. */
static bool server_is_renamed(const struct changes *changes, const struct change *change)
{
	const GArray *needs = depend_needs(changes->needs_want, change->want);

	for (guint i = 0; i < needs->len; i++) {
		const struct object *needed = snapshot_all(changes->want).items[g_array_index(needs, unsigned, i)];
		const struct change *server = needed->kind == &server_kind ? changes_of_want(changes, needed) : NULL;
		if (server && server->renamed && depend_has(changes->needs_have, change->have, server->have))
			return true;
	}
	return false;
}

static const struct told told_of_table[] = {
	{ "inherits", table_parent_is_renamed },
	{ "server", server_is_renamed },
	{ 0 },
};

const struct verbs foreign_table_verbs = {
	.told_elsewhere = told_of_table,
	.add_edges = table_add_edges,
	.on_dependency = table_on_dependency,
	.widen_first = table_widen_first,
	.kind = &foreign_table_kind,
	.judge = judge_table,
	.create = create_table,
	.alter = alter_table,
	.drop = drop_table,
};
