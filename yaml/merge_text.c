/* Assembles lines of documents. */
#include "yaml/merge_text.h"

#include <string.h>

#include "yaml/emit.h"
#include "yaml/merge_inside.h"

/* Seven characters, as git's; yaml/source.h detects them. */
const char merge_marker_ours[] = "<<<<<<< ours\n", merge_marker_base[] = "||||||| base\n", merge_marker_middle[] = "=======\n",
	   merge_marker_theirs[] = ">>>>>>> theirs\n";

static struct span all_lines(const struct piece *piece)
{
	return (struct span){ piece->lead.first, piece->body.end };
}

static bool has_lines(const struct piece *piece)
{
	return piece->head.end > piece->head.first;
}

static bool same_lines(const struct merger *merger, enum merge_side side, struct span a, enum merge_side other, struct span b)
{
	size_t length, size;
	const char *text = pieces_text(merger->sides[side], a, &length), *beside = pieces_text(merger->sides[other], b, &size);

	return length == size && memcmp(text, beside, length) == 0;
}

bool merge_same_text(
	const struct merger *merger, enum merge_side side, const struct piece *a, enum merge_side other, const struct piece *b)
{
	if (!a || !b)
		return a == b;
	if (!has_lines(a) || !has_lines(b))
		return piece_same(a, b) && merge_is_quiet(merger, side, a) && merge_is_quiet(merger, other, b);
	return same_lines(merger, side, all_lines(a), other, all_lines(b));
}

static bool has_comment(const struct merger *merger, enum merge_side side, struct span span)
{
	size_t length;
	const char *text = pieces_text(merger->sides[side], span, &length);

	return memchr(text, '#', length);
}

bool merge_is_quiet(const struct merger *merger, enum merge_side side, const struct piece *piece)
{
	return !has_comment(merger, side, all_lines(piece));
}

bool merge_is_quiet_inside(const struct merger *merger, enum merge_side side, const struct piece *piece)
{
	return !has_comment(merger, side, (struct span){ piece->head.first, piece->body.end });
}

static void put_line(GString *out, const char *line, size_t length, int shift)
{
	for (; shift < 0 && length > 1 && *line == ' '; shift++, length--)
		line++;
	for (; shift > 0 && length > 1; shift--)
		g_string_append_c(out, ' ');
	g_string_append_len(out, line, (gssize)length);
}

void merge_put_lines(struct merger *merger, enum merge_side side, struct span span, int shift)
{
	size_t length;

	for (unsigned line = span.first; line < span.end; line++) {
		const char *text = pieces_text(merger->sides[side], (struct span){ line, line + 1 }, &length);
		put_line(merger->out, text, length, shift);
	}
}

/* Appends an entry without its original lines. */
static void put_anew(struct merger *merger, const struct piece *piece, unsigned column, bool item)
{
	struct arena *arena = arena_new();
	struct node *list = node_new(arena, NODE_LIST), *node = piece_node(arena, piece);

	if (item) {
		g_autoptr(GString) text = g_string_new(NULL);
		if (piece->key) {
			struct node *map = node_new(arena, NODE_MAP);
			node_add(arena, map, piece->key, node);
			node = map;
		}
		node_add(arena, list, NULL, node);
		list->key = "items";
		emit_entry(text, list, column);
		g_string_append(merger->out, strchr(text->str, '\n') + 1);
	} else {
		node->key = piece->key;
		emit_entry(merger->out, node, column);
	}
	arena_free(arena);
}

void merge_put(struct merger *merger, enum merge_side side, const struct piece *piece, unsigned column, bool item)
{
	if (piece && has_lines(piece))
		merge_put_lines(merger, side, all_lines(piece), (int)column - (int)piece->column);
	else if (piece)
		put_anew(merger, piece, column, item);
}

void merge_tell(struct merger *merger, GPtrArray *messages, const char *text)
{
	GString *message = g_string_new(NULL);

	for (guint i = 0; i < merger->path->len; i++)
		g_string_append_printf(message, "%s: ", (const char *)merger->path->pdata[i]);
	g_string_append(message, text);
	g_ptr_array_add(messages, g_string_free(message, false));
}

void merge_put_comments(struct merger *merger, const struct span spans[MERGE_SIDES], const int shifts[MERGE_SIDES])
{
	struct span ours = spans[MERGE_OURS], theirs = spans[MERGE_THEIRS], base = spans[MERGE_BASE];
	bool in_ours = has_comment(merger, MERGE_OURS, ours), in_theirs = has_comment(merger, MERGE_THEIRS, theirs);

	if (same_lines(merger, MERGE_BASE, base, MERGE_OURS, ours) || (!in_ours && !has_comment(merger, MERGE_BASE, base))) {
		merge_put_lines(merger, MERGE_THEIRS, theirs, shifts[MERGE_THEIRS]);
	} else if (same_lines(merger, MERGE_BASE, base, MERGE_THEIRS, theirs) ||
		   same_lines(merger, MERGE_OURS, ours, MERGE_THEIRS, theirs) || !in_theirs) {
		merge_put_lines(merger, MERGE_OURS, ours, shifts[MERGE_OURS]);
	} else {
		g_string_append(merger->out, merge_marker_ours);
		merge_put_lines(merger, MERGE_OURS, ours, shifts[MERGE_OURS]);
		g_string_append(merger->out, merge_marker_middle);
		merge_put_lines(merger, MERGE_THEIRS, theirs, shifts[MERGE_THEIRS]);
		g_string_append(merger->out, merge_marker_theirs);
		merge_tell(merger, merger->merge->conflicts, "the comments before it were changed in both");
	}
}

void merge_put_conflict(struct merger *merger, const struct trio *trio, unsigned column, bool item, const char *why)
{
	g_string_append(merger->out, merge_marker_ours);
	merge_put(merger, MERGE_OURS, trio->of[MERGE_OURS], column, item);
	if (merger->merge->with_base) {
		g_string_append(merger->out, merge_marker_base);
		merge_put(merger, MERGE_BASE, trio->of[MERGE_BASE], column, item);
	}
	g_string_append(merger->out, merge_marker_middle);
	merge_put(merger, MERGE_THEIRS, trio->of[MERGE_THEIRS], column, item);
	g_string_append(merger->out, merge_marker_theirs);
	merge_tell(merger, merger->merge->conflicts, why);
}
