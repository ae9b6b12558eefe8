#include "diff/ddl/granting.h"

#include <string.h>

#include "catalog/kinds.h"
#include "catalog/kinds/default_privileges.h"

struct pair *granting_pair(const struct granting *granting, guint i)
{
	return &g_array_index(granting->pairs, struct pair, i);
}

static struct pair *pair_of(struct granting *granting, const char *grantee, const char *grantor)
{
	for (guint i = 0; i < granting->pairs->len; i++)
		if (granting_pair(granting, i)->grantee == grantee && granting_pair(granting, i)->grantor == grantor)
			return granting_pair(granting, i);
	g_array_append_val(granting->pairs, ((struct pair){ .grantee = grantee, .grantor = grantor }));
	return granting_pair(granting, granting->pairs->len - 1);
}

static void add_rights(const struct granting *granting, struct pair *pair, enum side side, const char *rights)
{
	if (strcmp(rights, "all") == 0) {
		pair->rights[side] |= granting->full;
		return;
	}
	for (; *rights; rights++) {
		unsigned bit = 1u << (strchr(GRANTING_LETTERS, *rights) - GRANTING_LETTERS) & granting->full;
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
		pair_of(&other, granting_pair(granting, i)->grantee, granting_pair(granting, i)->grantor);
	for (guint i = 0; i < other.pairs->len; i++) {
		const struct pair *may = granting_pair(&other, i);
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

void granting_init(struct granting *granting, struct say *s, enum stage stage, const struct object *object,
	const struct grant_delta *delta, const struct granting *above)
{
	*granting = (struct granting){
		.say = s, .stage = stage, .kind = object_rights(object), .version = s->changes->target, .above = above
	};
	granting->prefix = delta->prefix ? delta->prefix : "";
	granting->target = delta->target;
	granting->pairs = g_array_new(false, false, sizeof(struct pair));
	for (const char *letter = granting->kind->rights; *letter; letter++) {
		unsigned bit = 1u << (strchr(GRANTING_LETTERS, *letter) - GRANTING_LETTERS);
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

unsigned granting_options(const struct pair *pair, enum side side)
{
	return side == KEPT ? pair->options[HAVE] & ~pair->revoked & ~pair->revoked_options : pair->options[side];
}

void granting_clear(struct granting *granting)
{
	g_array_unref(granting->pairs);
}

/* What a role may grant on the whole table it may grant on a column. */
static unsigned depth_above(const struct granting *granting, const struct pair *pair, enum side side, size_t letter)
{
	unsigned depth = GRANTING_UNKNOWN;

	if (!pair->grantor)
		return 0;
	for (guint i = 0; granting->above && i < granting->above->pairs->len; i++) {
		const struct pair *from = granting_pair(granting->above, i);
		if (from->grantee == pair->grantor && granting_options(from, side) >> letter & 1 &&
			from->depth[side][letter] != GRANTING_UNKNOWN)
			depth = MIN(depth, from->depth[side][letter] + 1);
	}
	return depth;
}

/* How far each grantor is from the owner, for each right. */
void granting_measure(struct granting *granting, enum side side)
{
	bool nearer = true;

	for (guint i = 0; i < granting->pairs->len; i++)
		for (size_t l = 0; l < GRANTING_COUNT; l++)
			granting_pair(granting, i)->depth[side][l] = depth_above(granting, granting_pair(granting, i), side, l);
	while (nearer) {
		nearer = false;
		for (guint i = 0; i < granting->pairs->len; i++)
			for (guint j = 0; j < granting->pairs->len; j++) {
				struct pair *pair = granting_pair(granting, i), *from = granting_pair(granting, j);
				for (size_t l = 0; pair->grantor && pair->grantor == from->grantee && l < GRANTING_COUNT; l++)
					if (granting_options(from, side) >> l & 1 &&
						from->depth[side][l] < pair->depth[side][l] - 1) {
						pair->depth[side][l] = from->depth[side][l] + 1;
						nearer = true;
					}
			}
	}
}

void granting_decide(struct granting *granting)
{
	bool more = true;

	for (guint i = 0; i < granting->pairs->len; i++) {
		struct pair *pair = granting_pair(granting, i);
		pair->revoked = pair->rights[HAVE] & ~pair->rights[WANT];
		if (pair->rights[HAVE] == granting->full && pair->revoked & granting->newer)
			pair->revoked = granting->full;
		pair->revoked_options = pair->options[HAVE] & ~pair->options[WANT] & ~pair->revoked;
	}
	granting_measure(granting, HAVE);
	granting_measure(granting, WANT);
	while (more) {
		more = false;
		granting_measure(granting, KEPT);
		for (guint i = 0; i < granting->pairs->len; i++) {
			struct pair *pair = granting_pair(granting, i);
			for (size_t l = 0; l < GRANTING_COUNT; l++)
				if (pair->rights[HAVE] & ~pair->revoked & 1u << l && pair->depth[HAVE][l] != GRANTING_UNKNOWN &&
					pair->depth[WANT][l] != GRANTING_UNKNOWN && pair->depth[KEPT][l] == GRANTING_UNKNOWN) {
					pair->revoked |= 1u << l;
					more = true;
				}
		}
	}
}

bool granting_revokes(const struct granting *granting)
{
	for (guint i = 0; i < granting->pairs->len; i++)
		if (granting_pair(granting, i)->revoked | granting_pair(granting, i)->revoked_options)
			return true;
	return false;
}

unsigned granting_farthest(const struct granting *granting)
{
	return granting->pairs->len + (granting->above ? granting->above->pairs->len : 0);
}

unsigned granting_rights_at(const struct granting *granting, const struct pair *pair, enum side side, unsigned depth)
{
	unsigned rights = 0;

	for (size_t l = 0; l < GRANTING_COUNT; l++)
		if (MIN(pair->depth[side][l], granting_farthest(granting)) == depth)
			rights |= 1u << l;
	return rights;
}
