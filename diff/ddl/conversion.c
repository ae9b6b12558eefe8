/* CREATE, ALTER, DROP CONVERSION: PostgreSQL alters nothing but its name and owner. */
#include "catalog/kinds/conversion.h"

#include "catalog/kinds.h"
#include "diff/ddl/verbs.h"
#include "diff/say.h"

static void create(struct say *s)
{
	const struct conversion *conversion = (const struct conversion *)s->want;

	say(s, STAGE_MAKE, "CREATE %sCONVERSION %O\n    FOR %L TO %L FROM %s", conversion->default_ ? "DEFAULT " : "", s->want,
		conversion->source_encoding, conversion->dest_encoding, conversion->function);
}

const struct verbs conversion_verbs = { .kind = &conversion_kind, .create = create };
