/* Values, as the tree of nodes that is written as YAML has them, within a page. */
#pragma once

#include <glib.h>

#include "cmd/page.h"

/* What YAML says of an object, see yaml/describe.h, but for passwords. It lives until the page's next object. */
const struct node *page_describe(const struct page *, const struct object *);
/* "on_delete" as people read it: "on delete". Free it. */
char *page_words(const char *key);
/* A text: what names a relation or type is a link; of several lines, or long, it is a block, which is folded where it is high. */
void page_append_text(const struct page *, GString *out, const char *text);
/* Any node: lists and maps within one line. */
void page_append_value(const struct page *, GString *out, const struct node *);
