/* The letters in the texts of forms. */
#include "diff/online/letters.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/constraint.h"
#include "diff/aside_name.h"
#include "diff/online/backfill.h"
#include "diff/online/helper.h"
#include "diff/online/key_index.h"
#include "diff/online/transaction.h"
#include "diff/say.h"
#include "diff/words.h"
#include "sql/name.h"
#include "sql/quote.h"
#include "sql/tokens.h"

static bool is_key(const struct online_site *site)
{
	const struct object *object = change_object(site->change);

	return object->kind == &primary_key_kind || object->kind == &unique_kind;
}

static const struct object *table_of(const struct online_site *site)
{
	const struct object *object = change_object(site->change);

	return object->parent ? object->parent : object;
}

/* What the index that is built is called. */
static const char *index_name(const struct online_site *site, const struct object **reused)
{
	*reused = NULL;
	return is_key(site) ? key_index_name(site->changes, site->change, reused) : site->change->want->name;
}

static enum online_value append_index(GString *out, const struct online_site *site)
{
	const struct object *reused;

	say_append(out, "%I", index_name(site, &reused));
	return ONLINE_GOOD;
}

static enum online_value append_leftover(GString *out, const struct online_site *site)
{
	const struct object *reused;
	const char *name = index_name(site, &reused);
	g_autofree char *qualified = name_join(table_of(site)->schema, name);

	if (!g_hash_table_contains(site->changes->online->leftovers, qualified))
		return ONLINE_SPARE;
	say_append(out, "DROP INDEX CONCURRENTLY %s", qualified);
	return ONLINE_GOOD;
}

static enum online_value append_key_index(GString *out, const struct online_site *site)
{
	const struct object *reused;
	const char *name = index_name(site, &reused);

	if (reused)
		return ONLINE_SPARE;
	say_append(out, "CREATE UNIQUE INDEX CONCURRENTLY %I ON %O ", name, table_of(site));
	key_index_append(out, site->change->want);
	return ONLINE_GOOD;
}

/* The key that goes in the same statement. */
static enum online_value append_dropped(GString *out, const struct online_site *site)
{
	if (site->change->fate == FATE_REMAKE)
		say_append(out, "DROP CONSTRAINT %I, ", site->change->have->name);
	return ONLINE_GOOD;
}

static enum online_value append_deferral(GString *out, const struct online_site *site)
{
	const struct key_constraint *key = (const struct key_constraint *)site->change->want;

	g_string_append(out, key->deferrable ? " DEFERRABLE" : "");
	g_string_append(out, key->deferred ? " INITIALLY DEFERRED" : "");
	return ONLINE_GOOD;
}

static enum online_value append_not_null(GString *out, const struct online_site *site)
{
	g_autofree char *name = not_null_name(site->changes->want, site->change->want);

	say_append(out, "%I", name);
	return ONLINE_GOOD;
}

static const char *aside_of(const struct online_site *site)
{
	return aside_name(site->changes, site->change->have->schema, site->change->have->name);
}

static enum online_value append_aside(GString *out, const struct online_site *site)
{
	say_append(out, "%I", aside_of(site));
	return ONLINE_GOOD;
}

static enum online_value append_qualified_aside(GString *out, const struct online_site *site)
{
	say_append(out, "%I.%I", site->change->have->schema, aside_of(site));
	return ONLINE_GOOD;
}

static enum online_value append_helper(GString *out, const struct online_site *site)
{
	say_append(out, "%I", helper_name(site->changes, change_object(site->change)));
	return ONLINE_GOOD;
}

static enum online_value append_bound(GString *out, const struct online_site *site)
{
	return helper_append_bound(out, site) ? ONLINE_GOOD : ONLINE_UNKNOWN;
}

static enum online_value append_default(GString *out, const struct online_site *site)
{
	const struct object *partition = helper_default(site);

	if (!partition)
		return ONLINE_SPARE;
	say_append(out, "%O", partition);
	return ONLINE_GOOD;
}

static const struct check *left_on(const struct online_site *site, const struct object *table)
{
	const char *name = helper_name(site->changes, change_object(site->change));

	return table ? (const struct check *)helper_left(site->changes, table, name) : NULL;
}

static enum online_value spare_made(GString *out, const struct online_site *site)
{
	(void)out;
	return left_on(site, table_of(site)) ? ONLINE_SPARE : ONLINE_GOOD;
}

static enum online_value spare_made_default(GString *out, const struct online_site *site)
{
	(void)out;
	return left_on(site, helper_default(site)) ? ONLINE_SPARE : ONLINE_GOOD;
}

static enum online_value spare_valid(GString *out, const struct online_site *site)
{
	const struct check *left = left_on(site, table_of(site));

	(void)out;
	return left && !left->not_valid ? ONLINE_SPARE : ONLINE_GOOD;
}

static enum online_value spare_valid_default(GString *out, const struct online_site *site)
{
	const struct check *left = left_on(site, helper_default(site));

	(void)out;
	return left && !left->not_valid ? ONLINE_SPARE : ONLINE_GOOD;
}

/* What is added of a column, but for its default and NOT NULL. */
static enum online_value append_type(GString *out, const struct online_site *site)
{
	guint at = site->behind, end = at;

	while (end < site->tokens->len && !token_is(tokens_at(site->tokens, end), "DEFAULT"))
		end = token_opens(tokens_at(site->tokens, end)) ? tokens_skip(site->tokens, end) : end + 1;
	if (end == site->tokens->len || end == at)
		return ONLINE_UNKNOWN;
	const struct token *first = tokens_at(site->tokens, at), *last = tokens_at(site->tokens, end - 1);
	g_string_append_len(out, first->start, last->start + last->length - first->start);
	return ONLINE_GOOD;
}

static enum online_value append_expression(GString *out, const struct online_site *site)
{
	g_string_append(out, ((const struct column *)site->change->want)->default_);
	return ONLINE_GOOD;
}

static enum online_value append_backfill(GString *out, const struct online_site *site)
{
	say_append(out, "%I", backfill_name(site));
	return ONLINE_GOOD;
}

static enum online_value append_filled(GString *out, const struct online_site *site)
{
	say_append(out, "%I", backfill_column(site)->name);
	return ONLINE_GOOD;
}

static enum online_value spare_nullable(GString *out, const struct online_site *site)
{
	(void)out;
	return ((const struct column *)site->change->want)->not_null ? ONLINE_GOOD : ONLINE_SPARE;
}

static enum online_value append_statement(GString *out, const struct online_site *site)
{
	g_string_append(out, site->sql);
	return ONLINE_GOOD;
}

static enum online_value append_rest(GString *out, const struct online_site *site)
{
	g_string_append(out, tokens_at(site->tokens, site->behind)->start);
	return ONLINE_GOOD;
}

static enum online_value append_leaf(GString *out, const struct online_site *site)
{
	say_append(out, "%O", site->leaf);
	return ONLINE_GOOD;
}

static const struct online_letter letters[] = {
	{ '0', append_statement },
	{ 'r', append_rest },
	{ 'p', append_leaf },
	{ 'i', append_index },	   /* the index of a key, until that takes it over */
	{ 'l', append_leftover },  /* what drops the index that is left, and not valid */
	{ 'c', append_key_index }, /* what makes the index of a key */
	{ 's', append_dropped },
	{ 'd', append_deferral },
	{ 'o', append_not_null }, /* the name of a NOT NULL constraint */
	{ 'a', append_aside },	  /* the name under which an index waits to be dropped */
	{ 'A', append_qualified_aside },
	{ 'h', append_helper }, /* the name of a check that is there for a while, see diff/online/helper.h */
	{ 'b', append_bound },
	{ 'D', append_default },
	{ 't', append_type },	    /* of a column that is added */
	{ 'e', append_expression }, /* its default */
	{ 'k', append_backfill },   /* the name of the check of a column that is filled in batches, see diff/online/backfill.h */
	{ 'f', append_filled },	    /* the column of such a check, which is dropped */
	/* nothing, in what makes the column NOT NULL, where it may be NULL */
	{ 'n', spare_nullable },
	/* nothing, in what makes such a check, or validates it: of the table, and of the default partition */
	{ 'm', spare_made },
	{ 'v', spare_valid },
	{ 'M', spare_made_default },
	{ 'V', spare_valid_default },
};

static enum online_value append_letter(GString *out, const struct online_site *site, char letter)
{
	if (letter > '0' && letter <= '9') {
		struct words_name name = g_array_index(site->names, struct words_name, (guint)(letter - '1'));
		const struct token *first = tokens_at(site->tokens, name.first), *last = tokens_at(site->tokens, name.behind - 1);
		g_string_append_len(out, first->start, last->start + last->length - first->start);
		return ONLINE_GOOD;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
		if (letters[i].letter == letter)
			return letters[i].append(out, site);
	for (const struct online_letter *other = beside_letters; other->append; other++)
		if (other->letter == letter)
			return other->append(out, site);
	g_error("online: unknown letter $%c", letter);
}

char *online_write(const struct online_site *site, const char *text, bool *known)
{
	g_autoptr(GString) out = g_string_new(NULL);
	enum online_value value = ONLINE_GOOD;

	for (const char *p = text; *p && value == ONLINE_GOOD; p++) {
		if (*p == '$')
			value = append_letter(out, site, *++p);
		else
			g_string_append_c(out, *p);
	}
	*known = value != ONLINE_UNKNOWN;
	return value == ONLINE_GOOD ? g_strdup(out->str) : NULL;
}
