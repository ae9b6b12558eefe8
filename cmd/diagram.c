/* Diagrams of boxes and arrows as SVG. */
#include "cmd/diagram.h"

#include <math.h>

#include "cmd/diagram_layout.h"
#include "cmd/xml.h"

enum {
	ROW = 18,     /* height of the title, and of a row */
	SIDE = 8,     /* between an edge and a text */
	BASE = 13,    /* from the upper edge of a row to the line that its text stands on */
	WIDEST = 40,  /* columns of a text, of which the rest is cut off */
	GAP = 2,      /* columns between a text and what stands at its right */
	NARROWEST = 8 /* columns of a box */
};

/* Of one column of a fixed width font of 12 pixels. */
static const double column_width = 7.25;

const char diagram_style[] =
	".large .figure{max-height:90vh}.figure{overflow:auto;border:1px solid var(--edge);border-radius:6px;margin:.5rem 0 1rem;padding:.5rem;background:var(--back)}\n"
	".er{display:block;font:12px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}.er text{fill:var(--text)}.er .right{fill:var(--soft);text-anchor:end;font-size:10px}\n"
	".er .body{fill:var(--back);stroke:var(--edge)}.er .head{fill:var(--card);stroke:var(--edge)}.er .title{font-weight:600}.er a{text-decoration:none}"
	".er a:hover .title{fill:var(--link)}\n"
	".er .centre .body,.er .centre .head{stroke:var(--link);stroke-width:1.5}.er .key{font-weight:600}.er path{fill:none;stroke:var(--soft);stroke-width:1.2}"
	".er path:hover{stroke:var(--link);stroke-width:2.5}.er path.thin{stroke-dasharray:2 3}\n"
	".er .added .body,.er .added .head{stroke:var(--ok)}.er .added .title,.er text.added{fill:var(--ok)}.er path.added{stroke:var(--ok);stroke-width:1.8}\n"
	".er .changed .body,.er .changed .head{stroke:var(--change)}.er .changed .title,.er text.changed{fill:var(--change)}.er "
	"path.changed{stroke:var(--change);stroke-width:1.8}\n"
	".er .dropped .body,.er .dropped .head{stroke:var(--no);stroke-dasharray:5 3}.er .dropped .title,.er text.dropped{fill:var(--no);"
	"text-decoration:line-through}.er path.dropped{stroke:var(--no);stroke-width:1.8;stroke-dasharray:5 3}\n"
	"@media print{.large .figure,.figure{overflow:visible;max-height:none;border:0;padding:0}.er{max-width:100%;height:auto;break-inside:avoid}}\n";

struct row {
	char *text, *right;
	const char *class;
};

struct box {
	GArray *rows; /* struct row; the first one is the title */
	const char *class;
	char *link;
};

struct arrow {
	struct layout_arrow ends;
	char *title;
	const char *class;
};

struct diagram {
	GArray *boxes, *arrows;
};

static void row_clear(gpointer data)
{
	struct row *row = data;

	g_free(row->text);
	g_free(row->right);
}

static void box_clear(gpointer data)
{
	struct box *box = data;

	g_array_unref(box->rows);
	g_free(box->link);
}

static void arrow_clear(gpointer data)
{
	g_free(((struct arrow *)data)->title);
}

struct diagram *diagram_new(void)
{
	struct diagram *diagram = g_new(struct diagram, 1);

	diagram->boxes = g_array_new(false, false, sizeof(struct box));
	diagram->arrows = g_array_new(false, false, sizeof(struct arrow));
	g_array_set_clear_func(diagram->boxes, box_clear);
	g_array_set_clear_func(diagram->arrows, arrow_clear);
	return diagram;
}

void diagram_free(struct diagram *diagram)
{
	if (!diagram)
		return;
	g_array_unref(diagram->boxes);
	g_array_unref(diagram->arrows);
	g_free(diagram);
}

static void add_row(GArray *rows, const char *text, const char *right, const char *class)
{
	struct row row = { xml_text(text), right ? xml_text(right) : NULL, class };

	g_array_append_val(rows, row);
}

guint diagram_add_box(struct diagram *diagram, const char *title, const char *class, const char *link)
{
	struct box box = { g_array_new(false, false, sizeof(struct row)), class, g_strdup(link) };

	g_array_set_clear_func(box.rows, row_clear);
	add_row(box.rows, title, NULL, NULL);
	g_array_append_val(diagram->boxes, box);
	return diagram->boxes->len - 1;
}

guint diagram_add_row(struct diagram *diagram, const char *text, const char *right, const char *class)
{
	GArray *rows = g_array_index(diagram->boxes, struct box, diagram->boxes->len - 1).rows;

	add_row(rows, text, right, class);
	return rows->len - 1;
}

void diagram_add_arrow(
	struct diagram *diagram, guint from, guint from_row, guint to, guint to_row, const char *title, const char *class)
{
	struct arrow arrow = { { from, from_row, to, to_row }, g_strdup(title), class };

	g_array_append_val(diagram->arrows, arrow);
}

static int columns_of(gunichar character)
{
	return g_unichar_iszerowidth(character) ? 0 : g_unichar_iswide(character) ? 2 : 1;
}

/* Of the text, up to the widest that is shown; shown gets the bytes of it. */
static int columns_shown(const char *text, size_t *shown)
{
	int columns = 0;
	const char *at = text;

	for (; *at && columns < WIDEST; at = g_utf8_next_char(at))
		columns += columns_of(g_utf8_get_char(at));
	*shown = (size_t)(at - text);
	return columns;
}

static double width_of(const struct box *box)
{
	int most = NARROWEST;

	for (guint i = 0; i < box->rows->len; i++) {
		const struct row *row = &g_array_index(box->rows, struct row, i);
		size_t shown, right_shown;
		int columns = columns_shown(row->text, &shown);
		columns += (row->text[shown] ? 1 : 0) + (row->right ? GAP + columns_shown(row->right, &right_shown) : 0);
		most = MAX(most, columns);
	}
	return ceil(most * column_width) + 2 * SIDE;
}

static void append_class(GString *out, const char *first, const char *second)
{
	if (first || second)
		g_string_append_printf(
			out, " class=\"%s%s%s\"", first ? first : "", first && second ? " " : "", second ? second : "");
}

static void append_text(GString *out, double x, double y, const char *first, const char *second, const char *text)
{
	size_t shown;

	columns_shown(text, &shown);
	g_autofree char *part = g_strndup(text, shown);
	g_string_append_printf(out, "<text x=\"%.0f\" y=\"%.0f\"", x, y);
	append_class(out, first, second);
	g_string_append_c(out, '>');
	xml_append(out, part);
	if (text[shown])
		g_string_append(out, "…");
	g_string_append(out, "</text>");
}

static void append_box(GString *out, const struct box *box, const struct layout_box *at)
{
	const struct row *title = &g_array_index(box->rows, struct row, 0);

	g_string_append(out, "<g");
	append_class(out, box->class, NULL);
	g_string_append_printf(out, "><rect class=\"body\" x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%.0f\" rx=\"3\"/>", at->x,
		at->y, at->width, at->height);
	if (box->link) {
		g_string_append(out, "<a href=\"#");
		xml_append(out, box->link);
		g_string_append(out, "\">");
	}
	g_string_append(out, "<title>");
	xml_append(out, title->text);
	g_string_append_printf(out, "</title><rect class=\"head\" x=\"%.0f\" y=\"%.0f\" width=\"%.0f\" height=\"%d\" rx=\"3\"/>",
		at->x, at->y, at->width, ROW);
	append_text(out, at->x + SIDE, at->y + BASE, "title", NULL, title->text);
	g_string_append(out, box->link ? "</a>" : "");
	for (guint i = 1; i < box->rows->len; i++) {
		const struct row *row = &g_array_index(box->rows, struct row, i);
		double base = at->y + i * ROW + BASE;
		append_text(out, at->x + SIDE, base, row->class, NULL, row->text);
		if (row->right)
			append_text(out, at->x + at->width - SIDE, base, "right", NULL, row->right);
	}
	g_string_append(out, "</g>\n");
}

/* The line, and an open tip at its end. */
static void append_arrow(GString *out, const struct arrow *arrow, const GArray *points)
{
	const struct layout_point *all = (const struct layout_point *)points->data, *end = &all[points->len - 1],
				  *before = &all[points->len - 2];
	double angle = atan2(end->y - before->y, end->x - before->x);

	g_string_append(out, "<path");
	append_class(out, arrow->class, NULL);
	for (guint i = 0; i + 1 < points->len; i++)
		g_string_append_printf(out, "%s%.0f %.0f", i == 0 ? " d=\"M" : i == 1 ? "C" : " ", all[i].x, all[i].y);
	g_string_append_printf(out, "L%.0f %.0fM%.0f %.0fL%.0f %.0fL%.0f %.0f\">", end->x, end->y, end->x - 7 * cos(angle - 0.45),
		end->y - 7 * sin(angle - 0.45), end->x, end->y, end->x - 7 * cos(angle + 0.45), end->y - 7 * sin(angle + 0.45));
	if (arrow->title) {
		g_string_append(out, "<title>");
		xml_append(out, arrow->title);
		g_string_append(out, "</title>");
	}
	g_string_append(out, "</path>\n");
}

bool diagram_write(const struct diagram *diagram, GString *out, const char *label, GError **error)
{
	g_autoptr(GArray) boxes = g_array_new(false, true, sizeof(struct layout_box)),
			  arrows = g_array_new(false, false, sizeof(struct layout_arrow));
	struct layout layout = { boxes, arrows, ROW };

	if (!diagram->boxes->len)
		return true;
	for (guint i = 0; i < diagram->boxes->len; i++) {
		const struct box *box = &g_array_index(diagram->boxes, struct box, i);
		struct layout_box place = { .width = width_of(box), .height = box->rows->len * ROW, .rows = box->rows->len };
		g_array_append_val(boxes, place);
	}
	for (guint i = 0; i < diagram->arrows->len; i++)
		g_array_append_val(arrows, g_array_index(diagram->arrows, struct arrow, i).ends);
	if (!layout_make(&layout, error))
		return false;
	g_string_append_printf(out,
		"<div class=\"figure\" tabindex=\"0\"><svg class=\"er\" viewBox=\"-2 -2 %.0f %.0f\" "
		"width=\"%.0f\" height=\"%.0f\" role=\"img\" aria-label=\"",
		layout.width + 4, layout.height + 4, layout.width + 4, layout.height + 4);
	xml_append(out, label);
	g_string_append(out, "\">\n");
	for (guint i = 0; i < diagram->arrows->len; i++) {
		GArray *points = layout.points->pdata[i];
		if (points->len > 1)
			append_arrow(out, &g_array_index(diagram->arrows, struct arrow, i), points);
	}
	for (guint i = 0; i < diagram->boxes->len; i++)
		append_box(out, &g_array_index(diagram->boxes, struct box, i), &g_array_index(boxes, struct layout_box, i));
	g_string_append(out, "</svg></div>\n");
	layout_clear(&layout);
	return true;
}
