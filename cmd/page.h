/*
 * Pages about schemas: the frame of them. What is in a page stands in sections, in which are objects; an index of them is beside,
 * and a search passes over those that do not have its words.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "cmd/diagram_tables.h"
#include "yaml/node.h"
#include "yaml/options.h"

struct page {
	GString *head, *index, *body;	 /* what stands above; the index; sections */
	const struct snapshot *snapshot; /* NULL: several */
	struct tables *tables;
	struct pool *pool;
	struct arena *arena;  /* of what is shown at the moment */
	struct depend *needs; /* of the snapshot; NULL: who uses an object is not shown */
	GHashTable *ids;      /* of objects that the page has: only to them links lead */
	GHashTable *names;    /* "schema.name" to const struct object *: relations and types, which links lead to */
	struct yaml_write_options options;
	const char *kind; /* of the last object in the index */
};

/* Of snapshots of that pool, which outlive it; it takes the tables, see cmd/diagram_tables.h. */
void page_init(struct page *, struct pool *, struct tables *);
/* Says that the page will have the object: links lead to it, and its name becomes one wherever a row has it. */
void page_expect(struct page *, const struct object *);
bool page_expects(const struct page *, const struct object *);
void page_clear(struct page *);
/* The whole of it, once all is in. Appends. */
void page_write(const struct page *, const char *title, GString *out);

/* A section: "schema", its name, and its id. */
void page_open_section(struct page *, const char *id, const char *kind, const char *name);
void page_close_section(struct page *);
/* An object: its kind, name and id; class "added", "changed", "dropped", NULL: none. */
void page_open_object(struct page *, const char *id, const char *kind, const char *name, const char *class);
void page_close_object(struct page *);
/* "added" as people read it: a badge. Nothing for NULL. */
void page_append_badge(GString *out, const char *class);

/* The id of an object within a page; of the section of a schema of that name. Free it. */
char *page_id(const struct object *);
char *page_schema_id(const char *name);
/* What the object is called within its schema, "f(integer)". Free it. */
char *page_name(const struct object *);
/* A link to an object, by a text; the text alone where the page does not have it. */
void page_append_link(const struct page *, GString *out, const struct object *, const char *text);
