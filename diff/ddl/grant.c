/* GRANT and REVOKE between two ACLs, in an order in which grantors have what they grant. */
#include "diff/ddl/grant.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/column.h"
#include "catalog/kinds/default_privileges.h"
#include "diff/say.h"
#include "sql/quote.h"

#define LETTERS "rawdDxtmUXCTc"
#define LETTER_COUNT (sizeof(LETTERS) - 1)
#define UNKNOWN G_MAXUINT

enum side {
	HAVE,
	WANT,
	KEPT, /* the remaining privileges of HAVE after all REVOKEs */
};

/* The privileges of one role granted by another; sets of rights are bits by position in LETTERS. */
struct pair {
	const char *grantee, *grantor;	 /* NULL: PUBLIC, the owner */
	unsigned rights[2], options[2];	 /* HAVE and WANT */
	unsigned unsure, unsure_options; /* those of HAVE that may not be there */
	unsigned revoked, revoked_options;
	unsigned depth[3][LETTER_COUNT]; /* steps from the owner to the grantor's own right to grant */
};

/* The privileges of an object being written. */
struct granting {
	struct say *say;
	enum stage stage;
	const struct kind *kind;     /* whose rights they are */
	const char *prefix, *target; /* of the delta */
	int version;		     /* of the server that is to change; 0: unknown */
	unsigned full, newer;	     /* all rights of the kind; those that only some servers have */
	GArray *pairs;
	const char *session; /* whose statements they are at the moment; NULL: our own */
};

static struct pair *pair_at(const struct granting *granting, guint i)
{
	return &g_array_index(granting->pairs, struct pair, i);
}

static struct pair *pair_of(struct granting *granting, const char *grantee, const char *grantor)
{
	for (guint i = 0; i < granting->pairs->len; i++)
		if (pair_at(granting, i)->grantee == grantee && pair_at(granting, i)->grantor == grantor)
			return pair_at(granting, i);
	g_array_append_val(granting->pairs, ((struct pair){ .grantee = grantee, .grantor = grantor }));
	return pair_at(granting, granting->pairs->len - 1);
}

static void add_rights(const struct granting *granting, struct pair *pair, enum side side, const char *rights)
{
	if (strcmp(rights, "all") == 0) {
		pair->rights[side] |= granting->full;
		return;
	}
	for (; *rights; rights++) {
		unsigned bit = 1u << (strchr(LETTERS, *rights) - LETTERS) & granting->full;
		pair->rights[side] |= bit;
		if (rights[1] == '*') {
			pair->options[side] |= bit;
			rights++;
		}
	}
}

static void add_acl(
	struct granting *granting, enum side side, const struct privileges *privileges, const char *told_owner, const char *owner)
{
	if (!privileges) {
		if (!granting->kind->no_owner_rights && owner)
			add_rights(granting, pair_of(granting, owner, NULL), side, "all");
		if (granting->kind->public_rights[0])
			add_rights(granting, pair_of(granting, NULL, NULL), side, granting->kind->public_rights);
		return;
	}
	for (size_t i = 0; i < privileges->count; i++) {
		const struct privilege *item = &privileges->items[i];
		const char *grantee = item->grantee && item->grantee == told_owner && owner ? owner : item->grantee;
		const char *grantor =
			item->grantor && (item->grantor == owner || item->grantor == told_owner) ? NULL : item->grantor;
		add_rights(granting, pair_of(granting, grantee, grantor), side, item->rights);
	}
}

/* An entry for all schemas stands in the place of the built-in defaults, one for a schema is added to them. */
static void add_default(struct granting *granting, const struct default_privileges *entry, const char *owner)
{
	struct granting other = *granting;

	other.pairs = g_array_new(false, false, sizeof(struct pair));
	if (!entry->schema || entry->object.privileges)
		add_acl(&other, HAVE, entry->object.privileges, entry->role, owner);
	for (guint i = 0; i < granting->pairs->len && !entry->schema; i++)
		pair_of(&other, pair_at(granting, i)->grantee, pair_at(granting, i)->grantor);
	for (guint i = 0; i < other.pairs->len; i++) {
		const struct pair *may = pair_at(&other, i);
		struct pair *pair = pair_of(granting, may->grantee, may->grantor);
		unsigned sure = pair->rights[HAVE] & ~pair->unsure, sure_options = pair->options[HAVE] & ~pair->unsure_options;

		pair->unsure |= may->rights[HAVE] & ~sure;
		pair->unsure_options |= may->options[HAVE] & ~sure_options;
		if (!entry->schema) {
			pair->unsure |= sure & ~may->rights[HAVE];
			pair->unsure_options |= sure_options & ~may->options[HAVE];
		}
		pair->rights[HAVE] |= may->rights[HAVE];
		pair->options[HAVE] |= may->options[HAVE];
	}
	g_array_unref(other.pairs);
}

/*
 * Default privileges that exist while the script makes objects. Those that the script itself makes or drops do not; where
 * privileges are not compared it touches none. Who runs the script, and so whose defaults apply, is not known.
 */
static void add_defaults(struct granting *granting, const struct object *object, const char *owner)
{
	const struct changes *changes = granting->say->changes;
	struct objects entries = snapshot_objects(changes->have, &default_privileges_kind);
	const char *objects = default_privileges_objects(object->kind);

	for (size_t i = 0; objects && i < entries.count; i++) {
		const struct default_privileges *entry = (const struct default_privileges *)entries.items[i];
		const struct change *change = changes_of_have(changes, entries.items[i]);
		if ((!change || change->want) && strcmp(entry->objects, objects) == 0 &&
			(!entry->schema || entry->schema == object->schema))
			add_default(granting, entry, owner);
	}
}

/* Owner's grants first, PUBLIC first: the order of the statements where nothing else decides. */
static gint compare_pairs(gconstpointer a, gconstpointer b)
{
	const struct pair *x = a, *y = b;
	int order = g_strcmp0(x->grantor, y->grantor);

	return order ? order : g_strcmp0(x->grantee, y->grantee);
}

static void granting_init(
	struct granting *granting, struct say *s, enum stage stage, const struct object *object, const struct grant_delta *delta)
{
	*granting = (struct granting){ .say = s, .stage = stage, .kind = object_rights(object), .version = s->changes->target };
	granting->prefix = delta->prefix ? delta->prefix : "";
	granting->target = delta->target;
	granting->pairs = g_array_new(false, false, sizeof(struct pair));
	for (const char *letter = granting->kind->rights; *letter; letter++) {
		unsigned bit = 1u << (strchr(LETTERS, *letter) - LETTERS);
		if (!granting->version || granting->version >= privilege_since(*letter))
			granting->full |= bit;
		if (!granting->version && privilege_since(*letter))
			granting->newer |= bit;
	}
	add_acl(granting, HAVE, delta->have, delta->have_owner, delta->owner);
	if (delta->made)
		add_defaults(granting, object, delta->owner);
	add_acl(granting, WANT, delta->want, delta->want_owner, delta->owner);
	g_array_sort(granting->pairs, compare_pairs);
}

static unsigned options_of(const struct pair *pair, enum side side)
{
	return side == KEPT ? pair->options[HAVE] & ~pair->revoked & ~pair->revoked_options : pair->options[side];
}

/* How far each grantor is from the owner, for each right. */
static void measure(struct granting *granting, enum side side)
{
	bool nearer = true;

	for (guint i = 0; i < granting->pairs->len; i++)
		for (size_t l = 0; l < LETTER_COUNT; l++)
			pair_at(granting, i)->depth[side][l] = pair_at(granting, i)->grantor ? UNKNOWN : 0;
	while (nearer) {
		nearer = false;
		for (guint i = 0; i < granting->pairs->len; i++)
			for (guint j = 0; j < granting->pairs->len; j++) {
				struct pair *pair = pair_at(granting, i), *from = pair_at(granting, j);
				for (size_t l = 0; pair->grantor && pair->grantor == from->grantee && l < LETTER_COUNT; l++)
					if (options_of(from, side) >> l & 1 && from->depth[side][l] < pair->depth[side][l] - 1) {
						pair->depth[side][l] = from->depth[side][l] + 1;
						nearer = true;
					}
			}
	}
}

/*
 * Decides what to revoke: unwanted privileges, and privileges that depend on them, which PostgreSQL requires to be revoked before
 * and which are granted again. Where a version is unknown, what remains of ALL has no names: all are revoked, and the rest granted
 * again.
 */
static void decide_revokes(struct granting *granting)
{
	bool more = true;

	for (guint i = 0; i < granting->pairs->len; i++) {
		struct pair *pair = pair_at(granting, i);
		pair->revoked = pair->rights[HAVE] & ~pair->rights[WANT];
		if (pair->rights[HAVE] == granting->full && pair->revoked & granting->newer)
			pair->revoked = granting->full;
		pair->revoked_options = pair->options[HAVE] & ~pair->options[WANT] & ~pair->revoked;
	}
	measure(granting, HAVE);
	measure(granting, WANT);
	while (more) {
		more = false;
		measure(granting, KEPT);
		for (guint i = 0; i < granting->pairs->len; i++) {
			struct pair *pair = pair_at(granting, i);
			for (size_t l = 0; l < LETTER_COUNT; l++)
				if (pair->rights[HAVE] & ~pair->revoked & 1u << l && pair->depth[HAVE][l] != UNKNOWN &&
					pair->depth[KEPT][l] == UNKNOWN) {
					pair->revoked |= 1u << l;
					more = true;
				}
		}
	}
}

/* The rights with that distance from the owner through grantors; rights without a possible grantor count as farthest. */
static unsigned rights_at(const struct granting *granting, const struct pair *pair, enum side side, unsigned depth)
{
	unsigned rights = 0;

	for (size_t l = 0; l < LETTER_COUNT; l++)
		if (MIN(pair->depth[side][l], granting->pairs->len) == depth)
			rights |= 1u << l;
	return rights;
}

static void append_rights(GString *out, const struct granting *granting, const struct object *object, unsigned rights, bool all)
{
	size_t start = out->len;

	for (size_t l = 0; l < LETTER_COUNT; l++) {
		if (!all && !(rights >> l & 1))
			continue;
		g_autofree char *word = all ? g_strdup("ALL") : g_ascii_strup(privilege_word(LETTERS[l]), -1);
		g_string_append_printf(out, "%s%s", out->len > start ? ", " : "", word);
		if (granting->kind == &column_kind)
			say_append(out, " (%I)", object->name);
		if (all)
			return;
	}
}

/* PostgreSQL records who is logged in as the grantor, unless that role owns the object. */
static void become(struct granting *granting, const char *role)
{
	if (granting->session == role)
		return;
	if (granting->session)
		say(granting->say, granting->stage, "RESET SESSION AUTHORIZATION");
	if (role)
		say(granting->say, granting->stage, "SET SESSION AUTHORIZATION %I", role);
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

/* Those that hang on others first. */
static void say_revokes(struct granting *granting, const struct object *object)
{
	for (unsigned depth = granting->pairs->len + 1; depth-- > 0;)
		for (guint i = 0; i < granting->pairs->len; i++) {
			const struct pair *pair = pair_at(granting, i);
			unsigned here = rights_at(granting, pair, HAVE, depth), revoked = pair->revoked & here;
			say_one(granting, object, pair, "REVOKE ", revoked, revoked == granting->full, "");
			say_one(granting, object, pair, "REVOKE GRANT OPTION FOR ", pair->revoked_options & here & ~revoked, false,
				"");
		}
}

static void say_grants(struct granting *granting, const struct object *object)
{
	for (unsigned depth = 0; depth <= granting->pairs->len; depth++)
		for (guint i = 0; i < granting->pairs->len; i++) {
			const struct pair *pair = pair_at(granting, i);
			unsigned here = rights_at(granting, pair, WANT, depth), options = pair->options[WANT];
			unsigned missing = pair->rights[WANT] & ~(pair->rights[HAVE] & ~pair->unsure & ~pair->revoked) & here;
			unsigned plain = missing & ~options,
				 with_option = options & here & ~(options_of(pair, KEPT) & ~pair->unsure_options);
			bool all = plain == granting->full || (pair->rights[WANT] == granting->full && plain & granting->newer);
			say_one(granting, object, pair, "GRANT ", plain, all, "");
			say_one(granting, object, pair, "GRANT ", with_option, with_option == granting->full, " WITH GRANT OPTION");
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
		granting_init(&granting, table->say, table->stage, column,
			&(struct grant_delta){ change->have->privileges, column->privileges, of_table->have_owner,
				of_table->want_owner, of_table->owner });
		for (guint i = 0; i < granting.pairs->len; i++) {
			struct pair *pair = pair_at(&granting, i), *above = NULL;
			for (guint j = 0; j < table->pairs->len; j++)
				if (pair_at(table, j)->grantee == pair->grantee && pair_at(table, j)->grantor == pair->grantor)
					above = pair_at(table, j);
			unsigned rights = pair->rights[HAVE] & pair->rights[WANT],
				 options = pair->options[HAVE] & pair->options[WANT];
			pair->revoked = above ? rights & above->revoked : 0;
			pair->revoked_options = above ? options & (above->revoked | above->revoked_options) & ~pair->revoked : 0;
			/* nothing else is missing here: the column's own statements are its own */
			pair->rights[HAVE] = pair->rights[WANT] = rights;
			pair->options[HAVE] = pair->options[WANT] = options;
		}
		measure(&granting, WANT);
		say_grants(&granting, column);
		become(&granting, NULL);
		g_array_unref(granting.pairs);
	}
}

void grant_say(struct say *s, enum stage stage, const struct grant_delta *delta)
{
	const struct object *object = s->want ? s->want : s->have;
	struct granting granting;

	granting_init(&granting, s, stage, object, delta);
	decide_revokes(&granting);
	say_revokes(&granting, object);
	say_grants(&granting, object);
	become(&granting, NULL);
	say_columns_again(&granting, object, delta);
	g_array_unref(granting.pairs);
}
