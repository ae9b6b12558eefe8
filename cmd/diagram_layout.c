/* Where the boxes and arrows of a diagram are. */
#include "cmd/diagram_layout.h"

#include <graphviz/gvc.h>
#include <string.h>

#define LAYOUT_ERROR (g_quark_from_static_string("layout"))

enum { INCH = 72 }; /* pixels, and Graphviz' points */

/* What Graphviz said last: it prints on standard error otherwise. */
static char *said;

static int hear(char *text)
{
	char *list = strstr(text, " Use one of");

	g_free(said);
	said = g_strstrip(list ? g_strndup(text, (size_t)(list - text)) : g_strdup(text));
	return 0;
}

/* Made once: it loads Graphviz' plugins. */
static GVC_t *context(void)
{
	static GVC_t *made;

	if (!made) {
		agseterrf(hear);
		made = gvContext();
	}
	return made;
}

static void set(void *object, char *name, const char *value)
{
	agsafeset(object, name, (char *)value, "");
}

static void set_number(void *object, char *name, double value)
{
	char text[G_ASCII_DTOSTR_BUF_SIZE];

	set(object, name, g_ascii_formatd(text, sizeof(text), "%.4f", value));
}

/* A record without texts: "<0>|<1>|<2>". The smallest font, so that its size is the given one. */
static Agnode_t *add_node(Agraph_t *graph, const struct layout_box *box)
{
	Agnode_t *node = agnode(graph, NULL, 1);
	g_autoptr(GString) label = g_string_new(NULL);

	for (guint i = 0; i < box->rows; i++)
		g_string_append_printf(label, "%s<%u>", i ? "|" : "", i);
	set(node, "shape", "record");
	set(node, "label", label->str);
	set(node, "fontsize", "1");
	set(node, "margin", "0");
	set(node, "fixedsize", "true");
	set_number(node, "width", box->width / INCH);
	set_number(node, "height", box->height / INCH);
	return node;
}

/* Out at the right and in at the left; but a loop comes back at the right. */
static Agedge_t *add_edge(Agraph_t *graph, Agnode_t **nodes, const struct layout_arrow *arrow)
{
	Agedge_t *edge = agedge(graph, nodes[arrow->from], nodes[arrow->to], NULL, 1);
	g_autofree char *tail = g_strdup_printf("%u:e", arrow->from_row),
			*head = g_strdup_printf("%u:%s", arrow->to_row, arrow->from == arrow->to ? "e" : "w");

	set(edge, "tailport", tail);
	set(edge, "headport", head);
	set(edge, "arrowsize", "0.6");
	return edge;
}

static void take_point(const struct layout *layout, GArray *points, pointf point)
{
	struct layout_point found = { point.x, layout->height - point.y };

	g_array_append_val(points, found);
}

static GArray *take_points(const struct layout *layout, Agedge_t *edge)
{
	GArray *points = g_array_new(false, false, sizeof(struct layout_point));
	const splines *lines = ED_spl(edge);

	for (int i = 0; lines && i < lines->size && i < 1; i++) {
		const bezier *line = &lines->list[i];
		for (int p = 0; p < line->size; p++)
			take_point(layout, points, line->list[p]);
		take_point(layout, points, line->eflag ? line->ep : line->list[line->size - 1]);
	}
	return points;
}

static void take(struct layout *layout, Agraph_t *graph, Agnode_t **nodes, Agedge_t **edges)
{
	layout->width = GD_bb(graph).UR.x;
	layout->height = GD_bb(graph).UR.y;
	for (guint i = 0; i < layout->boxes->len; i++) {
		struct layout_box *box = &g_array_index(layout->boxes, struct layout_box, i);
		box->x = ND_coord(nodes[i]).x - box->width / 2;
		box->y = layout->height - ND_coord(nodes[i]).y - box->height / 2;
	}
	layout->points = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
	for (guint i = 0; i < layout->arrows->len; i++)
		g_ptr_array_add(layout->points, take_points(layout, edges[i]));
}

bool layout_make(struct layout *layout, GError **error)
{
	GVC_t *graphviz = context();
	Agraph_t *graph = agopen("", Agdirected, NULL);
	g_autofree Agnode_t **nodes = g_new(Agnode_t *, layout->boxes->len);
	g_autofree Agedge_t **edges = g_new(Agedge_t *, layout->arrows->len);

	set(graph, "rankdir", "LR");
	set(graph, "nodesep", "0.2");
	set(graph, "ranksep", "0.6");
	for (guint i = 0; i < layout->boxes->len; i++)
		nodes[i] = add_node(graph, &g_array_index(layout->boxes, struct layout_box, i));
	for (guint i = 0; i < layout->arrows->len; i++)
		edges[i] = add_edge(graph, nodes, &g_array_index(layout->arrows, struct layout_arrow, i));
	bool good = gvLayout(graphviz, graph, "dot") == 0;
	if (good) {
		take(layout, graph, nodes, edges);
		gvFreeLayout(graphviz, graph);
	} else {
		g_set_error(error, LAYOUT_ERROR, 0,
			"Graphviz cannot lay out a diagram: %s; as root, `dot -c` lets it find its plugins", said ? said : "");
	}
	agclose(graph);
	return good;
}

void layout_clear(struct layout *layout)
{
	g_clear_pointer(&layout->points, g_ptr_array_unref);
}
