/* Reads the events of a YAML document and refuses unwanted ones. */
#include "yaml/guard.h"

#include <string.h>
#include <yaml.h>

#include "yaml/error.h"
#include "yaml/source.h"

/* An open map or list. */
struct level {
	bool map, value; /* value: in a map, after a key, before its value */
	/* Created once for each depth, emptied for each map: */
	GStringChunk *texts;
	GArray *ascending; /* struct seen, while keys ascend: then no lookup is needed */
	GHashTable *keys;  /* text to line, from the first key that does not */
};

struct seen {
	const char *text;
	unsigned line;
};

struct guard {
	struct source source;
	yaml_parser_t parser;
	yaml_event_t event;
	bool ended;
	unsigned depth;
	size_t events;
	struct level levels[GUARD_DEPTH_MAX];
	GError *error; /* the source's, while the parser was reading */
};

static int read_source(void *data, unsigned char *buffer, size_t size, size_t *got)
{
	struct guard *guard = data;

	if (!source_read(&guard->source, buffer, size, got, &guard->error))
		return 0;
	if (guard->source.since_event <= 4 * (size_t)GUARD_SCALAR_MAX)
		return 1;
	yaml_fail(&guard->error, YAML_ERROR_SYNTAX, guard->source.name, (unsigned)guard->parser.mark.line + 1,
		(unsigned)guard->parser.mark.column + 1, "text of more than %d MB", GUARD_SCALAR_MAX / (1024 * 1024));
	return 0;
}

struct guard *guard_new(const char *name, FILE *file, GError **error)
{
	struct guard *guard = g_new0(struct guard, 1);

	if (!source_init(&guard->source, name, file, error)) {
		g_free(guard);
		return NULL;
	}
	if (!yaml_parser_initialize(&guard->parser))
		g_error("out of memory");
	yaml_parser_set_encoding(&guard->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input(&guard->parser, read_source, guard);
	return guard;
}

void guard_free(struct guard *guard)
{
	if (!guard)
		return;
	yaml_event_delete(&guard->event);
	yaml_parser_delete(&guard->parser);
	for (size_t i = 0; i < G_N_ELEMENTS(guard->levels); i++) {
		if (!guard->levels[i].keys)
			continue;
		g_hash_table_unref(guard->levels[i].keys);
		g_array_unref(guard->levels[i].ascending);
		g_string_chunk_free(guard->levels[i].texts);
	}
	g_clear_error(&guard->error);
	g_free(guard);
}

/* The parser's error, with advice where its own message is not helpful. */
static bool parser_error(struct guard *guard, GError **error)
{
	const yaml_parser_t *parser = &guard->parser;
	const char *problem = parser->problem ? parser->problem : "cannot be read";
	const char *advice = "";

	if (guard->error) {
		g_propagate_error(error, g_steal_pointer(&guard->error));
		return false;
	}
	if (strstr(problem, "tab character where an indentation space"))
		advice = "; where a text begins with a tab, write `|2` instead of `|`";
	else if (strstr(problem, "cannot start any token"))
		advice = "; quote the text, or indent with blanks instead of tabs";
	else if (strstr(problem, "could not find expected ':'"))
		advice = "; after a key stand a colon and a blank";
	else if (strstr(problem, "mapping values are not allowed"))
		advice = "; quote a text that has a colon and a blank in it, and indent the keys of a map alike";
	else if (strstr(problem, "did not find expected key") || strstr(problem, "did not find expected '-' indicator"))
		advice = "; indent what belongs together alike";
	return yaml_fail(error, YAML_ERROR_SYNTAX, guard->source.name, (unsigned)parser->problem_mark.line + 1,
		(unsigned)parser->problem_mark.column + 1, "%s%s%s%s", parser->context ? parser->context : "",
		parser->context ? ": " : "", problem, advice);
}

__attribute__((format(printf, 3, 4))) static bool refuse(struct guard *guard, GError **error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return yaml_fail(error, YAML_ERROR_SYNTAX, guard->source.name, (unsigned)guard->event.start_mark.line + 1,
		(unsigned)guard->event.start_mark.column + 1, "%s", text);
}

static struct level *top(struct guard *guard)
{
	return guard->depth ? &guard->levels[guard->depth - 1] : NULL;
}

/* Counts a node that is not a key: in a map, the value of the last key. */
static bool take_value(struct guard *guard, const char *what, GError **error)
{
	struct level *level = top(guard);

	if (!level || !level->map)
		return true;
	if (!level->value)
		return refuse(guard, error, "%s as a key, expected a name", what);
	level->value = false;
	return true;
}

static bool open_level(struct guard *guard, bool map, const void *anchor, const void *tag, GError **error)
{
	if (anchor)
		return refuse(guard, error, "anchors are not allowed");
	if (tag)
		return refuse(guard, error, "tags are not allowed");
	if (!take_value(guard, map ? "a map" : "a list", error))
		return false;
	if (!guard->depth && !map)
		return refuse(guard, error, "the document is a list, expected a map of keys such as `schema public:`");
	if (guard->depth == GUARD_DEPTH_MAX)
		return refuse(guard, error, "nested more than %d levels deep", GUARD_DEPTH_MAX);
	struct level *level = &guard->levels[guard->depth++];
	level->map = map;
	level->value = false;
	if (!level->keys) {
		level->keys = g_hash_table_new(g_str_hash, g_str_equal);
		level->ascending = g_array_new(false, false, sizeof(struct seen));
		level->texts = g_string_chunk_new(1024);
	} else if (level->ascending->len) {
		if (g_hash_table_size(level->keys))
			g_hash_table_remove_all(level->keys);
		g_array_set_size(level->ascending, 0);
		g_string_chunk_clear(level->texts);
	}
	return true;
}

/* The line that already has the key, else 0, and the key is noted. Canonical documents have sorted keys and need no table. */
static unsigned note_key(struct level *level, const char *key, size_t length, unsigned line)
{
	guint count = level->ascending->len;
	bool in_order = !g_hash_table_size(level->keys) &&
			(!count || strcmp(g_array_index(level->ascending, struct seen, count - 1).text, key) < 0);

	if (!in_order && !g_hash_table_size(level->keys))
		for (guint i = 0; i < count; i++) {
			struct seen *seen = &g_array_index(level->ascending, struct seen, i);
			g_hash_table_insert(level->keys, (gpointer)seen->text, GUINT_TO_POINTER(seen->line));
		}
	gpointer first = in_order ? NULL : g_hash_table_lookup(level->keys, key);
	if (first)
		return GPOINTER_TO_UINT(first);
	struct seen seen = { g_string_chunk_insert_len(level->texts, key, (gssize)length), line };
	if (in_order)
		g_array_append_val(level->ascending, seen);
	else
		g_hash_table_insert(level->keys, (gpointer)seen.text, GUINT_TO_POINTER(line));
	return 0;
}

static bool add_key(struct guard *guard, const char *key, size_t length, bool plain, GError **error)
{
	struct level *level = top(guard);
	unsigned line = (unsigned)guard->event.start_mark.line + 1;

	if (length > GUARD_KEY_MAX)
		return refuse(guard, error, "key of %zu bytes, expected at most %d", length, GUARD_KEY_MAX);
	if (plain && strcmp(key, "<<") == 0)
		return refuse(guard, error, "merge keys are not allowed");
	unsigned first = note_key(level, key, length, line);
	if (first)
		return refuse(guard, error, "duplicate key \"%s\", first at line %u", key, first);
	level->value = true;
	return true;
}

/* A document of "null" or "~" is empty, like one without text. */
static bool is_null(const struct guard_event *event)
{
	return event->plain && (strcmp(event->text, "~") == 0 || g_ascii_strcasecmp(event->text, "null") == 0);
}

static bool take_scalar(struct guard *guard, struct guard_event *event, GError **error)
{
	const char *text = (const char *)guard->event.data.scalar.value;
	size_t length = guard->event.data.scalar.length;
	struct level *level = top(guard);

	event->plain = guard->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	event->text = text;
	event->length = length;
	if (guard->event.data.scalar.anchor)
		return refuse(guard, error, "anchors are not allowed");
	if (guard->event.data.scalar.tag)
		return refuse(guard, error, "tags are not allowed");
	if (memchr(text, 0, length))
		return refuse(guard, error, "a text with a NUL character, which PostgreSQL cannot hold");
	if (length > GUARD_SCALAR_MAX)
		return refuse(guard, error, "text of more than %d MB", GUARD_SCALAR_MAX / (1024 * 1024));
	event->type = level && level->map && !level->value ? GUARD_KEY : GUARD_SCALAR;
	if (event->type == GUARD_KEY)
		return add_key(guard, text, length, event->plain, error);
	if (!level && length && !is_null(event))
		return refuse(guard, error, "the document is a text, expected a map of keys such as `schema public:`");
	return take_value(guard, "a text", error);
}

static bool start_document(struct guard *guard, GError **error)
{
	if (guard->ended)
		return refuse(guard, error, "a second document, expected one");
	if (guard->event.data.document_start.version_directive ||
		guard->event.data.document_start.tag_directives.start != guard->event.data.document_start.tag_directives.end)
		return refuse(guard, error, "directives are not allowed");
	return true;
}

/* Translates an event of the parser; *skip is set for one that the caller does not need. False with an error. */
static bool translate(struct guard *guard, struct guard_event *event, bool *skip, GError **error)
{
	const yaml_event_t *raw = &guard->event;

	switch (raw->type) {
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
		*skip = true;
		return true;
	case YAML_DOCUMENT_START_EVENT:
		*skip = true;
		return start_document(guard, error);
	case YAML_DOCUMENT_END_EVENT:
		*skip = guard->ended = true;
		return true;
	case YAML_STREAM_END_EVENT:
		event->type = GUARD_END;
		return true;
	case YAML_ALIAS_EVENT:
		return refuse(guard, error, "aliases are not allowed");
	case YAML_SCALAR_EVENT:
		return take_scalar(guard, event, error);
	case YAML_MAPPING_START_EVENT:
		event->type = GUARD_MAP;
		event->flow = raw->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
		return open_level(guard, true, raw->data.mapping_start.anchor, raw->data.mapping_start.tag, error);
	case YAML_SEQUENCE_START_EVENT:
		event->type = GUARD_LIST;
		event->flow = raw->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
		return open_level(guard, false, raw->data.sequence_start.anchor, raw->data.sequence_start.tag, error);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		event->type = GUARD_CLOSE;
		guard->depth--;
		return true;
	}
	return true;
}

/* A block ends at the line before the next event. */
static unsigned last_line(const yaml_event_t *raw)
{
	bool before = !raw->end_mark.column && raw->end_mark.line > raw->start_mark.line;

	return (unsigned)raw->end_mark.line + !before;
}

bool guard_next(struct guard *guard, struct guard_event *event, GError **error)
{
	bool skip;

	do {
		skip = false;
		if (guard->ended && guard->event.type == YAML_STREAM_END_EVENT) {
			*event = (struct guard_event){ .type = GUARD_END };
			return true;
		}
		yaml_event_delete(&guard->event);
		if (!yaml_parser_parse(&guard->parser, &guard->event))
			return parser_error(guard, error);
		guard->source.since_event = 0;
		if (++guard->events > GUARD_EVENT_MAX)
			return refuse(guard, error, "more than %d entries", GUARD_EVENT_MAX);
		*event = (struct guard_event){
			.line = (unsigned)guard->event.start_mark.line + 1,
			.column = (unsigned)guard->event.start_mark.column + 1,
			.last_line = last_line(&guard->event),
		};
		if (!translate(guard, event, &skip, error))
			return false;
	} while (skip);
	return true;
}
