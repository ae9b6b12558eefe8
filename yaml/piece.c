/* A document as a tree of entries with their lines. */
#include "yaml/piece.h"

#include <stdio.h>
#include <string.h>

#include "yaml/error.h"
#include "yaml/guard.h"

struct builder {
	struct pieces *pieces;
	struct guard *guard;
};

static struct piece *build(struct builder *, const struct guard_event *, GError **);

static struct piece *append(struct piece *parent, struct piece **last, struct piece *child)
{
	if (*last)
		(*last)->next = child;
	else
		parent->inside = child;
	parent->count++;
	parent->last = MAX(parent->last, child->last);
	return *last = child;
}

/* An item `- id: ...` becomes an entry of that key, which begins at its dash. */
static void fold_item(struct piece *item)
{
	const struct piece *only = item->inside;

	if (item->type != NODE_MAP || item->count != 1 || only->line != item->line)
		return;
	item->type = only->type;
	item->quoted = only->quoted;
	item->whole = item->whole || only->whole;
	item->key = only->key;
	item->text = only->text;
	item->count = only->count;
	item->inside = only->inside;
}

static const char *line_of(const struct pieces *pieces, unsigned line, size_t *length)
{
	return pieces_text(pieces, (struct span){ line, line + 1 }, length);
}

/* The column of the "?" of an explicit key, `? key`, used for long keys; -1: the line has none. */
static int explicit_column(const struct pieces *pieces, unsigned line)
{
	size_t length;
	const char *text = line_of(pieces, line, &length);
	size_t blanks = strspn(text, " ");

	return g_str_has_prefix(text + blanks, "? ") ? (int)blanks : -1;
}

static bool build_inside(struct builder *builder, struct piece *parent, GError **error)
{
	struct piece *last = NULL, *child;
	struct guard_event event;

	for (;;) {
		if (!guard_next(builder->guard, &event, error))
			return false;
		if (event.type == GUARD_CLOSE) {
			if (parent->whole)
				parent->last = event.last_line - 1;
			return true;
		}
		if (event.type == GUARD_KEY) {
			const char *key = arena_text(builder->pieces->arena, event.text, event.length);
			unsigned line = event.line - 1, column = event.column - 1, key_last = event.last_line - 1;
			int mark = explicit_column(builder->pieces, line);
			if (!guard_next(builder->guard, &event, error) || !(child = build(builder, &event, error)))
				return false;
			child->key = key;
			child->line = line;
			child->column = mark < 0 ? column : (unsigned)mark;
			child->whole = child->whole || mark >= 0;
			child->last = MAX(child->last, key_last);
			append(parent, &last, child);
		} else if ((child = build(builder, &event, error))) {
			child->column = parent->column;
			fold_item(child);
			append(parent, &last, child);
		} else {
			return false;
		}
	}
}

static struct piece *build(struct builder *builder, const struct guard_event *event, GError **error)
{
	struct arena *arena = builder->pieces->arena;
	struct piece *piece = arena_take(arena, sizeof(*piece));

	*piece = (struct piece){
		.type = event->type == GUARD_MAP    ? NODE_MAP
			: event->type == GUARD_LIST ? NODE_LIST
						    : NODE_SCALAR,
		.quoted = !event->plain,
		.whole = event->flow,
		.line = event->line - 1,
		.column = event->column - 1,
		.last = event->last_line - 1,
	};
	if (piece->type == NODE_SCALAR)
		piece->text = arena_text(arena, event->text, event->length);
	else
		piece->last = piece->line;
	return piece->type == NODE_SCALAR || build_inside(builder, piece, error) ? piece : NULL;
}

/* The column of a comment; -1: the line is empty, -2: it is neither. */
static int comment_column(const struct pieces *pieces, unsigned line)
{
	size_t length;
	const char *text = line_of(pieces, line, &length);
	size_t blanks = strspn(text, " \t");

	return text[blanks] == '\n' ? -1 : text[blanks] == '#' ? (int)blanks : -2;
}

static bool is_quiet(const struct pieces *pieces, struct span span)
{
	for (unsigned line = span.first; line < span.end; line++)
		if (comment_column(pieces, line) == -2)
			return false;
	return true;
}

/* The end of the comments that belong to the entry above: those right below it that are indented deeper than the next entry. */
static unsigned end_of_comments(const struct pieces *pieces, unsigned line, unsigned limit, int column)
{
	while (line < limit && comment_column(pieces, line) > column)
		line++;
	return line;
}

/* Forgets the lines of entries inside one that is whole. */
static void forget_lines(struct piece *parent)
{
	for (struct piece *child = parent->inside; child; child = child->next) {
		child->lead = child->head = child->body = (struct span){ 0, 0 };
		forget_lines(child);
	}
}

/* Assigns the lines to the entries; where that is impossible the piece is whole. */
static void lay(const struct pieces *pieces, struct piece *parent, struct span span)
{
	unsigned start = span.first;

	parent->body = span;
	for (struct piece *child = parent->inside; child; child = child->next) {
		const struct piece *next = child->next;
		unsigned end = next ? end_of_comments(pieces, child->last + 1, next->line, (int)next->column) : span.end;
		if (child->line < start || child->line >= end || end < child->last + 1) {
			parent->whole = true;
			break;
		}
		child->lead = (struct span){ start, child->line };
		child->head = (struct span){ child->line, end };
		child->body = (struct span){ end, end };
		parent->whole = parent->whole || !is_quiet(pieces, child->lead);
		if (child->type != NODE_SCALAR && !child->whole && child->inside) {
			lay(pieces, child, (struct span){ child->line + 1, end });
			if (!child->whole)
				child->head.end = child->line + 1;
		}
		start = end;
	}
	if (parent->whole)
		forget_lines(parent);
}

static void lay_document(struct pieces *pieces)
{
	struct piece *root = pieces->root;
	unsigned lines = pieces->starts->len - 1;

	if (!root->inside || root->whole) {
		unsigned first = 0;
		while (first < lines && comment_column(pieces, first) != -2)
			first++;
		root->whole = root->inside;
		root->last = root->inside ? root->last : first;
		root->lead = (struct span){ 0, first };
		root->head = (struct span){ first, MIN(root->last + 1, lines) };
		root->body = pieces->foot = (struct span){ root->head.end, lines };
		root->body.end = root->head.end;
		return;
	}
	unsigned end = end_of_comments(pieces, root->last + 1, lines, 0);
	root->lead = (struct span){ 0, root->inside->line };
	root->head = (struct span){ root->inside->line, root->inside->line };
	pieces->foot = (struct span){ end, lines };
	lay(pieces, root, (struct span){ root->inside->line, end });
	if (root->whole)
		root->head.end = end;
}

/*
 * Copies the text with
 * as the only line end.
 */
static void take_text(struct pieces *pieces, const char *text, size_t length)
{
	GString *lines = g_string_sized_new(length + 1);
	size_t start = 0;

	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\r' && i + 1 < length && text[i + 1] == '\n')
			pieces->crlf = true;
		else
			g_string_append_c(lines, text[i]);
	}
	if (lines->len && lines->str[lines->len - 1] != '\n')
		g_string_append_c(lines, '\n');
	g_array_append_val(pieces->starts, start);
	for (size_t i = 0; i < lines->len; i++)
		if (lines->str[i] == '\n') {
			start = i + 1;
			g_array_append_val(pieces->starts, start);
		}
	pieces->text = g_string_free(lines, false);
}

static bool build_document(struct pieces *pieces, const char *name, FILE *file, GError **error)
{
	struct builder builder = { pieces, guard_new(name, file, error) };
	struct guard_event event = { .type = GUARD_SCALAR };
	bool good = builder.guard && guard_next(builder.guard, &event, error);

	if (good && event.type == GUARD_MAP)
		good = (pieces->root = build(&builder, &event, error));
	while (good && event.type != GUARD_END)
		good = guard_next(builder.guard, &event, error);
	guard_free(builder.guard);
	if (good && !pieces->root) {
		pieces->root = arena_take(pieces->arena, sizeof(*pieces->root));
		*pieces->root = (struct piece){ .type = NODE_MAP };
	}
	return good;
}

struct pieces *pieces_new(const char *name, const char *text, size_t length, GError **error)
{
	struct pieces *pieces = g_new0(struct pieces, 1);

	pieces->arena = arena_new();
	pieces->starts = g_array_new(false, false, sizeof(size_t));
	take_text(pieces, text, length);
	size_t size = strlen(pieces->text);
	/* up to a NUL, which is an error */
	FILE *file = size ? fmemopen(pieces->text, size, "r") : fopen("/dev/null", "r");
	bool good = file && !memchr(text, 0, length);
	if (!good)
		yaml_fail(error, YAML_ERROR_SYNTAX, name, 0, 0, file ? "has a NUL character" : "cannot be read");
	good = good && build_document(pieces, name, file, error);
	if (file)
		fclose(file);
	if (good) {
		lay_document(pieces);
		return pieces;
	}
	pieces_free(pieces);
	return NULL;
}

void pieces_free(struct pieces *pieces)
{
	if (!pieces)
		return;
	arena_free(pieces->arena);
	g_array_unref(pieces->starts);
	g_free(pieces->text);
	g_free(pieces);
}

const char *pieces_text(const struct pieces *pieces, struct span span, size_t *length)
{
	size_t first = g_array_index(pieces->starts, size_t, span.first);

	*length = g_array_index(pieces->starts, size_t, span.end) - first;
	return pieces->text + first;
}

static bool same_scalars(const struct piece *a, const struct piece *b)
{
	const struct node x = { .style = a->quoted ? NODE_QUOTED : NODE_PLAIN, .text = a->text };
	const struct node y = { .style = b->quoted ? NODE_QUOTED : NODE_PLAIN, .text = b->text };

	return strcmp(a->text, b->text) == 0 && node_is_null(&x) == node_is_null(&y);
}

bool piece_same(const struct piece *a, const struct piece *b)
{
	if (!a || !b)
		return a == b;
	if (a->type != b->type || a->count != b->count || g_strcmp0(a->key, b->key) != 0)
		return false;
	if (a->type == NODE_SCALAR)
		return same_scalars(a, b);
	const struct piece *other = b->inside;
	for (const struct piece *child = a->inside; child; child = child->next) {
		/* usually the keys have the same order */
		const struct piece *twin =
			a->type == NODE_LIST || g_strcmp0(other->key, child->key) == 0 ? other : piece_get(b, child->key);
		if (!piece_same(child, twin))
			return false;
		other = other->next ? other->next : b->inside;
	}
	return true;
}

struct node *piece_node(struct arena *arena, const struct piece *piece)
{
	if (piece->type == NODE_SCALAR)
		return node_scalar(arena, piece->quoted || strchr(piece->text, '\n') ? NODE_QUOTED : NODE_PLAIN, piece->text);
	struct node *node = node_new(arena, piece->type);
	for (const struct piece *child = piece->inside; child; child = child->next) {
		struct node *value = piece_node(arena, child);
		if (piece->type == NODE_LIST && child->key) {
			struct node *item = node_add(arena, node, NULL, node_new(arena, NODE_MAP));
			node_add(arena, item, child->key, value);
		} else {
			node_add(arena, node, child->key, value);
		}
	}
	return node;
}

struct piece *piece_get(const struct piece *piece, const char *key)
{
	for (struct piece *child = piece->inside; child; child = child->next)
		if (g_strcmp0(child->key, key) == 0)
			return child;
	return NULL;
}

bool piece_is_open(const struct piece *piece)
{
	return piece->inside && !piece->whole;
}
