/* Pages: one file each, that loads nothing and runs no script but its own. They are XML too. */
#pragma once

#include <glib.h>

/*
 * The head of a page: title, style (beside that of all pages) and script, NULL: none, which a policy in it lets a browser take, and
 * nothing else. Neither has "<" or "&" in it. Ends within the body.
 */
void html_begin(GString *out, const char *title, const char *style, const char *script);
void html_end(GString *out);

/* Appends text in an element: <p class="x">text</p>; class NULL: none. */
void html_element(GString *out, const char *element, const char *class, const char *text);
/* Appends a name as part of an id, or of a fragment of an address: another name is another text, and no "." is in it. */
void html_append_id(GString *out, const char *name);
