/* The objects that differ, within the page of a plan. */
#pragma once

#include "cmd/page.h"
#include "cmd/plan_view.h"

/* A section for each schema, in it each object with what differs in it and its parts, before and after. */
bool page_add_changes(struct page *, const struct plan_view *, GError **);
/* A statement without the passwords in it. Free it. */
char *page_statement(const char *sql);
