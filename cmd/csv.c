/* CSV as COPY writes it. */
#include "cmd/csv.h"

#include <stdbool.h>
#include <string.h>

#define CSV_ERROR (g_quark_from_static_string("csv"))

struct reading {
	const char *file, *at;
	unsigned line;
};

static void free_row(gpointer data)
{
	struct csv_row *row = data;

	g_ptr_array_unref(row->fields);
	g_free(row);
}

static bool ends_field(const char *at)
{
	return !*at || *at == ',' || *at == '\n' || (*at == '\r' && at[1] == '\n');
}

/* Reads from the opening quote to the character after the closing one. */
static char *read_quoted(struct reading *reading, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	unsigned begin = reading->line;

	for (reading->at++; *reading->at; reading->at++) {
		if (*reading->at == '"' && reading->at[1] != '"') {
			reading->at++;
			if (ends_field(reading->at))
				return g_string_free(g_steal_pointer(&text), false);
			g_set_error(error, CSV_ERROR, 0, "%s:%u: a comma or the end of the line is expected behind a closing quote",
				reading->file, reading->line);
			return NULL;
		}
		if (*reading->at == '"')
			reading->at++;
		else if (*reading->at == '\n')
			reading->line++;
		g_string_append_c(text, *reading->at);
	}
	g_set_error(error, CSV_ERROR, 0, "%s:%u: a quote begins here and does not end", reading->file, begin);
	return NULL;
}

static bool read_field(struct reading *reading, GPtrArray *fields, GError **error)
{
	const char *begin = reading->at;
	char *field = NULL;

	if (*begin == '"') {
		if (!(field = read_quoted(reading, error)))
			return false;
	} else {
		while (!ends_field(reading->at))
			if (*reading->at++ == '"') {
				g_set_error(error, CSV_ERROR, 0, "%s:%u: a quote inside a field: quote the whole field",
					reading->file, reading->line);
				return false;
			}
		if (reading->at > begin)
			field = g_strndup(begin, (gsize)(reading->at - begin));
	}
	g_ptr_array_add(fields, field);
	return true;
}

GPtrArray *csv_parse(const char *file, const char *text, gsize length, GError **error)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(free_row);
	struct reading reading = { file, text, 1 };
	const char *wrong;

	if (!g_utf8_validate_len(text, length, &wrong)) {
		g_set_error(error, CSV_ERROR, 0, "%s: byte %zu is not UTF-8", file, (size_t)(wrong - text) + 1);
		return NULL;
	}
	while (*reading.at) {
		struct csv_row *row = g_new0(struct csv_row, 1);
		row->line = reading.line;
		row->fields = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(rows, row);
		if (!read_field(&reading, row->fields, error))
			return NULL;
		while (*reading.at == ',') {
			reading.at++;
			if (!read_field(&reading, row->fields, error))
				return NULL;
		}
		reading.at += *reading.at == '\r';
		reading.at += *reading.at == '\n';
		reading.line++;
	}
	return g_steal_pointer(&rows);
}
