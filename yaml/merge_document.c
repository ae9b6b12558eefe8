/* Merges three versions of a document, and checks the result. */
#include "yaml/merge_document.h"

#include <stdlib.h>
#include <string.h>

#include "catalog/snapshot_finish.h"
#include "yaml/merge_check.h"
#include "yaml/tree.h"
#include "yaml/tree_load.h"
#include "yaml/write.h"

static const char *const side_names[] = { "base", "ours", "theirs" };

struct document {
	const char *path;
	bool part;
	const struct version *versions;
	const struct yaml_read_options *options;
	struct merge *merge;
	struct pool *pool;
	struct pieces *pieces[MERGE_SIDES];
	struct snapshot *snapshots[MERGE_SIDES];
	GArray *problems; /* struct merge_problem */
};

static struct snapshot *load(const struct document *document, const char *name, struct version version, GError **error)
{
	struct snapshot *snapshot = snapshot_new(document->pool);
	g_autofree char *schema = document->part ? tree_schema_directory(document->path) : NULL;
	bool good;

	if (document->part)
		good = yaml_load_part(snapshot, name, version.text, version.length, schema, document->options, error);
	else
		good = yaml_load_bytes(snapshot, name, version.text, version.length, document->options, error);
	if (good && snapshot_finish(snapshot, error))
		return snapshot;
	snapshot_free(snapshot);
	return NULL;
}

static void add_problem(struct document *document, unsigned line, const char *text)
{
	struct merge_problem problem = { line, g_strdup(text) };

	g_array_append_val(document->problems, problem);
}

/* The line number after the name at the beginning of an error's message. */
static unsigned line_of(const GError *error, const char *name)
{
	return g_str_has_prefix(error->message, name) && error->message[strlen(name)] == ':'
		       ? (unsigned)strtoul(error->message + strlen(name) + 1, NULL, 10)
		       : 0;
}

static bool is_canonical(const struct document *document, enum merge_side side)
{
	g_autoptr(GString) text = g_string_new(NULL);

	yaml_write_text(document->snapshots[side], text, NULL);
	return text->len == document->versions[side].length && memcmp(text->str, document->versions[side].text, text->len) == 0;
}

/* Adds the key `omitted` where guessing from the merged document would be wrong. */
static void tell_silence(struct document *document, const struct silence *silence)
{
	g_autoptr(GString) line = g_string_new("omitted: [");
	GString *text = document->merge->text;
	struct pieces *pieces = pieces_new(document->path, text->str, text->len, NULL);

	if (silence->owners)
		g_string_append(line, "owners");
	if (silence->privileges)
		g_string_append_printf(line, "%sprivileges", silence->owners ? ", " : "");
	g_string_append(line, "]\n");
	if (pieces && piece_is_open(pieces->root) && !piece_get(pieces->root, "omitted")) {
		size_t length;
		pieces_text(pieces, pieces->root->lead, &length);
		g_string_insert(text, (gssize)length, line->str);
	} else {
		add_problem(document, 0,
			"what the document says nothing of, owners or privileges, differs: the key omitted has to tell it");
	}
	pieces_free(pieces);
}

/* Checks that the merged document loads, and that the changes fit together. */
static void check_merged(struct document *document, struct snapshot *merged)
{
	struct silence *silence = snapshot_silence(merged),
		       wanted = merge_silence((const struct snapshot *const *)document->snapshots);

	merge_check((const struct snapshot *const *)document->snapshots, merged, document->problems);
	if (document->problems->len || document->part)
		return;
	if (is_canonical(document, MERGE_OURS) && is_canonical(document, MERGE_THEIRS)) {
		silence->owners = wanted.owners;
		silence->privileges = wanted.privileges;
		g_string_truncate(document->merge->text, 0);
		yaml_write_text(merged, document->merge->text, NULL);
	} else if (silence->owners != wanted.owners || silence->privileges != wanted.privileges) {
		tell_silence(document, &wanted);
	}
}

static void check(struct document *document)
{
	const struct version text = { document->merge->text->str, document->merge->text->len };
	g_autoptr(GError) error = NULL;

	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++) {
		g_autofree char *name = g_strdup_printf("%s (%s)", document->path, side_names[side]);
		if (side == MERGE_BASE && !document->versions[side].length)
			continue;
		document->snapshots[side] = load(document, name, document->versions[side], &error);
		if (!document->snapshots[side] && side != MERGE_BASE) {
			add_problem(document, 0, error->message);
			return;
		}
		g_clear_error(&error);
	}
	struct snapshot *merged = load(document, document->path, text, &error);
	if (merged)
		check_merged(document, merged);
	else
		add_problem(document, line_of(error, document->path), error->message);
	snapshot_free(merged);
}

/* The innermost entry at the line. */
static const struct piece *entry_at(const struct piece *piece, unsigned line)
{
	for (const struct piece *child = piece_is_open(piece) ? piece->inside : NULL; child; child = child->next)
		if (line >= child->line && line < child->body.end)
			return entry_at(child, line);
	return piece;
}

/* Puts markers around the entry, so that the document does not load. */
static void mark(struct document *document, const struct merge_problem *problem)
{
	GString *text = document->merge->text;
	struct pieces *pieces = pieces_new(document->path, text->str, text->len, NULL);
	const struct piece *entry = pieces && problem->line ? entry_at(pieces->root, problem->line - 1) : NULL;
	struct span span = { problem->line ? problem->line - 1 : 0, problem->line };
	size_t before = 0, length = 0;

	if (entry && entry->body.end > entry->line)
		span = (struct span){ entry->line, entry->body.end };
	for (unsigned line = 0; line < span.end && before + length < text->len; line++) {
		const char *end = memchr(text->str + before + length, '\n', text->len - before - length);
		size_t size = end ? (size_t)(end - (text->str + before + length)) + 1 : text->len - before - length;
		*(line < span.first ? &before : &length) += size;
	}
	g_autofree char *why = g_strdelimit(g_strdup(problem->text), "\r\n", ' ');
	g_autofree char *end = g_strconcat(merge_marker_middle, merge_marker_theirs, NULL),
			*begin = g_strdup_printf("<<<<<<< ours and theirs: %s\n", why);
	g_string_insert(text, (gssize)(before + length), end);
	g_string_insert(text, (gssize)before, begin);
	pieces_free(pieces);
}

static int compare_problems(gconstpointer a, gconstpointer b)
{
	const struct merge_problem *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

/* Reports all problems, and marks the first one. */
static void mark_all(struct document *document)
{
	g_array_sort(document->problems, compare_problems);
	for (guint i = 0; i < document->problems->len; i++) {
		struct merge_problem *problem = &g_array_index(document->problems, struct merge_problem, i);
		if (i == 0)
			mark(document, problem);
		g_ptr_array_add(document->merge->conflicts, g_steal_pointer(&problem->text));
	}
}

static bool read_versions(struct document *document, GError **error)
{
	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++) {
		g_autofree char *name = g_strdup_printf("%s (%s)", document->path, side_names[side]);
		document->pieces[side] = pieces_new(name, document->versions[side].text, document->versions[side].length, error);
		if (!document->pieces[side])
			return false;
	}
	return true;
}

static void restore_line_ends(GString *text)
{
	g_autoptr(GString) lines = g_string_sized_new(text->len);

	for (size_t i = 0; i < text->len; i++) {
		if (text->str[i] == '\n')
			g_string_append_c(lines, '\r');
		g_string_append_c(lines, text->str[i]);
	}
	g_string_assign(text, lines->str);
}

bool merge_document(const char *path, const struct version versions[MERGE_SIDES], bool part,
	const struct yaml_read_options *options, struct merge *merge, GError **error)
{
	struct document document = {
		.path = path,
		.part = part,
		.versions = versions,
		.options = options,
		.merge = merge,
		.pool = pool_new(),
		.problems = g_array_new(false, false, sizeof(struct merge_problem)),
	};
	bool good = read_versions(&document, error) && merge_pieces((const struct pieces *const *)document.pieces, merge, error);

	if (good && !merge->conflicts->len)
		check(&document);
	if (good)
		mark_all(&document);
	if (good && document.pieces[MERGE_OURS]->crlf)
		restore_line_ends(merge->text);
	for (enum merge_side side = MERGE_BASE; side < MERGE_SIDES; side++) {
		pieces_free(document.pieces[side]);
		snapshot_free(document.snapshots[side]);
	}
	g_array_unref(document.problems);
	pool_free(document.pool);
	return good;
}
