/* Whether and how the values of a column can follow when its type changes, without asking a server: the casts of the manual's table 8.1 types. */
#pragma once

struct snapshot;

enum conversion {
	CONVERSION_FREE,       /* an assignment cast: ALTER COLUMN TYPE alone does it */
	CONVERSION_CAST,       /* USING column::type */
	CONVERSION_TEXT,       /* USING column::text::type */
	CONVERSION_NONE,       /* no cast */
};

/* What a conversion silently loses: "digits after the point are rounded"; NULL where each value stays what it is, or the server refuses it. */
const char *convert_loss(const struct snapshot *have, const char *from, const struct snapshot *want, const char *to);

/* From one type to another, as format_type() prints them; domains are looked up in the snapshots. */
enum conversion convert_types(const struct snapshot *have, const char *from, const struct snapshot *want, const char *to);
