/* GRANT and REVOKE between two ACLs, in an order in which grantors have what they grant. */
#include "diff/ddl/grant.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "sql/quote.h"

static void append_rights(GString *out, const struct granting *granting, const struct object *object, unsigned rights, bool all)
{
	size_t start = out->len;

	for (size_t l = 0; l < GRANTING_COUNT; l++) {
		if (!all && !(rights >> l & 1))
			continue;
		g_autofree char *word = all ? g_strdup("ALL") : g_ascii_strup(privilege_word(GRANTING_LETTERS[l]), -1);
		g_string_append_printf(out, "%s%s", out->len > start ? ", " : "", word);
		if (granting->above)
			say_append(out, " (%I)", object->name);
		if (all)
			return;
	}
}

/* PostgreSQL records the current role as the grantor, unless it owns the object. SET ROLE is for members too, not only for superusers. */
static void become(struct granting *granting, const char *role)
{
	if (granting->session == role)
		return;
	if (granting->session)
		say(granting->say, granting->stage, "RESET ROLE");
	if (role)
		say(granting->say, granting->stage, "SET ROLE %I", role);
	granting->session = role;
}

static void say_one(struct granting *granting, const struct object *object, const struct pair *pair, const char *verb,
	unsigned rights, bool all, const char *after)
{
	const char *to = g_str_has_prefix(verb, "GRANT") ? "TO" : "FROM";
	g_autofree char *grantee = pair->grantee ? quote_identifier_dup(pair->grantee) : g_strdup("PUBLIC");
	g_autoptr(GString) what = g_string_new(granting->prefix);

	if (!rights)
		return;
	g_string_append(what, verb);
	append_rights(what, granting, object, rights, all);
	become(granting, pair->grantor);
	if (granting->target)
		say(granting->say, granting->stage, "%s ON %s %s %s%s", what->str, granting->target, to, grantee, after);
	else
		say(granting->say, granting->stage, "%s ON %G %s %s%s", what->str, object, to, grantee, after);
}

enum whose {
	THE_OWNERS = 1,
	OF_OTHERS = 2,
};

/* Those that hang on others first. whose: who granted them. */
static void say_revokes(struct granting *granting, const struct object *object, unsigned whose)
{
	for (unsigned depth = granting_farthest(granting) + 1; depth-- > 0;)
		for (guint i = 0; i < granting->pairs->len; i++) {
			const struct pair *pair = granting_pair(granting, i);
			if (!(whose & (pair->grantor ? OF_OTHERS : THE_OWNERS)))
				continue;
			unsigned here = granting_rights_at(granting, pair, HAVE, depth), revoked = pair->revoked & here;
			say_one(granting, object, pair, "REVOKE ", revoked, revoked == granting->full, "");
			say_one(granting, object, pair, "REVOKE GRANT OPTION FOR ", pair->revoked_options & here & ~revoked, false,
				"");
		}
}

static void say_grants(struct granting *granting, const struct object *object)
{
	for (unsigned depth = 0; depth <= granting_farthest(granting); depth++)
		for (guint i = 0; i < granting->pairs->len; i++) {
			const struct pair *pair = granting_pair(granting, i);
			unsigned here = granting_rights_at(granting, pair, WANT, depth), options = pair->options[WANT];
			unsigned missing = pair->rights[WANT] & ~(pair->rights[HAVE] & ~pair->unsure & ~pair->revoked) & here;
			unsigned plain = missing & ~options,
				 with_option = options & here & ~(granting_options(pair, KEPT) & ~pair->unsure_options);
			bool all = plain == granting->full || (pair->rights[WANT] == granting->full && plain & granting->newer);
			say_one(granting, object, pair, "GRANT ", plain, all, "");
			say_one(granting, object, pair, "GRANT ", with_option, with_option == granting->full, " WITH GRANT OPTION");
		}
}

static struct grant_delta delta_of_column(const struct change *change, const struct grant_delta *of_table)
{
	return (struct grant_delta){ change->have->privileges, change->want->privileges, of_table->have_owner, of_table->want_owner,
		of_table->owner };
}

/* Whether a role may lose what it grants by, so that it revokes on the columns before. */
static bool takes_options(const struct granting *table)
{
	for (guint i = 0; i < table->pairs->len; i++)
		if (granting_pair(table, i)->options[HAVE] &
			(granting_pair(table, i)->revoked | granting_pair(table, i)->revoked_options))
			return true;
	return false;
}

static void say_columns_first(struct granting *table, const struct object *object, const struct grant_delta *of_table)
{
	struct parts columns = object_columns(object);

	for (size_t c = 0; takes_options(table) && c < columns.count; c++) {
		const struct change *change = changes_of_want(table->say->changes, columns.items[c]);
		struct granting granting;

		if (!change->have || change_makes(change) || !change->have->privileges)
			continue;
		struct grant_delta delta = delta_of_column(change, of_table);
		granting_init(&granting, table->say, table->stage, columns.items[c], &delta, table);
		granting_decide(&granting);
		say_revokes(&granting, columns.items[c], OF_OTHERS);
		become(&granting, NULL);
		granting_clear(&granting);
	}
}

/* REVOKE on a table also revokes the privilege on its columns: those that stay are granted again. */
static void say_columns_again(struct granting *table, const struct object *object, const struct grant_delta *of_table)
{
	struct parts columns = object_columns(object);

	for (size_t c = 0; c < columns.count; c++) {
		const struct object *column = columns.items[c];
		const struct change *change = changes_of_want(table->say->changes, column);
		struct granting granting;

		if (!change->have || change_makes(change) || !change->have->privileges || !column->privileges)
			continue;
		struct grant_delta delta = delta_of_column(change, of_table);
		granting_init(&granting, table->say, table->stage, column, &delta, table);
		for (guint i = 0; i < granting.pairs->len; i++) {
			struct pair *pair = granting_pair(&granting, i), *above = NULL;
			for (guint j = 0; j < table->pairs->len; j++)
				if (granting_pair(table, j)->grantee == pair->grantee &&
					granting_pair(table, j)->grantor == pair->grantor)
					above = granting_pair(table, j);
			unsigned rights = pair->rights[HAVE] & pair->rights[WANT],
				 options = pair->options[HAVE] & pair->options[WANT];
			pair->revoked = above ? rights & above->revoked : 0;
			pair->revoked_options = above ? options & (above->revoked | above->revoked_options) & ~pair->revoked : 0;
			/* nothing else is missing here: the column's own statements are its own */
			pair->rights[HAVE] = pair->rights[WANT] = rights;
			pair->options[HAVE] = pair->options[WANT] = options;
		}
		granting_measure(&granting, WANT);
		say_grants(&granting, column);
		become(&granting, NULL);
		granting_clear(&granting);
	}
}

/* What the table's grantors have, of a column whose table is there. */
static void init_table(struct granting *table, struct say *s, enum stage stage, const struct grant_delta *of_column)
{
	const struct object *want = s->want->parent;
	const struct change *change = changes_of_want(s->changes, want);
	bool made = !change->have || change_makes(change);
	struct grant_delta delta = { made ? NULL : change->have->privileges, want->privileges, of_column->have_owner,
		of_column->want_owner, of_column->owner, made };

	granting_init(table, s, stage, want, &delta, NULL);
	granting_decide(table);
}

static void say_of_column(struct say *s, enum stage stage, const struct grant_delta *delta)
{
	struct granting table, granting;

	init_table(&table, s, stage, delta);
	granting_init(&granting, s, stage, s->want, delta, &table);
	granting_decide(&granting);
	say_revokes(&granting, s->want, !delta->made && takes_options(&table) ? THE_OWNERS : THE_OWNERS | OF_OTHERS);
	say_grants(&granting, s->want);
	become(&granting, NULL);
	granting_clear(&granting);
	granting_clear(&table);
}

/*
 * A statement about an object in a schema needs USAGE on the schema: that of the grantor, too, who revokes what he granted. A new owner
 * needs CREATE there. So privileges on schemas are granted first and revoked last.
 */
static void say_of_home(struct granting *granting, const struct object *object)
{
	for (guint i = 0; i < granting->pairs->len; i++) {
		struct pair *pair = granting_pair(granting, i);
		unsigned options = pair->options[WANT], missing = pair->grantor ? 0 : pair->rights[WANT] & ~pair->rights[HAVE];
		say_one(granting, object, pair, "GRANT ", missing & ~options, (missing & ~options) == granting->full, "");
		say_one(granting, object, pair, "GRANT ", missing & options, (missing & options) == granting->full,
			" WITH GRANT OPTION");
		pair->rights[HAVE] |= missing;
		pair->options[HAVE] |= missing & options;
	}
	granting->stage = STAGE_LAST;
}

void grant_say(struct say *s, enum stage stage, const struct grant_delta *delta)
{
	const struct object *object = s->want ? s->want : s->have;
	struct granting granting;

	if (object->kind == &column_kind) {
		say_of_column(s, stage, delta);
		return;
	}
	granting_init(&granting, s, stage, object, delta, NULL);
	granting_decide(&granting);
	if (kind_is(object->kind, TRAIT_HOME) && !delta->made && granting_revokes(&granting))
		say_of_home(&granting, object);
	say_columns_first(&granting, object, delta);
	say_revokes(&granting, object, THE_OWNERS | OF_OTHERS);
	say_grants(&granting, object);
	become(&granting, NULL);
	say_columns_again(&granting, object, delta);
	granting_clear(&granting);
}
