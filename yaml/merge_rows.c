/* Matches the entries of a map or list in three versions, and orders them. */
#include "yaml/merge_rows.h"

#include <stdlib.h>
#include <string.h>

#include "yaml/key.h"
#include "yaml/merge_inside.h"
#include "yaml/merge_text.h"

static bool is_ordered(const struct meaning *meaning, const struct trio *lists)
{
	const struct piece *any = lists->of[MERGE_OURS] ? lists->of[MERGE_OURS] : lists->of[MERGE_THEIRS];

	return any->type == NODE_LIST && (meaning->type == MEANING_PARTS || meaning->type == MEANING_MEMBERS);
}

static int compare_texts(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The identity of an object without a name: all its entries except privileges. */
static char *identity_of_map(const struct piece *piece)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

	for (const struct piece *child = piece->inside; child; child = child->next)
		if (child->text)
			g_ptr_array_add(texts, g_strdup_printf("%s: %s", child->key, child->text));
	g_ptr_array_sort(texts, compare_texts);
	g_ptr_array_add(texts, NULL);
	return g_strjoinv("\n", (char **)texts->pdata);
}

/* The identity of an entry across versions; NULL: none. Free it. */
static char *identity(const struct meaning *meaning, const struct piece *piece)
{
	if (meaning->type == MEANING_OBJECTS && piece->type == NODE_MAP && !piece->key)
		return identity_of_map(piece);
	if (piece->key)
		return g_strdup(piece->key);
	if (piece->text && meaning->type == MEANING_OPTIONS)
		return g_strndup(piece->text, strcspn(piece->text, "="));
	return g_strdup(piece->text);
}

/* The entries of one version by identity; NULL where identities are missing or not unique. */
static GHashTable *index_of(const struct meaning *meaning, const struct piece *list)
{
	GHashTable *index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (struct piece *child = list ? list->inside : NULL; child; child = child->next) {
		char *text = identity(meaning, child);
		if (text && g_hash_table_insert(index, text, child))
			continue;
		g_hash_table_unref(index);
		return NULL;
	}
	return index;
}

/* Whether the key equals the other one except for the name. */
static bool is_key_with_name(const char *key, const char *other, const char *name)
{
	struct key mine, old;
	enum key_result result = key_split(key, &mine), also = key_split(other, &old);
	bool same = result == KEY_FOUND && also == KEY_FOUND && mine.kind == old.kind && strcmp(old.name, name) == 0 &&
		    g_strcmp0(mine.signature, old.signature) == 0;

	key_clear(&mine);
	key_clear(&old);
	return same;
}

/* The entry of the base that was renamed to this one; NULL: none. */
static struct piece *renamed_from(const struct meaning *meaning, const struct piece *piece, GHashTable *base, GHashTable *side)
{
	const struct piece *old = piece->type == NODE_MAP ? piece_get(piece, "oldname") : NULL;
	bool keys = meaning->type == MEANING_DOCUMENT || meaning->type == MEANING_SCHEMA;
	GHashTableIter iterator;
	gpointer text, found;

	if (!old || !old->text)
		return NULL;
	if (!keys)
		return g_hash_table_contains(side, old->text) ? NULL : g_hash_table_lookup(base, old->text);
	g_hash_table_iter_init(&iterator, base);
	while (g_hash_table_iter_next(&iterator, &text, &found))
		if (is_key_with_name(piece->key, text, old->text) && !g_hash_table_contains(side, text))
			return found;
	return NULL;
}

struct matching {
	const struct meaning *meaning;
	GHashTable *index[MERGE_SIDES];
	GHashTable *trios; /* of a piece to its trio */
	GPtrArray *all;
};

static struct trio *new_trio(struct matching *matching)
{
	struct trio *trio = g_new0(struct trio, 1);

	g_ptr_array_add(matching->all, trio);
	return trio;
}

/* The corresponding piece of another side. */
static struct piece *twin(const struct matching *matching, const struct piece *piece, enum merge_side side)
{
	g_autofree char *text = identity(matching->meaning, piece);
	struct piece *base = g_hash_table_lookup(matching->index[MERGE_BASE], text);

	if (base)
		return base;
	if ((base = renamed_from(matching->meaning, piece, matching->index[MERGE_BASE], matching->index[side])))
		return base;
	return side == MERGE_THEIRS ? g_hash_table_lookup(matching->index[MERGE_OURS], text) : NULL;
}

static void match(struct matching *matching, const struct trio *lists)
{
	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++)
		for (const struct piece *child = lists->of[side] ? lists->of[side]->inside : NULL; child; child = child->next) {
			const struct piece *other = side == MERGE_BASE ? NULL : twin(matching, child, side);
			struct trio *trio = other ? g_hash_table_lookup(matching->trios, other) : NULL;
			if (!trio || trio->of[side])
				trio = new_trio(matching);
			trio->of[side] = child;
			g_hash_table_insert(matching->trios, (gpointer)child, trio);
		}
}

/* The entry's name in the merged document, for sorting. */
static const char *sort_name(const struct trio *trio)
{
	const struct piece *base = trio->of[MERGE_BASE], *ours = trio->of[MERGE_OURS], *theirs = trio->of[MERGE_THEIRS];
	const struct piece *piece = !ours || (theirs && base && g_strcmp0(ours->key, base->key) == 0) ? theirs : ours;

	return piece->key ? piece->key : piece->text ? piece->text : "";
}

static int compare_trios(gconstpointer a, gconstpointer b)
{
	return strcmp(sort_name(*(const struct trio *const *)a), sort_name(*(const struct trio *const *)b));
}

static bool is_sorted(const struct piece *list)
{
	for (const struct piece *child = list ? list->inside : NULL; child && child->next; child = child->next) {
		const char *name = child->key ? child->key : child->text,
			   *next = child->next->key ? child->next->key : child->next->text;
		if (!name || !next || strcmp(name, next) >= 0)
			return false;
	}
	return true;
}

static struct trio *link_sorted(struct matching *matching)
{
	g_autoptr(GPtrArray) left = g_ptr_array_new();
	struct trio *first = NULL;

	for (guint i = 0; i < matching->all->len; i++) {
		struct trio *trio = matching->all->pdata[i];
		if (trio->of[MERGE_OURS] || trio->of[MERGE_THEIRS])
			g_ptr_array_add(left, trio);
	}
	g_ptr_array_sort(left, compare_trios);
	for (guint i = left->len; i--; first = left->pdata[i])
		((struct trio *)left->pdata[i])->next = first;
	return first;
}

/* The entries of one version that others have too, in order; third: -1 for no third version. Free it. */
static GPtrArray *common(const struct matching *matching, const struct piece *list, enum merge_side a, enum merge_side b, int third)
{
	GPtrArray *trios = g_ptr_array_new();

	for (const struct piece *child = list ? list->inside : NULL; child; child = child->next) {
		struct trio *trio = g_hash_table_lookup(matching->trios, child);
		if (trio->of[a] && trio->of[b] && (third < 0 || trio->of[third]))
			g_ptr_array_add(trios, trio);
	}
	return trios;
}

/* Whether the entries that two versions have in common, and the third one if given, are ordered differently in the two. */
static bool is_reordered(const struct matching *matching, const struct trio *lists, enum merge_side a, enum merge_side b, int third)
{
	g_autoptr(GPtrArray) mine = common(matching, lists->of[a], a, b, third),
			     other = common(matching, lists->of[b], a, b, third);
	bool same = true;

	for (guint i = 0; same && i < mine->len; i++)
		same = mine->pdata[i] == other->pdata[i];
	return !same;
}

/* Links the entries of one side only. */
static struct trio *link_side(struct matching *matching, const struct piece *list)
{
	struct trio head = { 0 }, *last = &head;

	for (const struct piece *child = list ? list->inside : NULL; child; child = child->next) {
		struct trio *trio = g_hash_table_lookup(matching->trios, child);
		trio->placed = true;
		last = last->next = trio;
	}
	return head.next;
}

/* Inserts entries of only the other side after their predecessor there. For additions of both at one position ours come first. */
static void link_others(struct merger *merger, struct matching *matching, struct rows *rows, const struct piece *list,
	bool ours_first, bool ordered)
{
	struct trio *before = NULL;

	for (const struct piece *child = list ? list->inside : NULL; child; child = child->next) {
		struct trio *trio = g_hash_table_lookup(matching->trios, child);
		if (!trio->placed) {
			struct trio **link = before ? &before->next : &rows->first, *beside = *link;
			enum merge_side other = ours_first ? MERGE_OURS : MERGE_THEIRS;
			bool both = ordered && !trio->of[MERGE_BASE] && beside && !beside->of[MERGE_BASE] &&
				    !beside->of[ours_first ? MERGE_THEIRS : MERGE_OURS];
			if (both) {
				const struct piece *ours = ours_first ? beside->of[other] : child,
						   *theirs = ours_first ? child : beside->of[other];
				g_autofree char *note = g_strdup_printf(
					"%s (ours) and %s (theirs) were added at one place: they stand in this order",
					ours->key ? ours->key : ours->text, theirs->key ? theirs->key : theirs->text);
				merge_tell(merger, merger->merge->notes, note);
			}
			while (ours_first && *link && !(*link)->of[MERGE_BASE] && !(*link)->of[MERGE_THEIRS])
				link = &(*link)->next;
			trio->next = *link;
			trio->placed = true;
			*link = trio;
		}
		before = trio;
	}
}

/* False where both sides have reordered the entries differently. */
static bool link_in_order(
	struct merger *merger, struct matching *matching, const struct trio *lists, struct rows *rows, bool ordered)
{
	enum merge_side leader = MERGE_OURS;

	if (!lists->of[MERGE_OURS])
		leader = MERGE_THEIRS;
	else if (is_reordered(matching, lists, MERGE_OURS, MERGE_THEIRS, -1)) {
		if (!is_reordered(matching, lists, MERGE_BASE, MERGE_OURS, MERGE_THEIRS))
			leader = MERGE_THEIRS;
		else if (ordered && is_reordered(matching, lists, MERGE_BASE, MERGE_THEIRS, MERGE_OURS))
			return false;
	}
	enum merge_side other = leader == MERGE_OURS ? MERGE_THEIRS : MERGE_OURS;
	rows->first = link_side(matching, lists->of[leader]);
	link_others(merger, matching, rows, lists->of[other], leader == MERGE_OURS, ordered);
	return true;
}

bool merge_rows(struct merger *merger, const struct meaning *meaning, const struct trio *lists, struct rows *rows)
{
	struct matching matching = { .meaning = meaning };
	bool good = true, ordered = is_ordered(meaning, lists);

	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++)
		good = (matching.index[side] = index_of(meaning, lists->of[side])) && good;
	if (good) {
		matching.trios = g_hash_table_new(NULL, NULL);
		*rows = (struct rows){ .all = matching.all = g_ptr_array_new_with_free_func(g_free) };
		match(&matching, lists);
		if (!ordered && is_sorted(lists->of[MERGE_OURS]) && is_sorted(lists->of[MERGE_THEIRS]))
			rows->first = link_sorted(&matching);
		else if (!(good = link_in_order(merger, &matching, lists, rows, ordered)))
			merge_rows_free(rows);
		g_hash_table_unref(matching.trios);
	}
	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++)
		g_clear_pointer(&matching.index[side], g_hash_table_unref);
	return good;
}

void merge_rows_free(struct rows *rows)
{
	g_ptr_array_unref(rows->all);
}
