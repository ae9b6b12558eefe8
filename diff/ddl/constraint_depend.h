/* How constraints and indexes react when an object that they depend on is dropped or changed: see diff/ddl/verbs.h. */
#pragma once

#include "diff/ddl/verbs.h"

void check_mark_first(struct changes *);
struct change *check_maker(const struct changes *, const struct change *);
bool check_made_with_parent(const struct changes *, const struct change *);
void foreign_key_mark_first(struct changes *);
enum reaction check_on_dependency(struct widening *, struct change *, struct change *cause);
enum reaction foreign_key_on_dependency(struct widening *, struct change *, struct change *cause);
/* Of indexes, and of constraints that have one. */
enum reaction index_on_dependency(struct widening *, struct change *, struct change *cause);
