/*
 * Diagrams of boxes, which have a title and rows, and of arrows between rows, as SVG within a page: Graphviz' dot says where they
 * are. It gets numbers alone; texts are measured and written here.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct diagram;

struct diagram *diagram_new(void);
void diagram_free(struct diagram *);

/*
 * Adds a box. Its class says how it looks, see diagram_style; NULL: as others. link: the id of the page that a click leads to; NULL:
 * none. The number of it, from 0.
 */
guint diagram_add_box(struct diagram *, const char *title, const char *class, const char *link);
/* Adds a row to the box that was added last: a text, and what stands at its right. The number of it, from 1; 0 is the title. */
guint diagram_add_row(struct diagram *, const char *text, const char *right, const char *class);
/* Adds an arrow from a row of a box to one of another, or the same; its title shows under the pointer. */
void diagram_add_arrow(struct diagram *, guint from, guint from_row, guint to, guint to_row, const char *title, const char *class);

/* Appends it; label: what it shows, for those who do not see it. Nothing where there is no box. */
bool diagram_write(const struct diagram *, GString *out, const char *label, GError **);

/* For html_begin(): boxes, rows and arrows can be of class "added", "changed", "dropped"; boxes "centre"; rows "key"; arrows "thin". */
extern const char diagram_style[];
