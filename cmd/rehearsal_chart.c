/* Small SVG charts of earlier nights for the page of a rehearsal. */
#include "cmd/rehearsal_chart.h"

#include <string.h>

#include "cmd/xml.h"

enum { WIDTH = 240, HEIGHT = 40, EDGE = 4, SQUARE = 6 };

static bool number_of(const json_t *value, double *number)
{
	char *end = NULL;

	if (json_is_number(value))
		*number = json_number_value(value);
	else if (json_is_string(value))
		*number = g_ascii_strtod(json_string_value(value), &end);
	return json_is_number(value) || (end && end != json_string_value(value) && !*end);
}

static void append_number(GString *out, double number)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(out, g_ascii_formatd(text, sizeof(text), "%.1f", number));
}

struct scale {
	double least, most;
	size_t count, known, last; /* number of nights; nights with a number; index of the last of these */
};

static struct scale scale_of(const json_t *values)
{
	struct scale scale = { .count = json_array_size(values) };
	double number;

	for (size_t i = 0; i < scale.count; i++) {
		if (!number_of(json_array_get(values, i), &number))
			continue;
		scale.least = scale.known ? MIN(scale.least, number) : number;
		scale.most = scale.known ? MAX(scale.most, number) : number;
		scale.known++;
		scale.last = i;
	}
	return scale;
}

static double x_of(const struct scale *scale, size_t i)
{
	return EDGE + (double)(WIDTH - 2 * EDGE) * (double)i / (double)MAX(scale->count - 1, 1);
}

static double y_of(const struct scale *scale, double number)
{
	double range = scale->most - scale->least;

	return HEIGHT - EDGE - (range > 0 ? (number - scale->least) / range : 0.5) * (HEIGHT - 2 * EDGE);
}

static void begin(GString *out, int width, int height, const char *label)
{
	g_string_append_printf(out, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"", width,
		height, width, height);
	xml_append(out, label);
	g_string_append(out, "\"><title>");
	xml_append(out, label);
	g_string_append(out, "</title>");
}

static const char *shown(const json_t *value, char number[G_ASCII_DTOSTR_BUF_SIZE])
{
	return json_is_string(value) ? json_string_value(value)
				     : g_ascii_formatd(number, G_ASCII_DTOSTR_BUF_SIZE, "%.3f", json_number_value(value));
}

/* "200000 to 200397, 6 nights": their minimum and maximum, as text. */
static void append_range(GString *out, const struct scale *scale, const json_t *values, const char *unit)
{
	char least[G_ASCII_DTOSTR_BUF_SIZE], most[G_ASCII_DTOSTR_BUF_SIZE];
	const json_t *low = NULL, *high = NULL;
	double number;

	for (size_t i = 0; i < scale->count; i++) {
		const json_t *value = json_array_get(values, i);
		if (!number_of(value, &number))
			continue;
		low = number <= scale->least ? value : low;
		high = number >= scale->most ? value : high;
	}
	g_string_append(out, "<small>");
	xml_append(out, shown(low, least));
	if (scale->most > scale->least) {
		g_string_append(out, " to ");
		xml_append(out, shown(high, most));
	}
	g_string_append_printf(out, "%s, %zu nights</small>", unit, scale->known);
}

void chart_line(GString *out, const json_t *values, const char *label, const char *unit)
{
	struct scale scale = scale_of(values);
	bool open = false;
	double number = 0;

	if (scale.known < 2)
		return;
	begin(out, WIDTH, HEIGHT, label);
	g_string_append(out, "<path class=\"line\" d=\"");
	for (size_t i = 0; i < scale.count; i++) {
		bool known = number_of(json_array_get(values, i), &number);
		if (known) {
			g_string_append(out, open ? "L" : "M");
			append_number(out, x_of(&scale, i));
			g_string_append_c(out, ' ');
			append_number(out, y_of(&scale, number));
		}
		open = known;
	}
	number_of(json_array_get(values, scale.last), &number);
	g_string_append(out, "\"/><circle class=\"dot\" r=\"2.5\" cx=\"");
	append_number(out, x_of(&scale, scale.last));
	g_string_append(out, "\" cy=\"");
	append_number(out, y_of(&scale, number));
	g_string_append(out, "\"/></svg>");
	append_range(out, &scale, values, unit);
}

void chart_strip(GString *out, const json_t *values, const char *label)
{
	size_t count = json_array_size(values);

	if (count < 2)
		return;
	begin(out, (int)count * SQUARE, 2 * SQUARE, label);
	for (size_t i = 0; i < count; i++) {
		const json_t *value = json_array_get(values, i);
		g_string_append_printf(out, "<rect class=\"%s\" x=\"%zu\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
			json_is_true(value)    ? "good"
			: json_is_false(value) ? "bad"
					       : "none",
			i * SQUARE, json_is_null(value) ? SQUARE / 2 : 0, SQUARE - 1, json_is_null(value) ? SQUARE : 2 * SQUARE);
	}
	g_string_append(out, "</svg>");
}
