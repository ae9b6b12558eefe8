/* An object within a page: what its rows say, its parts as tables, and who uses it. */
#pragma once

#include "cmd/page.h"

/* Its comment, attributes and parts. */
void page_append_object(const struct page *, GString *out, const struct object *);
/* Which objects refer to it, and need it: where the page has tables, and needs. */
void page_append_uses(const struct page *, GString *out, const struct object *);
