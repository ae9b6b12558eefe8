/* Where the boxes and arrows of a diagram are: Graphviz' dot lays them out, from left to right. In pixels, from the upper left. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct layout_box {
	double width, height; /* given */
	guint rows;	      /* given: of equal height, the title among them */
	double x, y;	      /* found: its upper left corner */
};

/* From a row of a box to one of another: numbers, from 0. */
struct layout_arrow {
	guint from, from_row, to, to_row;
};

struct layout_point {
	double x, y;
};

struct layout {
	GArray *boxes;	/* struct layout_box */
	GArray *arrows; /* struct layout_arrow */
	double row;	/* height of a row */
	/* found, and to be cleared: */
	double width, height;
	/*
	 * of each arrow a GArray of struct layout_point: a start, control points of Bezier curves by three, and last the tip, to
	 * which a straight line leads; empty: there is no line
	 */
	GPtrArray *points;
};

/* False, with nothing to clear, where Graphviz fails. The program has one layout at a time, for Graphviz keeps it in globals. */
bool layout_make(struct layout *, GError **);
void layout_clear(struct layout *);
