/* Merges three versions of a document entry by entry. */
#include "yaml/merge.h"

#include <string.h>

#include "yaml/emit.h"
#include "yaml/error.h"
#include "yaml/merge_inside.h"
#include "yaml/merge_rows.h"
#include "yaml/merge_text.h"

static const char changed_in_both[] = "changed in both";

/* The position of an entry in the merged document. */
struct spot {
	struct meaning meaning;
	unsigned column;
	bool item;  /* of a list */
	bool added; /* inside an entry that both sides have added: then an entry of only one side is not an addition of its own */
};

static void merge_entry(struct merger *, const struct spot *, const struct trio *);

static void conflict(struct merger *merger, const struct spot *spot, const struct trio *trio)
{
	const char *why = trio->of[MERGE_BASE] ? !trio->of[MERGE_OURS]	   ? "removed in ours, changed in theirs"
						 : !trio->of[MERGE_THEIRS] ? "changed in ours, removed in theirs"
									   : changed_in_both
					       : "added in both, in different ways";

	merge_put_conflict(merger, trio, spot->column, spot->item, why);
}

/* Whether a version can be merged entry by entry: it has that type, and its lines are known or may be rewritten. */
static bool can_be_opened(const struct merger *merger, enum merge_side side, const struct piece *piece, enum node_type type)
{
	return !piece || (piece->type == type && (piece_is_open(piece) || merge_is_quiet_inside(merger, side, piece)));
}

static bool can_open(const struct merger *merger, const struct spot *spot, const struct trio *trio)
{
	const struct piece *any = trio->of[MERGE_OURS] ? trio->of[MERGE_OURS] : trio->of[MERGE_THEIRS];
	bool container = meaning_is_container(&spot->meaning);

	if (any->type == NODE_SCALAR || spot->meaning.type == MEANING_VALUE || (any->type == NODE_MAP && spot->item && !any->key))
		return false;
	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++) {
		if (!can_be_opened(merger, side, trio->of[side], any->type))
			return false;
		if (!trio->of[side] && side != MERGE_BASE && !container)
			return false;
	}
	return true;
}

static const char *merged_key(const struct trio *trio)
{
	const struct piece *base = trio->of[MERGE_BASE], *ours = trio->of[MERGE_OURS], *theirs = trio->of[MERGE_THEIRS];

	if (!ours || (base && theirs && g_strcmp0(ours->key, base->key) == 0))
		return theirs->key;
	return ours->key;
}

static struct span whole_head(const struct piece *piece)
{
	return piece && piece_is_open(piece) ? piece->head : (struct span){ 0, 0 };
}

/* The side whose line with the key is taken; MERGE_BASE: rewrite it. False where two sides have changed it differently. */
static bool choose_head(struct merger *merger, const struct trio *trio, enum merge_side *chosen)
{
	size_t length[MERGE_SIDES];
	const char *text[MERGE_SIDES];

	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++) {
		struct span span = whole_head(trio->of[side]);
		text[side] = pieces_text(merger->sides[side], span, &length[side]);
		text[side] += strspn(text[side], " ");
		length[side] = span.end > span.first ? strcspn(text[side], "\n") : 0;
	}
	bool ours = length[MERGE_OURS], theirs = length[MERGE_THEIRS];
#define SAME(a, b) (length[a] == length[b] && strncmp(text[a], text[b], length[a]) == 0)
	*chosen = ours ? MERGE_OURS : theirs ? MERGE_THEIRS : MERGE_BASE;
	if (ours && theirs && !SAME(MERGE_OURS, MERGE_THEIRS)) {
		if (SAME(MERGE_BASE, MERGE_OURS))
			*chosen = MERGE_THEIRS;
		else if (!SAME(MERGE_BASE, MERGE_THEIRS))
			return false;
	}
#undef SAME
	if (*chosen != MERGE_BASE && g_strcmp0(trio->of[*chosen]->key, merged_key(trio)) != 0)
		*chosen = MERGE_BASE;
	return true;
}

static void put_blanks(GString *out, unsigned count)
{
	for (; count; count--)
		g_string_append_c(out, ' ');
}

/* Appends `key:` or `- key:`, with {} or [] if nothing is inside. */
static void put_new_head(struct merger *merger, const struct spot *spot, const char *key, const char *nothing)
{
	if (spot->item) {
		put_blanks(merger->out, spot->column);
		g_string_append(merger->out, "- ");
	}
	emit_key(merger->out, key, spot->item ? 0 : spot->column);
	g_string_append_printf(merger->out, "%s%s\n", *nothing ? " " : "", nothing);
}

/* The column of the entries inside. */
static unsigned inner_column(const struct spot *spot, const struct trio *trio, enum node_type type)
{
	static const enum merge_side order[] = { MERGE_OURS, MERGE_THEIRS };

	for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
		const struct piece *piece = trio->of[order[i]];
		if (piece && piece_is_open(piece))
			return spot->column + piece->inside->column - piece->column;
	}
	return spot->column + (spot->item ? type == NODE_MAP ? 4 : 2 : type == NODE_MAP ? 2 : 0);
}

static void put_lead(struct merger *merger, const struct spot *spot, const struct trio *trio)
{
	struct span spans[MERGE_SIDES] = { 0 };
	int shifts[MERGE_SIDES] = { 0 };

	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++)
		if (trio->of[side]) {
			spans[side] = trio->of[side]->lead;
			shifts[side] = (int)spot->column - (int)trio->of[side]->column;
		}
	merge_put_comments(merger, spans, shifts);
}

/* Whether an entry of only one side is a part of one that both have added differently. */
static bool is_added(const struct spot *spot, const struct trio *trio)
{
	if (spot->meaning.type == MEANING_DOCUMENT || spot->meaning.type == MEANING_SCHEMA)
		return false;
	return spot->added || (!trio->of[MERGE_BASE] && !meaning_is_container(&spot->meaning));
}

static void merge_inside(struct merger *merger, const struct spot *spot, const struct trio *trio, const struct rows *rows)
{
	enum node_type type = (trio->of[MERGE_OURS] ? trio->of[MERGE_OURS] : trio->of[MERGE_THEIRS])->type;
	bool document = spot->meaning.type == MEANING_DOCUMENT;
	struct spot inner = {
		.column = document ? 0 : inner_column(spot, trio, type), .item = type == NODE_LIST, .added = is_added(spot, trio)
	};

	for (const struct trio *row = rows->first; row; row = row->next) {
		const char *key = merged_key(row),
			   *text = (row->of[MERGE_OURS] ? row->of[MERGE_OURS] : row->of[MERGE_THEIRS])->text;
		inner.meaning = meaning_of(&spot->meaning, key);
		g_ptr_array_add(merger->path, (gpointer)(key ? key : text ? text : "an entry"));
		merge_entry(merger, &inner, row);
		g_ptr_array_set_size(merger->path, (gint)merger->path->len - 1);
	}
}

/* False where the entry cannot be merged by its content. */
static bool merge_open(struct merger *merger, const struct spot *spot, const struct trio *trio)
{
	enum merge_side head;
	struct rows rows;

	if (!can_open(merger, spot, trio) || !choose_head(merger, trio, &head) || !merge_rows(merger, &spot->meaning, trio, &rows))
		return false;
	enum node_type type = (trio->of[MERGE_OURS] ? trio->of[MERGE_OURS] : trio->of[MERGE_THEIRS])->type;
	put_lead(merger, spot, trio);
	size_t start = merger->out->len;
	if (head == MERGE_BASE)
		put_new_head(merger, spot, merged_key(trio), "");
	else
		merge_put_lines(merger, head, trio->of[head]->head, (int)spot->column - (int)trio->of[head]->column);
	size_t inside = merger->out->len;
	merge_inside(merger, spot, trio, &rows);
	if (merger->out->len == inside) {
		g_string_truncate(merger->out, start);
		if (trio->of[MERGE_OURS] && trio->of[MERGE_THEIRS] && !meaning_may_be_absent(&spot->meaning, merged_key(trio)))
			put_new_head(merger, spot, merged_key(trio), type == NODE_MAP ? "{}" : "[]");
	}
	merge_rows_free(&rows);
	return true;
}

/* Whether the side only changed the notation or a comment: such a change gives way. */
static bool is_reworded(const struct merger *merger, enum merge_side side, const struct piece *piece, const struct piece *other)
{
	return piece && other && piece_same(piece, other) && merge_is_quiet(merger, side, piece);
}

/* Whether theirs wins, if that is asked for, and no comment is lost. */
static bool yields(struct merger *merger, const struct spot *spot, const struct trio *trio)
{
	const struct piece *ours = trio->of[MERGE_OURS], *theirs = trio->of[MERGE_THEIRS];

	if (!merger->merge->theirs_win || !ours || !theirs || !merge_is_quiet_inside(merger, MERGE_OURS, ours))
		return false;
	put_lead(merger, spot, trio);
	merge_put(merger, MERGE_THEIRS, theirs, spot->column, spot->item);
	return true;
}

static void merge_entry(struct merger *merger, const struct spot *spot, const struct trio *trio)
{
	const struct piece *base = trio->of[MERGE_BASE], *ours = trio->of[MERGE_OURS], *theirs = trio->of[MERGE_THEIRS];

	if (merge_same_text(merger, MERGE_OURS, ours, MERGE_THEIRS, theirs))
		merge_put(merger, MERGE_OURS, ours, spot->column, spot->item);
	else if (spot->added && (!ours || !theirs))
		conflict(merger, spot, trio);
	else if (merge_same_text(merger, MERGE_BASE, base, MERGE_OURS, ours))
		merge_put(merger, MERGE_THEIRS, theirs, spot->column, spot->item);
	else if (merge_same_text(merger, MERGE_BASE, base, MERGE_THEIRS, theirs))
		merge_put(merger, MERGE_OURS, ours, spot->column, spot->item);
	else if (is_reworded(merger, MERGE_OURS, ours, base) || is_reworded(merger, MERGE_OURS, ours, theirs))
		merge_put(merger, MERGE_THEIRS, theirs, spot->column, spot->item);
	else if (is_reworded(merger, MERGE_THEIRS, theirs, base) || is_reworded(merger, MERGE_THEIRS, theirs, ours))
		merge_put(merger, MERGE_OURS, ours, spot->column, spot->item);
	else if (!merge_open(merger, spot, trio) && !yields(merger, spot, trio))
		conflict(merger, spot, trio);
}

static void put_edges(struct merger *merger, bool foot)
{
	struct span spans[MERGE_SIDES];
	const int shifts[MERGE_SIDES] = { 0 };

	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++)
		spans[side] = foot ? merger->sides[side]->foot : merger->sides[side]->root->lead;
	merge_put_comments(merger, spans, shifts);
}

void merge_init(struct merge *merge)
{
	*merge = (struct merge){
		.text = g_string_new(NULL),
		.conflicts = g_ptr_array_new_with_free_func(g_free),
		.notes = g_ptr_array_new_with_free_func(g_free),
	};
}

void merge_clear(struct merge *merge)
{
	g_string_free(merge->text, true);
	g_ptr_array_unref(merge->conflicts);
	g_ptr_array_unref(merge->notes);
}

bool merge_pieces(const struct pieces *const sides[MERGE_SIDES], struct merge *merge, GError **error)
{
	struct merger merger = { .sides = sides, .merge = merge, .out = merge->text, .path = g_ptr_array_new() };
	const struct spot spot = { .meaning = { .type = MEANING_DOCUMENT } };
	const struct trio trio = { .of = { sides[MERGE_BASE]->root, sides[MERGE_OURS]->root, sides[MERGE_THEIRS]->root } };
	bool good = can_open(&merger, &spot, &trio);
	struct rows rows;

	if (good && (good = merge_rows(&merger, &spot.meaning, &trio, &rows))) {
		put_edges(&merger, false);
		size_t start = merge->text->len;
		merge_inside(&merger, &spot, &trio, &rows);
		if (merge->text->len == start)
			g_string_append(merge->text, "{}\n");
		put_edges(&merger, true);
		merge_rows_free(&rows);
	}
	g_ptr_array_unref(merger.path);
	return good || yaml_fail(error, YAML_ERROR_CONTENT, "the document", 0, 0, "its entries do not stand in lines of their own");
}
