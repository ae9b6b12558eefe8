/* Bringing queries of views to the form that 16 and later print: columns of the only relation of a query without its name. */
#pragma once

#include "sql/settle.h"

/*
 * The query of a view as 18 prints it, as settle_expression() does it for expressions. Free it.
 *
 *   SELECT t.a FROM s.t WHERE (t.a > 1)   (13 to 15)
 *   SELECT a FROM s.t WHERE (a > 1)       (16 to 18)
 *
 *     Where a query has but one relation, later versions leave out its name before columns: not in subqueries, not of whole
 *     rows, and not in ORDER BY where an output has the bare name.
 *
 * Constants without a name are settled as sql/settle_alias.h has it.
 */
char *settle_view(const char *text);
