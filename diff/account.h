/*
 * Whether a plan says all that it was asked for.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "diff/change.h"
#include "diff/check.h"

/*
 * A difference that needs no statement of its object's own, for the server does it along with another object's: what of the
 * difference, NULL being any, and whether that other object has its statement. Kinds have lists of them: struct verbs,
 * told_elsewhere.
 */
struct told {
	const char *what;
	bool (*by)(const struct changes *, const struct change *);
};

/* Whether the change, or the one whose statement makes or drops it, has a statement. */
bool account_has_step(struct change *);
/* Whether another object speaks for it: what it is part of; the index that its own is part of; the same part of a table above. */
bool account_parent_has_step(const struct changes *, const struct change *);
bool account_attachment_is_said(const struct changes *, const struct change *);
bool account_is_said_above(const struct changes *, const struct change *);
/* The extension that its row "extension" tells. */
bool account_extension_has_step(const struct changes *, const struct change *);

/*
 * Whether each of the differences, of check_changes(), is accounted for: by a statement of its object, or of the table or type that
 * is made or dropped with it; by that of another object along with which the server changes it, such as the owner of a column's
 * sequence; or by a note that no SQL can change it. To be asked while the statements are still in their batches. PLAN_INCOMPLETE
 * names the first that is not.
 */
bool account_check(const struct changes *, const GPtrArray *differences, GError **);
/* Says of that difference that it has no statement. False. */
bool account_fail(const struct difference *, GError **);
